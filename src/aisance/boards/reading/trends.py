"""A trend: the same figure in each of twelve weeks, or of twelve months where the period is long."""

from datetime import date, timedelta

from aisance.boards.reading.cells import Question
from aisance.boards.reading.marks import marks_between
from aisance.boards.reading.shapes import FIRST, LAST, PERIODS, Point, TrendShape, place
from aisance.indicators.contracts import Estimate
from aisance.indicators.public import annotations_between
from aisance.ui.dates import date_format
from aisance.ui.drawings import axis_over

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def trend_of(question: Question) -> TrendShape:
    """Twelve periods, the last of which ends with the chosen days. Those within them are of this period."""
    start, end = question.narrowed.start, question.narrowed.end
    monthly = end - start >= PERIODS * WEEK
    starts = months_until(end) if monthly else weeks_until(end)
    ends = [*(first - ONE_DAY for first in starts[1:]), end]
    found = zip(_estimates(question, starts, ends, monthly=monthly), starts, ends, strict=True)
    cells = [question.cell(estimate, days=(first, last)) for estimate, first, last in found]
    points = [
        Point(first, last, _label(first, monthly=monthly), cell, place(i), first >= start)
        for i, (first, last, cell) in enumerate(zip(starts, ends, cells, strict=True))
    ]
    bounds = [bound for cell in cells for bound in (cell.estimate.low, cell.estimate.value, cell.estimate.high)]
    cut = next((i for i, point in enumerate(points) if point.is_now), None)
    return TrendShape(
        points=points,
        axis=axis_over(bounds, first=86.0, last=6.0),
        cut=round(place(cut) - (LAST - FIRST) / (PERIODS - 1) / 2, 2) if cut else None,
        monthly=monthly,
        marks=marks_between(annotations_between(question.viewer, starts[0], end), starts, end),
    )


def weeks_until(end: date) -> list[date]:
    """The first days of the twelve weeks that end on a day."""
    return [end + ONE_DAY - WEEK * back for back in range(PERIODS, 0, -1)]


def months_until(end: date) -> list[date]:
    """The first days of the twelve calendar months up to that of a day."""
    months = [end.year * 12 + end.month - 1 - back for back in range(PERIODS - 1, -1, -1)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _estimates(question: Question, starts: list[date], ends: list[date], *, monthly: bool) -> list[Estimate]:
    """One reading for months; one for each week, since a small day would be masked and weeks cannot be asked for."""
    if not monthly:
        return [question.between(start, end)[0] for start, end in zip(starts, ends, strict=True)]
    found = {cell.dimensions["month"]: cell for cell in question.between(starts[0], ends[-1], ["month"])}
    nothing = Estimate({}, 0, None, None, None)
    return [found.get(f"{start:%Y-%m}", nothing) for start in starts]


def _label(start: date, *, monthly: bool) -> str:
    return date_format(start, "M") if monthly else date_format(start, "j/n")
