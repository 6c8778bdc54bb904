"""Why a mean moved between two periods: because cells weigh otherwise (mix), or because cells changed (rate).

E. M. Kitagawa, 1955, JASA 50, 1168-1194, in its symmetric form, which is exact and treats both periods alike. With p
the share of the weight a cell has, m its mean and M the mean of both periods' overall values:

    mix of a cell  = (p after - p before) · ((m before + m after) / 2 - M)
    rate of a cell = (p before + p after) / 2 · (m after - m before)

All of them add up to the difference. Taking M off changes no sum; it lets a cell's mix be read: more of what is better
than the rest raises the mean. A cell absent from one period borrows its mean from the other one: all of it is mix.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, Any, Self

from aisance.core.later import Later
from aisance.core.statistics import Z95
from aisance.indicators.statistics.intervals import Difference, mean_difference
from aisance.indicators.statistics.weighted import Weighted, added, linearised_variance, scaled_to_effective

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Later("numpy")

type Floats = NDArray[np.float64]

BORROWED_ANSWERS = 2
"""A cell's own variance counts with its answers, that of all cells together with as many as this."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one cell did to the mean, with 95 % intervals. A value is null where the cell had no answers."""

    key: Any
    mix: float
    mix_low: float
    mix_high: float
    rate: float
    rate_low: float
    rate_high: float
    weight_before: float
    weight_after: float
    value_before: float | None
    value_after: float | None

    @property
    def total(self) -> float:
        return self.mix + self.rate


@dataclass(frozen=True, slots=True)
class Explanation:
    """After less before, and its parts, the largest first. Everything is null where a period has no answers.

    `moved` says whether the difference is established at 5 %; where it is not there is nothing to explain, and the
    parts are only what chance made of the cells.
    """

    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    moved: bool
    mix: float | None
    rate: float | None
    parts: list[Part] = field(default_factory=list)
    mix_low: float | None = None
    mix_high: float | None = None
    rate_low: float | None = None
    rate_high: float | None = None


NOTHING_TO_EXPLAIN = Explanation(None, None, None, None, False, None, None)


def explain(
    before: Mapping[Any, Weighted],
    after: Mapping[Any, Weighted],
    *,
    keep: int | Sequence[int] | None = None,
    tested: Difference | None = None,
) -> Explanation:
    """Split the difference of two weighted means into mix and rate by cell. Values in the unit of v.

    With `keep`, keys are tuples and the contributions of cells alike in those places are added up: parts of one
    dimension out of a split over several, still adding up to the difference. `tested` is the comparison shown
    elsewhere, so that the same difference is never said to have moved in one place and not in another; without it
    Welch's test decides.

    Intervals by the delta method: shares are multinomial, means independent of them; a cell's variance leans on that of
    all cells where its answers are few. Clusters count in means, not in shares. They are those of 95 % each, not of
    all together. Time grows with the square of the number of parts: 1,000 cells take half a second.

    >>> before = {"phone": Weighted(100, 100, 20, 60, 100, 20, 60), "chat": Weighted(100, 100, 60, 80, 100, 60, 80)}
    >>> after = {"phone": Weighted(150, 150, 30, 90, 150, 30, 90), "chat": Weighted(50, 50, 30, 40, 50, 30, 40)}
    >>> story = explain(before, after)
    >>> f"{story.difference:.2f} = {story.mix:.2f} + {story.rate:.2f}"
    '-0.10 = -0.10 + 0.00'
    >>> [(part.key, f"{part.mix:.4f}", f"{part.rate:.4f}") for part in story.parts]
    [('chat', '-0.0625', '0.0000'), ('phone', '-0.0375', '0.0000')]
    """
    whole_before, whole_after = added(before.values()), added(after.values())
    if whole_before.w <= 0 or whole_after.w <= 0:
        return NOTHING_TO_EXPLAIN
    keys = list(dict.fromkeys([*before, *after]))
    split = _Split.of(_Side.of(before, keys), _Side.of(after, keys))
    test = tested or mean_difference(scaled_to_effective(whole_after), scaled_to_effective(whole_before))
    everything = split.part(None, np.arange(len(keys)))
    parts = [split.part(key, places) for key, places in _places(keys, keep).items()]
    return Explanation(
        difference=whole_after.wv / whole_after.w - whole_before.wv / whole_before.w,
        low=test.low,
        high=test.high,
        p_value=test.p_value,
        moved=test.low is not None and test.high is not None and (test.low > 0 or test.high < 0),
        mix=everything.mix,
        rate=everything.rate,
        parts=sorted(parts, key=_size, reverse=True),
        mix_low=everything.mix_low,
        mix_high=everything.mix_high,
        rate_low=everything.rate_low,
        rate_high=everything.rate_high,
    )


