"""The front door of customers."""

from aisance.core.money import decimals
from aisance.customers.correcting import correct, release, restrict
from aisance.customers.erasing import known_rows, people_not_seen_since
from aisance.customers.identity.exporting import bearing_persons
from aisance.customers.identity.foreseeing import foresee
from aisance.customers.identity.groups import in_one_household
from aisance.customers.identity.judging import not_same, same, take_back
from aisance.customers.identity.persons import current, members, person_at_hand, persons_of
from aisance.customers.profile.asking import WrongValueError, give_value, note_asked, note_use
from aisance.customers.profile.book import write_note
from aisance.customers.profile.contracts import (
    Fate,
    FieldCard,
    FieldKind,
    Known,
    NoteDraft,
    Option,
    Purpose,
    ServiceCard,
    Subject,
    Use,
    Way,
)
from aisance.customers.profile.counting import names_fields
from aisance.customers.profile.exchange import choose_service, set_service
from aisance.customers.profile.fields import set_field
from aisance.customers.profile.queries import field_card, field_cards, further_question, profile_of
from aisance.customers.profile.queries import questions_for as next_questions
from aisance.customers.profile.tokens import services_link
from aisance.customers.profile.wording import notice as field_notice
from aisance.customers.purchases.contracts import PurchaseDraft
from aisance.customers.purchases.rules import minor_units
from aisance.customers.purchases.services import record_purchases
from aisance.customers.purchases.told import bought, bought_between, purchases_before
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
    names_of,
    normalised,
    restricted,
    segments,
    traits,
)
from aisance.customers.returning import lists_erased
from aisance.customers.search.contracts import Keep, Nearness, Pieces
from aisance.customers.search.marking import marked_card
from aisance.customers.search.queries import search_customers
from aisance.customers.search.services import note_changed
from aisance.customers.seeing import decides_who_sees, may_see
from aisance.customers.segments.contracts import Chosen, ConditionField, ConditionKind, ReadySegment
from aisance.customers.segments.persons import People, day_number, ids_where, per_person
from aisance.customers.segments.queries import Members, members_of, segment_cards, segment_members, segment_shown
from aisance.customers.segments.ranges import (
    AGO_LEAST,
    AGO_MOST,
    LEAST,
    MOST,
    WITHIN,
    ago,
    ago_first,
    bounds_make_sense,
    said_ago,
    said_days,
    said_range,
    since,
    within_range,
)
from aisance.customers.segments.registry import offer_condition, offer_segment
from aisance.customers.services import find_or_add_customers

__all__ = [
    "AGO_LEAST",
    "AGO_MOST",
    "LEAST",
    "MOST",
    "WITHIN",
    "Chosen",
    "ConditionField",
    "ConditionKind",
    "Fate",
    "FieldCard",
    "FieldKind",
    "Keep",
    "Known",
    "Members",
    "Nearness",
    "NoteDraft",
    "Option",
    "People",
    "Pieces",
    "PurchaseDraft",
    "Purpose",
    "ReadySegment",
    "ServiceCard",
    "Subject",
    "Use",
    "Way",
    "WrongValueError",
    "addresses",
    "ago",
    "ago_first",
    "bearing_persons",
    "bought",
    "bought_between",
    "bounds_make_sense",
    "choose_service",
    "correct",
    "current",
    "customer_card",
    "customer_cards",
    "day_number",
    "decides_who_sees",
    "decimals",
    "everybody",
    "field_card",
    "field_cards",
    "field_notice",
    "find_customers",
    "find_or_add_customers",
    "foresee",
    "further_question",
    "give_value",
    "ids_where",
    "in_one_household",
    "known_rows",
    "known_since",
    "languages",
    "lists_erased",
    "marked_card",
    "matching",
    "may_see",
    "members",
    "members_of",
    "minor_units",
    "names",
    "names_fields",
    "names_of",
    "next_questions",
    "normalised",
    "not_same",
    "note_asked",
    "note_changed",
    "note_use",
    "offer_condition",
    "offer_segment",
    "people_not_seen_since",
    "per_person",
    "person_at_hand",
    "persons_of",
    "profile_of",
    "purchases_before",
    "record_purchases",
    "release",
    "restrict",
    "restricted",
    "said_ago",
    "said_days",
    "said_range",
    "same",
    "search_customers",
    "segment_cards",
    "segment_members",
    "segment_shown",
    "segments",
    "services_link",
    "set_field",
    "set_service",
    "since",
    "take_back",
    "traits",
    "within_range",
    "write_note",
]
