"""A part as a sheet: typed columns and rows. Values are fractions, as in the API; null where there is no value."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from aisance.boards.models import Part
from aisance.boards.reading.board import PartReading
from aisance.boards.reading.cells import Cell
from aisance.boards.reading.selection import FILTERS, selected
from aisance.boards.reading.shapes import DistributionShape, JourneyShape, TrendShape
from aisance.core import clock
from aisance.indicators.contracts import Definition
from aisance.ui.sheets import Column, Sheet

FIRST = (
    Column("indicator", "text"),
    Column("version", "whole"),
    Column("measured_in", "text"),
    Column("from", "day"),
    Column("to", "day"),
    *(Column(f"kept_{name}", "text") for name in FILTERS),
)
LAST = (
    Column("n", "whole"),
    Column("value", "number"),
    Column("low", "number"),
    Column("high", "number"),
    Column("withheld_under", "whole"),
)


def sheet_of(entry: PartReading) -> Sheet:
    """The sheet of a part that could be read."""
    assert entry.definition is not None
    assert entry.shape is not None
    more = _own_columns(entry)
    lines = _score_rows(entry, entry.shape) if isinstance(entry.shape, DistributionShape) else _cell_rows(entry, more)
    return Sheet(entry.title, [*FIRST, *more, *LAST], lines, _about(entry, entry.definition))


def _own_columns(entry: PartReading) -> list[Column]:
    """What tells the rows of this part apart: a score, or the code and the name of each dimension."""
    if isinstance(entry.shape, DistributionShape):
        return [Column("score", "whole")]
    if isinstance(entry.shape, TrendShape):
        return []
    names = ["step"] if isinstance(entry.shape, JourneyShape) else _dimensions(entry.part)
    return [column for name in names for column in (Column(name, "text"), Column(f"{name}_name", "text"))]


def _dimensions(part: Part) -> list[str]:
    return [name for name in (part.rows, part.columns) if name]


def _opening(entry: PartReading, start: date, end: date) -> tuple[Any, ...]:
    """The columns that are the same in every part: what is measured, when, and what was kept."""
    assert entry.definition is not None
    kept = [getattr(entry.part, name) or None for name in FILTERS]
    return (entry.definition.name, entry.definition.version, entry.definition.unit, start, end, *kept)


def _figures(cell: Cell) -> tuple[Any, ...]:
    estimate = cell.estimate
    return (estimate.n, estimate.value, estimate.low, estimate.high, estimate.masked)


def _cell_rows(entry: PartReading, more: Sequence[Column]) -> list[tuple[Any, ...]]:
    if isinstance(entry.shape, TrendShape):
        return [(*_opening(entry, point.start, point.end), *_figures(point.cell)) for point in entry.shape.points]
    assert entry.shape is not None
    days = selected(entry.part, clock.today())
    opening = _opening(entry, days.start, days.end)
    codes = [column.name for column in more if not column.name.endswith("_name")]
    return [(*opening, *_coded(cell, codes), *_figures(cell)) for cell in entry.shape.cells]


def _coded(cell: Cell, dimensions: Sequence[str]) -> list[str]:
    """The code and the name along each dimension."""
    found: Mapping[str, str] = cell.estimate.dimensions
    pairs = [(found.get(name, ""), cell.names[i] if i < len(cell.names) else "") for i, name in enumerate(dimensions)]
    return [text for pair in pairs for text in pair]


def _score_rows(entry: PartReading, shape: DistributionShape) -> list[tuple[Any, ...]]:
    """One row a score: n gave it, the value is their share."""
    days = selected(entry.part, clock.today())
    opening = _opening(entry, days.start, days.end)
    return [(*opening, bar.score, bar.n, bar.share, bar.low, bar.high, None) for bar in shape.bars]


def _about(entry: PartReading, definition: Definition) -> list[tuple[str, str]]:
    return [
        (_("Part"), entry.title),
        (_("Selection"), entry.selection),
        (_("Indicator"), f"{definition.title} ({definition.name})"),
        (_("Version of the definition"), str(definition.version)),
        (_("Question"), str(definition.question)),
        (_("Formula"), str(definition.formula)),
        (_("What counts"), str(definition.eligibility)),
        (_("Source"), f"{definition.source} {definition.source_url}".strip()),
        (_("Values"), _("Fractions, whatever the unit: 0.25 is 25% or 25 points. An empty cell is no value, never 0.")),
        (
            _("Bounds"),
            # xgettext:no-python-format
            _("Those of the 95% interval."),
        ),
        (_("Withheld"), _("Where “withheld_under” holds a number, fewer answers than that stand behind the cell.")),
    ]
