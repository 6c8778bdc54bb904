"""Intervals and tests over sums: n answers, `total` the sum of their v, `squares` the sum of their v squared.

Everything here is a pure function of such sums, which add over days, units and channels; answers are taken to be
independent of each other. Bounds are those of 95 %, two-sided.
"""

from math import sqrt
from typing import Any, NamedTuple

from aisance.core.later import Later
from aisance.core.statistics import Z95, wilson

special: Any = Later("scipy.special")

PSEUDO_ANSWERS = 3.0
PSEUDO_SQUARES = 1.5
"""0.75 detractor, 1.5 passives, 0.75 promoter: 3 answers, of which 1.5 have v squared = 1; their v adds up to 0."""


class Sums(NamedTuple):
    """The additive sums of v over some answers."""

    n: float
    total: float
    squares: float

    @property
    def mean(self) -> float:
        return self.total / self.n


class Difference(NamedTuple):
    """How far apart two values are: bounds of the difference and a two-sided p-value; null where not to be had."""

    low: float | None
    high: float | None
    p_value: float | None


UNKNOWN_DIFFERENCE = Difference(None, None, None)


def variance(sums: Sums) -> float:
    """The variance of v over the answers themselves (divided by n), never negative.

    >>> round(variance(Sums(6, 2, 4)), 6)  # 1 detractor, 2 passives, 3 promoters
    0.555556
    """
    return max(0.0, sums.squares / sums.n - sums.mean**2)


def sample_variance(sums: Sums) -> float | None:
    """The variance of v where the answers came from (divided by n - 1); null under two answers."""
    return variance(sums) * sums.n / (sums.n - 1) if sums.n > 1 else None


def _adjusted(sums: Sums) -> tuple[float, float]:
    """The value and the square of its standard error with the pseudo-answers in."""
    n = sums.n + PSEUDO_ANSWERS
    value = sums.total / n
    return value, ((sums.squares + PSEUDO_SQUARES) / n - value * value) / n


def net_score_interval(sums: Sums) -> tuple[float, float]:
    """The interval of a net score, a mean of -1, 0 and +1: adjusted Wald, clipped to [-1, 1].

    It adds 0.75 detractor, 1.5 passives and 0.75 promoter and is centred on the adjusted value; the value shown is the
    unadjusted one. With a single answer the adjusted interval can miss that value, and is widened to hold it.
    Source: A. Agresti and B. A. Coull, 1998; for three classes B. Rocks, 2016, The American Statistician 70, 365-372.

    >>> low, high = net_score_interval(Sums(71, 21, 51))  # 15 detractors, 20 passives, 36 promoters
    >>> f"{low:.7f} {high:.7f}"
    '0.1030946 0.4644729'
    """
    value, squared_error = _adjusted(sums)
    half = Z95 * sqrt(squared_error)
    return max(-1.0, min(value - half, sums.mean)), min(1.0, max(value + half, sums.mean))


def net_score_difference(here: Sums, there: Sums) -> Difference:
    """Here less there, for two net scores: z with the same pseudo-answers in each; bounds clipped to [-2, 2].

    The difference shown is the unadjusted one. Where few answers make the adjusted difference point the other way, the
    interval is widened to hold the one shown; it then holds 0 as well and nothing is established (p is 1).
    """
    (value, squared_error), (other, other_squared_error) = _adjusted(here), _adjusted(there)
    adjusted, error = value - other, sqrt(squared_error + other_squared_error)
    shown = here.mean - there.mean
    p_value = 1.0 if adjusted * shown < 0 else 2 * float(special.ndtr(-abs(adjusted) / error))
    low, high = adjusted - Z95 * error, adjusted + Z95 * error
    return Difference(max(-2.0, min(low, shown)), min(2.0, max(high, shown)), p_value)


def share_difference(here: Sums, there: Sums) -> Difference:
    """Here less there, for two shares: Newcombe's method 10, from the two Wilson intervals, in [-1, 1].

    The p-value is the level at which that interval just touches 0, so that the two never disagree.
    Source: R. G. Newcombe, 1998, Statistics in Medicine 17, 873-890.

    >>> low, high, p = share_difference(Sums(70, 56, 56), Sums(80, 48, 48))
    >>> f"{low:.4f} {high:.4f}"
    '0.0524 0.3339'
    """
    low, high = _newcombe(here, there, Z95)
    return Difference(low, high, _newcombe_p_value(here, there))


def _newcombe(here: Sums, there: Sums, z: float) -> tuple[float, float]:
    low, high = wilson(here.total, here.n, z) or (0.0, 1.0)
    other_low, other_high = wilson(there.total, there.n, z) or (0.0, 1.0)
    difference = here.mean - there.mean
    return (
        max(-1.0, difference - sqrt((here.mean - low) ** 2 + (other_high - there.mean) ** 2)),
        min(1.0, difference + sqrt((high - here.mean) ** 2 + (there.mean - other_low) ** 2)),
    )


def _newcombe_p_value(here: Sums, there: Sums) -> float:
    """Halve the range of z until the interval touches 0; its width grows with z, so there is one such z."""
    if here.mean < there.mean:
        here, there = there, here
    if here.mean == there.mean:
        return 1.0
    below, above = 0.0, 40.0
    for _ in range(60):
        z = (below + above) / 2
        below, above = (z, above) if _newcombe(here, there, z)[0] > 0 else (below, z)
    return 2 * float(special.ndtr(-below))


