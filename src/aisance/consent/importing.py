"""Consents from files: one row a customer, purpose, channel and act. A file fills gaps and overrules nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from aisance.consent.contracts import EVERY, Act, ConsentChannel, Method, NewEntry, Recorded
from aisance.consent.queries import kinds_of_purposes
from aisance.consent.sealing import canonical, digest, moment
from aisance.consent.services import record
from aisance.consent.wording import reason_words
from aisance.core.decisions import Refused
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers, normalised
from aisance.intake.contracts import Column, ColumnKind, Fate, ImportKind, Problem, Refusal, Values
from aisance.intake.public import offer

IDENTIFIERS = {
    "external_id": IdentifierKind.EXTERNAL,
    "email": IdentifierKind.EMAIL,
    "phone": IdentifierKind.PHONE,
}
ACTS = frozenset({Act.GRANTED, Act.CONFIRMED, Act.REFUSED, Act.WITHDRAWN})

COLUMNS = (
    Column("external_id", _("The customer's number in the company's systems.")),
    Column("email", _("The customer's e-mail address.")),
    Column("phone", _("The customer's telephone number.")),
    Column("purpose", _("The code of a purpose, as news; * for all, of a withdrawal only."), required=True),
    Column("channel", _("email, sms, phone or letter; * for all, of a withdrawal only."), required=True),
    Column("act", _("granted, confirmed, refused or withdrawn."), required=True),
    Column("said_at", _("When the customer said so: a date and time."), required=True, kind=ColumnKind.MOMENT),
    Column("place", _("Where: the shop, the form, the system it comes from.")),
    Column("proof", _("What proves it, as the number of a paper.")),
)


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a row says, of a customer still to be found."""

    claim: CustomerClaim
    entry: NewEntry


class ConsentImporter:
    """A row names a customer whom the company knows; nobody is added."""

    def __init__(self) -> None:
        self._purposes = {EVERY, *kinds_of_purposes()}

    def parse(self, values: Values) -> _Draft | Refusal:
        problems: list[Problem] = []
        claim = CustomerClaim(_identifiers(values, problems))
        if not claim.identifiers and not problems:
            problems.append(Problem("external_id", "", _("an identifier: external_id, email or phone")))
        act, purpose, channel = (values.get(name, "").strip().lower() for name in ("act", "purpose", "channel"))
        if act not in ACTS:
            problems.append(Problem("act", act, _("granted, confirmed, refused or withdrawn")))
        if purpose not in self._purposes:
            problems.append(Problem("purpose", purpose, _("the code of a purpose")))
        if channel not in {EVERY, *ConsentChannel}:
            problems.append(Problem("channel", channel, _("email, sms, phone, letter or *")))
        said_at = _moment(values.get("said_at", ""))
        if said_at is None:
            problems.append(Problem("said_at", values.get("said_at", ""), _("a date and time")))
        if problems:
            return tuple(problems)
        return _Draft(claim, _entry(claim, values, Act(act), purpose, channel, said_at))

    def record(self, drafts: Sequence[_Draft], *, by: Viewer) -> list[Fate | Refusal]:
        with transaction.atomic():
            found = find_customers([draft.claim for draft in drafts])
            known = [_of(pk, draft.entry) for draft, pk in zip(drafts, found, strict=True) if pk is not None]
            answers = iter(record(known, by=by))
        return [_fate(draft.entry, customer, answers) for draft, customer in zip(drafts, found, strict=True)]


def _identifiers(values: Values, problems: list[Problem]) -> dict[IdentifierKind, str]:
    found = {}
    for column, kind in IDENTIFIERS.items():
        if text := values.get(column):
            try:
                found[kind] = normalised(kind, text)
            except ValueError as problem:
                problems.append(Problem(column, text, problem.args[0]))
    return found


def _moment(text: str) -> datetime | None:
    """A date and time as the product writes it; the company's time zone where it names none."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None:
        return None
    return found if found.tzinfo else timezone.make_aware(found, timezone.get_default_timezone())


def _entry(
    claim: CustomerClaim, values: Values, act: Act, purpose: str, channel: str, said_at: datetime | None
) -> NewEntry:
    kind = {"email": IdentifierKind.EMAIL, "sms": IdentifierKind.PHONE, "phone": IdentifierKind.PHONE}.get(channel)
    value = claim.identifiers.get(kind, "") if kind else ""
    return NewEntry(
        0,
        act,
        Method.IMPORT,
        purpose,
        channel,
        identifier=(kind.value, value) if kind and value else ("", ""),
        place=values.get("place", "")[:80],
        proof={"proof": values["proof"][:200]} if values.get("proof") else {},
        said_at=said_at,
    )


def _of(customer_id: int, entry: NewEntry) -> NewEntry:
    """The entry for a customer, with the key by which the same row is recorded once."""
    content = {
        "customer": customer_id,
        "act": entry.act.value,
        "purpose": entry.purpose,
        "channel": entry.channel,
        "said_at": moment(entry.said_at),
        "value": entry.identifier[1],
    }
    return replace(entry, customer_id=customer_id, key=f"import:{digest(canonical(content))}")


def _fate(entry: NewEntry, customer: int | None, answers: Iterator[Recorded | Refused]) -> Fate | Refusal:
    if customer is None:
        return (Problem("external_id", "", _("a customer whom the company knows")),)
    match next(answers):
        case Recorded(_, is_new):
            return Fate.ACCEPTED if is_new else Fate.KNOWN
        case Refused(reason):
            return (Problem("act", entry.act.value, reason_words(reason)),)


CONSENTS = offer(ImportKind("consents", COLUMNS, ConsentImporter))
