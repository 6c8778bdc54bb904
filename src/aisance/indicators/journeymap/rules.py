"""Effort along a journey as pure functions: levels, a step's share of the journey's effort, steps that stand out."""

from collections.abc import Mapping, Sequence
from math import exp, log, sqrt
from typing import Literal, NamedTuple

from aisance.core.statistics import Z95, wilson
from aisance.indicators.statistics import Sums, share_difference
from aisance.indicators.statistics.multiple import holm

NAMES = ("none", "light", "sweat", "headache")
"""The levels of effort, in order: 0 none, 1 light, 2 significant ("the drop of sweat"), 3 high ("the headache")."""

HIGHEST = len(NAMES) - 1
SIGNIFICANT = 0.05

type MomentKind = Literal["truth", "delight", "annoyance"]


class Source(NamedTuple):
    """A question on a scale from which the level of effort can be read, and the level that each score stands for."""

    question: str
    scale: str
    levels: Mapping[int, int]


ASKED = Source("effort", "effort_4", {0: 0, 1: 1, 2: 2, 3: 3})

SOURCES = (
    ASKED,
    Source("net_easy", "net_easy_7", {1: 0, 2: 0, 3: 1, 4: 1, 5: 2, 6: 2, 7: 3}),
    Source("ces", "ces_7", {7: 0, 6: 0, 5: 1, 4: 1, 3: 2, 2: 2, 1: 3}),
)
"""In the order in which they are preferred. One bar is read from one source alone."""


class Levels(NamedTuple):
    """How many answers stand at each level of effort."""

    none: int = 0
    light: int = 0
    sweat: int = 0
    headache: int = 0

    @property
    def n(self) -> int:
        return sum(self)

    @property
    def struggled(self) -> Sums:
        """The share of answers at sweat or worse, as sums."""
        return Sums(self.n, self.sweat + self.headache, self.sweat + self.headache)

    @property
    def effortless(self) -> Sums:
        """The share of answers without any effort, as sums."""
        return Sums(self.n, self.none, self.none)


def levels_of(source: Source, counts: Mapping[int, int]) -> Levels:
    """The levels that these numbers of answers by score stand for. A score that is not of the scale is not counted.

    >>> levels_of(SOURCES[1], {1: 30, 2: 20, 4: 25, 5: 15, 7: 10})
    Levels(none=50, light=25, sweat=15, headache=10)
    """
    found = [0] * len(NAMES)
    for score, n in counts.items():
        if score in source.levels:
            found[source.levels[score]] += n
    return Levels(*found)


def mean_level(levels: Levels) -> float | None:
    """The mean level, from 0 (no effort at all) to 3 (a headache for everybody); null without answers.

    It hides who struggled: it serves to divide the effort of a journey among its steps, never alone.

    >>> mean_level(Levels(50, 25, 15, 10))
    0.85
    """
    return sum(level * n for level, n in enumerate(levels)) / levels.n if levels.n else None


def _variance_of_mean(levels: Levels) -> float:
    """The variance of the mean level of a sample of a multinomial; that of two answers at least."""
    n, mean = levels.n, mean_level(levels) or 0.0
    squares = sum(level * level * count for level, count in enumerate(levels))
    return max(0.0, squares / n - mean * mean) / max(1, n - 1)


class Share(NamedTuple):
    """A share with its 95 % interval, as a fraction."""

    value: float
    low: float
    high: float


def shares_of_effort(steps: Sequence[Levels]) -> list[Share | None]:
    """What part each step has in the effort of somebody who walks the whole journey, every step once.

    The mean level of the step divided by the sum of the mean levels of all steps; a fraction from 0 to 1, and they add
    up to 1. How many answered at a step does not count, only what they said. The interval is that of the delta method
    on the logarithm of the odds, log(m / sum of the others), with the variances of independent multinomials: inside 0
    and 1 always. Where a step, or all others, had no effort at all, the missing bound comes from Wilson's interval of
    the share of "some effort", taken at the highest level. All null where a step has no answer, where there is one step
    alone, or where nobody had any effort: there is nothing to divide then.
    Source: H. Cramér, Mathematical Methods of Statistics, 1946, 28.4 (delta method).

    >>> [round(share.value, 3) for share in shares_of_effort([Levels(60, 30, 10, 0), Levels(25, 25, 25, 25)])]
    [0.25, 0.75]
    """
    means = [mean_level(levels) for levels in steps]
    total = sum(mean or 0.0 for mean in means)
    if len(steps) < 2 or None in means or total == 0:
        return [None] * len(steps)
    return [_share(steps, [mean or 0.0 for mean in means], place) for place in range(len(steps))]


