"""Whom a win-back may ask, and what came of it."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from aisance.advocacy.contracts import Arm
from aisance.advocacy.models import MendedCause, WinBack, WinBackAttempt
from aisance.advocacy.rules import ArmCount, is_too_early
from aisance.cases.public import lost_to, with_open_case
from aisance.consent.contracts import ContactAsk
from aisance.consent.public import may_contact
from aisance.core import clock
from aisance.core.decisions import Refused
from aisance.core.statistics import wilson
from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import addresses, bought_between, current, members, restricted, segment_members
from aisance.indicators.public import Sums, share_difference
from aisance.journeys.public import reasons

MOST = 2_000
"""How many are asked or left alone at most in one win-back."""
PURPOSE = "news"
"""An offer is advertising: only those who agreed to news and offers are written to."""
LONG_AGO = timedelta(days=1095)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Persons who may be asked back, in the order of their ids, and how many were left out, by reason."""

    ids: tuple[int, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


def mended_causes() -> list[tuple[MendedCause, str]]:
    """The causes noted as mended, the latest first, each with the name of its reason."""
    names = {card.id: card.name for card in reasons()}
    return [(row, names.get(row.reason_id, "")) for row in MendedCause.objects.select_related("noted_by")]


def win_backs() -> QuerySet[WinBack]:
    """Every win-back, the newest first."""
    return WinBack.objects.select_related("cause", "made_by")


def candidates(row: WinBack) -> Candidates:
    """The lost of the cause, and of the segment if one is named, who may be asked; each left out for one reason.

    Every person stands once, by the record that stands for them. Those who bought since are lost no more.
    """
    lost = _lost(row)
    left: Counter[str] = Counter()
    for reason, out in _reasons(lost):
        gone = out & lost.keys()
        left[reason] += len(gone)
        lost = {pk: at for pk, at in lost.items() if pk not in gone}
    ids = tuple(sorted(lost))
    left["over_the_limit"] += max(0, len(ids) - MOST)
    return Candidates(ids[:MOST], {reason: n for reason, n in left.items() if n})


def _lost(row: WinBack) -> dict[int, datetime]:
    """When each person was lost; a segment does not say, so that it counts as long ago."""
    paths = {card.id: card.path for card in reasons()}
    mended = clock.start_of_day(row.cause.since)
    found = lost_to(paths.get(row.cause.reason_id, "none"), mended)
    if row.segment:
        found |= dict.fromkeys((int(pk) for pk in segment_members(row.segment)), clock.now())
    heads = current(found)
    persons: dict[int, datetime] = {}
    for pk, at in found.items():
        if pk in heads:
            persons[heads[pk]] = max(at, persons.get(heads[pk], at))
    return persons


def _reasons(lost: Mapping[int, datetime]) -> list[tuple[str, set[int]]]:
    """Why not, in the order in which it is said."""
    rows = members(lost)
    return [
        ("back_already", _bought_since(lost, rows)),
        ("asked_before", _attempted(rows)),
        ("open_case", with_open_case(lost)),
        ("restricted", {pk for pk in lost if restricted(rows.get(pk, (pk,)))}),
        ("no_consent", _silent(lost)),
    ]


def _bought_since(since: Mapping[int, datetime], rows: Mapping[int, Collection[int]]) -> set[int]:
    if not since:
        return set()
    person = {row: pk for pk, some in rows.items() for row in some}
    bought = bought_between(person, min(since.values()), clock.now())
    return {person[row] for row, at in bought if at > since[person[row]]}


def _attempted(rows: Mapping[int, Collection[int]]) -> set[int]:
    every = {row for some in rows.values() for row in some}
    held = set(WinBackAttempt.objects.filter(customer_id__in=every).values_list("customer_id", flat=True))
    return {pk for pk, some in rows.items() if held.intersection(some)}


def _silent(customer_ids: Collection[int]) -> set[int]:
    """Those who cannot be written to with an offer: no address, or no consent."""
    ids = sorted(customer_ids)
    held = addresses(ids, IdentifierKind.EMAIL)
    asks = [ContactAsk(pk, PURPOSE, "email", held.get(pk, ""), "marketing") for pk in ids]
    verdicts = zip(ids, may_contact(asks), strict=True)
    return {pk for pk, verdict in verdicts if pk not in held or isinstance(verdict, Refused)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a win-back: of each arm those whose days are over, and the difference with its interval of 95 %.

    `low`, `high` and `p_value` are null, and so is `verdict`, while it is too early to say. `verdict` is "more",
    "fewer" or "unsure". `waiting` are those whose days are not over; `accepted`
    said yes on their page, of all.
    """

    treated: ArmCount
    control: ArmCount
    waiting: int
    accepted: int = 0
    low: float | None = None
    high: float | None = None
    verdict: str = ""

    @property
    def difference(self) -> float | None:
        """Treated less control, as shares; null where an arm is empty."""
        here, there = self.treated.share, self.control.share
        return None if here is None or there is None else here - there


def outcome_of(row: WinBack) -> Outcome:
    """Who came back, among those written to and those left alone. Newcombe's interval for the difference."""
    over = clock.now() - timedelta(days=row.return_days)
    done = row.attempts.filter(at__lte=over)
    treated, control = _count(done.filter(arm=Arm.TREATED)), _count(done.filter(arm=Arm.CONTROL))
    waiting = row.attempts.filter(at__gt=over).count()
    accepted = row.attempts.filter(accepted_at__isnull=False).count()
    if is_too_early(treated, control):
        return Outcome(treated, control, waiting, accepted)
    apart = share_difference(_sums(treated), _sums(control))
    return Outcome(treated, control, waiting, accepted, apart.low, apart.high, _verdict(apart.low, apart.high))


@dataclass(frozen=True, slots=True)
class Bounds:
    """A share with its interval of 95 %; null where nobody counts."""

    value: float | None
    low: float | None
    high: float | None


def bounds_of(arm: ArmCount) -> Bounds:
    """Wilson's interval of the share of an arm that came back."""
    found = wilson(arm.returned, arm.n)
    return Bounds(arm.share, *(found or (None, None)))


def gestures_of(row: WinBack) -> dict[str, int]:
    """What became of the gestures that were promised and accepted, by their state."""
    rows = row.attempts.filter(gesture__isnull=False).order_by().values_list("gesture__state")
    return dict(rows.annotate(n=Count("pk")))


def arms_of(win_back_id: int) -> dict[int, Arm]:
    """In which group each customer of a win-back is."""
    rows = WinBackAttempt.objects.filter(win_back_id=win_back_id, customer__isnull=False)
    return {pk: Arm(arm) for pk, arm in rows.values_list("customer_id", "arm") if pk is not None}


def offers_of(win_back_id: int) -> dict[int, int]:
    """The attempt at each customer who was written to, by the customer."""
    rows = WinBackAttempt.objects.filter(win_back_id=win_back_id, customer__isnull=False, arm=Arm.TREATED)
    return {pk: attempt for pk, attempt in rows.values_list("customer_id", "pk") if pk is not None}


def _count(rows: QuerySet[WinBackAttempt]) -> ArmCount:
    return ArmCount(rows.count(), rows.filter(returned_at__isnull=False).count())


def _sums(arm: ArmCount) -> Sums:
    return Sums(arm.n, arm.returned, arm.returned)


def _verdict(low: float | None, high: float | None) -> str:
    if low is not None and low > 0:
        return "more"
    return "fewer" if high is not None and high < 0 else "unsure"
