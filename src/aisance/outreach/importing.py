"""Customers on hold, from files: one row a customer and code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers, normalised
from aisance.intake.contracts import Column, ColumnKind, Fate, ImportKind, Problem, Refusal, Values
from aisance.intake.public import offer
from aisance.journeys.public import parse_moment
from aisance.outreach.public import NewHold, hold

IDENTIFIERS = {
    "external_id": IdentifierKind.EXTERNAL,
    "email": IdentifierKind.EMAIL,
    "phone": IdentifierKind.PHONE,
}
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)

COLUMNS = (
    Column("external_id", _("The customer's number in the company's systems.")),
    Column("email", _("The customer's e-mail address.")),
    Column("phone", _("The customer's telephone number.")),
    Column("code", _("Why they are left in peace, as case: small letters, digits and hyphens."), required=True),
    Column(
        "until",
        _("Until when: a date and time; one that is past ends the hold."),
        required=True,
        kind=ColumnKind.MOMENT,
    ),
)


@dataclass(frozen=True, slots=True)
class _Draft:
    claim: CustomerClaim
    code: str
    until: datetime


class HoldImporter:
    """A row names a customer whom the company knows; nobody is added."""

    def parse(self, values: Values) -> _Draft | Refusal:
        problems: list[Problem] = []
        identifiers: dict[IdentifierKind, str] = {}
        for column, kind in IDENTIFIERS.items():
            if text := values.get(column):
                try:
                    identifiers[kind] = normalised(kind, text)
                except ValueError as problem:
                    problems.append(Problem(column, text, problem.args[0]))
        if not identifiers and not problems:
            problems.append(Problem("external_id", "", _("an identifier: external_id, email or phone")))
        code = values.get("code", "")
        if not CODE.fullmatch(code):
            problems.append(Problem("code", code, _("a code of small letters, digits and hyphens")))
        try:
            until = parse_moment(values.get("until", ""), timezone.get_default_timezone())
        except ValueError as problem:
            return (*problems, Problem("until", values.get("until", ""), problem.args[0]))
        return tuple(problems) or _Draft(CustomerClaim(identifiers), code, until)

    def record(self, drafts: Sequence[_Draft], *, by: Viewer) -> list[Fate | Refusal]:
        found = find_customers([draft.claim for draft in drafts])
        pairs = list(zip(drafts, found, strict=True))
        hold([NewHold(customer, draft.code, draft.until) for draft, customer in pairs if customer is not None], by=by)
        return [_fate(draft, customer) for draft, customer in pairs]


def _fate(draft: _Draft, customer: int | None) -> Fate | Refusal:
    if customer is not None:
        return Fate.ACCEPTED
    column, kind = next((column, kind) for column, kind in IDENTIFIERS.items() if kind in draft.claim.identifiers)
    return (Problem(column, draft.claim.identifiers[kind], _("a customer whom the company knows")),)


HOLDS = offer(ImportKind("holds", COLUMNS, HoldImporter))
