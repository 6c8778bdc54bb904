"""The steps of the main journey with their ease, and the hardest of them."""

from dataclasses import dataclass

from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Definition, Estimate
from aisance.indicators.dashboard.moves import is_weak
from aisance.indicators.dashboard.ranking import axis_around
from aisance.indicators.dashboard.selection import Selection
from aisance.indicators.public import estimates
from aisance.indicators.rules import NO_ANSWERS, estimate_of, rank_groups
from aisance.journeys.public import main_journey, steps
from aisance.ui.drawings import Axis


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step in its place. `is_worst` is said of the lowest value, alone or among ties."""

    position: int
    code: str
    name: str
    estimate: Estimate
    weak: bool
    is_worst: bool


@dataclass(frozen=True, slots=True)
class JourneyStrip:
    """The steps in order on one axis, and those that nothing sets apart from the lowest."""

    definition: Definition
    name: str
    rows: list[StepRow]
    axis: Axis

    @property
    def worst(self) -> list[StepRow]:
        """The steps of the last group: one where it is established, several where they are tied."""
        return sorted((row for row in self.rows if row.is_worst), key=lambda row: row.estimate.value or 0.0)

    @property
    def has_weak(self) -> bool:
        return any(row.weak and row.estimate.value is not None for row in self.rows)

    @property
    def has_values(self) -> bool:
        return any(row.estimate.value is not None for row in self.rows)


def main_journey_by_ease(definition: Definition, selection: Selection, viewer: Viewer) -> JourneyStrip | None:
    """The main journey with an estimate at each step; null where no journey is the main one."""
    journey = main_journey()
    path = [step for step in steps() if step.journey_code == journey.code] if journey else []
    if not (journey and path):
        return None
    cells = {cell.dimensions.get("step"): cell for cell in _by_step(definition, selection, viewer)}
    found = [cells.get(step.code) or estimate_of(definition.measure, NO_ANSWERS) for step in path]
    worst = _last_group(definition, found)
    rows = [
        StepRow(i + 1, step.code, step.name, cell, is_weak(definition, cell), i in worst)
        for i, (step, cell) in enumerate(zip(path, found, strict=True))
    ]
    return JourneyStrip(definition, journey.name, rows, axis_around(found))


def _by_step(definition: Definition, selection: Selection, viewer: Viewer) -> list[Estimate]:
    return estimates(
        definition.name, viewer=viewer, by=["step"], start=selection.start, end=selection.end, where=selection.where
    )


def _last_group(definition: Definition, cells: list[Estimate]) -> set[int]:
    """The steps that share the last rank among those solid enough to be ranked; empty where all are alike."""
    solid = [i for i, cell in enumerate(cells) if cell.value is not None and not is_weak(definition, cell)]
    # Ranked from the worst: the group of the worst is what nothing sets apart from it.
    ranks = rank_groups(
        [cells[i] for i in solid], measure=definition.measure, higher_is_better=not definition.higher_is_better
    )
    first = {i for i, rank in zip(solid, ranks, strict=True) if rank == 1}
    return first if len(first) < len(solid) else set()
