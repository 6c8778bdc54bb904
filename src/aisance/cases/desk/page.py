"""All that stands on the page of a case: its log and the customer's time line as one, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from aisance.cases import public as cases
from aisance.cases.contracts import CaseStatus, EntryCard, EntryKind
from aisance.cases.desk.queue import names_customers, questions_to
from aisance.cases.desk.rules import Standing, Step, next_step
from aisance.cases.desk.wording import entry_words
from aisance.cases.models import Case, ColleagueQuestion
from aisance.core import clock
from aisance.core.once import asked_once
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerCard, IdentifierKind
from aisance.customers.public import customer_cards, members, person_at_hand
from aisance.outreach.contracts import MessageChannel, RefusalReason
from aisance.outreach.public import reach_of
from aisance.surveys.contracts import LatestAnswer
from aisance.surveys.public import answers_in
from aisance.ui.timeline import line

AROUND = ("contact", "answer", "purchase", "note")
"""What of the customer's time line belongs beside a case: messages and cases are in its own log."""
REACHED_BY = {MessageChannel.EMAIL: IdentifierKind.EMAIL, MessageChannel.SMS: IdentifierKind.PHONE}
LOOKED_BACK = timedelta(days=120)
MOMENTS = 15
EXCHANGES = frozenset({EntryKind.MESSAGE_IN, EntryKind.MESSAGE_OUT, EntryKind.CUSTOMER_SAYS})
GOOD_OR_BAD = {
    EntryKind.ESCALATED: "bad",
    EntryKind.REMINDER: "bad",
    EntryKind.REOPENED: "bad",
    EntryKind.UNDELIVERED: "bad",
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the page: of the case's own log, or of the customer's time line."""

    at: datetime
    title: Any
    by: str = ""
    details: tuple[Any, ...] = ()
    words: str = ""
    tone: str = ""
    url: str = ""
    kind: str = ""
    is_voice: bool = False
    is_private: bool = False
    entry: EntryCard | None = None
    question: ColleagueQuestion | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom the case is about, as far as the viewer may know: their rows, and by which channels they can be reached."""

    card: CustomerCard | None
    rows: tuple[int, ...]
    channels: tuple[str, ...]


def customer_of(viewer: Viewer, case: Case) -> Customer:
    """The person behind a case, whole: under whatever rows they are known."""
    if case.customer_id is None or not names_customers(viewer):
        return Customer(None, (), ())
    rows = members([case.customer_id]).get(case.customer_id, (case.customer_id,))
    held = customer_cards(rows)
    cards = [held[pk] for pk in rows if pk in held]
    known = tuple(dict.fromkeys(pair for card in cards for pair in card.identifiers))
    name = next((card.name for card in cards if card.name), "")
    language = next((card.language for card in cards if card.language), "")
    with person_at_hand(rows):
        return Customer(CustomerCard(rows[0], name, language, known), rows, _channels(case.customer_id, known))


def _channels(customer_id: int, known: Sequence[tuple[IdentifierKind, str]]) -> tuple[str, ...]:
    """The channels by which a message would arrive, of those by which the person has an address."""
    kinds = {kind for kind, _value in known}
    return tuple(
        channel.value
        for channel, kind in REACHED_BY.items()
        if kind in kinds and not isinstance(reach_of([customer_id], channel)[customer_id], RefusalReason)
    )


def answer_of(case: Case) -> LatestAnswer | None:
    """The answer because of which the case was opened."""
    return answers_in([case.response_id]).get(case.response_id) if case.response_id else None


def happened(viewer: Viewer, case: Case, log: Sequence[EntryCard], rows: Sequence[int]) -> list[Happened]:
    """What happened in the case and around it, newest first; the days before it opened as far as four months."""
    is_asked = any(card.kind is EntryKind.ASKED for card in log)
    asked = {row.entry_id: row for row in questions_to(viewer).filter(entry__case=case)} if is_asked else {}
    own = [_entry(card, asked.get(card.id)) for card in log]
    start = case.opened_at - LOOKED_BACK
    around = [
        Happened(
            moment.at,
            moment.title,
            details=moment.details,
            words=moment.words,
            tone=moment.tone,
            url=moment.url,
            kind=moment.kind,
            is_voice=moment.kind in {"answer", "note"},
        )
        for kind in AROUND
        for moment in (line(viewer, rows, kind=kind, limit=MOMENTS) if rows else ())
        if moment.at >= start
    ]
    return sorted([*own, *around], key=lambda one: one.at, reverse=True)


def _entry(card: EntryCard, question: ColleagueQuestion | None) -> Happened:
    return Happened(
        card.at,
        entry_words(card.kind, card.data),
        by=card.by_name,
        words=card.words,
        tone=GOOD_OR_BAD.get(card.kind, ""),
        kind=card.kind.value,
        is_voice=card.kind is EntryKind.MESSAGE_IN,
        is_private=card.is_private,
        entry=card,
        question=question,
    )


def step_of(viewer: Viewer, case: Case, log: Sequence[EntryCard]) -> Step:
    """What the viewer should do next in a case."""
    exchanges = [card for card in log if card.kind in EXCHANGES]
    last = exchanges[-1] if exchanges else None
    standing = Standing(
        is_open=case.is_open,
        has_owner=case.owner_id is not None,
        is_waiting=case.status == CaseStatus.WAITING,
        is_touched=case.first_touched_at is not None,
        promised_by=case.promised_by,
        customer_spoke_last=bool(last) and _is_from_customer(last),
        colleague=_colleague(viewer, log, last),
        last_at=log[-1].at if log else case.opened_at,
        came_back=_came_back(log),
    )
    return next_step(standing, clock.now())


def _came_back(log: Sequence[EntryCard]) -> bool:
    """Whether of what we wrote the last came back, and nothing was said since."""
    told = [card.kind for card in log if card.kind in EXCHANGES or card.kind is EntryKind.UNDELIVERED]
    return bool(told) and told[-1] is EntryKind.UNDELIVERED


def _is_from_customer(card: EntryCard | None) -> bool:
    if card is None or card.kind is EntryKind.MESSAGE_OUT:
        return False
    return card.kind is EntryKind.MESSAGE_IN or not card.data.get("solved")


def _colleague(viewer: Viewer, log: Sequence[EntryCard], last: EntryCard | None) -> str:
    """Whether somebody's answer is out, the viewer's own, or came after the last word to the customer."""
    answered = {card.data.get("asked") for card in log if card.kind is EntryKind.ANSWERED}
    waiting = [card.data.get("person") for card in log if card.kind is EntryKind.ASKED and card.id not in answered]
    if waiting:
        return "asks_me" if viewer.person_id in waiting else "asked"
    since = last.at if last and last.kind is EntryKind.MESSAGE_OUT else None
    return "answered" if any(c.kind is EntryKind.ANSWERED and (since is None or c.at > since) for c in log) else ""


@asked_once
def others_open(viewer: Viewer, case: Case, rows: Sequence[int]) -> list[tuple[str, str, str]]:
    """The other open cases of the same person: id, number and where they are."""
    found = cases.open_numbers_of(viewer, rows) if rows else []
    return [(str(pk), number, reverse("case-detail", args=[number])) for pk, number in found if pk != case.pk]
