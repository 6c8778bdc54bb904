"""A part as a sheet: typed columns and rows. Values are fractions, as in the API; null where there is no value."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from aisance.boards.models import Part
from aisance.boards.reading.board import PartReading
from aisance.boards.reading.cells import Cell
from aisance.boards.reading.selection import FILTERS, Narrowed, selected
from aisance.boards.reading.shapes import DistributionShape, JourneyShape, TrendShape
from aisance.boards.selections import Sides
from aisance.core import clock
from aisance.indicators.contracts import Definition
from aisance.indicators.public import (
    FIGURE_COLUMNS,
    OPENING_COLUMNS,
    about_figures,
    coded_columns,
    figure_cells,
    opening_cells,
)
from aisance.ui.sheets import Column, Sheet

AGAINST = (
    Column("difference", "number"),
    Column("difference_low", "number"),
    Column("difference_high", "number"),
    Column("p_value", "number"),
    Column("verdict"),
    Column("answers_needed", "whole"),
)


def sheet_of(entry: PartReading) -> Sheet:
    """The sheet of a part that could be read."""
    assert entry.definition is not None
    assert entry.shape is not None
    more = _own_columns(entry)
    lines = _score_rows(entry, entry.shape) if isinstance(entry.shape, DistributionShape) else _cell_rows(entry, more)
    return Sheet(entry.title, [*OPENING_COLUMNS, *more, *FIGURE_COLUMNS], lines, _about(entry, entry.definition))


def sheet_of_sides(sides: Sides, a: Narrowed, b: Narrowed, title: str) -> Sheet:
    """A and B, each with its days and filters; what A against B says stands in the row of A."""
    definition, found = sides.definition, sides.compare
    verdict = found.verdict.value if found.verdict else None
    against = (found.difference, found.low, found.high, found.p_value, verdict, found.answers_needed)
    rows = [
        (
            *opening_cells(definition, side.start, side.end, side.filters),
            *(letter, *figure_cells(estimate)),
            *(against if letter == "A" else (None,) * len(against)),
        )
        for letter, side, estimate in (("A", a, sides.a), ("B", b, sides.b))
    ]
    columns = [*OPENING_COLUMNS, Column("side"), *FIGURE_COLUMNS, *AGAINST]
    return Sheet(title, columns, rows, [(_("Table"), title), *about_figures([definition])])


def _own_columns(entry: PartReading) -> list[Column]:
    """What tells the rows of this part apart: a score, or the code and the name of each dimension."""
    if isinstance(entry.shape, DistributionShape):
        return [Column("score", "whole")]
    if isinstance(entry.shape, TrendShape):
        return []
    names = ["step"] if isinstance(entry.shape, JourneyShape) else _dimensions(entry.part)
    return coded_columns(*names)


def _dimensions(part: Part) -> list[str]:
    return [name for name in (part.rows, part.columns) if name]


def _opening(entry: PartReading, start: date, end: date) -> tuple[Any, ...]:
    """The columns that are the same in every part: what is measured, when, and what was kept."""
    assert entry.definition is not None
    return opening_cells(entry.definition, start, end, {name: getattr(entry.part, name) for name in FILTERS})


def _cell_rows(entry: PartReading, more: Sequence[Column]) -> list[tuple[Any, ...]]:
    if isinstance(entry.shape, TrendShape):
        return [
            (*_opening(entry, point.start, point.end), *figure_cells(point.cell.estimate))
            for point in entry.shape.points
        ]
    assert entry.shape is not None
    days = selected(entry.part, clock.today())
    opening = _opening(entry, days.start, days.end)
    codes = [column.name for column in more if not column.name.endswith("_name")]
    return [(*opening, *_coded(cell, codes), *figure_cells(cell.estimate)) for cell in entry.shape.cells]


def _coded(cell: Cell, dimensions: Sequence[str]) -> list[str]:
    """The code and the name along each dimension."""
    found: Mapping[str, str] = cell.estimate.dimensions
    pairs = [(found.get(name, ""), cell.names[i] if i < len(cell.names) else "") for i, name in enumerate(dimensions)]
    return [text for pair in pairs for text in pair]


def _score_rows(entry: PartReading, shape: DistributionShape) -> list[tuple[Any, ...]]:
    """One row a score: n gave it, the value is their share."""
    days = selected(entry.part, clock.today())
    opening = _opening(entry, days.start, days.end)
    return [(*opening, bar.score, bar.n, bar.share, bar.low, bar.high, None, None) for bar in shape.bars]


def _about(entry: PartReading, definition: Definition) -> list[tuple[str, str]]:
    return [(_("Part"), entry.title), (_("Selection"), entry.selection), *about_figures([definition])]