def mean_interval(sums: Sums) -> tuple[float, float] | None:
    """The interval of a mean of seconds: Student, never below 0; null under two values, where none can be had.

    Source: Student (W. S. Gosset), 1908, Biometrika 6, 1-25.
    """
    spread = sample_variance(sums)
    if spread is None:
        return None
    half = float(special.stdtrit(sums.n - 1, 0.975)) * sqrt(spread / sums.n)
    return max(0.0, sums.mean - half), sums.mean + half


def mean_difference(here: Sums, there: Sums) -> Difference:
    """Here less there, for two means of seconds: Welch's test; null under two values on either side.

    Source: B. L. Welch, 1947, Biometrika 34, 28-35.
    """
    spread, other_spread = sample_variance(here), sample_variance(there)
    if spread is None or other_spread is None:
        return UNKNOWN_DIFFERENCE
    a, b = spread / here.n, other_spread / there.n
    difference, error = here.mean - there.mean, sqrt(a + b)
    if error == 0:
        return Difference(difference, difference, 1.0 if difference == 0 else 0.0)
    freedom = (a + b) ** 2 / (a * a / (here.n - 1) + b * b / (there.n - 1))
    half = float(special.stdtrit(freedom, 0.975)) * error
    p_value = 2 * float(special.stdtr(freedom, -abs(difference) / error))
    return Difference(difference - half, difference + half, p_value)


def bounded_mean_interval(sums: Sums, minimum: float, maximum: float) -> tuple[float, float] | None:
    """The interval of a mean of scores from `minimum` to `maximum`: Student, clipped to the scale; null without any.

    Where all answers are alike, Student would have no width and a single one no interval. Nothing is then known of how
    scores vary, and the widest variance that such a mean allows is supposed: Wilson's interval of the mean's place on
    the scale.

    >>> low, high = bounded_mean_interval(Sums(5, 30, 184), 1, 7)  # 5, 5, 6, 7, 7
    >>> f"{low:.4f} {high:.4f}"
    '4.7583 7.0000'
    >>> low, high = bounded_mean_interval(Sums(5, 35, 245), 1, 7)  # five times 7
    >>> f"{low:.4f} {high:.4f}"
    '4.3931 7.0000'
    """
    if not sums.n:
        return None
    if not _varies(sums, maximum - minimum):
        low, high = wilson((sums.mean - minimum) / (maximum - minimum) * sums.n, sums.n) or (0.0, 1.0)
        return minimum + (maximum - minimum) * low, minimum + (maximum - minimum) * high
    half = float(special.stdtrit(sums.n - 1, 0.975)) * sqrt((sample_variance(sums) or 0.0) / sums.n)
    return max(minimum, sums.mean - half), min(maximum, sums.mean + half)


def bounded_mean_difference(here: Sums, there: Sums, minimum: float, maximum: float) -> Difference:
    """Here less there, for two means of scores on one scale: Welch's test, clipped to what the scale allows.

    Where the answers of a side are all alike, both are taken as shares of the way up the scale, and Newcombe's method
    10 tells them apart: the widest variance that such means allow, so that two answers never prove anything.
    """
    width = maximum - minimum
    if not here.n or not there.n:
        return UNKNOWN_DIFFERENCE
    if _varies(here, width) and _varies(there, width):
        low, high, p_value = mean_difference(here, there)
    else:
        low, high, p_value = share_difference(_way_up(here, minimum, width), _way_up(there, minimum, width))
        low, high = (None if bound is None else bound * width for bound in (low, high))
    return Difference(None if low is None else max(-width, low), None if high is None else min(width, high), p_value)


def _varies(sums: Sums, width: float) -> bool:
    return sums.n > 1 and variance(sums) > 1e-12 * width * width


def _way_up(sums: Sums, minimum: float, width: float) -> Sums:
    """As a share would be that has this mean, 0 at the foot of the scale and 1 at its head."""
    share = min(1.0, max(0.0, (sums.mean - minimum) / width))
    return Sums(sums.n, share * sums.n, share * sums.n)


def count_interval(count: float) -> tuple[float, float]:
    """The interval of the number to expect in such a period, when `count` came: exact Poisson.

    The count itself is exact; the interval says how far chance alone would move it, if arrivals did not bunch.
    Source: F. Garwood, 1936, Biometrika 28, 437-442.

    >>> low, high = count_interval(10)
    >>> f"{low:.3f} {high:.3f}"
    '4.795 18.390'
    """
    low = float(special.chdtri(2 * count, 0.975)) / 2 if count > 0 else 0.0
    return low, float(special.chdtri(2 * (count + 1), 0.025)) / 2


def count_difference(here: float, there: float) -> Difference:
    """Here less there, for two counts of Poisson arrivals: z on the difference, whose variance is their sum."""
    difference, error = here - there, sqrt(here + there)
    if error == 0:
        return Difference(0.0, 0.0, 1.0)
    p_value = 2 * float(special.ndtr(-abs(difference) / error))
    return Difference(difference - Z95 * error, difference + Z95 * error, p_value)
