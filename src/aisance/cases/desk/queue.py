"""The queue: which cases stand in it for a viewer, in which order, and how many in each part of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from aisance.cases.alerts.ready import READY
from aisance.cases.contracts import BY_HAND, CaseStatus, EntryKind
from aisance.cases.desk.rules import telling_quote
from aisance.cases.models import OPEN, AlertRule, Case, CaseEntry, ColleagueQuestion
from aisance.cases.permissions import VIEW, WORK
from aisance.core import clock
from aisance.core.once import asked_once
from aisance.core.permissions import RIGHTS, Viewer
from aisance.core.translated import translated
from aisance.customers.contracts import CustomerCard
from aisance.customers.public import customer_cards, names_of
from aisance.surveys.public import answers_in

A_PAGE = 25
BESIDE = 8


class Tab(StrEnum):
    """A part of the queue."""

    MINE = "mine"
    POOL = "pool"
    WAITING = "waiting"
    LATE = "late"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the queue is wanted; empty words leave it whole. `after` is where the page before ended."""

    tab: Tab = Tab.OPEN
    unit: int | None = None
    reason: int | None = None
    outcome: str = ""
    source: str = ""
    owner: int | None = None
    after: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A case as a line of the queue."""

    case: Case
    customer: str
    quote: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the queue, and where the next one begins; null at the end."""

    lines: list[Line]
    after: tuple[datetime, int] | None


def seen(viewer: Viewer) -> QuerySet[Case]:
    """The cases of the viewer's units."""
    return Case.objects.filter(viewer.scope(VIEW).rows("unit"))


def of_tab(tab: Tab, viewer: Viewer, now: datetime) -> Q:
    """What belongs to a part of the queue."""
    waiting = Q(status=CaseStatus.WAITING)
    return {
        Tab.MINE: OPEN & Q(owner_id=viewer.person_id or 0) & ~waiting,
        Tab.POOL: OPEN & Q(owner__isnull=True),
        Tab.WAITING: OPEN & waiting,
        Tab.LATE: OPEN & Q(due_at__lte=now),
        Tab.OPEN: OPEN,
        Tab.CLOSED: ~OPEN,
    }[tab]


def narrowed(viewer: Viewer, chosen: Chosen) -> QuerySet[Case]:
    """The cases of a choice whatever their tab, without an order."""
    wanted: dict[str, Any] = {
        "unit_id": chosen.unit,
        "reason_id": chosen.reason,
        "outcome": chosen.outcome or None,
        "source": chosen.source or None,
        "owner_id": chosen.owner,
    }
    return seen(viewer).filter(**{name: value for name, value in wanted.items() if value is not None})


def ordered(viewer: Viewer, chosen: Chosen) -> QuerySet[Case]:
    """The cases of a part of the queue: what is lost first if it waits, and of closed ones the latest."""
    rows = narrowed(viewer, chosen).filter(of_tab(chosen.tab, viewer, clock.now()))
    return rows.order_by("-closed_at", "-pk") if chosen.tab is Tab.CLOSED else rows.order_by("ranked_at", "pk")


def page_of(viewer: Viewer, chosen: Chosen, size: int = A_PAGE) -> Page:
    """One page of the queue, with units and owners, by the place at which the one before ended."""
    return _page(viewer, chosen, ordered(viewer, chosen).select_related("unit", "owner"), size)


def first_of(viewer: Viewer, chosen: Chosen) -> list[Line]:
    """The first cases of the queue as they stand beside a case: no more of each than is shown there."""
    return lines_of(viewer, list(ordered(viewer, chosen)[:BESIDE]))


def _page(viewer: Viewer, chosen: Chosen, rows: QuerySet[Case], size: int) -> Page:
    if chosen.after:
        at, pk = chosen.after
        rows = rows.filter(
            Q(closed_at__lt=at) | Q(closed_at=at, pk__lt=pk)
            if chosen.tab is Tab.CLOSED
            else Q(ranked_at__gt=at) | Q(ranked_at=at, pk__gt=pk)
        )
    found = list(rows[: size + 1])
    more = len(found) > size
    return Page(lines_of(viewer, found[:size]), _place(found[size - 1], chosen.tab) if more else None)


