"""What came of gestures: two groups side by side, and how far apart they are. Pure, over values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from aisance.core.statistics import wilson
from aisance.indicators.public import (
    Difference,
    Sums,
    bounded_mean_difference,
    bounded_mean_interval,
    holm,
    net_score_difference,
    net_score_interval,
    share_difference,
)

LEAST = 20
"""Under so many on either side nothing is said of a difference."""
SURE = 0.05

type Verdict = Literal["early", "better", "worse", "none", "apart"]
"""`early`: too few to say. `apart`: the groups were not drawn, and are shown side by side only."""


@dataclass(frozen=True, slots=True)
class Side:
    """One group: how many, the value and its interval; null where there is nobody."""

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """One measure of both groups, and given less other with its interval; `p_value` is for all measures together."""

    code: str
    unit: str
    given: Side
    other: Side
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    verdict: Verdict = "apart"
    low_is_good: bool = False
    scale: str = ""


def of_shares(code: str, given: Sequence[bool], other: Sequence[bool]) -> Effect:
    """Two shares: Wilson's intervals, Newcombe's difference."""
    here, there = _shares(given), _shares(other)
    scored = [_side(sums, wilson(sums.total, sums.n)) for sums in (here, there)]
    effect = Effect(code, "%", scored[0], scored[1])
    return _with(effect, here, there, share_difference(here, there) if here.n and there.n else None)


def _shares(values: Sequence[bool]) -> Sums:
    return Sums(len(values), sum(values), sum(values))


def _side(sums: Sums, bounds: tuple[float, float] | None) -> Side:
    low, high = bounds or (None, None)
    return Side(int(sums.n), sums.mean, low, high) if sums.n else Side(0)


def of_scores(
    code: str, given: Sequence[int], other: Sequence[int], *, minimum: int, maximum: int, low_is_good: bool, scale: str
) -> Effect:
    """Two means of scores on one scale: Student's intervals, Welch's difference, clipped to the scale."""
    here, there = _sums(given), _sums(other)
    scored = [_side(sums, bounded_mean_interval(sums, minimum, maximum)) for sums in (here, there)]
    effect = Effect(code, "on the scale", scored[0], scored[1], low_is_good=low_is_good, scale=scale)
    apart = bounded_mean_difference(here, there, minimum, maximum) if here.n and there.n else None
    return _with(effect, here, there, apart)


def of_net_scores(code: str, given: Sequence[int], other: Sequence[int]) -> Effect:
    """Two net scores of -1, 0 and 1: adjusted intervals, and their difference."""
    here, there = _sums(given), _sums(other)
    scored = [_side(sums, net_score_interval(sums) if sums.n else None) for sums in (here, there)]
    effect = Effect(code, "points", scored[0], scored[1])
    return _with(effect, here, there, net_score_difference(here, there) if here.n and there.n else None)


def _sums(values: Sequence[int]) -> Sums:
    return Sums(len(values), sum(values), sum(value * value for value in values))


def _with(effect: Effect, here: Sums, there: Sums, apart: Difference | None) -> Effect:
    if apart is None:
        return effect
    value = here.mean - there.mean
    return replace(effect, difference=value, low=apart.low, high=apart.high, p_value=apart.p_value)


def judged(effects: Sequence[Effect]) -> list[Effect]:
    """The measures of groups that were drawn, each with its verdict; p-values are Holm's for all that have enough.

    A measure with fewer than `LEAST` on either side is too early, whatever its p-value.
    """
    known = [effect if min(effect.given.n, effect.other.n) >= LEAST else None for effect in effects]
    adjusted = holm([effect.p_value if effect else None for effect in known])
    return [
        replace(effect, p_value=p, verdict=_verdict(effect, p)) if enough else replace(effect, verdict="early")
        for effect, enough, p in zip(effects, known, adjusted, strict=True)
    ]


def _verdict(effect: Effect, p_value: float | None) -> Verdict:
    if p_value is None or p_value >= SURE or effect.difference is None:
        return "none"
    return "better" if (effect.difference > 0) != effect.low_is_good else "worse"


def side_by_side(effects: Sequence[Effect]) -> list[Effect]:
    """The measures of groups that were not drawn: no difference is given, since they differ in more than gestures."""
    return [replace(effect, difference=None, low=None, high=None, p_value=None, verdict="apart") for effect in effects]
