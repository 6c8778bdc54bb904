"""How a partner stands on a criterion: pure functions."""

from dataclasses import dataclass
from math import sqrt

from aisance.core.statistics import wilson
from aisance.improvement.contracts import Standing

WORST_FIRST = (Standing.ACT, Standing.WATCH, Standing.UNKNOWN, Standing.FINE)


@dataclass(frozen=True, slots=True)
class Value:
    """A mean with its n and its 95 % interval; null where there is none."""

    n: int
    value: float | None
    low: float | None = None
    high: float | None = None


def mean_of(n: int, total: float, squares: float, *, is_share: bool) -> Value:
    """The mean of n measures: of shares of 0 and 1 with Wilson's interval, else with that of the t distribution.

    >>> mean_of(0, 0, 0, is_share=True)
    Value(n=0, value=None, low=None, high=None)
    >>> shown = mean_of(100, 81, 81, is_share=True)
    >>> f"{shown.value} {shown.low:.4f} {shown.high:.4f}"
    '0.81 0.7222 0.8749'
    """
    if not n:
        return Value(0, None)
    if is_share:
        low, high = wilson(total, n) or (None, None)
        return Value(n, total / n, low, high)
    if n < 2:
        return Value(n, total / n)
    from scipy.special import stdtrit

    variance = max(squares - total * total / n, 0.0) / (n - 1)
    half = float(stdtrit(n - 1, 0.975)) * sqrt(variance / n)
    return Value(n, total / n, total / n - half, total / n + half)


def standing_of(value: Value, *, watch: float, act: float, higher_is_better: bool, minimum_n: int) -> Standing:
    """Where a partner stands: act where the whole interval lies beyond that threshold, watch where the value lies
    beyond the threshold of watching, fine otherwise; unknown under the minimum n, whatever the value.

    >>> standing_of(Value(50, 0.6, 0.5, 0.7), watch=0.9, act=0.8, higher_is_better=True, minimum_n=20).value
    'act'
    >>> standing_of(Value(50, 0.78, 0.65, 0.87), watch=0.9, act=0.8, higher_is_better=True, minimum_n=20).value
    'watch'
    >>> standing_of(Value(50, 20.0, 15.0, 25.0), watch=24, act=48, higher_is_better=False, minimum_n=20).value
    'fine'
    """
    if value.value is None or value.n < minimum_n:
        return Standing.UNKNOWN
    sign = 1 if higher_is_better else -1
    nearest = value.high if higher_is_better else value.low
    if nearest is not None and sign * nearest < sign * act:
        return Standing.ACT
    return Standing.WATCH if sign * value.value < sign * watch else Standing.FINE


def worst(standings: list[Standing]) -> Standing:
    """A partner stands where it stands worst; unknown without any criterion.

    >>> worst([Standing.FINE, Standing.UNKNOWN]).value, worst([]).value
    ('unknown', 'unknown')
    """
    return min(standings, key=WORST_FIRST.index, default=Standing.UNKNOWN)
