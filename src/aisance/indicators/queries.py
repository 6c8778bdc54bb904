"""Figures from the store: sums by cell, in the units that the viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from aisance.accounts.contracts import UnitCard
from aisance.core.permissions import Viewer
from aisance.indicators import employees
from aisance.indicators.asking import check_apart
from aisance.indicators.contracts import Asked, Definition, Estimate, IndicatorError
from aisance.indicators.dimensions import COLUMNS, codes_of, kept_values, names_of
from aisance.indicators.readings import Expression, Period, Reading, one_of, reading_of, within
from aisance.indicators.rules import (
    NO_COMPARISON,
    adjusted_comparisons,
    masked_cells,
    quantile_estimate,
    weighted_estimate,
)
from aisance.indicators.statistics.weighted import NOTHING, Weighted, added
from aisance.indicators.units_seen import units_of
from aisance.indicators.weights import weight_of
from aisance.lake import public as lake
from aisance.lake.contracts import Cell
from aisance.ui.numbers import number

MOST_CELLS = 100_000

type Key = tuple[Any, ...]
type Cells = dict[Key, Weighted]
type Histograms = dict[Key, dict[int, int]]


def shown_estimates(viewer: Viewer, definition: Definition, asked: Asked) -> list[Estimate]:
    """The same as `estimates`, with the value of cells that have too few rows withheld."""
    return masked_cells(estimates(viewer, definition, asked), definition)


def estimates(viewer: Viewer, definition: Definition, asked: Asked) -> list[Estimate]:
    """One estimate a cell, cells in the order of their dimensions; without dimensions one estimate, even of nothing.

    With a comparison, a cell is there when it has rows in either selection. One reading of the store for each; with a
    weighting, three.
    """
    units = units_of(viewer)
    check_apart(asked, partial(_kept_values, units))
    kept = asked.where, (asked.start, asked.end)
    other = {**asked.where, **asked.against}, asked.compare or (asked.start, asked.end)
    if definition.measure == "quantile":
        found = _quantiles(definition, asked, units, kept, other)
    else:
        found = _means(definition, asked, units, kept, other)
    _check_size(asked, len(found))
    keys = _ordered(asked.by, found, units)
    return adjusted_comparisons([replace(found[key], dimensions=codes) for key, codes in keys.items()], asked.adjust)


def _check_size(asked: Asked, cells: int) -> None:
    """More cells than anybody could read are refused, before each of them costs a test and a name."""
    if cells > MOST_CELLS:
        message = _("by: %(n)s cells are too many, %(most)s are possible; cut by less or narrow the period.")
        words = {"n": number(cells), "most": number(MOST_CELLS)}
        raise IndicatorError(message % words, field="by", value=",".join(asked.by))


def names(viewer: Viewer, dimension: str, codes: Sequence[str]) -> dict[str, str]:
    """The names of these codes of a dimension, in the active language."""
    return names_of(dimension, codes, units_of(viewer))


def sums_by_cell(
    viewer: Viewer, definition: Definition, asked: Asked, *, by: Sequence[str], period: Period
) -> dict[tuple[str, ...], Weighted]:
    """The sums of the cells of `by` in a period, by the codes of their dimensions; filters are those of `asked`."""
    units = units_of(viewer)
    cells = _cells(definition, replace(asked, by=tuple(by)), units, asked.where, period)
    return {tuple(codes.values()): cells[key] for key, codes in _ordered(by, cells, units).items()}


def sums_by_day(viewer: Viewer, definition: Definition, asked: Asked) -> dict[date, Weighted]:
    """The sums of each day that has rows, for an indicator whose days add up."""
    cells = _cells(definition, replace(asked, by=("day",)), units_of(viewer), asked.where, (asked.start, asked.end))
    return {day: sums for (day,), sums in cells.items()}


def counts_by_score(viewer: Viewer, definition: Definition, asked: Asked) -> dict[tuple[str, ...], dict[int, int]]:
    """How many answers gave each score, or calls each bucket of seconds, by the codes of the cells."""
    units = units_of(viewer)
    column = "bucket" if definition.measure == "quantile" else "score"
    cells = _histograms(definition, asked, units, asked.where, (asked.start, asked.end), column)
    return {tuple(codes.values()): cells[key] for key, codes in _ordered(asked.by, cells, units).items()}


def conditions_for(viewer: Viewer, where: Mapping[str, Sequence[str]], period: Period) -> list[Expression]:
    """The rows of any fact in these days, with these filters, in the units that the viewer may see."""
    units = units_of(viewer)
    kept = {word: tuple(codes) for word, codes in where.items()}
    return [*within(*period), *_kept(kept, units), *_in_scope(units)]


type Kept = tuple[Mapping[str, tuple[str, ...]], Period]


def _means(
    definition: Definition, asked: Asked, units: Sequence[UnitCard], kept: Kept, other: Kept
) -> dict[Key, Estimate]:
    here = _cells(definition, asked, units, *kept)
    _check_population(asked, here)
    there = _cells(definition, asked, units, *other) if asked.is_compared else {}
    plain = _cells(definition, replace(asked, weighting="", cluster=""), units, *kept) if asked.weighting else {}
    found = {
        key: weighted_estimate(
            definition,
            here.get(key, NOTHING),
            other=there.get(key, NOTHING) if asked.is_compared else None,
            population=asked.population,
            raw=plain.get(key),
        )
        for key in (here | there) or ({} if asked.by else {(): NOTHING})
    }
    return found | _hidden(definition, asked, units, *kept) if definition.kind == "employee" else found


def _hidden(
    definition: Definition,
    asked: Asked,
    units: Sequence[UnitCard],
    where: Mapping[str, tuple[str, ...]],
    period: Period,
) -> dict[Key, Estimate]:
    """The cells of employees that hold answers of which none may be told."""
    compare = NO_COMPARISON if asked.is_compared else None
    return {
        key: Estimate({}, n, None, None, None, compare, masked=max(definition.minimum_n, n + 1))
        for key, n in _of_employees(definition, asked, units, where, period).hidden.items()
    }


def _of_employees(
    definition: Definition,
    asked: Asked,
    units: Sequence[UnitCard],
    where: Mapping[str, tuple[str, ...]],
    period: Period,
    extra: Sequence[str] = (),
) -> employees.Held:
    period = _in_series(definition, period)
    reading = reading_of(definition, asked, period)
    return employees.held(definition, reading, asked.by, units, where, period, extra)


def _check_population(asked: Asked, cells: Cells) -> None:
    n = sum(cell.n for cell in cells.values())
    if asked.population and asked.population < n:
        message = _("population: %(value)s is less than the %(n)s answers that came from it.")
        words = {"value": asked.population, "n": n}
        raise IndicatorError(message % words, field="population", value=str(asked.population))


def _quantiles(
    definition: Definition, asked: Asked, units: Sequence[UnitCard], kept: Kept, other: Kept
) -> dict[Key, Estimate]:
    here = _histograms(definition, asked, units, *kept, "bucket")
    there = _histograms(definition, asked, units, *other, "bucket") if asked.is_compared else {}
    return {
        key: quantile_estimate(definition, here.get(key, {}), other=there.get(key, {}) if asked.is_compared else None)
        for key in (here | there) or ({} if asked.by else {(): {}})
    }


def _cells(
    definition: Definition,
    asked: Asked,
    units: Sequence[UnitCard],
    where: Mapping[str, tuple[str, ...]],
    period: Period,
) -> Cells:
    if definition.kind == "employee":
        rows = _of_employees(definition, asked, units, where, period).counted
        return {key: added(map(_weighted, cells)) for key, cells in rows.items()}
    period = _in_series(definition, period)
    reading = reading_of(definition, asked, period)
    conditions = [*reading.where, *within(*period), *_kept(where, units), *_in_scope(units)]
    read = partial(_counts, definition, reading, conditions)
    eligible = partial(_contacts, [*within(*period), *_kept(where, units), *_in_scope(units)])
    found: Cells = {}
    for cell in lake.sums(
        definition.fact,
        value=reading.value,
        where=conditions,
        by=[COLUMNS[dimension] for dimension in asked.by],
        weight=weight_of(asked.weighting, read, eligible) if asked.weighting else None,
        cluster="customer_id" if asked.cluster else definition.cluster,
        prepare=reading.prepare,
    ):
        key = _key(cell.dimensions)
        found[key] = added([found[key], _weighted(cell)]) if key in found else _weighted(cell)
    return found


def _counts(
    definition: Definition, reading: Reading, conditions: Sequence[Expression], columns: Sequence[str]
) -> dict[Key, int]:
    """How many rows each combination of these columns has: what a weighting starts from."""
    cells = lake.sums(definition.fact, value=reading.value, where=conditions, by=columns, prepare=reading.prepare)
    return {cell.dimensions: cell.n for cell in cells}


def _contacts(conditions: Sequence[Expression], columns: Sequence[str]) -> dict[Key, int]:
    """How many contacts each combination of these columns has in the same days, units and filters."""
    cells = lake.sums("interactions", value=lambda _: 1, where=conditions, by=columns)
    return {cell.dimensions: cell.n for cell in cells}


def _histograms(
    definition: Definition,
    asked: Asked,
    units: Sequence[UnitCard],
    where: Mapping[str, tuple[str, ...]],
    period: Period,
    column: str,
) -> Histograms:
    if definition.kind == "employee":
        rows = _of_employees(definition, asked, units, where, period, [column]).counted
        return {key: _counted(cells) for key, cells in rows.items()}
    period = _in_series(definition, period)
    reading = reading_of(definition, asked, period)
    cells = lake.sums(
        definition.fact,
        value=reading.value,
        where=[*reading.where, *within(*period), *_kept(where, units), *_in_scope(units)],
        by=[*(COLUMNS[dimension] for dimension in asked.by), column],
        prepare=reading.prepare,
    )
    found: Histograms = {}
    for cell in cells:
        *dimensions, bucket = cell.dimensions
        counts = found.setdefault(_key(dimensions), {})
        counts[bucket] = counts.get(bucket, 0) + cell.n
    return found


def _counted(cells: Sequence[Cell]) -> dict[int, int]:
    """How many rows each value of the last dimension has."""
    counts: dict[int, int] = {}
    for cell in cells:
        counts[cell.dimensions[-1]] = counts.get(cell.dimensions[-1], 0) + cell.n
    return counts


def _weighted(cell: Cell) -> Weighted:
    together = cell.clusters
    clusters = (together.k, together.ss, together.sw, together.ww) if together else None
    return Weighted(cell.n, cell.w, cell.wv, cell.wv2, cell.w2, cell.w2v, cell.w2v2, clusters)


def _in_series(definition: Definition, period: Period) -> Period:
    """The days of a period that are in the series of this version."""
    start, end = period
    first = definition.starts_on
    return (max(start, first) if start and first else start or first), end


def _key(dimensions: Sequence[Any]) -> Key:
    """A cell without a language may hold null or the empty word: one and the same."""
    return tuple(None if value == "" else value for value in dimensions)


def _kept(where: Mapping[str, tuple[str, ...]], units: Sequence[UnitCard]) -> list[Expression]:
    return [one_of(COLUMNS[dimension], kept_values(dimension, codes, units)) for dimension, codes in where.items()]


def _kept_values(units: Sequence[UnitCard], dimension: str, codes: Sequence[str]) -> list[Any]:
    return kept_values(dimension, codes, units)


def _in_scope(units: Sequence[UnitCard]) -> list[Expression]:
    """Only rows of units that the viewer may see; whoever sees the whole company needs no condition."""
    if any(unit.depth == 0 for unit in units):
        return []
    return [one_of("unit_id", [unit.id for unit in units])]


def _ordered(by: Sequence[str], cells: Mapping[Key, Any], units: Sequence[UnitCard]) -> dict[Key, dict[str, str]]:
    """The keys of cells in the order of their dimensions, each with its codes by dimension."""
    codes = [codes_of(dimension, {key[i] for key in cells}, units) for i, dimension in enumerate(by)]
    places = [{value: place for place, value in enumerate(known)} for known in codes]
    ordered = sorted(cells, key=lambda key: tuple(places[i][value] for i, value in enumerate(key)))
    return {
        key: {dimension: codes[i][value] for i, (dimension, value) in enumerate(zip(by, key, strict=True))}
        for key in ordered
    }
