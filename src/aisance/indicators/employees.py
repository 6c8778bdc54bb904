"""Figures of what employees say: read by unit and day, and told of whole groups only (see small_groups)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import units_in
from aisance.core.scope import EVERYTHING
from aisance.indicators.contracts import Definition
from aisance.indicators.dimensions import kept_values
from aisance.indicators.readings import Period, Reading
from aisance.indicators.small_groups import Place, groups_of
from aisance.lake import public as lake
from aisance.lake.contracts import Cell

type Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What a selection holds: by the key of each cell the rows that count, and how many answers there are in all."""

    counted: Mapping[Key, Sequence[Cell]]
    present: Mapping[Key, int]

    @property
    def hidden(self) -> dict[Key, int]:
        """The cells that have answers of which none may be told, with how many."""
        return {key: n for key, n in self.present.items() if key not in self.counted}


def held(
    definition: Definition,
    reading: Reading,
    by: Sequence[str],
    units: Sequence[UnitCard],
    where: Mapping[str, tuple[str, ...]],
    period: Period,
    extra: Sequence[str] = (),
) -> Held:
    """The rows of a selection, each cut by `extra` columns as well, whose values end its dimensions.

    Groups are those of the whole company, so that they are the same for everybody who asks.
    """
    columns = ["unit_id", "day", *extra]
    rows = lake.sums(definition.fact, value=reading.value, where=reading.where, by=columns, prepare=reading.prepare)
    counts: dict[Place, int] = {}
    for row in rows:
        counts[_place(row)] = counts.get(_place(row), 0) + row.n
    kept = _kept(counts, units, where, period)
    keys = {place: tuple(_value(dimension, place) for dimension in by) for place in kept}
    present: dict[Key, int] = {}
    for place, key in keys.items():
        present[key] = present.get(key, 0) + counts[place]
    return Held(_by_key(rows, _told(counts, keys)), present)


def _place(row: Cell) -> Place:
    return row.dimensions[0], row.dimensions[1]


def _by_key(rows: Sequence[Cell], told: Mapping[Place, Key]) -> dict[Key, list[Cell]]:
    found: dict[Key, list[Cell]] = {}
    for row in rows:
        if _place(row) in told:
            found.setdefault(told[_place(row)], []).append(row)
    return found


def _kept(
    places: Collection[Place], units: Sequence[UnitCard], where: Mapping[str, tuple[str, ...]], period: Period
) -> list[Place]:
    seen: set[int | None] = {unit.id for unit in units}
    if any(unit.depth == 0 for unit in units):
        seen.add(None)
    if "unit" in where:
        seen &= set(kept_values("unit", where["unit"], units))
    first, last = period[0] or date.min, period[1] or date.max
    return [(unit, day) for unit, day in places if unit in seen and first <= day <= last]


def _value(dimension: str, place: Place) -> Any:
    unit, day = place
    return unit if dimension == "unit" else day.year * 100 + day.month


def _told(counts: Mapping[Place, int], keys: Mapping[Place, Key]) -> dict[Place, Key]:
    """The cell of each place whose whole group is in that cell."""
    paths: dict[int | None, str] = {unit.id: unit.path for unit in units_in(EVERYTHING)}
    found: dict[Place, Key] = {}
    for group in groups_of(counts, paths):
        cells = {keys.get(place) for place in group}
        if len(cells) == 1 and (key := cells.pop()) is not None:
            found |= dict.fromkeys(group, key)
    return found