def _size(part: Part) -> float:
    return abs(part.mix) + abs(part.rate)


def _places(keys: Sequence[Any], keep: int | Sequence[int] | None) -> dict[Any, NDArray[np.intp]]:
    """Which cells stand under each key that is kept."""
    found: dict[Any, list[int]] = {}
    for place, key in enumerate(keys):
        found.setdefault(_kept(key, keep), []).append(place)
    return {key: np.array(places) for key, places in found.items()}


def _kept(key: Any, keep: int | Sequence[int] | None) -> Hashable:
    if keep is None or isinstance(keep, int):
        kept: Hashable = key if keep is None else key[keep]
        return kept
    return tuple(key[place] for place in keep)


def folded(parts: Sequence[Part], keep: int | Sequence[int]) -> list[Part]:
    """The parts of joint cells added up by what stands in the place `keep` of their keys, the largest first.

    Mix, rate and weights add exactly, values are weighted means. Intervals take the cells for independent of each
    other, which is nearly true of rates and somewhat rough for mix: `explain(keep=...)` has the better ones.
    """
    groups: dict[Hashable, list[Part]] = {}
    for part in parts:
        groups.setdefault(_kept(part.key, keep), []).append(part)
    return sorted((_sum_of(key, group) for key, group in groups.items()), key=_size, reverse=True)


def _sum_of(key: Hashable, parts: Sequence[Part]) -> Part:
    mix, rate = sum(part.mix for part in parts), sum(part.rate for part in parts)
    mix_half = sqrt(sum((part.mix_high - part.mix_low) ** 2 for part in parts)) / 2
    rate_half = sqrt(sum((part.rate_high - part.rate_low) ** 2 for part in parts)) / 2
    before = [(part.weight_before, part.value_before) for part in parts]
    after = [(part.weight_after, part.value_after) for part in parts]
    return Part(
        key,
        *(mix, mix - mix_half, mix + mix_half),
        *(rate, rate - rate_half, rate + rate_half),
        *(sum(weight for weight, _ in before), sum(weight for weight, _ in after)),
        *(_mean_of(before), _mean_of(after)),
    )


def _mean_of(weighed: Sequence[tuple[float, float | None]]) -> float | None:
    known = [(weight, value) for weight, value in weighed if value is not None]
    weight = sum(weight for weight, _ in known)
    return sum(weight * value for weight, value in known) / weight if weight > 0 else None


