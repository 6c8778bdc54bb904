"""What themes weigh: irritants, what goes with a score, reserves of delight. Rules over arrays, a row a text.

`bad`, `good` and `told` are tables of texts by themes, true where a text is displeased with a theme, pleased only, or
mentions it at all; `v` is 1 for a high score, -1 for a low one, 0 between, and not a number without a score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aisance.core.later import Later
from aisance.core.statistics import Z95

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Later("numpy")

type Flags = NDArray[np.bool_]
type Floats = NDArray[np.float64]

FEWEST = 10
"""With fewer texts of a kind nothing is said of their mean."""
HELD_BACK = 10.0
"""Each coefficient is pulled towards 0 as by so many texts (ridge): themes told together stay readable."""


@dataclass(frozen=True, slots=True)
class Weight:
    """A figure with its 95 % interval; all null where too few texts stand behind it."""

    value: float | None
    low: float | None
    high: float | None


NO_WEIGHT = Weight(None, None, None)


@dataclass(frozen=True, slots=True)
class Irritant:
    """One theme as an irritant: `weight` = 1,000 x frequency x severity x cost.

    `frequency` is the share of texts displeased with it, `severity` from 0 to 1 by how much lower the score of those
    texts is, `cost` how many times the usual handling time their contacts took, null where that is not known and taken
    for 1.
    """

    theme: int
    texts: int
    frequency: float
    severity: float | None
    cost: float | None
    weight: Weight


def irritants(bad: Flags, v: Floats, seconds: Floats) -> list[Irritant]:
    """Every theme with a displeased text, the heaviest first; those whose severity is not known at the end.

    The interval is linearised (delta method): each text moves the product by its own part in the three factors.
    """
    found = [_irritant(place, bad[:, place], v, seconds) for place in range(bad.shape[1]) if bad[:, place].any()]
    return sorted(found, key=lambda one: (one.weight.value is None, -(one.weight.value or 0.0), -one.texts))


def _irritant(place: int, bad: Flags, v: Floats, seconds: Floats) -> Irritant:
    n, texts = len(bad), int(bad.sum())
    frequency = texts / n
    fall, moved_by = _shortfall(bad, v)
    cost, costed_by = _cost(bad, seconds)
    severity = None if fall is None else min(max(fall, 0.0), 1.0)
    if fall is None or severity is None:
        return Irritant(place, texts, frequency, None, cost, NO_WEIGHT)
    times = 1.0 if cost is None else cost
    parts = times * severity * (bad - frequency) + times * frequency * moved_by
    if cost is not None:
        parts = parts + frequency * severity * costed_by
    value = 1_000 * frequency * severity * times
    half = 1_000 * Z95 * float(np.sqrt((parts**2).sum())) / n
    return Irritant(place, texts, frequency, severity, cost, Weight(value, max(value - half, 0.0), value + half))


def _shortfall(bad: Flags, v: Floats) -> tuple[float | None, Floats]:
    """Half of how much lower the scores of these texts are than all: from -1 to 1; and what each text adds to it."""
    scored = ~np.isnan(v)
    here = scored & bad
    if here.sum() < FEWEST:
        return None, np.zeros(len(v))
    known = np.where(scored, v, 0.0)
    whole, own = known[scored].mean(), known[here].mean()
    parts = scored * (known - whole) / scored.mean() - here * (known - own) / here.mean()
    return float(whole - own) / 2, parts / 2


def _cost(bad: Flags, seconds: Floats) -> tuple[float | None, Floats]:
    """How many times the usual handling time these texts' contacts took, and what each text adds to it."""
    timed = ~np.isnan(seconds)
    here = timed & bad
    if here.sum() < FEWEST:
        return None, np.zeros(len(seconds))
    known = np.where(timed, seconds, 0.0)
    whole, own = known[timed].mean(), known[here].mean()
    if whole <= 0:
        return None, np.zeros(len(seconds))
    parts = here * (known - own) / here.mean() / whole - own / whole**2 * timed * (known - whole) / timed.mean()
    return float(own / whole), parts


@dataclass(frozen=True, slots=True)
class Impact:
    """What one theme goes with: `impact` is its part of the mean v; all parts and the baseline add up to that mean.

    `reward` and `penalty` are by how much v is higher where the theme is praised, and where it is complained of, other
    themes held still. `left_out` is the mean less that of the texts without the theme: what others call impact.
    """

    theme: int
    texts: int
    impact: Weight
    reward: Weight
    penalty: Weight
    left_out: float | None


@dataclass(frozen=True, slots=True)
class Impacts:
    """The mean v of the scored texts, that of a text without any theme, and the part of each theme between the two."""

    n: int
    mean: float
    baseline: float
    themes: tuple[Impact, ...]


