"""Periods of whole days, both ends included, and the period before one."""

from calendar import monthrange
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def previous_period(start: date, end: date) -> tuple[date, date]:
    """The period of the same length just before; whole calendar months give the same number of months.

    >>> previous_period(date(2026, 3, 1), date(2026, 3, 31))
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    >>> previous_period(date(2026, 3, 2), date(2026, 3, 8))
    (datetime.date(2026, 2, 23), datetime.date(2026, 3, 1))
    """
    before = start - ONE_DAY
    if not _whole_months(start, end):
        return start - (end - start) - ONE_DAY, before
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    year, month = divmod(start.year * 12 + start.month - 1 - months, 12)
    return date(year, month + 1, 1), before


def _whole_months(start: date, end: date) -> bool:
    return start.day == 1 and end.day == monthrange(end.year, end.month)[1]
