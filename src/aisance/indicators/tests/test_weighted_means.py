"""Weighted, clustered and finite samples: exact values, and what must hold whatever the answers are."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aisance.core.statistics import wilson
from aisance.indicators.statistics import Sums, mean_interval, net_score_interval
from aisance.indicators.statistics.weighted import (
    MOST_EFFECTIVE,
    NOTHING,
    Weighted,
    added,
    effective_n,
    kish_design_effect,
    linearised_variance,
    ratio_mean,
    scaled_to_effective,
    weighted_sums,
)

pytestmark = pytest.mark.sqlite_only

VALUES = [1.0, -1.0, 0.0, 1.0, 1.0, 0.0]
WEIGHTS = [1.0, 2.0, 0.5, 1.5, 1.0, 3.0]


def test_no_answers_have_no_mean_and_are_worth_nothing() -> None:
    assert ratio_mean(NOTHING) is None
    assert linearised_variance(NOTHING) is None
    assert kish_design_effect(0, 0, 0) is None
    assert effective_n(NOTHING) == 0
    assert scaled_to_effective(NOTHING) == Sums(0, 0.0, 0.0)


def test_answers_that_weigh_nothing_have_no_mean() -> None:
    sums = weighted_sums([1, 0], [0, 0])

    assert ratio_mean(sums) is None
    assert scaled_to_effective(sums) == Sums(0, 0.0, 0.0)


def test_the_linearised_variance_is_the_one_of_the_textbook() -> None:
    v, w = np.array(VALUES), np.array(WEIGHTS)
    mean = (w * v).sum() / w.sum()

    assert ratio_mean(weighted_sums(VALUES, WEIGHTS)) == pytest.approx(mean)
    expected = 6 / 5 * (w**2 * (v - mean) ** 2).sum() / w.sum() ** 2
    assert linearised_variance(weighted_sums(VALUES, WEIGHTS)) == pytest.approx(expected)


def test_customers_and_not_answers_are_counted_in_clusters() -> None:
    v, w, who = np.array(VALUES), np.array(WEIGHTS), np.array(list("aabbbc"))
    mean = (w * v).sum() / w.sum()
    of_customers = [(w * (v - mean))[who == one].sum() for one in "abc"]

    sums = weighted_sums(VALUES, WEIGHTS, customers=list("aabbbc"))
    assert linearised_variance(sums) == pytest.approx(3 / 2 * np.square(of_customers).sum() / w.sum() ** 2)


def test_the_variance_of_one_answer_or_one_customer_is_not_to_be_had() -> None:
    assert linearised_variance(weighted_sums([1])) is None
    assert linearised_variance(weighted_sums([1, 0, 1], customers="aaa")) is None


def test_one_customer_counts_as_one_answer_however_often_they_answer() -> None:
    assert effective_n(weighted_sums([1, 0, 1, 1], customers="aaaa")) == 1


def test_alike_answers_count_by_customers() -> None:
    assert effective_n(weighted_sums([1] * 6, customers="aabbcc")) == pytest.approx(3)
    assert effective_n(weighted_sums([1] * 4, [3, 1, 1, 1])) == pytest.approx(36 / 12)


def test_few_customers_count_for_less_since_their_variance_is_unsure() -> None:
    values = [1, 0, 0, 1] * 25
    few, many = ([i % k for i in range(100)] for k in (4, 100))

    assert effective_n(weighted_sums(values, customers=many)) == pytest.approx(100)
    assert effective_n(weighted_sums(values, customers=few)) < 5


def test_a_population_closes_the_interval_as_it_is_used_up() -> None:
    sums = weighted_sums(VALUES)

    assert linearised_variance(sums, population=12) == pytest.approx((linearised_variance(sums) or 0) / 2)
    assert effective_n(sums, population=12) == pytest.approx(12)
    assert effective_n(sums, population=6) == MOST_EFFECTIVE
    low, high = net_score_interval(scaled_to_effective(sums, population=6))
    assert (low, high) == pytest.approx((1 / 3, 1 / 3), abs=1e-5)


def test_a_population_smaller_than_its_answers_is_refused() -> None:
    for measure in (linearised_variance, effective_n, scaled_to_effective):
        with pytest.raises(ValueError, match="6 answers cannot come from a population of 5"):
            measure(weighted_sums(VALUES), population=5)


def test_clusters_given_as_a_bare_tuple_will_do() -> None:
    sums = weighted_sums(VALUES, customers="aabbbc")

    assert effective_n(sums._replace(clusters=(3, 4.0, 6.0, 14.0))) == effective_n(sums)


def test_the_effective_number_follows_kish_where_weights_and_values_have_nothing_in_common() -> None:
    chance = np.random.default_rng(1)
    values, weights = chance.choice([-1.0, 0.0, 1.0], 20_000), chance.choice([0.5, 2.0], 20_000)
    sums = weighted_sums(values, weights)

    effect = kish_design_effect(sums.n, sums.w, sums.w2) or inf
    assert effect == pytest.approx(1.36, abs=0.01)
    assert effective_n(sums) == pytest.approx(20_000 / effect, rel=0.02)


scores = st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=1, max_size=60)
weighed = st.lists(
    st.tuples(st.sampled_from([-1.0, 0.0, 1.0]), st.floats(0.05, 20), st.integers(0, 9)), min_size=1, max_size=60
)


def unzipped(answers: list[tuple[float, float, int]]) -> Weighted:
    values, weights, customers = zip(*answers, strict=True)
    return weighted_sums(values, weights, customers)


@given(scores)
def test_unit_weights_give_exactly_the_interval_of_plain_sums(values: list[float]) -> None:
    plain = Sums(len(values), sum(values), sum(value * value for value in values))

    assert scaled_to_effective(weighted_sums(values)) == plain


@given(scores)
def test_customers_who_answer_once_change_nothing(values: list[float]) -> None:
    sums = weighted_sums(values, customers=range(len(values)))
    plain = weighted_sums(values)

    assert linearised_variance(sums) == pytest.approx(linearised_variance(plain))
    assert scaled_to_effective(sums) == pytest.approx(scaled_to_effective(plain))


@given(weighed, st.floats(0.01, 100))
@settings(max_examples=50)
def test_the_unit_of_weights_does_not_matter(answers: list[tuple[float, float, int]], unit: float) -> None:
    bigger = [(value, weight * unit, customer) for value, weight, customer in answers]

    assert ratio_mean(unzipped(bigger)) == pytest.approx(ratio_mean(unzipped(answers)))
    assert effective_n(unzipped(bigger)) == pytest.approx(effective_n(unzipped(answers)), rel=1e-6)


@given(weighed)
@settings(max_examples=50)
def test_the_effective_number_is_between_one_and_the_answers_and_intervals_hold_the_value(
    answers: list[tuple[float, float, int]],
) -> None:
    for sums in (unzipped(answers), unzipped(answers)._replace(clusters=None)):
        scaled, value = scaled_to_effective(sums), ratio_mean(sums)
        assert value is not None
        assert 1 <= scaled.n <= len(answers)
        assert scaled.mean == pytest.approx(value, abs=1e-12)
        low, high = net_score_interval(scaled)
        assert low - 1e-12 <= value <= high + 1e-12


@given(weighed, st.integers(0, 60))
@settings(max_examples=50)
def test_weighted_sums_add_in_any_split(answers: list[tuple[float, float, int]], cut: int) -> None:
    parts = [unzipped(some) for some in (answers[:cut], answers[cut:]) if some]

    assert added(parts)[:7] == pytest.approx(unzipped(answers)[:7])


def test_the_families_of_intervals_take_scaled_sums() -> None:
    scaled = scaled_to_effective(weighted_sums([1, 0, 1, 1], [2, 1, 1, 1]))

    assert scaled.mean == pytest.approx(0.8)
    low, high = wilson(scaled.total, scaled.n) or (0, 1)
    assert 0 < low < 0.8 < high < 1
    assert mean_interval(scaled) is not None