def _place(case: Case, tab: Tab) -> tuple[datetime, int]:
    at = case.closed_at if tab is Tab.CLOSED and case.closed_at else case.ranked_at
    return at, case.pk


def counts(viewer: Viewer, chosen: Chosen) -> dict[Tab, int]:
    """How many open cases stand in each part, under the same filters; those that are closed are not counted."""
    now = clock.now()
    parts = [tab for tab in Tab if tab is not Tab.CLOSED]
    counted = {tab.value: Count("pk", filter=of_tab(tab, viewer, now)) for tab in parts}
    found = narrowed(viewer, chosen).filter(OPEN).aggregate(**counted)
    return {tab: found[tab.value] for tab in parts}


def late_of(viewer: Viewer) -> int:
    """How many cases of the viewer's own are late; one reading of an index, since every page asks for it."""
    if viewer.person_id is None or not viewer.holds(WORK):
        return 0
    return Case.objects.filter(OPEN, owner_id=viewer.person_id, due_at__lte=clock.now()).count()


def questions_to(viewer: Viewer) -> QuerySet[ColleagueQuestion]:
    """What colleagues ask the viewer and wait for, the oldest first, of cases in any unit."""
    waiting = ColleagueQuestion.objects.filter(person_id=viewer.person_id or 0, answered_at__isnull=True)
    return waiting.select_related("entry__by", "entry__case__unit").order_by("asked_at", "pk")


@asked_once
def source_names() -> dict[str, str]:
    """What opens cases, by the code of the source: people, mail, and the alert rules by their names."""
    rules = AlertRule.objects.order_by("position", "pk").values_list("code", "name")
    delivered = {rule.code: translated(rule.name) for rule in READY}
    named = {code: translated(name) for code, name in rules}
    return {BY_HAND: _("By hand"), "mail": _("By e-mail"), "promised": _("Accepted offer"), **delivered, **named}


def sources(viewer: Viewer) -> list[str]:
    """Where the open cases of the viewer's units came from."""
    return sorted(set(seen(viewer).filter(OPEN).order_by().values_list("source", flat=True).distinct()))


def names_customers(viewer: Viewer) -> bool:
    """Whether the viewer is told who customers are: whoever works on cases, and whoever may see customers."""
    return viewer.holds(WORK) or viewer.holds(RIGHTS["journeys.view_customers"])


def called(card: CustomerCard | None) -> str:
    """The customer's name, else the first identifier; empty for nobody."""
    if card is None:
        return ""
    return card.name or (card.identifiers[0][1] if card.identifiers else "")


def lines_of(viewer: Viewer, cases: Sequence[Case]) -> list[Line]:
    """These cases as lines, in their order; five readings however many they are."""
    names = _names({case.customer_id for case in cases if case.customer_id}) if names_customers(viewer) else {}
    answers = answers_in({case.response_id for case in cases if case.response_id})
    opened = _opening_words(cases)
    lines = []
    for case in cases:
        answer = answers.get(case.response_id or 0)
        words = answer.text if answer and answer.text else opened.get(case.pk, "")
        language = answer.language if answer and answer.text else ""
        lines.append(Line(case, names.get(case.customer_id or 0, ""), telling_quote(words), language))
    return lines


def _names(customer_ids: set[int]) -> dict[int, str]:
    """What to call each customer; the identifiers are read of those alone who have no name."""
    names = names_of(customer_ids)
    nameless = {pk for pk, name in names.items() if not name}
    return names | {pk: called(card) for pk, card in customer_cards(nameless).items()} if nameless else names


def _opening_words(cases: Sequence[Case]) -> Mapping[int, str]:
    """What was written when each case was opened, and where nothing was, what the customer wrote first."""
    kinds = (EntryKind.OPENED, EntryKind.MESSAGE_IN)
    rows = CaseEntry.objects.filter(case_id__in=[case.pk for case in cases], kind__in=kinds).exclude(words="")
    found: dict[int, str] = {}
    for case_id, words in rows.order_by("at", "pk").values_list("case_id", "words"):
        found.setdefault(case_id, words)
    return found
