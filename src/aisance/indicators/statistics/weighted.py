"""Means of answers that do not all count alike: weighted, several from one customer, drawn from a finite population.

One variance serves all: that of the weighted mean as a ratio of two sums, linearised (Taylor). It is turned into an
effective number of answers, with which the intervals of `intervals` are asked, so that a weighted figure has the same
kind of interval as an unweighted one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from aisance.core.later import Later
from aisance.indicators.statistics.intervals import Sums

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike
else:
    np = Later("numpy")

special: Any = Later("scipy.special")

MOST_EFFECTIVE = 1e12
"""What a census counts as: its value has no error left, and the interval closes to nothing."""


class Clusters(NamedTuple):
    """Sums over customers, each with its own sum of w and its own sum of wv; a customer counts once in `k`.

    `ss` adds up (sum of wv)², `sw` (sum of wv)·(sum of w), `ww` (sum of w)². They add over cells only where no customer
    stands in two of them.
    """

    k: int
    ss: float
    sw: float
    ww: float


class Weighted(NamedTuple):
    """The additive sums of v with weights w over n answers; `clusters` where answers of one customer hang together.

    Any four numbers in the order of `Clusters` will do for it.
    """

    n: int
    w: float
    wv: float
    wv2: float
    w2: float
    w2v: float
    w2v2: float
    clusters: tuple[int, float, float, float] | None = None


NOTHING = Weighted(0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def weighted_sums(
    values: ArrayLike, weights: ArrayLike | None = None, customers: Sequence[object] | None = None
) -> Weighted:
    """The sums of such answers; weights are 1 where none are given, answers independent where no customers are.

    >>> weighted_sums([1, 0, -1], [2, 1, 1])
    Weighted(n=3, w=4.0, wv=1.0, wv2=3.0, w2=6.0, w2v=3.0, w2v2=5.0, clusters=None)
    """
    v = np.asarray(values, dtype=float)
    w = np.ones_like(v) if weights is None else np.asarray(weights, dtype=float)
    wv, w2 = w * v, w * w
    clusters = None if customers is None else _clusters(w, wv, customers)
    return Weighted(
        n=len(v),
        w=float(w.sum()),
        wv=float(wv.sum()),
        wv2=float((wv * v).sum()),
        w2=float(w2.sum()),
        w2v=float((w2 * v).sum()),
        w2v2=float((wv * wv).sum()),
        clusters=clusters,
    )


def _clusters(w: np.ndarray, wv: np.ndarray, customers: Sequence[object]) -> Clusters:
    place = {customer: i for i, customer in enumerate(dict.fromkeys(customers))}
    where = np.array([place[customer] for customer in customers], dtype=int)
    of_w, of_wv = np.bincount(where, w), np.bincount(where, wv)
    return Clusters(len(place), float((of_wv**2).sum()), float((of_wv * of_w).sum()), float((of_w**2).sum()))


def added(cells: Iterable[Weighted]) -> Weighted:
    """The sums of all these cells together. Clusters are dropped: a customer may stand in several cells.

    >>> added([weighted_sums([1, 0]), weighted_sums([1])]).wv
    2.0
    """
    columns = zip(NOTHING[:7], *(cell[:7] for cell in cells), strict=True)
    return Weighted._make([*map(sum, columns), None])


def ratio_mean(sums: Weighted) -> float | None:
    """The weighted mean, sum wv / sum w, in the unit of v; null without answers or where all weigh nothing.

    >>> ratio_mean(weighted_sums([1, 0, -1], [2, 1, 1]))
    0.25
    """
    return sums.wv / sums.w if sums.n and sums.w > 0 else None


def linearised_variance(sums: Weighted, *, population: int | None = None) -> float | None:
    """The variance of the weighted mean, in the unit of v squared; never negative.

    Answers alone: n/(n-1) · sum w²(v - m)² / (sum w)². With clusters, the same over customers, k/(k-1) · sum over
    customers of (sum w(v - m))² / (sum w)². With `population`, the number of those who could have answered, it is
    multiplied by 1 - n/N. Null under two answers or two customers. A population below n is a ValueError.
    Source: K. M. Wolter, Introduction to Variance Estimation, 2007, chapter 6; for clusters R. M. Woodruff, 1971,
    JASA 66, 411-414.

    >>> round(linearised_variance(weighted_sums([1, 0, -1], [2, 1, 1])), 6)  # 3/2 · (4·.5625 + .0625 + 1.5625) / 16
    0.363281
    >>> linearised_variance(weighted_sums([1, 1, 0, 0], customers="aabb"))  # two customers, each of one opinion
    0.25
    """
    left = _left_of(sums.n, population)
    mean = ratio_mean(sums)
    count = sums.n if sums.clusters is None else sums.clusters[0]
    if mean is None or count < 2:
        return None
    if sums.clusters is None:
        squares, crossed, weights = sums.w2v2, sums.w2v, sums.w2
    else:
        _, squares, crossed, weights = sums.clusters
    residual = squares - 2 * mean * crossed + mean * mean * weights
    return max(0.0, count / (count - 1) * residual / sums.w**2) * left


def _left_of(n: int, population: int | None) -> float:
    """The share of the population that did not answer."""
    if population is None:
        return 1.0
    if population < n:
        raise ValueError(f"{n} answers cannot come from a population of {population}.")
    return 1 - n / population if population else 1.0


def kish_design_effect(n: float, w: float, w2: float) -> float | None:
    """How much unequal weights alone widen a variance: n · sum w² / (sum w)², from 1 up; null where nothing weighs.

    It supposes that weights have nothing to do with v. Source: L. Kish, Survey Sampling, 1965, section 11.7.

    >>> kish_design_effect(3, 4, 6)
    1.125
    """
    return n * w2 / w**2 if n and w > 0 else None


def effective_n(sums: Weighted, *, population: int | None = None) -> float:
    """How many answers drawn one by one, of equal weight, would give the same variance of the mean; 0 to n.

    The variance of v divided by the linearised variance of its mean. It is n for weights of 1 and customers who answer
    once; at most n, at least 1. Where v does not vary nothing can be learnt of its variance, and the weights decide
    alone: (sum w)² / sum w², over customers where there are clusters. A variance known from few customers is uncertain
    itself and counts for less, by the ratio of the two quantiles of Student. Only `population` can lift it above n:
    everybody having answered counts as a million million. Source: E. L. Korn and B. I. Graubard, 1998, Survey
    Methodology 24, 193-201.

    >>> effective_n(weighted_sums([1, 0, -1, 0]))
    4.0
    >>> effective_n(weighted_sums([1, 1, 1, 1], customers="aabb"))
    2.0
    """
    left = _left_of(sums.n, population)
    mean = ratio_mean(sums)
    if mean is None:
        return 0.0
    alike = sums.clusters is None and sums.w == sums.n == sums.w2
    inside = float(sums.n) if alike else min(float(sums.n), max(1.0, _answers_worth(sums, mean)))
    return min(MOST_EFFECTIVE, inside / left) if left > 0 else MOST_EFFECTIVE


def _answers_worth(sums: Weighted, mean: float) -> float:
    spread = max(0.0, sums.wv2 / sums.w - mean * mean)
    error = linearised_variance(sums)
    most = sums.wv2 / sums.w
    if error is None or spread <= 1e-12 * most or error <= 1e-15 * most:
        return sums.w**2 / (sums.w2 if sums.clusters is None else sums.clusters[3])
    worth = spread * sums.n / (sums.n - 1) / error
    return worth if sums.clusters is None else worth * _trust(sums.n, sums.clusters[0])


def _trust(n: int, k: int) -> float:
    """What a variance known from k customers counts for, beside one known from n answers."""
    return float(special.stdtrit(n - 1, 0.975) / special.stdtrit(k - 1, 0.975)) ** 2


def scaled_to_effective(sums: Weighted, *, population: int | None = None) -> Sums:
    """The sums of as many answers as these are worth, for the intervals and tests of `intervals`.

    The mean is the weighted one, the variance of v too. For weights of 1 without clusters these are the very sums. The
    number in it is no number of answers: show the n of `sums` beside the figure.

    >>> scaled_to_effective(weighted_sums([1, 0, -1, 1]))
    Sums(n=4, total=1.0, squares=3.0)
    """
    if sums.clusters is None and population is None and sums.w == sums.n == sums.w2:
        return Sums(sums.n, sums.wv, sums.wv2)
    n = effective_n(sums, population=population)
    return Sums(n, sums.wv / sums.w * n, sums.wv2 / sums.w * n) if n else Sums(0, 0.0, 0.0)