def impacts(bad: Flags, good: Flags, told: Flags, v: Floats) -> Impacts | None:
    """The mean v taken apart by theme; null with fewer than thirty scored texts.

    A linear model of v on praise, complaint and plain mention of each theme, its coefficients held back a little
    (ridge), its intercept free. Of a linear model the Shapley value of a feature against its absence is its coefficient
    times its share, exactly and without drawing any permutation; the parts add up since the intercept lets the model
    pass through the mean. Intervals: sandwich (HC0) for the coefficients, and the shares with them; a seeded bootstrap
    agrees.
    """
    scored = ~np.isnan(v)
    if scored.sum() < 3 * FEWEST:
        return None
    bad, good, told, v = bad[scored], good[scored], told[scored], v[scored]
    columns, owners = _columns(bad, good, told)
    design = np.column_stack([np.ones(len(v)), *columns]) if columns else np.ones((len(v), 1))
    model = _Model.of(design, v)
    found = [_impact(place, model, owners, told, v) for place in range(bad.shape[1]) if _has(owners, place)]
    ordered = sorted(found, key=lambda one: abs(one.impact.value or 0.0), reverse=True)
    return Impacts(len(v), float(v.mean()), float(model.coefficients[0]), tuple(ordered))


KINDS = ("penalty", "reward", "plain")
type Owner = tuple[int, str]


def _columns(bad: Flags, good: Flags, told: Flags) -> tuple[list[Floats], list[Owner]]:
    """The features with enough texts behind them, and of which theme each is."""
    columns: list[Floats] = []
    owners: list[Owner] = []
    for place in range(bad.shape[1]):
        for kind, flags in zip(KINDS, (bad, good, told & ~bad & ~good), strict=True):
            if flags[:, place].sum() >= FEWEST:
                columns.append(flags[:, place].astype(np.float64))
                owners.append((place, kind))
    return columns, owners


def _has(owners: Sequence[Owner], place: int) -> bool:
    return any(theme == place for theme, _kind in owners)


@dataclass(frozen=True, slots=True)
class _Model:
    """A linear model with an intercept: coefficients, shares of the features, and each text's part in both."""

    coefficients: Floats
    shares: Floats
    moved: Floats
    design: Floats

    @classmethod
    def of(cls, design: Floats, v: Floats) -> _Model:
        held_back = np.diag([0.0, *[HELD_BACK] * (design.shape[1] - 1)])
        inverse = np.linalg.inv((design.T @ design + held_back) / len(v))
        coefficients = inverse @ (design.T @ v / len(v))
        left = v - design @ coefficients
        coefficients[0] += float(left.mean())  # what rounding leaves, so that the parts add up to the last digit
        moved = (design * left[:, None]) @ inverse
        return cls(coefficients, design.mean(axis=0), moved, design)

    def weight(self, value: float, parts: Floats) -> Weight:
        half = Z95 * float(np.sqrt((parts**2).sum())) / len(parts)
        return Weight(value, value - half, value + half)

    def coefficient(self, place: int) -> Weight:
        return self.weight(float(self.coefficients[place]), self.moved[:, place])

    def together(self, places: Sequence[int]) -> Weight:
        value = sum(float(self.coefficients[place] * self.shares[place]) for place in places)
        parts = sum(
            self.moved[:, place] * self.shares[place]
            + self.coefficients[place] * (self.design[:, place] - self.shares[place])
            for place in places
        )
        return self.weight(value, np.asarray(parts, dtype=np.float64))


def _impact(place: int, model: _Model, owners: Sequence[Owner], told: Flags, v: Floats) -> Impact:
    columns = {kind: index + 1 for index, (theme, kind) in enumerate(owners) if theme == place}
    texts, others = int(told[:, place].sum()), v[~told[:, place]]
    return Impact(
        place,
        texts,
        model.together(list(columns.values())),
        model.coefficient(columns["reward"]) if "reward" in columns else NO_WEIGHT,
        model.coefficient(columns["penalty"]) if "penalty" in columns else NO_WEIGHT,
        float(v.mean() - others.mean()) if len(others) else None,
    )


@dataclass(frozen=True, slots=True)
class Reserve:
    """A theme that delights when praised and is badly perceived today; `gain` is in v, over all texts."""

    theme: int
    texts: int
    displeased: float
    reward: Weight
    penalty: Weight
    gain: float


def reserves(found: Impacts, bad: Flags, good: Flags, told: Flags) -> list[Reserve]:
    """Themes whose praise lifts the score more than complaint lowers it, and that displease more than they please.

    `gain` is by how much the mean v of these texts would be higher, did every text that mentions the theme praise it.
    An asymmetry of reward and penalty (D. Brandt, 1988): an association, no promise.
    """
    kept = [one for one in found.themes if _delights(one) and _badly_seen(bad[:, one.theme], good[:, one.theme])]
    made = [_reserve(one, bad[:, one.theme], good[:, one.theme], told[:, one.theme]) for one in kept]
    return sorted((one for one in made if one.gain > 0), key=lambda one: -one.gain)


def _delights(one: Impact) -> bool:
    reward, penalty = one.reward, one.penalty
    if reward.value is None or penalty.value is None or reward.low is None:
        return False
    return reward.low > 0 and reward.value > abs(min(penalty.value, 0.0))


def _badly_seen(bad: Flags, good: Flags) -> bool:
    return int(bad.sum()) > int(good.sum())


def _reserve(one: Impact, bad: Flags, good: Flags, told: Flags) -> Reserve:
    texts, n = int(told.sum()), len(told)
    reward, penalty = one.reward.value or 0.0, one.penalty.value or 0.0
    gain = (texts - int(good.sum())) / n * reward - int(bad.sum()) / n * penalty
    return Reserve(one.theme, texts, int(bad.sum()) / texts, one.reward, one.penalty, gain)
