"""What each kind of part holds once it is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from aisance.boards.contracts import PartKind
from aisance.boards.reading.cells import Cell
from aisance.indicators.contracts import Estimate
from aisance.indicators.public import LEADS_NOWHERE, Behind
from aisance.ui.drawings import Axis

PERIODS = 12
"""How many weeks or months a trend shows."""

FIRST, LAST = 9.0, 97.0
"""Where the first and the last period of a trend stand, in per cent of the width; the axis is to the left."""


def place(index: float) -> float:
    """Where a period of a trend stands, in per cent of the width.

    >>> place(0), place(11)
    (9.0, 97.0)
    """
    return round(FIRST + (LAST - FIRST) * index / (PERIODS - 1), 2)


@dataclass(frozen=True, slots=True)
class FigureShape:
    """One value and the one before."""

    kind: ClassVar = PartKind.FIGURE
    now: Cell
    before: Estimate

    @property
    def cells(self) -> list[Cell]:
        return [self.now]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened, at its place along a trend; `number` stands in the drawing, `words` below it."""

    number: int
    at: float
    until: float | None
    day: date
    last: date | None
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a trend, with its place in the drawing in per cent."""

    start: date
    end: date
    label: str
    cell: Cell
    at: float
    is_now: bool


@dataclass(frozen=True, slots=True)
class TrendShape:
    """Twelve periods on one axis, and what happened meanwhile. `cut` is where the chosen period begins."""

    kind: ClassVar = PartKind.TREND
    points: list[Point]
    axis: Axis
    cut: float | None
    monthly: bool
    marks: list[Mark] = field(default_factory=list)

    @property
    def cells(self) -> list[Cell]:
        return [point.cell for point in self.points]


@dataclass(frozen=True, slots=True)
class Place:
    """One row of a ranking. `opens` begins a group of ties; `tied_below` says that the next row shares the rank."""

    rank: int
    is_tied: bool
    opens: bool
    tied_below: bool
    cell: Cell


ROWS_AT_AN_END = 5


@dataclass(frozen=True, slots=True)
class RankingShape:
    """The rows from the best to the worst, on one axis."""

    kind: ClassVar = PartKind.RANKING
    dimension: Any
    places: list[Place]
    axis: Axis

    @property
    def cells(self) -> list[Cell]:
        return [place.cell for place in self.places]

    @property
    def has_ties(self) -> bool:
        return any(place.is_tied for place in self.places)

    @property
    def ends(self) -> list[Place | None]:
        """The best and the worst where there are many, with null for those between; else all of them.

        Chance brings rows with few answers to the ends of those that it cannot tell apart: of one rank, those with
        enough answers are shown first.
        """
        half = len(self.places) // 2
        if half <= ROWS_AT_AN_END + 1:
            return list(self.places)
        best = _picked(self.places[:half], lambda i, place: (place.rank, place.cell.weak, i))
        worst = _picked(self.places[half:], lambda i, place: (-place.rank, place.cell.weak, -i))
        return [*best, None, *worst]


def _picked(places: Sequence[Place], by: Callable[[int, Place], Any]) -> list[Place]:
    """The foremost by a key, in the order of the places."""
    first = sorted(enumerate(places), key=lambda one: by(*one))[:ROWS_AT_AN_END]
    return [place for _, place in sorted(first, key=lambda one: one[0])]


@dataclass(frozen=True, slots=True)
class BreakdownShape:
    """Rows by columns; null where nothing was measured."""

    kind: ClassVar = PartKind.BREAKDOWN
    row_dimension: Any
    column_dimension: Any
    columns: list[str]
    lines: list[tuple[str, list[Cell | None]]]

    @property
    def cells(self) -> list[Cell]:
        return [cell for _, line in self.lines for cell in line if cell]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the journey. `is_worst` is said of the hardest, alone or among ties."""

    position: int
    name: str
    cell: Cell
    is_worst: bool


@dataclass(frozen=True, slots=True)
class JourneyShape:
    """The steps of the main journey in order, on one axis."""

    kind: ClassVar = PartKind.JOURNEY
    name: str
    steps: list[Step]
    axis: Axis

    @property
    def cells(self) -> list[Cell]:
        return [step.cell for step in self.steps]

    @property
    def worst(self) -> list[Step]:
        return [step for step in self.steps if step.is_worst]


@dataclass(frozen=True, slots=True)
class Bar:
    """One score: how many gave it, and what share of all, with its interval."""

    score: int
    n: int
    share: float
    low: float
    high: float
    width: float
    behind: Behind = LEADS_NOWHERE


@dataclass(frozen=True, slots=True)
class DistributionShape:
    """Every score of the scale, also those that nobody gave."""

    kind: ClassVar = PartKind.DISTRIBUTION
    bars: list[Bar]
    whole: Cell

    @property
    def cells(self) -> list[Cell]:
        return [self.whole]

    @property
    def n(self) -> int:
        return sum(bar.n for bar in self.bars)


@dataclass(frozen=True, slots=True)
class TableShape:
    """Rows of one or two dimensions."""

    kind: ClassVar = PartKind.TABLE
    dimensions: list[Any]
    cells: list[Cell]

    @property
    def is_compared(self) -> bool:
        return any(cell.move for cell in self.cells)


type Shape = FigureShape | TrendShape | RankingShape | BreakdownShape | JourneyShape | DistributionShape | TableShape
