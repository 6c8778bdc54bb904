"""The front door of customers."""

from aisance.customers.identity.foreseeing import foresee
from aisance.customers.identity.judging import not_same, same, take_back
from aisance.customers.identity.persons import current, members
from aisance.customers.queries import (
    addresses,
    customer_card,
    customer_cards,
    everybody,
    find_customers,
    languages,
    matching,
    names,
    normalised,
    restricted,
    segments,
    traits,
)
from aisance.customers.search.queries import known_as, search_customers
from aisance.customers.search.services import note_changed
from aisance.customers.services import find_or_add_customers

__all__ = [
    "addresses",
    "current",
    "customer_card",
    "customer_cards",
    "everybody",
    "find_customers",
    "find_or_add_customers",
    "foresee",
    "known_as",
    "languages",
    "matching",
    "members",
    "names",
    "normalised",
    "not_same",
    "note_changed",
    "restricted",
    "same",
    "search_customers",
    "segments",
    "take_back",
    "traits",
]
