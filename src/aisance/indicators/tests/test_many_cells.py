"""Many cells at once: adjusted p-values, shrunken values, how sure a rank is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from aisance.indicators.statistics.multiple import benjamini_hochberg, holm
from aisance.indicators.statistics.ranks import rank_sets, shrink, tie_groups

pytestmark = pytest.mark.sqlite_only

TRIALS = """
4 119 11 128  6 300 29 274  3 228 11 209  62 13536 248 12619  33 5036 47 5761  180 1361 372 1079  8 2537 10 619
505 87886 499 87892  29 7470 45 7232  17 1699 65 1600  186 50448 141 27197  5 2493 3 2338  27 16886 29 17825
"""

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_holm_gives_the_numbers_of_the_textbook() -> None:
    assert holm([0.01, 0.02, 0.03, 0.005]) == pytest.approx([0.03, 0.04, 0.04, 0.02])
    assert holm([]) == []
    assert holm([None, 0.4]) == [None, 0.4]


@given(p_values)
def test_benjamini_hochberg_agrees_with_scipy(some: list[float]) -> None:
    assert benjamini_hochberg(some) == pytest.approx(list(false_discovery_control(some)))


@given(p_values)
def test_holm_is_stricter_and_neither_makes_a_p_value_smaller(some: list[float]) -> None:
    for plain, strict, mild in zip(some, holm(some), benjamini_hochberg(some), strict=True):
        assert strict is not None
        assert mild is not None
        assert plain <= mild * (1 + 1e-12)
        assert mild <= strict * (1 + 1e-12)
        assert strict <= 1


def test_alike_cells_seldom_seem_to_differ_after_holm() -> None:
    rows = np.random.default_rng(1).random((3000, 20))

    false_finds = np.mean([min(p or 0 for p in holm(row.tolist())) < 0.05 for row in rows])
    assert false_finds == pytest.approx(0.05, abs=0.012)


def test_units_that_differ_by_chance_alone_are_drawn_to_their_mean() -> None:
    shrunk = shrink([0.30, 0.31, 0.29], [0.01] * 3)

    assert shrunk is not None
    assert shrunk.tau2 == 0
    assert shrunk.values == pytest.approx([0.30] * 3)


def test_paule_and_mandel_meet_their_own_equation() -> None:
    values, variances = np.array([0.1, 0.5, 0.2, 0.8, 0.45]), np.array([0.01, 0.04, 0.02, 0.01, 0.09])
    shrunk = shrink(values.tolist(), variances.tolist())

    assert shrunk is not None
    weights = 1 / (variances + shrunk.tau2)
    mean = (weights * values).sum() / weights.sum()
    assert shrunk.mean == pytest.approx(mean)
    assert (weights * (values - mean) ** 2).sum() == pytest.approx(4)


def test_paule_and_mandel_give_what_is_published_for_the_trials_of_bcg() -> None:
    """G. A. Colditz and others, 1994, JAMA 271: ill and well, vaccinated and not; tau² .3181, mean log risk -.7150."""
    trials = np.array(TRIALS.split(), dtype=float).reshape(13, 4)
    ill, well, ill_without, well_without = trials.T
    log_risk = np.log(ill / (ill + well) / (ill_without / (ill_without + well_without)))
    variance = 1 / ill - 1 / (ill + well) + 1 / ill_without - 1 / (ill_without + well_without)
    shrunk = shrink(log_risk.tolist(), variance.tolist())

    assert shrunk is not None
    assert (shrunk.tau2, shrunk.mean) == pytest.approx((0.3181, -0.7150), abs=5e-5)


def test_a_single_unit_and_an_exact_one_stay_where_they_are() -> None:
    alone, exact = shrink([0.7], [0.1]), shrink([1.0, 0.0, 0.2], [0.0, 0.1, 0.1])

    assert shrink([], []) is None
    assert alone is not None
    assert alone.values == [0.7]
    assert exact is not None
    assert exact.values[0] == 1.0


def test_shrunken_values_are_nearer_to_the_truth() -> None:
    chance = np.random.default_rng(2)
    plain, drawn, held = [], [], []
    for _ in range(200):
        variances = chance.uniform(0.01, 0.2, 40)
        truth = 0.3 + chance.normal(0, 0.2, 40)
        seen = truth + chance.normal(size=40) * np.sqrt(variances)
        shrunk = shrink(seen.tolist(), variances.tolist())
        assert shrunk is not None
        off = np.array(shrunk.values) - truth
        plain.append(np.square(seen - truth).mean())
        drawn.append(np.square(off).mean())
        held.append(np.mean(abs(off) <= 1.96 * np.sqrt(shrunk.variances)))

    assert np.mean(drawn) < 0.4 * np.mean(plain)
    assert np.mean(held) == pytest.approx(0.93, abs=0.03)


@pytest.mark.parametrize("truth", [[0.0] * 10, [0.0, 0.5, 1.0] * 4, np.linspace(0, 2, 12).tolist()])
def test_all_rank_sets_together_hold_the_true_ranks(truth: list[float]) -> None:
    chance = np.random.default_rng(3)
    level, at = np.array(truth), np.argsort(np.argsort(-np.array(truth), kind="stable"))
    best, worst = [(level > one).sum() + 1 for one in level], [(level >= one).sum() for one in level]
    assert all(b <= place + 1 <= w for b, place, w in zip(best, at, worst, strict=True))
    variances = chance.uniform(0.01, 0.1, len(level))
    held = []
    for _ in range(1000):
        sets = rank_sets((level + chance.normal(size=len(level)) * np.sqrt(variances)).tolist(), variances.tolist())
        held.append(all(low <= b and w <= high for (low, high), b, w in zip(sets, best, worst, strict=True)))

    assert np.mean(held) >= 0.94


def test_nothing_and_one_unit_have_their_ranks() -> None:
    assert rank_sets([], []) == []
    assert tie_groups([], []) == []
    assert rank_sets([0.4], [0.1]) == [(1, 1)]


def test_exact_values_have_exact_ranks() -> None:
    assert rank_sets([1.0, 3.0, 2.0, 2.0], [0.0] * 4) == [(4, 4), (1, 1), (2, 3), (2, 3)]
    assert tie_groups([1.0, 3.0, 2.0, 2.0], [0.0] * 4) == [[1], [2, 3], [0]]


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0.001, 0.1)), min_size=1, max_size=25))
@settings(max_examples=50)
def test_a_rank_set_holds_the_rank_seen_and_order_does_not_matter(units: list[tuple[float, float]]) -> None:
    values, variances = zip(*units, strict=True)
    sets = rank_sets(values, variances)

    for value, (best, worst) in zip(values, sets, strict=True):
        assert best <= 1 + sum(other > value for other in values)
        assert worst >= sum(other >= value for other in values)
    assert rank_sets(values[::-1], variances[::-1]) == sets[::-1]
    assert sorted(place for group in tie_groups(values, variances) for place in group) == list(range(len(units)))
