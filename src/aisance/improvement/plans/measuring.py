"""The effect of a plan, from the store: weeks of its units and of the others, and what may be said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import units_in
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.core.scope import Scope
from aisance.improvement.contracts import Strength
from aisance.improvement.models import Plan
from aisance.improvement.plans.effects import (
    Figure,
    Series,
    break_of_series,
    difference_in_differences,
    trends_before,
)
from aisance.indicators.contracts import Asked, Definition
from aisance.indicators.public import definition, sums_by_cell

WEEK = timedelta(days=7)
WEEKS_BEFORE = 26
WEEKS_AFTER = 26
LEAST_BEFORE, LEAST_AFTER = 8, 4
LEAST_BEFORE_ALONE, LEAST_AFTER_ALONE = 12, 8
LEAST_ANSWERS = 50
"""Of the units that began, before as well as after."""
MEASURES = ("score", "share", "mean", "seconds")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a plan brought so far. `figure` is null where it is too early, or nothing can be computed.

    `pilots` and `others` are weekly means with their n, for the drawing; `starts` the days on which weeks begin.
    `missing` says what is missing where it is too early: weeks before, weeks after or answers.
    """

    strength: Strength
    figure: Figure | None
    n_before: int
    n_after: int
    weeks_before: int
    weeks_after: int
    in_plan: int
    not_in: int
    trends: Figure | None
    starts: tuple[date, ...]
    pilots: Series
    others: Series | None
    missing: str = ""

    @property
    def is_compared(self) -> bool:
        return self.strength in (Strength.RANDOMISED, Strength.COMPARED, Strength.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class _Weeks:
    """The weeks looked at: the first begins on `origin`; they end with the last that is over."""

    origin: date
    count: int

    def of(self, day: date) -> int:
        return (day - self.origin).days // 7

    def dates(self, joins_on: date) -> tuple[int, int]:
        """The week in which a unit began, and the first wholly after."""
        days = (joins_on - self.origin).days
        return days // 7, -(-days // 7)


def effect_of(plan: Plan) -> Effect:
    """The effect of a plan up to yesterday, over all its units. One reading of the store."""
    entry = definition(plan.indicator)
    joins = {pilot.unit_id: pilot.joins_on for pilot in plan.pilots.all()}
    first = min(joins.values(), default=plan.starts_on)
    weeks = _weeks(first)
    units = units_in(Scope((plan.unit.path or "",)))
    cells = _cells(plan, entry, weeks)
    groups = _groups(units, joins, plan)
    series = [_series(card, groups, units, cells, weeks, joins.get(card.id)) for card in groups]
    return _judged(plan, series, weeks, _variance(cells), first)


def _weeks(first: date) -> _Weeks:
    """26 weeks before the first unit began, and those after it that are over, at most 26."""
    origin = first - WEEKS_BEFORE * WEEK
    over = max((clock.today() - first).days // 7, 0)
    return _Weeks(origin, WEEKS_BEFORE + min(over, WEEKS_AFTER))


def _reader(plan: Plan) -> Viewer:
    """Who sees a plan sees what it brought in all its units, as sums."""
    return Viewer(kind="person", name="", grants={"indicators.view": Scope((plan.unit.path or "",))})


type Sums = dict[tuple[str, int], tuple[int, float, float, float]]
"""n, sum of w, of wv and of wv2 by unit and week."""


def _cells(plan: Plan, entry: Definition, weeks: _Weeks) -> Sums:
    where = {"reason": (plan.reason.code,)} if plan.reason and plan.only_reason else {}
    period = weeks.origin, weeks.origin + weeks.count * WEEK - timedelta(days=1)
    asked = Asked(where=where, start=period[0], end=period[1])
    found: Sums = {}
    for (unit, day), sums in sums_by_cell(_reader(plan), entry, asked, by=("unit", "day"), period=period).items():
        key = unit, weeks.of(date.fromisoformat(day))
        n, w, wv, wv2 = found.get(key, (0, 0.0, 0.0, 0.0))
        found[key] = n + sums.n, w + sums.w, wv + sums.wv, wv2 + sums.wv2
    return found


def _variance(cells: Sums) -> float:
    """That of one answer, within a unit and a week."""
    squares = sum(wv2 - wv * wv / w for _, w, wv, wv2 in cells.values() if w)
    freedom = sum(n - 1 for n, *_ in cells.values())
    return max(squares / freedom, 1e-9) if freedom > 0 else 1.0


def _groups(units: Sequence[UnitCard], joins: Mapping[int, date], plan: Plan) -> list[UnitCard]:
    """The units that are in, and of the others those of the same kinds that share nothing with them.

    Where a lot was drawn, the others are those that were in the draw as well: chance chose between these alone.
    """
    if not joins:
        return [card for card in units if card.id == plan.unit_id]
    inside = [card for card in units if card.id in joins]
    if plan.lot:
        among = set(plan.lot["among"])
        return inside + [card for card in units if card.code in among and card.id not in joins]
    kinds = {card.kind for card in inside}
    others: list[UnitCard] = []
    for card in units:
        apart = not any(_overlap(card, one) for one in (*inside, *others))
        if card.kind in kinds and apart:
            others.append(card)
    return inside + others


def _overlap(one: UnitCard, other: UnitCard) -> bool:
    return one.path.startswith(other.path) or other.path.startswith(one.path)


def _series(
    card: UnitCard,
    groups: Sequence[UnitCard],
    units: Sequence[UnitCard],
    cells: Sums,
    weeks: _Weeks,
    joins_on: date | None,
) -> Series:
    below = [unit.code for unit in units if unit.path.startswith(card.path)]
    n, mean = _weekly(below, cells, weeks)
    began, joins = weeks.dates(joins_on) if joins_on else (None, None)
    return Series(card.name, n, mean, joins, began)


def _weekly(codes: Sequence[str], cells: Sums, weeks: _Weeks) -> tuple[tuple[int, ...], tuple[float | None, ...]]:
    counts, means = [], []
    for week in range(weeks.count):
        held = [cells[code, week] for code in codes if (code, week) in cells]
        w = sum(cell[1] for cell in held)
        counts.append(sum(cell[0] for cell in held) if w else 0)
        means.append(sum(cell[2] for cell in held) / w if w else None)
    return tuple(counts), tuple(means)


def _judged(plan: Plan, series: Sequence[Series], weeks: _Weeks, variance: float, first: date) -> Effect:
    """Compared where there is somebody to compare with, else before and after only; too early under the minima."""
    inside = [one for one in series if one.joins is not None]
    others = [one for one in series if one.joins is None]
    if not plan.pilots.all():
        began, joins = weeks.dates(plan.starts_on)
        inside, others = [replace(one, joins=joins, began=began) for one in series], []
    elif not others:
        inside, others = last_as_others(inside)
    ready = [one for one in inside if one.joins is not None and len(one.n) - one.joins >= LEAST_AFTER] or inside
    together = added_up("", ready)
    compared = len([one for one in (*ready, *others) if sum(one.n)]) >= 4 and bool(others)
    figure = difference_in_differences([*ready, *others], variance) if compared else None
    compared = compared and figure is not None
    if not compared:
        figure = break_of_series(together)
    trends = trends_before([*ready, *others], variance) if compared else None
    effect = Effect(
        strength=_strength(plan, compared, trends),
        figure=figure,
        n_before=_answers(together, before=True),
        n_after=_answers(together, before=False),
        weeks_before=sum(n > 0 for n in together.n[: (together.dates or (0, 0))[0]]),
        weeks_after=sum(n > 0 for n in together.n[(together.dates or (0, 0))[1] :]),
        in_plan=len(ready),
        not_in=len(others) if compared else 0,
        trends=trends,
        starts=tuple(weeks.origin + i * WEEK for i in range(len(together.n))),
        pilots=together,
        others=added_up("", others) if others and compared else None,
    )
    return _unless_too_early(effect)


def _strength(plan: Plan, compared: bool, trends: Figure | None) -> Strength:
    if not compared:
        return Strength.BEFORE_AFTER
    if trends and trends.is_established:
        return Strength.DOUBTFUL
    return Strength.RANDOMISED if plan.at_random else Strength.COMPARED


def _unless_too_early(effect: Effect) -> Effect:
    before, after = (LEAST_BEFORE, LEAST_AFTER) if effect.is_compared else (LEAST_BEFORE_ALONE, LEAST_AFTER_ALONE)
    missing = (
        "weeks after"
        if effect.weeks_after < after
        else "weeks before"
        if effect.weeks_before < before
        else "answers"
        if min(effect.n_before, effect.n_after) < LEAST_ANSWERS or effect.figure is None
        else ""
    )
    return replace(effect, strength=Strength.TOO_EARLY, figure=None, missing=missing) if missing else effect


def last_as_others(inside: Sequence[Series]) -> tuple[list[Series], list[Series]]:
    """Where every unit is in or will be, those that begin last are compared with until they begin."""
    last = max((one.joins or 0 for one in inside), default=0)
    late = [one for one in inside if one.joins == last]
    early = [one for one in inside if one.joins != last]
    if not early:
        return list(inside), []
    end = min(min((one.dates or (0, 0))[0] for one in late), min(len(one.n) for one in inside))
    cut: list[list[Series]] = [
        [replace(one, n=one.n[:end], mean=one.mean[:end]) for one in some] for some in (early, late)
    ]
    return cut[0], [replace(one, joins=None, began=None) for one in cut[1]]


def added_up(name: str, series: Sequence[Series]) -> Series:
    """Several units as one, from the first that began."""
    if not series:
        return Series(name, (), ())
    counts = [sum(column) for column in zip(*(one.n for one in series), strict=True)]
    totals = [
        sum(n * (mean or 0.0) for n, mean in zip(ns, means, strict=True))
        for ns, means in zip(
            zip(*(one.n for one in series), strict=True), zip(*(one.mean for one in series), strict=True), strict=True
        )
    ]
    means = tuple(total / n if n else None for n, total in zip(counts, totals, strict=True))
    first: Any = min((one for one in series if one.joins is not None), key=lambda one: one.joins or 0, default=None)
    return Series(name, tuple(counts), means, first.joins if first else None, first.began if first else None)


def _answers(series: Series, *, before: bool) -> int:
    dates = series.dates
    if dates is None:
        return 0
    return sum(series.n[: dates[0]]) if before else sum(series.n[dates[1] :])
