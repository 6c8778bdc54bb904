"""How an indicator went over the last twelve weeks or months."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce

from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Definition, Estimate
from aisance.indicators.dashboard.selection import Selection
from aisance.indicators.public import estimates
from aisance.indicators.rules import estimate_of, sums_of
from aisance.indicators.statistics import Sums

PERIODS = 12
WEEK = timedelta(days=7)


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
        return [selection.end + timedelta(days=1) - WEEK * back for back in range(PERIODS, 0, -1)]
    months = [selection.end.year * 12 + selection.end.month - 1 - back for back in range(PERIODS - 1, -1, -1)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def trend_of(definition: Definition, selection: Selection, viewer: Viewer) -> Trend:
    """One reading by day or month, put together into twelve estimates."""
    starts, monthly = starts_of(selection), is_monthly(selection)
    cells = estimates(
        definition.name,
        viewer=viewer,
        by=["month" if monthly else "day"],
        start=starts[0],
        end=selection.end,
        where=selection.where,
    )
    cut = next((i for i, start in enumerate(starts) if start >= selection.start), None)
    return Trend(starts, _gathered(definition, cells, starts), cut, monthly)


def _gathered(definition: Definition, cells: list[Estimate], starts: list[date]) -> list[Estimate]:
    """Sums add, so the estimate of a week is made from the sums of its days."""
    parts: list[list[Sums]] = [[] for _ in starts]
    for cell in cells:
        day = _first_day(cell)
        parts[max(i for i, start in enumerate(starts) if start <= day)].append(sums_of(definition.measure, cell))
    return [estimate_of(definition.measure, reduce(_plus, part, Sums(0, 0.0, 0.0))) for part in parts]


def _plus(one: Sums, other: Sums) -> Sums:
    return Sums(one.n + other.n, one.total + other.total, one.squares + other.squares)


def _first_day(cell: Estimate) -> date:
    text = cell.dimensions.get("day") or f"{cell.dimensions['month']}-01"
    return date.fromisoformat(text)
