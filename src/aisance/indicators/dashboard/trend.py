"""An indicator day by day, from which this period, the one before and the trend are put together.

Sums add over days, so one reading serves all three: a page with four indicators asks the store four times, not twelve.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aisance.core.permissions import Viewer
from aisance.indicators import queries
from aisance.indicators.asking import checked
from aisance.indicators.contracts import Asked, Definition, Estimate
from aisance.indicators.dashboard.selection import Selection
from aisance.indicators.public import estimates
from aisance.indicators.rules import masked_cells, weighted_estimate
from aisance.indicators.statistics.weighted import Weighted, added

PERIODS = 12
ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Days:
    """The sums of an indicator on each day that has any."""

    definition: Definition
    sums: Mapping[date, Weighted]

    def between(self, start: date, end: date) -> Weighted:
        """The sums of all days from `start` to `end`, both included."""
        return added(here for day, here in self.sums.items() if start <= day <= end)

    def estimate(self, start: date, end: date, *, before: tuple[date, date] | None = None) -> Estimate:
        """The estimate of a period; with `before`, compared with that one."""
        other = self.between(*before) if before else None
        found = weighted_estimate(self.definition, self.between(start, end), other=other)
        return masked_cells([found], self.definition)[0]


@dataclass(frozen=True, slots=True)
class Readings:
    """The same for an indicator whose days do not add up (a median, a share over customers) or are not shown."""

    definition: Definition
    selection: Selection
    viewer: Viewer

    def estimate(self, start: date, end: date, *, before: tuple[date, date] | None = None) -> Estimate:
        """The estimate of a period; with `before`, compared with that one."""
        [found] = estimates(
            self.definition.name,
            viewer=self.viewer,
            start=start,
            end=end,
            compare=before,
            where=filters_of(self.definition, self.selection),
        )
        return found


def filters_of(definition: Definition, selection: Selection) -> Mapping[str, Sequence[str]]:
    """The filters of a selection that an indicator takes: employees speak on no channel, only in their unit."""
    if definition.kind != "employee":
        return selection.where
    return {word: codes for word, codes in selection.where.items() if word == "unit"}


def days_of_indicator(definition: Definition, selection: Selection, viewer: Viewer) -> Days | Readings:
    """One reading by day that covers the selection, the period before it and the trend, wherever days add up."""
    if definition.measure == "quantile" or definition.cluster or definition.kind == "employee":
        return Readings(definition, selection, viewer)
    asked = Asked(
        by=("day",),
        start=min(selection.before[0], starts_of(selection)[0]),
        end=selection.end,
        where={word: tuple(codes) for word, codes in selection.where.items()},
    )
    return Days(definition, queries.sums_by_day(viewer, definition, checked(definition, asked)))


@dataclass(frozen=True, slots=True)
class Trend:
    """Twelve periods and an estimate for each; `cut` is the index at which the chosen period begins."""

    starts: list[date]
    estimates: list[Estimate]
    cut: int | None
    monthly: bool

    @property
    def values(self) -> list[float | None]:
        return [estimate.value for estimate in self.estimates]


def is_monthly(selection: Selection) -> bool:
    """Months where twelve weeks would not cover the chosen period."""
    return selection.end - selection.start >= PERIODS * WEEK


def starts_of(selection: Selection) -> list[date]:
    """The first days of twelve weeks that end with the chosen period, or of twelve calendar months."""
    if not is_monthly(selection):
        return [selection.end + ONE_DAY - WEEK * back for back in range(PERIODS, 0, -1)]
    months = [selection.end.year * 12 + selection.end.month - 1 - back for back in range(PERIODS - 1, -1, -1)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def trend_of(days: Days | Readings, selection: Selection) -> Trend:
    """Twelve estimates, the last of which may be of a month that is not over."""
    starts = starts_of(selection)
    ends = [*(start - ONE_DAY for start in starts[1:]), selection.end]
    cut = next((i for i, start in enumerate(starts) if start >= selection.start), None)
    found = [days.estimate(start, end) for start, end in zip(starts, ends, strict=True)]
    return Trend(starts, found, cut, is_monthly(selection))