def _share(steps: Sequence[Levels], means: Sequence[float], place: int) -> Share:
    own, rest = means[place], sum(means) - means[place]
    others = [levels for i, levels in enumerate(steps) if i != place]
    if own == 0:
        most = _most_effort(steps[place])
        return Share(0.0, 0.0, most / (most + rest))
    if rest <= 0:
        return Share(1.0, own / (own + sum(map(_most_effort, others))), 1.0)
    variance = _variance_of_mean(steps[place]) / own**2 + sum(map(_variance_of_mean, others)) / rest**2
    centre, half = log(own / rest), Z95 * sqrt(variance)
    return Share(own / (own + rest), _odds_to_share(centre - half), _odds_to_share(centre + half))


def _odds_to_share(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


def _most_effort(levels: Levels) -> float:
    """The greatest mean level that goes with no answer above "none"."""
    return HIGHEST * (wilson(0, levels.n) or (0.0, 1.0))[1]


class Candidate(NamedTuple):
    """A step that differs from the rest of the journey beyond chance: by how much, with its interval and p-value."""

    step: str
    kind: MomentKind
    difference: float
    low: float
    high: float
    p_adjusted: float


def candidates(steps: Mapping[str, Levels]) -> list[Candidate]:
    """The steps that may be moments, the greatest difference first.

    Annoyance: the share of sweat or headache is above that of all other steps together. Delight: the share of no effort
    is. Truth: both are, so that the step divides customers. Two tests a step (Newcombe), p-values corrected by Holm
    over all of them, 5 %. Steps must have been read from one source. Nothing under two steps with answers.

    >>> found = candidates({"order": Levels(70, 20, 8, 2), "documents": Levels(20, 20, 20, 40)})
    >>> [(one.step, one.kind, round(one.difference, 2)) for one in found]
    [('documents', 'annoyance', 0.5), ('order', 'delight', 0.5)]
    """
    known = {step: levels for step, levels in steps.items() if levels.n}
    if len(known) < 2:
        return []
    tests = [test for step in known for test in _against_the_others(step, known)]
    adjusted = holm([test.p_adjusted for test in tests])
    sure = [
        test._replace(p_adjusted=p)
        for test, p in zip(tests, adjusted, strict=True)
        if p is not None and p < SIGNIFICANT and test.low > 0
    ]
    return sorted(_divided(sure), key=lambda found: -found.difference)


def _against_the_others(step: str, steps: Mapping[str, Levels]) -> list[Candidate]:
    here = steps[step]
    there = Levels(*map(sum, zip(*(levels for other, levels in steps.items() if other != step), strict=True)))
    pairs: list[tuple[MomentKind, Sums, Sums]] = [
        ("annoyance", here.struggled, there.struggled),
        ("delight", here.effortless, there.effortless),
    ]
    return [_tested(step, kind, one, other) for kind, one, other in pairs]


def _tested(step: str, kind: MomentKind, here: Sums, there: Sums) -> Candidate:
    low, high, p_value = share_difference(here, there)
    return Candidate(step, kind, here.mean - there.mean, low or 0.0, high or 0.0, 1.0 if p_value is None else p_value)


def _divided(sure: Sequence[Candidate]) -> list[Candidate]:
    """A step found for both reasons is one moment of truth, told by its annoyance."""
    twice = {one.step for one in sure if sum(one.step == other.step for other in sure) == 2}
    kept = [one for one in sure if one.step not in twice]
    return kept + [one._replace(kind="truth") for one in sure if one.step in twice and one.kind == "annoyance"]
