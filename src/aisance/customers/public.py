"""The front door of customers."""

from aisance.customers.correcting import correct, release, restrict
from aisance.customers.erasing import known_rows
from aisance.customers.identity.foreseeing import foresee
from aisance.customers.identity.judging import not_same, same, take_back
from aisance.customers.identity.persons import current, members
from aisance.customers.profile.asking import WrongValueError, give_value, note_asked, note_use
from aisance.customers.profile.counting import names_fields
from aisance.customers.profile.exchange import services_link
from aisance.customers.profile.fields import set_field
from aisance.customers.profile.queries import field_card, field_cards, profile_of
from aisance.customers.profile.queries import questions_for as next_questions
from aisance.customers.profile.wording import notice as field_notice
from aisance.customers.queries import (
    addresses,
    customer_card,
    customer_cards,
    everybody,
    find_customers,
    known_since,
    languages,
    matching,
    names,
    normalised,
    restricted,
    segments,
    traits,
)
from aisance.customers.search.contracts import Keep, Nearness, Pieces
from aisance.customers.search.marking import marked_card
from aisance.customers.search.queries import search_customers
from aisance.customers.search.services import note_changed
from aisance.customers.seeing import decides_who_sees, may_see
from aisance.customers.services import find_or_add_customers

__all__ = [
    "Keep",
    "Nearness",
    "Pieces",
    "WrongValueError",
    "addresses",
    "correct",
    "current",
    "customer_card",
    "customer_cards",
    "decides_who_sees",
    "everybody",
    "field_card",
    "field_cards",
    "field_notice",
    "find_customers",
    "find_or_add_customers",
    "foresee",
    "give_value",
    "known_rows",
    "known_since",
    "languages",
    "marked_card",
    "matching",
    "may_see",
    "members",
    "names",
    "names_fields",
    "next_questions",
    "normalised",
    "not_same",
    "note_asked",
    "note_changed",
    "note_use",
    "profile_of",
    "release",
    "restrict",
    "restricted",
    "same",
    "search_customers",
    "segments",
    "services_link",
    "set_field",
    "take_back",
    "traits",
]
