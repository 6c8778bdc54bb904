"""From sums to figures: the value, its interval, the comparison with another period, ranks with ties."""

from collections.abc import Mapping, Sequence

from aisance.core.statistics import wilson
from aisance.indicators.contracts import Comparison, Estimate, Measure, Verdict
from aisance.indicators.statistics import (
    UNKNOWN_DIFFERENCE,
    Difference,
    Sums,
    answers_needed,
    count_difference,
    count_interval,
    mean_difference,
    mean_interval,
    net_score_difference,
    net_score_interval,
    sample_variance,
    share_difference,
    variance,
)

NO_ANSWERS = Sums(0, 0.0, 0.0)
NO_COMPARISON = Comparison(None, None, None, None, None, None)


def estimate_of(
    measure: Measure, sums: Sums, *, other: Sums | None = None, dimensions: Mapping[str, str] | None = None
) -> Estimate:
    """The figure of one cell; with `other`, compared with that period. No answers give no value, never 0.

    >>> estimate_of("score", Sums(6, 2, 4)).value
    0.3333333333333333
    >>> estimate_of("score", Sums(0, 0, 0)).value is None
    True
    """
    low, high = interval(measure, sums) or (None, None)
    return Estimate(
        dimensions=dict(dimensions or {}),
        n=int(sums.n),
        value=value_of(measure, sums),
        low=low,
        high=high,
        compare=None if other is None else comparison(measure, sums, other),
        variance=_variance(measure, sums),
    )


def value_of(measure: Measure, sums: Sums) -> float | None:
    """The value shown: the mean of v, or the number of rows for a count; null where there is no row.

    A count of no rows is null as well: rows that never came and rows never recorded look the same.
    """
    if not sums.n:
        return None
    return sums.n if measure == "count" else sums.mean


def interval(measure: Measure, sums: Sums) -> tuple[float, float] | None:
    """The 95 % interval of the value; null where there is none."""
    if not sums.n:
        return None
    if measure == "score":
        return net_score_interval(sums)
    if measure == "share":
        return wilson(sums.total, sums.n)
    return mean_interval(sums) if measure == "seconds" else count_interval(sums.n)


def _variance(measure: Measure, sums: Sums) -> float | None:
    if not sums.n or measure == "count":
        return None
    return sample_variance(sums) if measure == "seconds" else variance(sums)


def difference(measure: Measure, here: Sums, there: Sums) -> Difference:
    """Here less there, with its interval and p-value, by the test that belongs to the measure."""
    if not here.n or not there.n:
        return UNKNOWN_DIFFERENCE
    if measure == "score":
        return net_score_difference(here, there)
    if measure == "share":
        return share_difference(here, there)
    return mean_difference(here, there) if measure == "seconds" else count_difference(here.n, there.n)


def verdict(low: float | None, high: float | None) -> Verdict | None:
    """Up or down only where the interval of the difference leaves 0 out; null where there is no interval.

    >>> verdict(0.01, 0.2), verdict(-0.2, 0.0)
    (<Verdict.UP: 'up'>, <Verdict.NO_CHANGE: 'no significant change'>)
    """
    if low is None or high is None:
        return None
    if low > 0:
        return Verdict.UP
    return Verdict.DOWN if high < 0 else Verdict.NO_CHANGE


def comparison(measure: Measure, here: Sums, there: Sums) -> Comparison:
    """This period against the other one; everything null where either has no value."""
    value, other_value = value_of(measure, here), value_of(measure, there)
    if value is None or other_value is None:
        return NO_COMPARISON
    low, high, p_value = difference(measure, here, there)
    spread, other_spread = _variance(measure, here), _variance(measure, there)
    known = spread is not None and other_spread is not None
    needed = answers_needed(value - other_value, spread or 0.0, other_spread or 0.0) if known else None
    return Comparison(value - other_value, low, high, p_value, verdict(low, high), needed)


def rank_groups(
    estimates: Sequence[Estimate], *, measure: Measure = "score", higher_is_better: bool = True
) -> list[int]:
    """The rank of each estimate, in the order given: 1 is the best; ties share a rank, the next rank skips them.

    Going down from the best, an estimate shares the rank of the group as long as it does not differ significantly from
    the group's first. One without a value comes after all that have one. No correction is made for looking at many.
    """
    sign = -1.0 if higher_is_better else 1.0
    valued = [i for i, estimate in enumerate(estimates) if estimate.value is not None]
    ordered = sorted(valued, key=lambda i: sign * (estimates[i].value or 0.0))
    ranks = [len(ordered) + 1] * len(estimates)
    first = rank = 0
    for place, i in enumerate(ordered):
        if place == 0 or _differ(measure, estimates[first], estimates[i]):
            first, rank = i, place + 1
        ranks[i] = rank
    return ranks


def _differ(measure: Measure, one: Estimate, other: Estimate) -> bool:
    low, high, _ = difference(measure, sums_of(measure, one), sums_of(measure, other))
    return verdict(low, high) in (Verdict.UP, Verdict.DOWN)


def sums_of(measure: Measure, estimate: Estimate) -> Sums:
    """The sums from which an estimate was made, as far as rounding lets.

    >>> sums_of("score", estimate_of("score", Sums(10, 5, 7)))
    Sums(n=10, total=5.0, squares=7.0)
    """
    n, value = estimate.n, estimate.value
    if not n or value is None:
        return NO_ANSWERS
    if measure == "count":
        return Sums(n, float(n), float(n))
    spread = estimate.variance or 0.0
    if measure == "seconds":
        spread *= (n - 1) / n
    return Sums(n, value * n, (spread + value * value) * n)
