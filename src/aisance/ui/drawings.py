"""The geometry of the house's drawings: positions in per cent of the width, so that text never stretches.

Pure functions: no template, no language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True, slots=True)
class Axis:
    """A straight axis from `low` to `high`, drawn between two positions in per cent of the width."""

    low: float
    high: float
    first: float = 0.0
    last: float = 100.0

    def at(self, value: float) -> float:
        """Where a value stands, in per cent, kept inside the drawing.

        >>> Axis(-1.0, 1.0).at(0.0)
        50.0
        """
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return round(self.first + (self.last - self.first) * min(max(share, 0.0), 1.0), 2)

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def ticks(self) -> list[float]:
        """Round values from one end to the other.

        >>> Axis(-0.4, 0.8).ticks
        [-0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8]
        """
        step = round_step(self.high - self.low)
        first = ceil(self.low / step - 1e-9)
        count = floor(self.high / step + 1e-9) - first + 1
        return [round((first + i) * step, 10) + 0.0 for i in range(count)]


def round_step(width: float, parts: int = 4) -> float:
    """The largest of 1, 2, 5 times a power of ten that fits `parts` times into a width.

    >>> round_step(1.2)
    0.2
    """
    if width <= 0:
        return 1.0
    rough = width / parts
    power = 10.0 ** floor(log10(rough))
    factor = max(f for f in (1, 2, 5) if f * power <= rough * (1 + 1e-9))
    return float(round(factor * power, 10))


def axis_over(values: Iterable[float | None], *, first: float = 0.0, last: float = 100.0) -> Axis:
    """An axis that ends at round values and holds every value; null values are ignored.

    >>> axis_over([0.08, 0.69])
    Axis(low=0.0, high=0.7, first=0.0, last=100.0)
    """
    known = [value for value in values if value is not None]
    if not known:
        return Axis(0.0, 1.0, first, last)
    low, high = min(known), max(known)
    if low == high:
        return Axis(low - 0.5, high + 0.5, first, last)
    step = round_step(high - low)
    return Axis(round(floor(low / step) * step, 10) + 0.0, round(ceil(high / step) * step, 10) + 0.0, first, last)


def tight_axis(values: Iterable[float | None], *, first: float = 12.0, last: float = 88.0) -> Axis:
    """An axis that just holds the values, with room at both ends for their labels."""
    known = [value for value in values if value is not None]
    if not known:
        return Axis(0.0, 1.0, first, last)
    return Axis(min(known), max(known), first, last)


@dataclass(frozen=True, slots=True)
class Spark:
    """A line through a series: an SVG path in a box of 100 x `height`, the last point, and a cut."""

    path: str
    x: float | None
    y: float | None
    cut: float | None


def spark(values: Sequence[float | None], *, height: float = 34.0, cut: int | None = None, end: float = 96.0) -> Spark:
    """The line of a series in equal steps. A null breaks the line. `cut` is the index where this period begins.

    >>> spark([0.0, None, 1.0], height=10).path
    'M0.0 6.0h0 M96.0 4.0h0'
    """
    known = [value for value in values if value is not None]
    if not known:
        return Spark("", None, None, None)
    low, high = min(known), max(known)
    step = end / max(len(values) - 1, 1)

    def place(index: int, value: float) -> tuple[float, float]:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(index * step, 1), round(height - 4 - (height - 8) * share, 1)

    points = [None if value is None else place(i, value) for i, value in enumerate(values)]
    x, y = next(point for point in reversed(points) if point)
    edge = round((cut - 0.5) * step, 1) if cut else None
    return Spark(_path(points), x, y, edge)


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    """Runs of known points, each begun by a move; a lone point is a dot of no length, which the round cap shows."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    drawn = []
    for run in filter(None, runs):
        words = " ".join(f"{x} {y}" for x, y in run)
        drawn.append(f"M{words}h0" if len(run) == 1 else f"M{words}")
    return " ".join(drawn)
