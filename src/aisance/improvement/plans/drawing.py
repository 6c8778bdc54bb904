"""The weekly lines of a plan: the units in it, the others, and when each began. Places in per cent, no language."""

from collections.abc import Sequence
from dataclasses import dataclass

from aisance.improvement.plans.effects import Series
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
