"""Weights that bring respondents to declared shares: post-stratification, raking, trimming. They average 1.

Weights mend what the named categories tell, and nothing else; they widen intervals. `weight_report` says by how much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from aisance.core.later import Later
from aisance.indicators.statistics.weighted import kish_design_effect

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Later("numpy")

type Cell = tuple[str, ...]
type Floats = NDArray[np.float64]

SUM_TOLERANCE = 1e-6
"""Shares typed by people: they may miss 1 by this, and are then scaled."""


class WeightingProblem(StrEnum):
    """Why targets cannot be reached."""

    TARGET_SUM = "target_sum"
    """The target shares of dimension `dimension` add up to `amount` and not to 1."""
    TARGET_SHARE = "target_share"
    """The target share of `code` is `amount`: negative or no number."""
    NO_RESPONDENTS = "no_respondents"
    """A share is wanted for `code`, and nobody there answered."""
    NO_TARGET = "no_target"
    """Some in `code` answered, and no share, or a share of 0, is wanted for it."""
    NO_CONVERGENCE = "no_convergence"
    """The targets contradict each other in these cells; the share of `code` stayed off by `amount`, the worst."""
    LIMITS = "limits"
    """No weights between the limits reach the targets; `code` is the worst category, `amount` how far off it is."""


class WeightingError(ValueError):
    """Targets that cannot be reached: `kind` says why, `code` where, in the dimension at this place.

    The text is English and for logs; pages make their own sentence of the attributes.
    """

    def __init__(
        self, kind: WeightingProblem, *, code: str | None = None, dimension: int = 0, amount: float | None = None
    ) -> None:
        super().__init__(f"{kind}: dimension {dimension}, code {code!r}, amount {amount}")
        self.kind = kind
        self.code = code
        self.dimension = dimension
        self.amount = amount


@dataclass(frozen=True, slots=True)
class WeightReport:
    """What weighting costs: `design_effect` multiplies the variance, `effective_n` is n divided by it."""

    n: float
    design_effect: float
    effective_n: float
    smallest: float
    largest: float


def post_stratify(counts: Mapping[str, float], targets: Mapping[str, float]) -> dict[str, float]:
    """The weight of each category, target share / observed share; n-weighted they average 1.

    Raises WeightingError. A category of no respondents and no share gets no weight.
    Source: D. Holt and T. M. F. Smith, 1979, JRSS A 142, 33-46.

    >>> post_stratify({"phone": 80, "chat": 20}, {"phone": 0.5, "chat": 0.5})
    {'phone': 0.625, 'chat': 2.5}
    """
    wanted = _checked(counts, targets, 0)
    n = sum(counts.values())
    return {code: wanted[code] / (count / n) for code, count in counts.items() if count > 0}


def rake(
    table: Mapping[Cell, float],
    margins: Sequence[Mapping[str, float]],
    *,
    tolerance: float = 1e-10,
    most_rounds: int = 1000,
) -> dict[Cell, float]:
    """The weight of each cell with which every dimension has its target shares, changing the cells least.

    `table` counts respondents by the codes of all dimensions, `margins` holds the target shares of each dimension in
    the same order. Iterative proportional fitting, until no share is off by more than `tolerance`. Raises
    WeightingError. Source: W. E. Deming and F. F. Stephan, 1940, Annals of Mathematical Statistics 11, 427-444.

    >>> table = {("phone", "north"): 40, ("phone", "south"): 20, ("chat", "north"): 20, ("chat", "south"): 20}
    >>> weights = rake(table, [{"phone": 0.5, "chat": 0.5}, {"north": 0.5, "south": 0.5}])
    >>> [round(weight, 6) for weight in weights.values()]
    [0.732233, 1.035534, 1.035534, 1.464466]
    """
    problem = _Problem(table, margins)
    weights, worst = problem.fitted(np.ones(len(problem.counts)), tolerance, most_rounds)
    if worst > tolerance:
        raise problem.failure(WeightingProblem.NO_CONVERGENCE, weights)
    return problem.by_cell(weights)


def trim(
    table: Mapping[Cell, float],
    margins: Sequence[Mapping[str, float]],
    low: float,
    high: float,
    *,
    tolerance: float = 1e-6,
    most_rounds: int = 1000,
) -> dict[Cell, float]:
    """Raked weights held between `low` and `high`, raked anew with those at a limit kept there, until both hold.

    Raises WeightingError where no such weights are found: of kind LIMITS, with the category that stays furthest off.
    Source: J. C. Deville and C.-E. Särndal, 1992, JASA 87, 376-382 (bounded calibration).

    >>> table = {("phone",): 90, ("chat",): 10}
    >>> trim(table, [{"phone": 0.7, "chat": 0.3}], 0.5, 4.0) == rake(table, [{"phone": 0.7, "chat": 0.3}])
    True
    """
    if not 0 <= low <= 1 <= high:
        raise ValueError("Weights average 1: the lower limit is at most 1, the upper one at least 1.")
    problem = _Problem(table, margins)
    weights, worst = problem.fitted(np.ones(len(problem.counts)), min(tolerance, 1e-10), most_rounds)
    if worst > tolerance:
        raise problem.failure(WeightingProblem.NO_CONVERGENCE, weights)
    if weights.min() < low or weights.max() > high:
        weights = problem.bounded(weights, low, high, tolerance, most_rounds)
    return problem.by_cell(weights)


def weight_report(table: Mapping[Cell, float], weights: Mapping[Cell, float]) -> WeightReport:
    """What these weights cost the respondents counted in `table`. Raises ValueError without respondents.

    >>> report = weight_report({("phone",): 80, ("chat",): 20}, {("phone",): 0.625, ("chat",): 2.5})
    >>> report.design_effect, report.effective_n
    (1.5625, 64.0)
    """
    used = {cell: n for cell, n in table.items() if n > 0}
    n = sum(used.values())
    w = sum(n * weights[cell] for cell, n in used.items())
    effect = kish_design_effect(n, w, sum(n * weights[cell] ** 2 for cell, n in used.items()))
    if effect is None:
        raise ValueError("There is nobody to weigh.")
    held = [weights[cell] for cell in used]
    return WeightReport(n, effect, n / effect, min(held), max(held))


def _checked(counts: Mapping[str, float], targets: Mapping[str, float], dimension: int) -> dict[str, float]:
    """The target shares scaled to 1, once they can be reached at all."""
    for code, share in targets.items():
        if not 0 <= share < float("inf"):
            raise WeightingError(WeightingProblem.TARGET_SHARE, code=code, dimension=dimension, amount=share)
    total = sum(targets.values())
    if abs(total - 1) > SUM_TOLERANCE:
        raise WeightingError(WeightingProblem.TARGET_SUM, dimension=dimension, amount=total)
    for code, share in targets.items():
        if share > 0 and counts.get(code, 0) <= 0:
            raise WeightingError(WeightingProblem.NO_RESPONDENTS, code=code, dimension=dimension)
    for code, count in counts.items():
        if count > 0 and targets.get(code, 0.0) <= 0:
            raise WeightingError(WeightingProblem.NO_TARGET, code=code, dimension=dimension)
    return {code: share / total for code, share in targets.items() if share > 0}


class _Problem:
    """The cells that have respondents; for each dimension, the category of each cell and what every one should hold."""

    def __init__(self, table: Mapping[Cell, float], margins: Sequence[Mapping[str, float]]) -> None:
        self.cells = [cell for cell, n in table.items() if n > 0]
        if any(len(cell) != len(margins) for cell in self.cells):
            raise ValueError("Every cell needs one code for each dimension that has targets.")
        self.counts: Floats = np.array([table[cell] for cell in self.cells], dtype=float)
        self.n = float(self.counts.sum())
        self.codes: list[list[str]] = []
        self.places: list[NDArray[np.intp]] = []
        self.wanted: list[Floats] = []
        for dimension, targets in enumerate(margins):
            self._add(dimension, targets)

    def _add(self, dimension: int, targets: Mapping[str, float]) -> None:
        held: dict[str, float] = {}
        for cell, n in zip(self.cells, self.counts, strict=True):
            held[cell[dimension]] = held.get(cell[dimension], 0.0) + float(n)
        shares = _checked(held, targets, dimension)
        place = {code: i for i, code in enumerate(shares)}
        self.codes.append(list(shares))
        self.places.append(np.array([place[cell[dimension]] for cell in self.cells], dtype=np.intp))
        self.wanted.append(np.array(list(shares.values())) * self.n)

    def fitted(self, weights: Floats, tolerance: float, most_rounds: int) -> tuple[Floats, float]:
        """Scale dimension after dimension; the weights, and how far off the worst share stayed."""
        worst = self.worst(weights)
        for _ in range(most_rounds):
            if worst <= tolerance:
                break
            for place, wanted in zip(self.places, self.wanted, strict=True):
                held = np.bincount(place, weights * self.counts)
                weights = weights * np.divide(wanted, held, out=np.zeros_like(held), where=held > 0)[place]
            worst = self.worst(weights)
        return weights, worst

    def bounded(self, weights: Floats, low: float, high: float, tolerance: float, most_rounds: int) -> Floats:
        """Scale what is free to move in each category, cut at the limits, and again."""
        for _ in range(most_rounds):
            weights = weights.clip(low, high)
            if self.worst(weights) <= tolerance:
                return weights
            for dimension in range(len(self.wanted)):
                weights = self._freely(weights, dimension, low, high)
        raise self.failure(WeightingProblem.LIMITS, weights.clip(low, high))

    def failure(self, kind: WeightingProblem, weights: Floats) -> WeightingError:
        code, dimension, off = self._furthest(weights)
        return WeightingError(kind, code=code, dimension=dimension, amount=off)

    def _freely(self, weights: Floats, dimension: int, low: float, high: float) -> Floats:
        """Bring one dimension to its targets by those cells that a limit does not hold back."""
        place, wanted = self.places[dimension], self.wanted[dimension]
        weights = weights.clip(low, high)
        held = np.bincount(place, weights * self.counts)
        growing = (wanted > held)[place]
        free = np.where(growing, weights < high, weights > low)
        moving = np.bincount(place, weights * self.counts * free, minlength=len(wanted))
        factor = np.ones(len(wanted))
        np.divide(wanted - (held - moving), moving, out=factor, where=moving > 0)
        return np.where(free, weights * factor.clip(0)[place], weights)

    def worst(self, weights: Floats) -> float:
        return abs(self._furthest(weights)[2])

    def _furthest(self, weights: Floats) -> tuple[str | None, int, float]:
        """The category whose share is furthest from its target: its code, its dimension, by how much it is off."""
        found: tuple[str | None, int, float] = (None, 0, 0.0)
        for dimension, (place, wanted) in enumerate(zip(self.places, self.wanted, strict=True)):
            off = (np.bincount(place, weights * self.counts) - wanted) / self.n
            if off.size and abs(off).max() > abs(found[2]):
                at = int(abs(off).argmax())
                found = (self.codes[dimension][at], dimension, float(off[at]))
        return found

    def by_cell(self, weights: Floats) -> dict[Cell, float]:
        return {cell: float(weight) for cell, weight in zip(self.cells, weights, strict=True)}
