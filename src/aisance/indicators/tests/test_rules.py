"""The estimators against the numbers that every implementation must reproduce."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aisance.indicators.contracts import Comparison, Estimate, Measure, Verdict
from aisance.indicators.rules import comparison, estimate_of, rank_groups, sums_of
from aisance.indicators.statistics import (
    Sums,
    answers_for_precision,
    answers_needed,
    count_difference,
    count_interval,
    mean_difference,
    mean_interval,
    net_score_difference,
    net_score_interval,
    share_difference,
    variance,
)


def net(detractors: int, passives: int, promoters: int) -> Sums:
    return Sums(detractors + passives + promoters, promoters - detractors, promoters + detractors)


def share(successes: int, n: int) -> Sums:
    return Sums(n, successes, successes)


def sums(values: list[float]) -> Sums:
    return Sums(len(values), sum(values), sum(value * value for value in values))


def test_a_net_score_is_the_mean_of_its_answers() -> None:
    estimate = estimate_of("score", net(1, 2, 3))

    assert estimate.value == pytest.approx(0.333333, abs=1e-6)
    assert estimate.variance == pytest.approx(5 / 9)
    assert ((estimate.variance or 0) / 6) ** 0.5 == pytest.approx(0.304290, abs=1e-6)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((15, 20, 36), 0.1030946, 0.4644729),
        ((2, 3, 5), -0.1905062, 0.6520446),
        ((0, 0, 10), 0.4750355, 1.0),
    ],
)
def test_a_net_score_bears_the_adjusted_interval(counts: tuple[int, int, int], low: float, high: float) -> None:
    assert net_score_interval(net(*counts)) == pytest.approx((low, high), abs=1e-7)


def test_the_value_shown_is_the_unadjusted_one() -> None:
    assert estimate_of("score", net(15, 20, 36)).value == pytest.approx(0.2957746, abs=1e-7)


def test_net_easy_has_the_error_of_its_counts() -> None:
    ease = net(100, 80, 220)

    assert ease.mean == pytest.approx(0.30)
    assert (variance(ease) / 400) ** 0.5 == pytest.approx(0.04213, abs=5e-6)


def test_no_answers_give_no_value() -> None:
    for measure in ("score", "share", "count", "seconds"):
        assert estimate_of(measure, Sums(0, 0, 0)) == Estimate({}, 0, None, None, None)


def test_one_answer_lies_in_its_own_interval() -> None:
    estimate = estimate_of("score", net(0, 0, 1))

    assert (estimate.value, estimate.high) == (1.0, 1.0)


def test_two_shares_are_told_apart_by_newcombe() -> None:
    low, high, p_value = share_difference(share(56, 70), share(48, 80))

    assert (low, high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert p_value == pytest.approx(0.0081, abs=5e-4)


def test_the_p_value_of_shares_is_five_per_cent_where_the_interval_touches_zero() -> None:
    for successes in range(70):
        low, high, p_value = share_difference(share(successes, 70), share(48, 80))
        assert low is not None
        assert high is not None
        assert p_value is not None
        assert (low > 0 or high < 0) == (p_value < 0.05)


def test_two_net_scores_are_told_apart_by_z_with_the_pseudo_answers() -> None:
    low, high, p_value = net_score_difference(net(15, 20, 36), net(30, 20, 21))

    assert low == pytest.approx(0.1432797, abs=1e-6)
    assert high == pytest.approx(0.6675311, abs=1e-6)
    assert p_value == pytest.approx(0.0024351, abs=1e-6)


def test_a_difference_that_few_answers_turn_around_is_not_established() -> None:
    result = comparison("score", net(0, 0, 1), net(50, 0, 950))

    assert result.difference == pytest.approx(0.1)
    assert result.verdict == Verdict.NO_CHANGE
    assert result.p_value == 1.0


def test_a_mean_bears_the_interval_of_student() -> None:
    assert mean_interval(sums([10.0, 20.0, 30.0])) == pytest.approx((0.0, 44.8414), abs=1e-4)
    assert mean_interval(sums([100.0, 110.0, 120.0])) == pytest.approx((85.1586, 134.8414), abs=1e-4)


def test_a_single_time_has_a_value_and_no_interval() -> None:
    estimate = estimate_of("seconds", sums([42.0]))

    assert (estimate.value, estimate.low, estimate.high) == (42.0, None, None)
    assert comparison("seconds", sums([42.0]), sums([1.0, 2.0])) == Comparison(41 - 0.5, None, None, None, None, None)


def test_two_means_are_told_apart_by_welch() -> None:
    low, high, p_value = mean_difference(sums([27.5, 21, 19, 23.6, 17, 17.9]), sums([27.1, 22, 20.8, 23.4, 23.4, 23.5]))

    assert low == pytest.approx(-6.6338460, abs=1e-6)
    assert high == pytest.approx(1.9005125, abs=1e-6)
    assert p_value == pytest.approx(0.2348618, abs=1e-6)


def test_equal_times_differ_only_when_they_are_not_the_same() -> None:
    assert mean_difference(sums([5, 5]), sums([5, 5])) == (0.0, 0.0, 1.0)
    assert mean_difference(sums([6, 6]), sums([5, 5])) == (1.0, 1.0, 0.0)


def test_a_count_bears_the_exact_interval_of_poisson() -> None:
    assert count_interval(0) == pytest.approx((0.0, 3.68888), abs=1e-5)
    assert count_interval(10) == pytest.approx((4.79539, 18.39036), abs=1e-5)


def test_two_counts_are_told_apart_by_their_sum() -> None:
    low, high, _ = count_difference(120, 80)

    assert (low, high) == pytest.approx((40 - 27.7180, 40 + 27.7180), abs=1e-3)
    assert comparison("count", Sums(120, 120, 120), Sums(80, 80, 80)).answers_needed is None


def test_the_answers_needed_are_those_of_the_reference() -> None:
    assert answers_needed(0.05, 0.61, 0.61) == 3831
    assert answers_for_precision(0.05, 0.61) == 938


def test_no_difference_and_a_tiny_one_need_no_number() -> None:
    assert answers_needed(0.0, 0.61, 0.61) is None
    assert answers_needed(1e-9, 0.61, 0.61) is None


def test_a_comparison_with_nothing_says_nothing() -> None:
    assert comparison("share", share(5, 10), share(0, 0)) == Comparison(None, None, None, None, None, None)


def test_ranks_are_shared_by_those_that_do_not_differ_from_the_first() -> None:
    cells = [net(10, 10, 80), net(60, 20, 20), net(12, 10, 78), net(30, 20, 50), Sums(0, 0, 0)]

    ranks = rank_groups([estimate_of("score", cell) for cell in cells])

    assert ranks == [1, 4, 1, 3, 5]


def test_the_lowest_comes_first_where_low_is_good() -> None:
    cells = [estimate_of("share", share(50, 100)), estimate_of("share", share(10, 100))]

    assert rank_groups(cells, measure="share", higher_is_better=False) == [2, 1]


scores = st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=1, max_size=200)
times = st.lists(st.integers(0, 20_000).map(float), min_size=2, max_size=100)


@given(scores, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(values: list[float], chance: object) -> None:
    mixed = list(values)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random, which hypothesis types loosely

    assert estimate_of("score", sums(values)) == estimate_of("score", sums(mixed))


@given(scores, st.integers(0, 200))
def test_sums_add_in_any_split(values: list[float], cut: int) -> None:
    one, other = sums(values[:cut]), sums(values[cut:])
    both = Sums(*(a + b for a, b in zip(one, other, strict=True)))

    assert estimate_of("score", both) == estimate_of("score", sums(values))


@given(scores)
def test_an_interval_holds_its_value(values: list[float]) -> None:
    for measure, some in (("score", values), ("share", [abs(value) for value in values])):
        estimate = estimate_of(measure, sums(some))  # type: ignore[arg-type]  # one of the measures
        assert estimate.low is not None
        assert estimate.value is not None
        assert estimate.high is not None
        assert estimate.low <= estimate.value <= estimate.high


@given(times, times)
def test_the_verdict_and_the_p_value_agree(here: list[float], there: list[float]) -> None:
    result = comparison("seconds", sums(here), sums(there))

    assert result.p_value is not None
    established = result.verdict in (Verdict.UP, Verdict.DOWN)
    assert established == (result.p_value < 0.05) or result.p_value == pytest.approx(0.05, abs=1e-6)


@given(scores, scores)
def test_the_other_way_round_the_difference_is_the_opposite(here: list[float], there: list[float]) -> None:
    one, other = comparison("score", sums(here), sums(there)), comparison("score", sums(there), sums(here))

    assert one.difference == pytest.approx(-(other.difference or 0))
    assert one.low == pytest.approx(-(other.high or 0))
    assert one.p_value == pytest.approx(other.p_value)


@pytest.mark.parametrize("measure", ["score", "share", "seconds"])
def test_an_estimate_gives_back_its_sums(measure: Measure) -> None:
    cell = Sums(7, 4.0, 4.0)

    assert sums_of(measure, estimate_of(measure, cell)) == pytest.approx(cell)


def test_medians_whose_intervals_tell_nothing_share_a_rank() -> None:
    near, far, unsure = (
        Estimate({}, 50, value, low, high)
        for value, low, high in ((10.0, 9.0, 11.0), (30.0, 28.0, 32.0), (31.0, None, None))
    )

    assert rank_groups([near, far, unsure], measure="quantile", higher_is_better=False) == [1, 2, 2]


def test_five_answers_that_are_all_the_best_do_not_prove_the_best_mean() -> None:
    estimate = estimate_of("mean", Sums(5, 35, 245), bounds=(1.0, 7.0))

    assert (estimate.value, estimate.high) == (7.0, 7.0)
    assert estimate.low == pytest.approx(4.3931, abs=1e-4)
