"""Pure rules of results: an answer as rows that count, which items somebody was asked, quantiles of counted values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from aisance.surveys.questionnaires.contracts import Given, Item
from aisance.surveys.questionnaires.rules import shown_items

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

YES, NO = "yes", "no"


def choice_rows(value: Any) -> list[tuple[str, int | None, float | None]]:
    """The rows that an answer without a score of its own counts as: option, score and number of each; never none.

    Of several options, each with its place from 1 as score; of a matrix, each row with its point. A day is the number
    of days since the first of January of the year 1, which is day 1. Words are one row that says nothing.

    >>> choice_rows(["care", "price"]), choice_rows({"wait": 2}), choice_rows("shop")
    ([('care', 1, None), ('price', 2, None)], [('wait', 2, None)], [('shop', None, None)])
    >>> choice_rows(2.5), choice_rows("2026-10-03"), choice_rows(False), choice_rows(None)
    ([('', None, 2.5)], [('', None, 739892.0)], [('no', None, None)], [('', None, None)])
    """
    nothing: list[tuple[str, int | None, float | None]] = [("", None, None)]
    match value:
        case bool():
            return [(YES if value else NO, None, None)]
        case int() | float():
            return [("", None, float(value))]
        case str():
            day = _day_number(value)
            return [(value, None, None)] if day is None else [("", None, day)]
        case Mapping():
            # The reference of a recording is words, and no point.
            return [(str(row), point, None) for row, point in value.items() if isinstance(point, int)] or nothing
        case list():
            return [(str(code), place, None) for place, code in enumerate(value, start=1)] or nothing
    return nothing


def _day_number(text: str) -> float | None:
    """Codes of options hold no hyphens, so that none looks like a day."""
    try:
        return float(date.fromisoformat(text).toordinal()) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def items_asked(
    items: Sequence[Item], given: Mapping[str, Given], known: Mapping[str, str], *, reached: int, complete: bool
) -> int:
    """Which items a response was asked, as bits from the first item on: those on its way as far as it went.

    `reached` counts items, also hidden ones, up to the last one answered or passed, where that is known. What was
    answered was asked, even where a later answer hides it.

    >>> items = [Item("nps", "nps", {}), Item("why", "why", {}), Item("more", "text", {})]
    >>> items_asked(items, {"nps": Given(score=3)}, {}, reached=2, complete=False)
    3
    """
    answered = [place for place, item in enumerate(items) if item.code in given]
    end = len(items) if complete else max([reached, *(place + 1 for place in answered)])
    shown = {item.code for item in shown_items(items, given, known)}
    places = {place for place, item in enumerate(items[:end]) if item.code in shown}
    return sum(1 << place for place in places.union(answered))


def quantile(counts: Sequence[tuple[float, int]], share: float) -> float | None:
    """The quantile of counted values in rising order, between neighbours in a straight line; null of nothing.

    Source: R. J. Hyndman and Y. Fan, 1996, The American Statistician 50, 361-365, definition 7, which numpy uses.

    >>> quantile([(1.0, 2), (4.0, 2)], 0.5), quantile([(3.0, 7)], 0.25), quantile([], 0.5)
    (2.5, 3.0, None)
    """
    n = sum(count for _value, count in counts)
    if n == 0:
        return None
    place = (n - 1) * share
    low, high = _nth(counts, int(place)), _nth(counts, min(int(place) + 1, n - 1))
    return low + (high - low) * (place - int(place))


def _nth(counts: Iterable[tuple[float, int]], place: int) -> float:
    passed = 0
    for value, count in counts:
        passed += count
        if place < passed:
            return value
    raise IndexError(place)


def bins(counts: Sequence[tuple[float, int]], width: float) -> list[tuple[float, int]]:
    """How many values lie in each bin of a width, from multiples of it on, empty ones between included.

    >>> bins([(1.0, 2), (9.0, 1), (21.0, 4)], 10)
    [(0.0, 3), (10.0, 0), (20.0, 4)]
    """
    found: dict[int, int] = {}
    for value, count in counts:
        at = int(value // width)
        found[at] = found.get(at, 0) + count
    every = range(min(found), max(found) + 1) if found else ()
    return [(at * float(width), found.get(at, 0)) for at in every]
