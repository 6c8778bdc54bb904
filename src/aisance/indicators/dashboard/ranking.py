"""Channels from the easiest to the hardest, ties said to be ties."""

from dataclasses import dataclass

from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Definition, Estimate
from aisance.indicators.dashboard.moves import is_weak
from aisance.indicators.dashboard.selection import Selection
from aisance.indicators.public import estimates
from aisance.indicators.rules import rank_groups
from aisance.journeys.public import channel_names
from aisance.ui.drawings import Axis, axis_over


@dataclass(frozen=True, slots=True)
class Row:
    """One channel. `opens` begins a group of ties; `tied_below` says that the next row shares the rank."""

    rank: int
    is_tied: bool
    opens: bool
    tied_below: bool
    name: str
    estimate: Estimate
    weak: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """The rows in order, and the axis that they share."""

    definition: Definition
    rows: list[Row]
    axis: Axis

    @property
    def has_weak(self) -> bool:
        return any(row.weak and row.estimate.value is not None for row in self.rows)

    @property
    def has_ties(self) -> bool:
        return any(row.is_tied for row in self.rows)


def channels_by_ease(definition: Definition, selection: Selection, viewer: Viewer) -> Ranking:
    """The channels that have a value, best first."""
    cells = estimates(
        definition.name,
        viewer=viewer,
        by=["channel"],
        start=selection.start,
        end=selection.end,
        where=selection.where,
    )
    known = [cell for cell in cells if cell.value is not None and cell.dimensions.get("channel")]
    return Ranking(definition, rows_of(definition, known), axis_around(known))


def axis_around(cells: list[Estimate]) -> Axis:
    """A round axis over the intervals and 0, with room at both ends for a point."""
    return axis_over([0.0, *(c.low for c in cells), *(c.high for c in cells)], first=3.0, last=97.0)


def rows_of(definition: Definition, cells: list[Estimate]) -> list[Row]:
    """Estimates with their ranks, the best first."""
    ranks = rank_groups(cells, measure=definition.measure, higher_is_better=definition.higher_is_better)
    sign = -1.0 if definition.higher_is_better else 1.0
    ordered = sorted(zip(ranks, cells, strict=True), key=lambda pair: (pair[0], sign * (pair[1].value or 0.0)))
    ranked, names = [rank for rank, _ in ordered], channel_names()
    return [
        Row(
            rank=rank,
            is_tied=ranked.count(rank) > 1,
            opens=i == 0 or ranked[i - 1] != rank,
            tied_below=i + 1 < len(ranked) and ranked[i + 1] == rank,
            name=names[cell.dimensions["channel"]],
            estimate=cell,
            weak=is_weak(definition, cell),
        )
        for i, (rank, cell) in enumerate(ordered)
    ]
