"""Figures from the store: sums by cell, in the units that the viewer may see."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Asked, Definition, Estimate
from aisance.indicators.dimensions import COLUMNS, codes_of, kept_values, names_of
from aisance.indicators.expressions import Expression, eligible, value_of
from aisance.indicators.permissions import VIEW
from aisance.indicators.rules import NO_ANSWERS, estimate_of
from aisance.indicators.statistics import Sums
from aisance.lake import public as lake

type Cells = dict[tuple[Any, ...], Sums]


def estimates(viewer: Viewer, definition: Definition, asked: Asked) -> list[Estimate]:
    """One estimate a cell, cells in the order of their dimensions; without dimensions one estimate, even of nothing.

    With a comparison, a cell is there when it has rows in either period. One reading of the store for each period.
    """
    units = units_in(viewer.scope(VIEW))
    conditions = [*eligible(definition, asked), *_kept(asked, units), *_in_scope(units)]
    here = _cells(definition, asked, conditions, (asked.start, asked.end))
    there = _cells(definition, asked, conditions, asked.compare) if asked.compare else {}
    return [
        estimate_of(
            definition.measure,
            here.get(key, NO_ANSWERS),
            other=there.get(key, NO_ANSWERS) if asked.compare else None,
            dimensions=dimensions,
        )
        for key, dimensions in _ordered(asked.by, here | there, units).items()
    ]


def names(viewer: Viewer, dimension: str, codes: Sequence[str]) -> dict[str, str]:
    """The names of these codes of a dimension, in the active language."""
    return names_of(dimension, codes, units_in(viewer.scope(VIEW)))


def _cells(
    definition: Definition, asked: Asked, conditions: list[Expression], period: tuple[date | None, date | None]
) -> Cells:
    cells = lake.sums(
        definition.fact,
        value=value_of(definition, asked),
        where=[*conditions, *_within(*period)],
        by=[COLUMNS[dimension] for dimension in asked.by],
    )
    found: Cells = {}
    for cell in cells:
        key = _key(cell.dimensions)
        n, total, squares = found.get(key, NO_ANSWERS)
        found[key] = Sums(n + cell.n, total + cell.wv, squares + cell.wv2)
    return found


def _key(dimensions: tuple[Any, ...]) -> tuple[Any, ...]:
    """A cell without a language may hold null or the empty word: one and the same."""
    return tuple(None if value == "" else value for value in dimensions)


def _within(start: date | None, end: date | None) -> list[Expression]:
    """The days of a period; the month first, which lets the store leave out whole files."""
    conditions: list[Expression] = []
    if start:
        conditions += [lambda t: t.month >= start.year * 100 + start.month, lambda t: t.day >= start]
    if end:
        conditions += [lambda t: t.month <= end.year * 100 + end.month, lambda t: t.day <= end]
    return conditions


def _kept(asked: Asked, units: Sequence[UnitCard]) -> list[Expression]:
    return [
        _one_of(COLUMNS[dimension], kept_values(dimension, codes, units))
        for dimension, codes in asked.where.items()
        if dimension in COLUMNS
    ]


def _in_scope(units: Sequence[UnitCard]) -> list[Expression]:
    """Only rows of units that the viewer may see; whoever sees the whole company needs no condition."""
    if any(unit.depth == 0 for unit in units):
        return []
    return [_one_of("unit_id", [unit.id for unit in units])]


def _one_of(column: str, values: list[Any]) -> Expression:
    return lambda t: t[column].isin(values)


def _ordered(
    by: Sequence[str], cells: Mapping[tuple[Any, ...], Any], units: Sequence[UnitCard]
) -> dict[Any, dict[str, str]]:
    """The keys of cells in the order of their dimensions, each with its codes by dimension."""
    codes = [codes_of(dimension, {key[i] for key in cells}, units) for i, dimension in enumerate(by)]
    places = [{value: place for place, value in enumerate(known)} for known in codes]
    ordered = sorted(cells, key=lambda key: tuple(places[i][value] for i, value in enumerate(key)))
    return {
        key: {dimension: codes[i][value] for i, (dimension, value) in enumerate(zip(by, key, strict=True))}
        for key in ordered
    }
