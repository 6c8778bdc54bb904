"""Values of profile fields from files and the API: read by the same rule, each refused by its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.profile.asking import WrongValueError, checked, give_value
from aisance.customers.profile.contracts import FieldCard, Way
from aisance.customers.profile.queries import field_cards, profile_of
from aisance.customers.queries import find_customers, normalised
from aisance.intake.contracts import Column, Fate, ImportKind, Problem, Refusal, Values
from aisance.intake.public import offer

WHOSE = {
    "customer_external": IdentifierKind.EXTERNAL,
    "customer_email": IdentifierKind.EMAIL,
    "customer_phone": IdentifierKind.PHONE,
    "customer_social": IdentifierKind.SOCIAL,
}
COLUMNS = (
    Column("customer_external", _("The customer's number in the company's systems.")),
    Column("customer_email", _("The customer's e-mail address.")),
    Column("customer_phone", _("The customer's telephone number.")),
    Column("customer_social", _("The customer's handle on a social network.")),
    Column("field", _("The code of a profile field in use."), True),
    Column("value", _("The value, as the field takes it; of a choice its code."), True),
)


@dataclass(frozen=True, slots=True)
class ValueDraft:
    """A value for somebody we know."""

    customer_id: int
    code: str
    given: str


def read_given(field: str, given: str, cards: Mapping[str, FieldCard]) -> tuple[Problem, ...]:
    """What is wrong with a value of a field; nothing where it can be taken."""
    card = cards.get(field)
    if card is None:
        return (Problem("field", field, _("the code of a profile field in use")),)
    try:
        checked(card, given)
    except WrongValueError as problem:
        return (Problem("value", given, problem.expected),)
    return ()


@transaction.atomic
def write_values(drafts: Sequence[ValueDraft], *, source: str, by: Viewer) -> list[Fate]:
    """Keep values, each in its turn; `known` where the same stands already."""
    cards, contact = {card.code: card for card in field_cards()}, f"{source}:{clock.now().isoformat()}"
    return [_written(one, cards[one.code], contact, source, by) for one in drafts]


def _written(one: ValueDraft, card: FieldCard, contact: str, source: str, by: Viewer) -> Fate:
    held = {known.field.code: known.value for known in profile_of(one.customer_id)}
    if one.code in held and held[one.code] == checked(card, one.given):
        return Fate.KNOWN
    words: dict[str, Any] = {"way": Way.LISTENING, "source": source, "contact": contact, "by": by}
    give_value(customer_id=one.customer_id, code=one.code, given=one.given, **words)
    return Fate.ACCEPTED


class ValueImporter:
    """A row gives one value of one field to a customer we know; nobody is added."""

    def __init__(self) -> None:
        self._cards = {card.code: card for card in field_cards()}

    def parse(self, values: Values) -> ValueDraft | Refusal:
        problems = list(read_given(values.get("field", ""), values.get("value", ""), self._cards))
        identifiers: dict[IdentifierKind, str] = {}
        for column, kind in WHOSE.items():
            if text := values.get(column):
                try:
                    identifiers[kind] = normalised(kind, text)
                except ValueError as problem:
                    problems.append(Problem(column, text, problem.args[0]))
        [customer_id] = find_customers([CustomerClaim(identifiers)]) if identifiers else [None]
        if customer_id is None and not problems:
            column = next((name for name in WHOSE if values.get(name)), "customer_external")
            problems.append(Problem(column, values.get(column, ""), _("a customer we know")))
        if problems or customer_id is None:
            return tuple(problems)
        return ValueDraft(customer_id, values["field"], values["value"])

    def record(self, drafts: Sequence[ValueDraft], *, by: Viewer) -> list[Fate | Refusal]:
        return [*write_values(drafts, source="import", by=by)]


VALUES = offer(ImportKind("profile-values", COLUMNS, ValueImporter))
