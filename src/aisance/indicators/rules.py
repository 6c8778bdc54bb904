"""From sums to figures: the value, its interval, the comparison with another selection, ranks with ties."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import sqrt
from typing import Any

from aisance.core.later import Later
from aisance.core.statistics import Z95, wilson
from aisance.indicators.contracts import Adjust, Comparison, Definition, Estimate, Measure, Verdict
from aisance.indicators.statistics import (
    UNKNOWN_DIFFERENCE,
    Difference,
    Sums,
    answers_needed,
    bounded_mean_difference,
    bounded_mean_interval,
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
from aisance.indicators.statistics.histograms import quantile
from aisance.indicators.statistics.multiple import benjamini_hochberg, holm
from aisance.indicators.statistics.weighted import Weighted, ratio_mean, scaled_to_effective

special: Any = Later("scipy.special")

NO_ANSWERS = Sums(0, 0.0, 0.0)
NO_COMPARISON = Comparison(None, None, None, None, None, None)
SIGNIFICANT = 0.05

type Bounds = tuple[float, float]
NO_BOUNDS = (0.0, 0.0)
"""A mean that nothing bounds; seconds are bounded by 0 in any case."""


def weighted_estimate(
    definition: Definition,
    sums: Weighted,
    *,
    other: Weighted | None = None,
    population: int | None = None,
    raw: Weighted | None = None,
) -> Estimate:
    """The figure of one cell from its sums; `other` are those it is compared with, `raw` the same without weights.

    Weights, clusters and a finite population act through the effective number of answers, so that one family of
    intervals serves all. A population applies to this selection and not to the other one.
    """
    here = scaled_to_effective(sums, population=population)
    there = None if other is None else scaled_to_effective(other)
    estimate = estimate_of(definition.measure, here, other=there, bounds=bounds_of(definition))
    is_plain = here.n == sums.n and raw is None
    compare = estimate.compare
    return replace(
        estimate,
        n=sums.n,
        compare=replace(compare, other_n=other.n) if compare and other else compare,
        n_effective=None if is_plain else here.n,
        design_effect=None if is_plain or not here.n else sums.n / here.n,
        raw=None if raw is None else ratio_mean(raw),
    )


def bounds_of(definition: Definition) -> Bounds:
    """The least and the greatest value that a mean can take."""
    return definition.low, definition.high


def masked_cells(estimates: Sequence[Estimate], definition: Definition) -> list[Estimate]:
    """The estimates with the value withheld of those under the minimum n.

    Where the other selection is under it, the comparison is withheld: with the value it would tell that one's.
    """
    return [_masked(estimate, definition.minimum_n) for estimate in estimates]


def _masked(estimate: Estimate, minimum: int) -> Estimate:
    compare = estimate.compare
    if compare and 0 < (compare.other_n or 0) < minimum:
        compare = NO_COMPARISON
    if not 0 < estimate.n < minimum:
        return replace(estimate, compare=compare)
    return Estimate(
        dimensions=estimate.dimensions,
        n=estimate.n,
        value=None,
        low=None,
        high=None,
        compare=NO_COMPARISON if compare else None,
        masked=minimum,
    )


def adjusted_comparisons(estimates: Sequence[Estimate], adjust: Adjust) -> list[Estimate]:
    """The estimates with p-values corrected for the number of cells compared, and verdicts that go by them."""
    p_values = [estimate.compare.p_value if estimate.compare else None for estimate in estimates]
    corrected = p_values if adjust == "none" else (holm if adjust == "holm" else benjamini_hochberg)(p_values)
    return [
        replace(estimate, compare=_corrected(estimate.compare, p_value)) if estimate.compare else estimate
        for estimate, p_value in zip(estimates, corrected, strict=True)
    ]


def _corrected(compare: Comparison, p_value: float | None) -> Comparison:
    is_taken_back = p_value is not None and p_value >= SIGNIFICANT and compare.verdict is not None
    return replace(compare, p_adjusted=p_value, verdict=Verdict.NO_CHANGE if is_taken_back else compare.verdict)


def quantile_estimate(
    definition: Definition, counts: Mapping[int, int], *, other: Mapping[int, int] | None = None
) -> Estimate:
    """A quantile of times from how many fell in each bucket, with its interval from order statistics."""
    value, low, high = quantile(counts, definition.quantile) or (None, None, None)
    compare = None
    if other is not None:
        compare = replace(_quantiles_compared(definition.quantile, counts, other), other_n=sum(other.values()))
    return Estimate({}, sum(counts.values()), value, low, high, compare)


def _quantiles_compared(q: float, here: Mapping[int, int], there: Mapping[int, int]) -> Comparison:
    """Two quantiles by z: the error of each is read off its interval, which holds 1.96 of them on either side."""
    one, two = quantile(here, q), quantile(there, q)
    if one is None or two is None:
        return NO_COMPARISON
    (value, low, high), (other_value, other_low, other_high) = one, two
    gap = value - other_value
    if low is None or high is None or other_low is None or other_high is None:
        return Comparison(gap, None, None, None, None, None)
    error = sqrt((high - low) ** 2 + (other_high - other_low) ** 2) / (2 * Z95)
    if error == 0:
        return Comparison(gap, gap, gap, 1.0 if gap == 0 else 0.0, verdict(gap, gap), None)
    low, high = gap - Z95 * error, gap + Z95 * error
    return Comparison(gap, low, high, 2 * float(special.ndtr(-abs(gap) / error)), verdict(low, high), None)


def estimate_of(
    measure: Measure,
    sums: Sums,
    *,
    other: Sums | None = None,
    dimensions: Mapping[str, str] | None = None,
    bounds: Bounds = NO_BOUNDS,
) -> Estimate:
    """The figure of one cell; with `other`, compared with that one. No answers give no value, never 0.

    >>> estimate_of("score", Sums(6, 2, 4)).value
    0.3333333333333333
    >>> estimate_of("score", Sums(0, 0, 0)).value is None
    True
    """
    low, high = interval(measure, sums, bounds) or (None, None)
    return Estimate(
        dimensions=dict(dimensions or {}),
        n=int(sums.n),
        value=value_of(measure, sums),
        low=low,
        high=high,
        compare=None if other is None else comparison(measure, sums, other, bounds),
        variance=_variance(measure, sums),
    )


def value_of(measure: Measure, sums: Sums) -> float | None:
    """The value shown: the mean of v, or the number of rows for a count; null where there is no row.

    A count of no rows is null as well: rows that never came and rows never recorded look the same.
    """
    if not sums.n:
        return None
    return sums.n if measure == "count" else sums.mean


def interval(measure: Measure, sums: Sums, bounds: Bounds = NO_BOUNDS) -> tuple[float, float] | None:
    """The 95 % interval of the value; null where there is none."""
    if not sums.n:
        return None
    if measure == "score":
        return net_score_interval(sums)
    if measure == "share":
        return wilson(sums.total, sums.n)
    if measure == "mean":
        return bounded_mean_interval(sums, *bounds)
    return mean_interval(sums) if measure == "seconds" else count_interval(sums.n)


def _variance(measure: Measure, sums: Sums) -> float | None:
    if not sums.n or measure == "count":
        return None
    return sample_variance(sums) if measure in ("seconds", "mean") else variance(sums)


def difference(measure: Measure, here: Sums, there: Sums, bounds: Bounds = NO_BOUNDS) -> Difference:
    """Here less there, with its interval and p-value, by the test that belongs to the measure."""
    if not here.n or not there.n:
        return UNKNOWN_DIFFERENCE
    if measure == "score":
        return net_score_difference(here, there)
    if measure == "share":
        return share_difference(here, there)
    if measure == "mean" and bounds != NO_BOUNDS:
        return bounded_mean_difference(here, there, *bounds)
    return count_difference(here.n, there.n) if measure == "count" else mean_difference(here, there)


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


def comparison(measure: Measure, here: Sums, there: Sums, bounds: Bounds = NO_BOUNDS) -> Comparison:
    """These answers against the other ones; everything null where either has no value."""
    value, other_value = value_of(measure, here), value_of(measure, there)
    if value is None or other_value is None:
        return NO_COMPARISON
    low, high, p_value = difference(measure, here, there, bounds)
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
    if measure == "quantile":
        return _quantiles_differ(one, other)
    low, high, _ = difference(measure, sums_of(measure, one), sums_of(measure, other))
    return verdict(low, high) in (Verdict.UP, Verdict.DOWN)


def _quantiles_differ(one: Estimate, other: Estimate) -> bool:
    """By z, the error of each read off its interval; two whose intervals are not known are not told apart."""
    bounds = (one.low, one.high, other.low, other.high)
    if None in bounds or one.value is None or other.value is None:
        return False
    low, high, other_low, other_high = (bound or 0.0 for bound in bounds)
    return 2 * abs(one.value - other.value) > sqrt((high - low) ** 2 + (other_high - other_low) ** 2)


def sums_of(measure: Measure, estimate: Estimate) -> Sums:
    """The sums from which an estimate was made, as far as rounding lets.

    >>> sums_of("score", estimate_of("score", Sums(10, 5, 7)))
    Sums(n=10, total=5.0, squares=7.0)
    """
    n, value = estimate.n_effective or estimate.n, estimate.value
    if not n or value is None:
        return NO_ANSWERS
    if measure == "count":
        return Sums(n, float(n), float(n))
    spread = estimate.variance or 0.0
    if measure in ("seconds", "mean"):
        spread *= (n - 1) / n
    return Sums(n, value * n, (spread + value * value) * n)
