"""How the cases of the viewer's units stand: who has how many, how fast they are touched and closed, how they end."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from aisance.cases.contracts import CaseOutcome, CaseStatus
from aisance.cases.desk.rules import Median, median_of
from aisance.cases.models import OPEN, Case
from aisance.cases.permissions import ASSIGN
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.core.statistics import wilson
from aisance.journeys.public import reasons


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of n, with Wilson's 95 % interval; null of nothing."""

    part: int
    n: int
    value: float | None
    low: float | None
    high: float | None


def share(part: int, n: int) -> Share:
    """A share with its interval; no value of nothing."""
    bounds = wilson(part, n)
    return Share(part, n, part / n if n else None, *(bounds or (None, None)))


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has; person null for the pool."""

    person_id: int | None
    name: str
    open: int
    late: int
    waiting: int
    closed: int
    first_touch: Median
    solved: Share


@dataclass(frozen=True, slots=True)
class Team:
    """A span of days: what is open now, what was closed in it, and what was opened in it."""

    open: int
    late: int
    waiting: int
    closed: int
    first_touch: Median
    untouched: int
    to_close: Median
    outcomes: list[tuple[CaseOutcome, Share]]
    solved_says_customer: Share
    causes: list[tuple[str, Share]]
    loads: list[Load]


type Row = tuple[Any, ...]
type Standing = dict[int | None, tuple[int, int, int, str | None]]
CLOSED_COLUMNS = (
    "owner_id",
    "opened_at",
    "closed_at",
    "outcome",
    "root_cause_id",
    "cause_sought",
    "solved_says_customer",
    "owner__name",
)
GOOD = frozenset({CaseOutcome.SOLVED, CaseOutcome.SAVED})


def team_of(viewer: Viewer, days: int, unit_id: int | None = None) -> Team:
    """How the units that the viewer leads stood in the last days. Five readings; times are elapsed, nights included."""
    now = clock.now()
    start = now - timedelta(days=days)
    rows = Case.objects.filter(viewer.scope(ASSIGN).rows("unit"), merged_into__isnull=True)
    rows = rows.filter(unit_id=unit_id) if unit_id else rows
    closed: list[Row] = list(rows.filter(closed_at__gte=start).values_list(*CLOSED_COLUMNS))
    opened = list(rows.filter(opened_at__gte=start).values_list("owner_id", "opened_at", "first_touched_at"))
    standing = _standing(rows, now)
    outcomes = Counter(row[3] for row in closed)
    said = [row[6] for row in closed if row[6] is not None]
    return Team(
        open=sum(one[0] for one in standing.values()),
        late=sum(one[1] for one in standing.values()),
        waiting=sum(one[2] for one in standing.values()),
        closed=len(closed),
        first_touch=_touched(opened),
        untouched=sum(touched is None for _owner, _at, touched in opened),
        to_close=median_of([row[2] - row[1] for row in closed]),
        outcomes=[(outcome, share(outcomes[outcome], len(closed))) for outcome in CaseOutcome],
        solved_says_customer=share(sum(said), len(said)),
        causes=_causes(closed),
        loads=_loads(standing, closed, opened),
    )


def _standing(rows: QuerySet[Case], now: datetime) -> Standing:
    """By owner: open, late, waiting for the customer, and the name."""
    late, waits = Q(due_at__lte=now), Q(status=CaseStatus.WAITING)
    counted = (
        rows.filter(OPEN)
        .order_by()
        .values("owner_id", "owner__name")
        .annotate(n=Count("pk"), late=Count("pk", filter=late), waits=Count("pk", filter=waits))
        .values_list("owner_id", "owner__name", "n", "late", "waits")
    )
    return {owner: (n, behind, waiting, name) for owner, name, n, behind, waiting in counted}


def _touched(opened: Iterable[Row]) -> Median:
    return median_of([touched - at for _owner, at, touched in opened if touched is not None])


def _causes(closed: Sequence[Row]) -> list[tuple[str, Share]]:
    """The root causes of what was closed, the most frequent first; an empty name stands for none found."""
    names = {card.id: card.name for card in reasons()}
    sought = [row[4] for row in closed if row[4] is not None or row[5]]
    counted = Counter(names.get(cause, "") if cause else "" for cause in sought)
    return [(name, share(n, len(sought))) for name, n in counted.most_common()]


def _loads(standing: Standing, closed: Sequence[Row], opened: Sequence[Row]) -> list[Load]:
    """One line a person who has cases or closed some, who has most that is late first; the pool stands last."""
    ended: dict[int | None, list[Row]] = defaultdict(list)
    began: dict[int | None, list[Row]] = defaultdict(list)
    for row in closed:
        ended[row[0]].append(row)
    for row in opened:
        began[row[0]].append(row)
    owners = {*standing, *ended}
    names = {pk: name for pk, (*_counts, name) in standing.items()} | {row[0]: row[7] for row in closed}
    loads = [_load(pk, names.get(pk) or "", standing.get(pk, (0, 0, 0, ""))[:3], ended[pk], began[pk]) for pk in owners]
    return sorted(loads, key=lambda one: (one.person_id is None, -one.late, -one.open, one.name))


def _load(
    person_id: int | None, name: str, now: tuple[int, int, int], ended: Sequence[Row], began: Sequence[Row]
) -> Load:
    good = sum(row[3] in GOOD for row in ended)
    return Load(person_id, name, *now, len(ended), _touched(began), share(good, len(ended)))
