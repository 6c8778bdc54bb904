"""An indicator week by week in one unit, and the control chart over its complete weeks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.core.statistics import Z95
from aisance.indicators import queries
from aisance.indicators.asking import checked
from aisance.indicators.contracts import Asked, Definition, Estimate
from aisance.indicators.rules import masked_cells, quantile_estimate, weighted_estimate
from aisance.indicators.statistics.control import WEEKS_REMEMBERED, ChartPoint, WeekPoint, control_chart
from aisance.indicators.statistics.weighted import NOTHING, Weighted, added

WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Week:
    """One complete week, from its Monday: the estimate, and what was to be expected of it."""

    monday: date
    estimate: Estimate
    chart: ChartPoint


def monday_of(day: date) -> date:
    """The Monday of the week of a day.

    >>> monday_of(date(2026, 11, 22))
    datetime.date(2026, 11, 16)
    """
    return day - timedelta(days=day.weekday())


def weeks_of(viewer: Viewer, definition: Definition, where: Mapping[str, tuple[str, ...]]) -> list[Week]:
    """The complete weeks with their chart, from the first that has rows to the one before this; at most four years.

    One reading of the store. Weeks under the minimum n of the indicator have no value and are never outside.
    """
    last = monday_of(clock.today()) - ONE_DAY
    first = last + ONE_DAY - WEEKS_REMEMBERED * WEEK
    asked = checked(definition, Asked(by=("day",), start=first, end=last, where=where))
    found = _by_week(viewer, definition, asked)
    if not found:
        return []
    mondays = [min(found) + i * WEEK for i in range((last - min(found)).days // 7 + 1)]
    nothing = weighted_estimate(definition, NOTHING)
    estimates = masked_cells([found.get(monday, nothing) for monday in mondays], definition)
    chart = control_chart([_point(i, definition, estimate) for i, estimate in enumerate(estimates)])
    return [Week(*row) for row in zip(mondays, estimates, chart, strict=True)]


def _by_week(viewer: Viewer, definition: Definition, asked: Asked) -> dict[date, Estimate]:
    if definition.measure == "quantile":
        counts: dict[date, dict[int, int]] = {}
        for (day,), buckets in queries.counts_by_score(viewer, definition, asked).items():
            week = counts.setdefault(monday_of(date.fromisoformat(day)), {})
            for bucket, n in buckets.items():
                week[bucket] = week.get(bucket, 0) + n
        return {monday: quantile_estimate(definition, held) for monday, held in counts.items()}
    sums: dict[date, list[Weighted]] = {}
    cells = queries.sums_by_cell(viewer, definition, asked, by=("day",), period=(asked.start, asked.end))
    for (day,), cell in cells.items():
        sums.setdefault(monday_of(date.fromisoformat(day)), []).append(cell)
    return {monday: weighted_estimate(definition, added(held)) for monday, held in sums.items()}


def _point(index: int, definition: Definition, estimate: Estimate) -> WeekPoint:
    n = estimate.n_effective or estimate.n
    return WeekPoint(index, n, estimate.value, _spread(definition, estimate))


def _spread(definition: Definition, estimate: Estimate) -> float | None:
    """The variance of one answer, such that divided by n it is that of the value."""
    if definition.measure == "count":
        return float(estimate.n) ** 2
    if definition.measure != "quantile":
        return estimate.variance
    if estimate.low is None or estimate.high is None:
        return None
    return estimate.n * ((estimate.high - estimate.low) / (2 * Z95)) ** 2


def outside_since(weeks: list[Week]) -> list[Week]:
    """The weeks in which the figure left what was to be expected: of several in a row on one side, the first.

    One move is told once: a level that stays is flagged for some weeks, until it is the one to expect.
    """
    found, before = [], None
    for week in weeks:
        if week.chart.outside and week.chart.outside != before:
            found.append(week)
        if week.estimate.value is not None:
            before = week.chart.outside
    return found


def clipped(definition: Definition, chart: ChartPoint) -> ChartPoint:
    """The bounds kept inside what the figure can be: a net score from -1 to 1, a share from 0 to 1.

    >>> from aisance.indicators.registry.answers import CSAT
    >>> clipped(CSAT, ChartPoint(0.9, 0.7, 1.1, 0.06)).high
    1.0
    """
    if chart.low is None or chart.high is None:
        return chart
    least, most = _range(definition)
    return replace(chart, low=max(least, min(most, chart.low)), high=min(most, max(least, chart.high)))


def _range(definition: Definition) -> tuple[float, float]:
    if definition.measure == "score":
        return -1.0, 1.0
    if definition.measure == "mean":
        return definition.low, definition.high
    return (0.0, 1.0) if definition.measure == "share" else (0.0, float("inf"))
