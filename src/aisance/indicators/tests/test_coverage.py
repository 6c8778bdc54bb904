"""Do intervals hold the truth as often as they say? Summed up exactly where outcomes can be listed, else drawn."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from scipy.stats import binom, multinomial, poisson

from aisance.core.statistics import wilson
from aisance.indicators.statistics import (
    Sums,
    bounded_mean_interval,
    count_interval,
    mean_difference,
    mean_interval,
    net_score_difference,
    net_score_interval,
    share_difference,
)
from aisance.indicators.statistics.weighted import Weighted, scaled_to_effective, weighted_sums

pytestmark = pytest.mark.sqlite_only

type Bounds = tuple[float | None, float | None] | None


def holds(bounds: Bounds, truth: float) -> bool:
    low, high = bounds or (None, None)
    return low is not None and high is not None and low - 1e-12 <= truth <= high + 1e-12


def of_net_scores(n: int, bad: float, good: float) -> float:
    """The exact coverage: every outcome of n answers with its probability."""
    outcomes = [(d, n - d - p, p) for d in range(n + 1) for p in range(n + 1 - d)]
    chances = multinomial.pmf(outcomes, n, [bad, 1 - bad - good, good])
    held = [holds(net_score_interval(Sums(n, p - d, p + d)), good - bad) for d, _, p in outcomes]
    return float(chances @ np.array(held))


@pytest.mark.parametrize(("n", "coverage"), [(30, 0.9578), (10, 0.9298)])
def test_the_adjusted_interval_of_a_net_score_covers_as_the_reference_says(n: int, coverage: float) -> None:
    assert of_net_scores(n, 0.02, 0.90) == pytest.approx(coverage, abs=1e-4)


def test_the_plain_interval_of_a_net_score_would_not_do() -> None:
    outcomes = [(d, p) for d in range(31) for p in range(31 - d)]
    held = 0.0
    for d, p in outcomes:
        value = (p - d) / 30
        half = 1.959964 * (((p + d) / 30 - value**2) / 30) ** 0.5
        held += multinomial.pmf([d, 30 - d - p, p], 30, [0.02, 0.08, 0.90]) * (value - half <= 0.88 <= value + half)

    assert held == pytest.approx(0.84, abs=5e-3)


@pytest.mark.parametrize("n", [10, 30, 60])
def test_the_interval_of_a_net_score_holds_on_the_whole_range(n: int) -> None:
    some = [of_net_scores(n, bad, good) for bad, good in product([0.05, 0.2, 0.4], [0.2, 0.4, 0.55])]

    assert min(some) > 0.925
    assert sum(some) / len(some) == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("n", [10, 40, 200])
def test_wilson_covers_95_per_cent_on_average(n: int) -> None:
    intervals = [wilson(k, n) for k in range(n + 1)]
    truths = np.linspace(0.02, 0.98, 97)
    covered = [binom.pmf(range(n + 1), n, p) @ np.array([holds(some, p) for some in intervals]) for p in truths]

    assert np.mean(covered) == pytest.approx(0.952, abs=0.006)
    assert min(covered) > 0.83


@pytest.mark.parametrize(("n", "m", "p", "q"), [(20, 30, 0.9, 0.8), (40, 40, 0.5, 0.5), (15, 60, 0.05, 0.2)])
def test_newcombe_covers_about_95_per_cent(n: int, m: int, p: float, q: float) -> None:
    covered = 0.0
    for i, j in product(range(n + 1), range(m + 1)):
        chance = binom.pmf(i, n, p) * binom.pmf(j, m, q)
        if chance > 1e-9:
            low, high, _ = share_difference(Sums(n, i, i), Sums(m, j, j))
            covered += chance * holds((low, high), p - q)

    assert covered == pytest.approx(0.955, abs=0.015)


def test_the_difference_of_net_scores_covers_about_95_per_cent() -> None:
    chance = np.random.default_rng(1)
    here = chance.multinomial(50, [0.1, 0.3, 0.6], 3000)
    there = chance.multinomial(80, [0.2, 0.3, 0.5], 3000)
    covered = [
        holds(net_score_difference(Sums(50, c - a, a + c), Sums(80, f - d, d + f))[:2], 0.5 - 0.3)
        for (a, _, c), (d, _, f) in zip(here.tolist(), there.tolist(), strict=True)
    ]

    assert np.mean(covered) == pytest.approx(0.955, abs=0.01)


def test_poisson_never_covers_less_than_95_per_cent() -> None:
    counts = np.arange(200)
    intervals = [count_interval(float(count)) for count in counts]

    for truth in (0.5, 2.0, 7.3, 30.0, 80.0):
        covered = poisson.pmf(counts, truth) @ np.array([holds(some, truth) for some in intervals])
        assert 0.95 <= covered < 0.995


def sums_of_rows(rows: np.ndarray) -> list[Sums]:
    return [Sums(rows.shape[1], row.sum(), (row * row).sum()) for row in rows]


def test_student_covers_95_per_cent_of_normal_means_and_welch_their_differences() -> None:
    chance = np.random.default_rng(2)
    here, there = sums_of_rows(chance.normal(200, 40, (3000, 6))), sums_of_rows(chance.normal(180, 10, (3000, 9)))

    assert np.mean([holds(mean_interval(some), 200) for some in here]) == pytest.approx(0.95, abs=0.01)
    apart = [mean_difference(one, other) for one, other in zip(here, there, strict=True)]
    assert np.mean([holds(some[:2], 20) for some in apart]) == pytest.approx(0.95, abs=0.012)


@pytest.mark.parametrize(("n", "least"), [(5, 0.90), (20, 0.925), (100, 0.94)])
def test_means_on_a_scale_cover_95_per_cent_but_where_answers_are_few(n: int, least: float) -> None:
    chance = np.random.default_rng(3)
    law = np.array([0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.3])
    rows = chance.choice(np.arange(1.0, 8.0), (3000, n), p=law)
    covered = np.mean(
        [holds(bounded_mean_interval(some, 1, 7), float(law @ np.arange(1, 8))) for some in sums_of_rows(rows)]
    )

    assert least < covered < 0.97


def covered_by(draw: Callable[[np.random.Generator], Weighted], truth: float, times: int = 2000) -> float:
    chance = np.random.default_rng(4)
    return float(np.mean([holds(net_score_interval(scaled_to_effective(draw(chance))), truth) for _ in range(times)]))


def answers_of_customers(chance: np.random.Generator) -> Weighted:
    """40 customers of one to five answers, each with leanings of its own; the mean of v is .4."""
    answers = 1 + chance.integers(0, 5, 40)
    leaning = np.repeat(chance.dirichlet([0.4, 0.4, 1.2], 40), answers, axis=0)
    place = chance.random(len(leaning))[:, None] > leaning.cumsum(axis=1)
    return weighted_sums(place.sum(axis=1) - 1.0, customers=np.repeat(np.arange(40), answers).tolist())


def test_an_interval_that_knows_customers_covers_95_per_cent() -> None:
    assert covered_by(answers_of_customers, 0.4) == pytest.approx(0.95, abs=0.015)


def test_an_interval_that_does_not_know_customers_would_not_do() -> None:
    covered = covered_by(lambda chance: answers_of_customers(chance)._replace(clusters=None), 0.4)

    assert covered < 0.87


def weighted_answers(chance: np.random.Generator) -> Weighted:
    """A quarter is of those who weigh 3 and are content, the others weigh 1/3; the mean of v is .5 · .6 + .5 · .1."""
    heavy = chance.random(120) < 0.25
    cuts = np.where(heavy[:, None], [0.1, 0.3], [0.3, 0.6])
    values = (chance.random(120)[:, None] > cuts).sum(axis=1) - 1.0
    return weighted_sums(values, np.where(heavy, 2.0, 2 / 3))


def test_a_weighted_interval_covers_95_per_cent() -> None:
    assert covered_by(weighted_answers, 0.35) == pytest.approx(0.95, abs=0.015)


def test_an_interval_of_most_of_a_population_covers_95_per_cent_and_is_narrow() -> None:
    chance = np.random.default_rng(5)
    people = np.repeat([-1.0, 0.0, 1.0], [40, 60, 100])
    held, widths = [], []
    for _ in range(2000):
        sums = weighted_sums(chance.permutation(people)[:150])
        low, high = net_score_interval(scaled_to_effective(sums, population=200))
        held.append(low <= 0.3 <= high)
        widths.append(high - low)

    assert np.mean(held) == pytest.approx(0.95, abs=0.02)
    assert np.mean(widths) == pytest.approx(0.125, abs=0.01)
