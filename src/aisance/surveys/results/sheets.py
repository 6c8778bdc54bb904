"""Results as files: one table of everything that was counted, item by item."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from aisance.surveys.results.contracts import ItemResult, Line, Rank, Results, Shape
from aisance.surveys.results.counting import day_of
from aisance.ui.sheets import Column, Sheet

COLUMNS = (
    Column("number", "whole"),
    Column("item", "text"),
    Column("kind", "text"),
    Column("wording", "text"),
    Column("asked", "whole"),
    Column("answered", "whole"),
    Column("passed", "whole"),
    Column("what", "text"),
    Column("scale_or_row", "text"),
    Column("code", "text"),
    Column("name", "text"),
    Column("count", "whole"),
    Column("of", "whole"),
    Column("share", "number"),
    Column("low", "number"),
    Column("high", "number"),
    Column("value", "number"),
    Column("day", "day"),
)
QUARTILES = ("least", "lower", "median", "upper", "most")


def sheet_of_results(results: Results, title: str) -> Sheet:
    """One row a point, option, rank, bin or quartile; an item that nobody answered keeps one row."""
    # xgettext:no-python-format
    share = _("Count out of “of”, a fraction, with Wilson's interval of 95%; empty where nobody answered.")
    about = [
        (_("Table"), title),
        ("responses", str(results.responses)),
        ("complete", str(results.complete)),
        ("partial", str(results.partial)),
        ("share", share),
        ("value", _("Of a ranking the mean place; of a number or a day the quartile, of days as the day.")),
    ]
    return Sheet(title, COLUMNS, [row for item in results.items for row in _rows(item)], about)


def _rows(item: ItemResult) -> Iterator[tuple[Any, ...]]:
    head = (item.number, item.code, item.kind, item.wording, item.asked, item.answered, item.passed)
    found = [*_lines(item), *_ranks(item), *_quartiles(item)]
    for row in found or [("answers", None, None, None, item.answered, item.asked, None, None, None, None, None)]:
        yield (*head, *row)


def _lines(item: ItemResult) -> Iterator[tuple[Any, ...]]:
    for group in item.groups:
        for line in group.lines:
            yield ("count", group.code or None, *_counted(line), None, None)


def _counted(line: Line) -> tuple[Any, ...]:
    return line.code, line.name or None, line.count, line.of, line.value, line.low, line.high


def _ranks(item: ItemResult) -> Iterator[tuple[Any, ...]]:
    for rank in item.ranks:
        yield ("first_places", None, *_counted(rank.first), None, None)
        yield _mean(rank)


def _mean(rank: Rank) -> tuple[Any, ...]:
    return "mean_place", None, rank.code, rank.name, rank.n, None, None, None, None, rank.mean, None


def _quartiles(item: ItemResult) -> Iterator[tuple[Any, ...]]:
    if item.spread is None:
        return
    for name in QUARTILES:
        value = getattr(item.spread, name)
        numbers = (None, day_of(value)) if item.shape is Shape.DATE else (value, None)
        yield (name, None, None, None, item.spread.n, None, None, None, None, *numbers)
