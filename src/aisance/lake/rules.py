"""Months, and which files of a month to merge. Pure."""

from collections.abc import Sequence
from datetime import date

FILES_A_TIER = 16
TIERS = (1_000, 16_000, 256_000)


def month_of(day: date) -> int:
    """The month of a day as a number that sorts and groups.

    >>> month_of(date(2026, 11, 22))
    202611
    """
    return day.year * 100 + day.month


def tier(rows: int) -> int:
    """The size class of a file: 0 below 1,000 rows, then a class every factor of 16; 3 is never merged.

    >>> [tier(rows) for rows in (1, 1_000, 16_000, 256_000)]
    [0, 1, 2, 3]
    """
    return sum(rows >= limit for limit in TIERS)


def files_to_merge(rows: Sequence[int]) -> list[int]:
    """Which files of a month to merge into one, by position: those of the first class that holds 16 or more.

    Files of like size are merged with each other only, so that a row is written again at most three times however
    many small increments a month receives. `rows` are the files' row counts. Empty: nothing to merge.

    >>> files_to_merge([500] * 16 + [20_000])
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
    >>> files_to_merge([500] * 15 + [300_000] * 40)
    []
    """
    for wanted in range(len(TIERS)):
        members = [position for position, count in enumerate(rows) if tier(count) == wanted]
        if len(members) >= FILES_A_TIER:
            return members
    return []
