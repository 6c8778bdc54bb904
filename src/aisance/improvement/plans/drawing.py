"""The weekly lines of a plan: the units in it, the others, and when each began. Places in per cent, no language."""

from collections.abc import Sequence
from dataclasses import dataclass

from aisance.improvement.plans.effects import Figure, Series
from aisance.improvement.plans.measuring import Effect
from aisance.ui.drawings import Axis, axis_over

LEAST_DRAWN = 5
"""A week with fewer answers is not drawn."""
LABELS = 8
"""The part of the width that the numbers of the axis take, in per cent."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Paths in a box of 100 x 100, the axis they share, and where the plan began."""

    axis: Axis
    pilots: str
    others: str
    joins: float
    ticks: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class EffectRange:
    """An effect in its range, in per cent of the width, with no effect at all and what was expected."""

    axis: Axis
    zero: float
    low: float
    value: float
    high: float
    expected: float | None

    @property
    def ticks(self) -> list[tuple[float, float]]:
        """The numbers of the axis, every other one where they would touch, and where each stands."""
        some = self.axis.ticks
        every = 1 if len(some) <= 4 else 2
        first = some.index(0.0) % every if 0.0 in some else 0
        return [(tick, self.axis.at(tick)) for tick in some[first::every]]


def range_of(figure: Figure, expected: float | None) -> EffectRange:
    """The drawing of one figure; `expected` with its sign, null where nothing was said."""
    axis = axis_over([0.0, figure.low, figure.high, expected], first=4.0, last=96.0)
    low, value, high = (axis.at(one) for one in (figure.low, figure.value, figure.high))
    return EffectRange(axis, axis.at(0.0), low, value, high, None if expected is None else axis.at(expected))


def lines_of(effect: Effect) -> Lines | None:
    """The drawing of an effect; null without anything to draw."""
    drawn = [_shown(effect.pilots), _shown(effect.others) if effect.others else []]
    known = [value for values in drawn for value in values if value is not None]
    if not known or effect.pilots.dates is None:
        return None
    axis = axis_over(known)
    pilots, others = (_path(values, axis) for values in drawn)
    step = 100 / max(len(effect.starts), 1)
    ticks = tuple((tick, 100 - axis.at(tick)) for tick in axis.ticks)
    return Lines(axis, pilots, others, round(LABELS + (100 - LABELS) / 100 * effect.pilots.dates[0] * step, 2), ticks)


def _shown(series: Series) -> list[float | None]:
    return [mean if n >= LEAST_DRAWN else None for n, mean in zip(series.n, series.mean, strict=True)]


def _path(values: Sequence[float | None], axis: Axis) -> str:
    """A line through known weeks, broken where one is not; a lone week is a dot."""
    step = 100 / max(len(values), 1)
    words, pen = [], "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        lone = pen == "M" and (index + 1 == len(values) or values[index + 1] is None)
        words.append(f"{pen}{round((index + 0.5) * step, 2)} {round(100 - axis.at(value), 2)}{'h0' if lone else ''}")
        pen = "L"
    return " ".join(words)
