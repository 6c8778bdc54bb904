"""Means of scores on a scale, and how many more answers a wish takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aisance.indicators.statistics import (
    Sums,
    answers_for_precision,
    answers_needed,
    bounded_mean_difference,
    bounded_mean_interval,
    mean_difference,
    mean_interval,
    more_answers_for_precision,
    more_answers_to_see,
)

pytestmark = pytest.mark.sqlite_only

scores = st.lists(st.integers(1, 7), min_size=1, max_size=40)


def sums(values: list[int]) -> Sums:
    return Sums(len(values), float(sum(values)), float(sum(value * value for value in values)))


@given(scores)
def test_the_interval_stays_on_the_scale_and_holds_the_mean(values: list[int]) -> None:
    low, high = bounded_mean_interval(sums(values), 1, 7) or (0, 0)

    assert 1 <= low <= sum(values) / len(values) + 1e-12
    assert sum(values) / len(values) - 1e-12 <= high <= 7
    assert low < high


def test_where_scores_vary_and_the_scale_is_wide_it_is_the_interval_of_student() -> None:
    assert bounded_mean_interval(sums([3, 4, 5, 4]), 1, 7) == pytest.approx(mean_interval(sums([3, 4, 5, 4])))
    assert bounded_mean_difference(sums([3, 4, 5]), sums([4, 5, 7]), 1, 7) == pytest.approx(
        mean_difference(sums([3, 4, 5]), sums([4, 5, 7]))
    )


def test_no_scores_have_no_interval_and_no_difference() -> None:
    assert bounded_mean_interval(sums([]), 1, 7) is None
    assert bounded_mean_difference(sums([]), sums([3, 4]), 1, 7) == (None, None, None)


def test_a_few_alike_answers_prove_nothing() -> None:
    assert bounded_mean_interval(sums([7]), 1, 7) == pytest.approx((1 + 6 * 0.2065493, 7.0))
    low, high, p_value = bounded_mean_difference(sums([7, 7]), sums([6, 6]), 1, 7)

    assert low is not None
    assert high is not None
    assert p_value is not None
    assert low < 0 < 1 < high
    assert p_value > 0.05


def test_many_alike_answers_at_both_ends_of_the_scale_do() -> None:
    low, _, p_value = bounded_mean_difference(sums([7] * 30), sums([1] * 30), 1, 7)

    assert low == pytest.approx(6 * (1 - 2**0.5 * 0.1135), abs=0.01)
    assert (p_value or 0) < 1e-6


def test_more_answers_are_what_is_missing() -> None:
    assert more_answers_for_precision(0, 0.61, 0.05) == answers_for_precision(0.05, 0.61) == 938
    assert more_answers_for_precision(938, 0.61, 0.05) == 0
    assert more_answers_for_precision(10, 0.61, 1e-9) is None
    with pytest.raises(ValueError, match="above 0"):
        more_answers_for_precision(10, 0.61, 0)


def test_seeing_a_change_takes_as_many_as_planned_for_both_where_both_have_them() -> None:
    needed = answers_needed(0.05, 0.61, 0.61) or 0

    assert needed == 3831
    assert more_answers_to_see(needed, needed, 0.61, 0.61, 0.05) == 0
    assert more_answers_to_see(needed - 100, needed, 0.61, 0.61, -0.05) in (99, 100)


def test_a_change_nobody_could_see_has_no_number() -> None:
    assert more_answers_to_see(400, 0, 0.61, 0.61, 0.05) is None
    assert more_answers_to_see(400, 400, 0.61, 0.61, 0.0) is None
    assert more_answers_to_see(400, 1_000, 0.61, 0.61, 0.05) is None
