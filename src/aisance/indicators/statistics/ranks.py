"""Ranking many units honestly: values drawn towards their mean, a confidence set for each rank, groups of ties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from aisance.core.later import Later

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Later("numpy")

optimize: Any = Later("scipy.optimize")
special: Any = Later("scipy.special")


type Floats = NDArray[np.float64]


class Shrunk(NamedTuple):
    """Values drawn towards `mean`, their variances about the truth, and how much the units truly differ (`tau2`)."""

    values: list[float]
    variances: list[float]
    mean: float
    tau2: float


def shrink(values: Sequence[float], variances: Sequence[float]) -> Shrunk | None:
    """Values of units drawn towards their common mean, the less sure the more; null without a value.

    Each unit's truth is taken to come from a normal law of variance tau², known from the units themselves (Paule and
    Mandel), and each value from one around its truth with the variance given. A unit keeps tau²/(tau² + variance) of
    its distance to the mean. The variances returned hold what the uncertain mean and tau² add. For ranking and for
    the eye: a unit's own figure stays the one measured. One of variance 0 stays where it is.
    Source: R. C. Paule and J. Mandel, 1982, Journal of Research of the NBS 87, 377-385; C. N. Morris, 1983, JASA 78,
    47-55.

    >>> shrunk = shrink([0.0, 0.5, 1.0], [0.05, 0.05, 0.05])
    >>> [round(value, 3) for value in shrunk.values], round(shrunk.tau2, 3)
    ([0.1, 0.5, 0.9], 0.2)
    """
    y, v = np.asarray(values, dtype=float), np.asarray(variances, dtype=float)
    if not len(y):
        return None
    tau2 = _paule_mandel(y, v)
    mean, of_mean = _common_mean(y, v, tau2)
    kept = np.ones_like(v)
    np.divide(tau2, tau2 + v, out=kept, where=v > 0)
    about = kept * v + (1 - kept) ** 2 * of_mean + _of_unsure_spread(v, tau2, kept) * (y - mean) ** 2
    return Shrunk([float(x) for x in mean + kept * (y - mean)], [float(x) for x in about], mean, tau2)


def _of_unsure_spread(v: Floats, tau2: float, kept: Floats) -> Floats:
    """The variance of the share by which a value is drawn, since tau² is only known from the units (Morris)."""
    unsure = np.zeros_like(v)
    np.divide(v.mean() + tau2, v + tau2, out=unsure, where=v > 0)
    return 2 / max(1, len(v) - 3) * (1 - kept) ** 2 * unsure


def _common_mean(y: Floats, v: Floats, tau2: float) -> tuple[float, float]:
    """The mean of all units and its variance; units known exactly decide alone where units do not differ."""
    total = v + tau2
    exact = total <= 0
    if exact.any():
        return float(y[exact].mean()), 0.0
    weights = 1 / total
    return float((weights * y).sum() / weights.sum()), float(1 / weights.sum())


def _paule_mandel(y: Floats, v: Floats) -> float:
    """The variance between units with which their spread is what chance expects: k - 1; never negative."""
    if len(y) < 2:
        return 0.0
    spread = float(y.var(ddof=1))
    least = 1e-12 * spread
    if spread == 0 or _excess(least, y, v) <= 0:
        return 0.0
    most = spread + float(v.max())
    while _excess(most, y, v) > 0:
        most *= 2
    return float(optimize.brentq(_excess, least, most, args=(y, v), xtol=1e-12 * most))


def _excess(tau2: float, y: Floats, v: Floats) -> float:
    weights = 1 / (v + tau2)
    mean = (weights * y).sum() / weights.sum()
    return float((weights * (y - mean) ** 2).sum()) - (len(y) - 1)


def rank_sets(values: Sequence[float], variances: Sequence[float], level: float = 0.95) -> list[tuple[int, int]]:
    """The best and the worst rank each unit may have, all sets together holding the truth with `level`.

    Rank 1 is the highest. A unit's best rank is 1 plus the number of units significantly above it, its worst the number
    of all less those significantly below. Each ordered pair is tested, one-sided, and the tests are held to the level
    together by Holm's steps down. Values are independent and about normal. Where truths are equal, units share the best
    of their ranks to the worst.
    Source: M. Mogstad, J. P. Romano, A. M. Shaikh and D. Wilhelm, 2024, Review of Economic Studies 91, 476-518, with
    Holm's critical values in the place of resampled ones.

    >>> rank_sets([0.60, 0.35, 0.34, 0.10], [0.001] * 4)
    [(1, 1), (2, 3), (2, 3), (4, 4)]
    """
    above = _significantly_above(np.asarray(values, dtype=float), np.asarray(variances, dtype=float), level)
    better, worse = above.sum(axis=0), above.sum(axis=1)
    return [(1 + int(b), len(better) - int(w)) for b, w in zip(better, worse, strict=True)]


def _significantly_above(y: Floats, v: Floats, level: float) -> NDArray[np.bool_]:
    """Entry [i, j]: i is established to be above j. Holm over all ordered pairs of two different units."""
    apart = y[:, None] - y[None, :]
    error = np.sqrt(v[:, None] + v[None, :])
    certain = np.where(apart > 0, np.inf, np.where(apart < 0, -np.inf, 0.0))
    z = np.divide(apart, error, out=certain, where=error > 0)
    np.fill_diagonal(z, -np.inf)
    ordered = np.sort(z, axis=None)[::-1][: len(y) * (len(y) - 1)]
    limits = -special.ndtri((1 - level) / np.arange(len(ordered), 0, -1))
    short = np.flatnonzero(ordered <= limits)
    found = len(ordered) if not len(short) else int(short[0])
    return z >= ordered[found - 1] if found else np.zeros_like(z, dtype=bool)


def tie_groups(values: Sequence[float], variances: Sequence[float], level: float = 0.95) -> list[list[int]]:
    """Units put in order, the highest first, and cut where the first of a group is established to be above the next.

    Gives the places of the units in `values`. Between members of a group the order cannot be told from chance by
    looking at its first; the tests are those of `rank_sets`.

    >>> tie_groups([0.10, 0.60, 0.34, 0.35], [0.001] * 4)
    [[1], [3, 2], [0]]
    """
    y = np.asarray(values, dtype=float)
    above = _significantly_above(y, np.asarray(variances, dtype=float), level)
    groups: list[list[int]] = []
    for i in sorted(range(len(y)), key=lambda i: -y[i]):
        if groups and not above[groups[-1][0], i]:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups
