"""By when a request is to be answered."""

from calendar import monthrange
from datetime import date

MONTHS, MONTHS_EXTENDED = 1, 3


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last where it has no such day.

    Source: Regulation (EEC, Euratom) 1182/71, article 3, on periods in months.

    >>> months_after(date(2026, 1, 31), 1), months_after(date(2026, 11, 22), 3)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 22))
    """
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def due_on(received: date, *, extended: bool = False) -> date:
    """The last day to answer: a month after receipt, three where the time was extended with a reason.

    Source: Regulation (EU) 2016/679, article 12(3).

    >>> due_on(date(2026, 11, 22)), due_on(date(2026, 11, 30), extended=True)
    (datetime.date(2026, 12, 22), datetime.date(2027, 2, 28))
    """
    return months_after(received, MONTHS_EXTENDED if extended else MONTHS)
