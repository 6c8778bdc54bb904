"""What a plan brought: a difference of differences against other units, or the break of a series. Pure statistics.

Both work on weeks of additive sums (n answers, their mean v), so that they serve every indicator that is a mean. See
docs/reference/formulas/effect-of-a-plan.md for the equations, and for how often the intervals hold the truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aisance.core.later import Later

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Later("numpy")

special: Any = Later("scipy.special")

type Dates = tuple[int, int]

CONFIDENCE = 0.95
CORRELATIONS = tuple(0.1 * step for step in range(10))
"""By how much neighbouring weeks may hang together."""
HALVINGS = 40


@dataclass(frozen=True, slots=True)
class Series:
    """One unit, week by week: how many answers, and their mean where there are any. `joins` is null for one not in.

    `began` is the index of the week in which the unit began, `joins` that of the first week that is wholly after.
    """

    name: str
    n: tuple[int, ...]
    mean: tuple[float | None, ...]
    joins: int | None = None
    began: int | None = None

    @property
    def dates(self) -> Dates | None:
        """The last week that is partly before, and the first that is wholly after."""
        if self.joins is None:
            return None
        return (self.joins if self.began is None else self.began), self.joins


@dataclass(frozen=True, slots=True)
class Figure:
    """An estimate with its 95 % interval and the degrees of freedom of its t distribution."""

    value: float
    low: float
    high: float
    freedom: float

    @property
    def is_established(self) -> bool:
        """Whether chance alone is ruled out: the interval does not hold 0."""
        return self.low > 0 or self.high < 0


def difference_in_differences(units: Sequence[Series], variance: float) -> Figure | None:
    """By how much more the units of a plan moved than the others, at their own dates; null where nothing can be said.

    `variance` is that of one answer. Each unit is one observation, its mean after less its mean before, so that weeks
    that hang together do no harm; what weeks have in common falls out, since all units have the same weeks.
    Between units a variance of its own is allowed for (Paule and Mandel, 1982), with the t distribution and the
    variance of Hartung and Knapp (2001), at least that of the answers. Needs a unit that is in, one that is not,
    and four in all.
    """
    dates = [unit.dates for unit in units if unit.dates]
    others = [unit for unit in units if unit.dates is None]
    if not dates or not others:
        return None
    weeks = _common_weights(units)
    moves = [_mean_move(unit, [unit.dates], weeks, variance) for unit in units if unit.dates]
    beside = [_mean_move(unit, dates, weeks, variance) for unit in others]
    rows = [(move, 1.0) for move in moves if move] + [(move, 0.0) for move in beside if move]
    if sum(group for _, group in rows) < 1 or len(rows) < 4 or all(group for _, group in rows):
        return None
    y = np.array([move[0] for move, _ in rows])
    s2 = np.array([move[1] for move, _ in rows])
    return two_groups(y, s2, np.array([group for _, group in rows]))


def trends_before(units: Sequence[Series], variance: float) -> Figure | None:
    """By how much more the units of a plan moved a week than the others, before any of them began."""
    first = min((unit.dates[0] for unit in units if unit.dates), default=0)
    rows = [(slope, 0.0 if unit.joins is None else 1.0) for unit in units if (slope := _slope(unit, first, variance))]
    groups = np.array([group for _, group in rows])
    if len(rows) < 4 or groups.sum() in (0, len(rows)):
        return None
    return two_groups(np.array([s[0] for s, _ in rows]), np.array([s[1] for s, _ in rows]), groups)


def two_groups(y: NDArray[Any], s2: NDArray[Any], group: NDArray[Any]) -> Figure:
    """The mean of the group marked 1 less that of the others, where each y has a known variance and one in common.

    >>> import numpy as np
    >>> two_groups(np.array([1.0, 1.0, 0.0, 0.0]), np.full(4, 1e-9), np.array([1, 1, 0, 0])).value
    1.0
    """
    freedom = len(y) - 2
    between = _between(y, s2, group)
    value, spread, squares = _weighted_difference(y, s2 + between, group)
    quantile = float(special.stdtrit(freedom, (1 + CONFIDENCE) / 2))
    # Units that happen to agree must not make the interval shorter than what the answers themselves leave to chance.
    half = max(quantile * float(np.sqrt(squares / freedom)), float(special.ndtri((1 + CONFIDENCE) / 2))) * spread**0.5
    return Figure(value, value - half, value + half, freedom)


def _weighted_difference(y: NDArray[Any], s2: NDArray[Any], group: NDArray[Any]) -> tuple[float, float, float]:
    """The difference of two weighted means, its variance, and the weighted squares about them."""
    w = 1 / s2
    inside = group > 0
    means = [float((w[part] * y[part]).sum() / w[part].sum()) for part in (inside, ~inside)]
    fitted = np.where(inside, *means)
    spread = 1 / float(w[inside].sum()) + 1 / float(w[~inside].sum())
    return means[0] - means[1], spread, float((w * (y - fitted) ** 2).sum())


def _between(y: NDArray[Any], s2: NDArray[Any], group: NDArray[Any]) -> float:
    """The variance between units beyond that of their answers; 0 where answers explain all (Paule and Mandel)."""
    freedom = len(y) - 2
    if _weighted_difference(y, s2, group)[2] <= freedom:
        return 0.0
    low, high = 0.0, float(np.var(y)) * len(y) + float(s2.max())
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _weighted_difference(y, s2 + middle, group)[2] > freedom:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _common_weights(units: Sequence[Series]) -> NDArray[Any]:
    """What a week counts in every unit: its answers in all of them, so that what is common to a week falls out."""
    return np.array([unit.n for unit in units], dtype=float).sum(axis=0)


type Move = tuple[float, float]
"""A mean after less a mean before, and its variance by chance alone."""


def _contrast(unit: Series, dates: Dates, weeks: NDArray[Any]) -> NDArray[Any] | None:
    """What each week of a unit counts in its move: positive after, negative before; null without answers on a side."""
    n = np.array(unit.n, dtype=float)
    place = np.arange(len(n))
    weights = np.where(n > 0, weeks, 0.0)
    after, before = weights * (place >= dates[1]), weights * (place < dates[0])
    if not after.sum() or not before.sum():
        return None
    contrast: NDArray[Any] = after / after.sum() - before / before.sum()
    return contrast


def _mean_move(unit: Series, dates: Sequence[Dates], weeks: NDArray[Any], variance: float) -> Move | None:
    """The move of a unit at these dates, on average: its own, or those of all who are in for one that is not."""
    found = [contrast for one in dates if (contrast := _contrast(unit, one, weeks)) is not None]
    if len(found) < len(dates):
        return None
    contrast = np.mean(found, axis=0)
    n = np.array(unit.n, dtype=float)
    means = np.array([mean or 0.0 for mean in unit.mean])
    spread = np.where(n > 0, contrast**2 / np.maximum(n, 1), 0.0).sum() * variance
    return float((contrast * means).sum()), max(float(spread), 1e-12)


def _slope(unit: Series, end: int, variance: float) -> Move | None:
    """The straight line through the weeks before `end`, weighted by answers: its slope a week, and its variance."""
    n, place = np.array(unit.n[:end], dtype=float), np.arange(end, dtype=float)
    if (n > 0).sum() < 3:
        return None
    means = np.array([mean or 0.0 for mean in unit.mean[:end]])
    middle = (n * place).sum() / n.sum()
    squares = (n * (place - middle) ** 2).sum()
    return float((n * (place - middle) * means).sum() / squares), float(variance / squares)


def break_of_series(series: Series) -> Figure | None:
    """By how much a series lies higher after a plan began than its straight line before would have gone on.

    y = a + b week + effect x after + e, where e is correlated from week to week (AR(1)) and the more precise the more
    answers a week has. The correlation is not known: every one from 0 to 0.9 speaks in the measure in which the data
    make it likely (restricted likelihood, Harville 1974), and the interval is that of the mixture of their t
    distributions. Needs four weeks more than it estimates.
    """
    dates = series.dates
    if dates is None:
        return None
    kept = [i for i, n in enumerate(series.n) if n > 0 and not dates[0] <= i < dates[1]]
    if len(kept) < 7:
        return None
    place = np.array(kept, dtype=float)
    n = np.array([series.n[i] for i in kept], dtype=float)
    y = np.array([series.mean[i] for i in kept], dtype=float)
    after = (place >= dates[1]).astype(float)
    if after.sum() in (0, len(kept)):
        return None
    design = np.column_stack([np.ones_like(place), place - place.mean(), after])
    return _mixture(y, design, place, np.sqrt(n))


def _mixture(y: NDArray[Any], design: NDArray[Any], place: NDArray[Any], root: NDArray[Any]) -> Figure:
    freedom = len(y) - design.shape[1]
    fits = [_fit(y * root, design * root[:, None], place, rho, freedom) for rho in CORRELATIONS]
    value, scale, likelihood = (np.array(column) for column in zip(*fits, strict=True))
    weight = np.exp(likelihood - likelihood.max())
    weight /= weight.sum()
    middle = float((weight * value).sum())
    low, high = (_quantile(q, value, scale, weight, freedom) for q in ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2))
    return Figure(middle, low, high, freedom)


def _fit(
    y: NDArray[Any], design: NDArray[Any], place: NDArray[Any], rho: float, freedom: int
) -> tuple[float, float, float]:
    """The effect, its standard error and the restricted log-likelihood for one correlation."""
    correlation = rho ** np.abs(place[:, None] - place[None, :])
    lower = np.linalg.cholesky(correlation)
    z, x = np.linalg.solve(lower, y), np.linalg.solve(lower, design)
    information = x.T @ x
    beta = np.linalg.solve(information, x.T @ z)
    squares = float(((z - x @ beta) ** 2).sum())
    error = np.sqrt(max(squares, 1e-300) / freedom * np.linalg.inv(information)[2, 2])
    size = 2 * float(np.log(np.diag(lower)).sum()) + float(np.linalg.slogdet(information)[1])
    return float(beta[2]), float(error), -0.5 * (size + freedom * float(np.log(max(squares, 1e-300))))


def _quantile(q: float, value: NDArray[Any], scale: NDArray[Any], weight: NDArray[Any], freedom: int) -> float:
    """A quantile of a mixture of t distributions, by halving."""
    reach = 60 * float(scale.max()) + 1e-12
    low, high = float(value.min()) - reach, float(value.max()) + reach
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = float((weight * special.stdtr(freedom, (middle - value) / scale)).sum())
        low, high = (middle, high) if below < q else (low, middle)
    return (low + high) / 2
