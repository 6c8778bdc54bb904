"""The front door of customers."""

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
    segments,
    traits,
)
from aisance.customers.services import find_or_add_customers

__all__ = [
    "addresses",
    "customer_card",
    "customer_cards",
    "everybody",
    "find_customers",
    "find_or_add_customers",
    "languages",
    "matching",
    "names",
    "normalised",
    "segments",
    "traits",
]
