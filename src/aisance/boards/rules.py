"""What makes a part possible, and when a weekly report is due. Pure: no database, no clock."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from aisance.boards.contracts import PartKind

MOST_PARTS = 12

DIMENSIONS_NEEDED: dict[PartKind, tuple[str, ...]] = {
    PartKind.RANKING: ("rows",),
    PartKind.BREAKDOWN: ("rows", "columns"),
    PartKind.TABLE: ("rows",),
}
"""Which dimensions a kind cannot do without."""

DIMENSIONS_TAKEN: dict[PartKind, tuple[str, ...]] = {
    PartKind.RANKING: ("rows",),
    PartKind.BREAKDOWN: ("rows", "columns"),
    PartKind.TABLE: ("rows", "columns"),
}
"""Which dimensions a kind can use at all."""

RANKED = ("channel", "unit", "reason", "step", "advisor", "language")
CROSSED = ("channel", "unit", "reason", "step", "language", "month")
LISTED = (*RANKED, "month")

REPORT_HOUR = 7
"""The hour, in the company's time zone, at which weekly reports leave."""


def dimensions_for(kind: PartKind) -> Sequence[str]:
    """By what a part of this kind may be cut. Days and months have an order of their own, so they are not ranked.

    >>> "month" in dimensions_for(PartKind.RANKING)
    False
    """
    if kind == PartKind.RANKING:
        return RANKED
    return CROSSED if kind == PartKind.BREAKDOWN else LISTED


def moved(order: Sequence[int], item: int, *, up: bool) -> list[int]:
    """The order with one item a place further up or down; at the end it stays.

    >>> moved([1, 2, 3], 3, up=True)
    [1, 3, 2]
    >>> moved([1, 2, 3], 3, up=False)
    [1, 2, 3]
    """
    place = order.index(item)
    other = place - 1 if up else place + 1
    changed = list(order)
    if 0 <= other < len(order):
        changed[place], changed[other] = changed[other], changed[place]
    return changed


def week_of(day: date) -> date:
    """The Monday of a day's week.

    >>> week_of(date(2026, 11, 22))
    datetime.date(2026, 11, 16)
    """
    return day - timedelta(days=day.weekday())


def due_in_week(week: date, weekday: int) -> datetime:
    """When a report is due in the week of this Monday: a wall-clock time, without a zone. Monday is 1.

    >>> due_in_week(date(2026, 11, 16), 3)
    datetime.datetime(2026, 11, 18, 7, 0)
    """
    return datetime.combine(week + timedelta(days=weekday - 1), time(REPORT_HOUR))