@dataclass(frozen=True, slots=True)
class _Side:
    """One period, cell by cell: shares, means (0 where there is none), and the sums that make its variance."""

    n: float
    w: float
    p: Floats
    m: Floats
    w2: Floats
    drift: Floats
    residual: Floats

    @classmethod
    def of(cls, cells: Mapping[Any, Weighted], keys: Sequence[Any]) -> Self:
        nothing = Weighted(0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        row = [cells.get(key, nothing) for key in keys]
        n, w, wv, _, w2, w2v, w2v2 = np.array([cell[:7] for cell in row], dtype=float).T
        m = np.divide(wv, w, out=np.zeros_like(w), where=w > 0)
        residual = np.maximum(0.0, w2v2 - 2 * m * w2v + m * m * w2)
        return cls(
            float(n.sum()), float(w.sum()), w / w.sum(), m, w2, w2v - m * w2, _leaning(n, w2, residual, _clustered(row))
        )

    def variance(self, of_p: Floats, of_m: Floats) -> float:
        """That of an estimate with these derivatives by each share and by each mean, linearised."""
        away = of_p - of_p @ self.p
        inside = np.divide(of_m, self.p, out=np.zeros_like(of_m), where=self.p > 0)
        squares = self.w2 * away**2 + 2 * away * inside * self.drift + inside**2 * self.residual
        return max(0.0, float(squares.sum())) * self.n / max(1.0, self.n - 1) / self.w**2


def _clustered(row: Sequence[Weighted]) -> Floats:
    """Sum of w²(v - m)² by cell as customers make it; 0 where they are not known."""
    known = [0.0 if cell.clusters is None else linearised_variance(cell) or 0.0 for cell in row]
    weights: Floats = np.array([cell.w for cell in row], dtype=float)
    return weights**2 * known


def _leaning(n: Floats, w2: Floats, residual: Floats, clustered: Floats) -> Floats:
    """Sum of w²(v - m)² by cell, as answers without a cell's own mean would have it, leaning on all cells together."""
    used = max(1.0, float(n.sum()) - np.count_nonzero(n))
    own: Floats = np.divide(residual, w2, out=np.zeros_like(w2), where=w2 > 0) * n
    shared = float(own.sum()) / used
    spread: Floats = (own + BORROWED_ANSWERS * shared) / (np.maximum(n - 1, 0) + BORROWED_ANSWERS)
    return np.maximum(clustered, w2 * spread)


@dataclass(frozen=True, slots=True)
class _Split:
    """Both periods, a cell absent from one having the mean of the other."""

    before: _Side
    after: _Side
    m0: Floats
    m1: Floats
    middle: float

    @classmethod
    def of(cls, before: _Side, after: _Side) -> Self:
        m0 = np.where(before.p > 0, before.m, after.m)
        m1 = np.where(after.p > 0, after.m, before.m)
        return cls(before, after, m0, m1, float(before.p @ before.m + after.p @ after.m) / 2)

    def part(self, key: Any, places: NDArray[np.intp]) -> Part:
        """These cells together."""
        p0, p1 = self.before.p[places], self.after.p[places]
        m0, m1 = self.m0[places], self.m1[places]
        mix = float(((p1 - p0) * ((m0 + m1) / 2 - self.middle)).sum())
        rate = float(((p0 + p1) / 2 * (m1 - m0)).sum())
        mix_half, rate_half = Z95 * sqrt(self._mix_variance(places)), Z95 * sqrt(self._rate_variance(places))
        before, after = float(p0.sum()), float(p1.sum())
        return Part(
            key,
            *(mix, mix - mix_half, mix + mix_half),
            *(rate, rate - rate_half, rate + rate_half),
            *(before, after),
            float(p0 @ m0) / before if before > 0 else None,
            float(p1 @ m1) / after if after > 0 else None,
        )

    def _mix_variance(self, places: NDArray[np.intp]) -> float:
        """The overall value M moves with every cell, those looked at move by themselves as well."""
        shift = float((self.after.p[places] - self.before.p[places]).sum())
        of_p0, of_p1 = -shift / 2 * self.m0, -shift / 2 * self.m1
        of_m0, of_m1 = -shift / 2 * self.before.p, -shift / 2 * self.after.p
        away = (self.m0[places] + self.m1[places]) / 2 - self.middle
        of_p0[places] -= away
        of_p1[places] += away
        change = (self.after.p[places] - self.before.p[places]) / 2
        of_m0[places] += change
        of_m1[places] += change
        return self._variance(of_p0, of_p1, of_m0, of_m1)

    def _rate_variance(self, places: NDArray[np.intp]) -> float:
        of_p, of_m = np.zeros_like(self.m0), np.zeros_like(self.m0)
        of_p[places] = (self.m1[places] - self.m0[places]) / 2
        of_m[places] = (self.before.p[places] + self.after.p[places]) / 2
        return self._variance(of_p, of_p, -of_m, of_m)

    def _variance(self, of_p0: Floats, of_p1: Floats, of_m0: Floats, of_m1: Floats) -> float:
        """A borrowed mean is the other period's: what hangs on it hangs on that one."""
        no_before, no_after = self.before.p == 0, self.after.p == 0
        on_m0 = np.where(no_before, 0.0, of_m0 + np.where(no_after, of_m1, 0.0))
        on_m1 = np.where(no_after, 0.0, of_m1 + np.where(no_before, of_m0, 0.0))
        return self.before.variance(of_p0, on_m0) + self.after.variance(of_p1, on_m1)
