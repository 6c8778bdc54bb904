"""Respondents against the eligible; quantiles of durations from histograms that add."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from aisance.indicators.statistics.histograms import bucket_of, quantile, width_of
from aisance.indicators.statistics.representativity import representativity

pytestmark = pytest.mark.sqlite_only

ELIGIBLE = {"phone": 600, "chat": 300, "web": 100}


def test_rates_and_shares_are_told_by_category() -> None:
    found = representativity(ELIGIBLE, {"phone": 120, "chat": 75, "web": 5})

    phone, _, web = found.categories
    assert found.rate == 0.2
    assert (phone.rate, phone.share_eligible, phone.share_respondents) == (0.2, 0.6, 0.6)
    assert phone.share_difference == 0
    assert (web.low, web.high) == pytest.approx((0.02154, 0.11175), abs=1e-5)
    assert found.dissimilarity == pytest.approx(0.075)


def test_the_p_value_is_that_of_pearson() -> None:
    found = representativity(ELIGIBLE, {"phone": 120, "chat": 75, "web": 5})

    table = [[120, 75, 5], [480, 225, 95]]
    assert found.p_value == pytest.approx(chi2_contingency(table).pvalue)


def test_categories_that_answer_alike_are_represented_fully() -> None:
    found = representativity(ELIGIBLE, {"phone": 120, "chat": 60, "web": 20})

    assert (found.dissimilarity, found.r_indicator, found.adjusted) == (0, 1, 1)
    assert found.p_value == pytest.approx(1)


def test_the_r_indicator_is_one_less_twice_the_deviation_of_rates() -> None:
    found = representativity({"a": 500, "b": 500}, {"a": 100, "b": 300})

    assert found.r_indicator == pytest.approx(1 - 2 * (1000 * 0.2**2 / 999) ** 0.5)


def test_the_adjusted_indicator_takes_off_what_chance_adds() -> None:
    chance = np.random.default_rng(1)
    sizes, rates = np.array([300, 200, 100, 50]), np.array([0.3, 0.25, 0.35, 0.2])
    truth = 2 * (sizes @ (rates - sizes @ rates / 650) ** 2 / 649) ** 0.5
    plain, adjusted = [], []
    for _ in range(600):
        drawn = dict(zip("abcd", chance.binomial(sizes, rates).tolist(), strict=True))
        found = representativity(dict(zip("abcd", sizes.tolist(), strict=True)), drawn)
        plain.append((1 - (found.r_indicator or 0)) ** 2)
        adjusted.append((1 - (found.adjusted or 0)) ** 2)

    assert np.mean(plain) > 1.4 * truth**2
    assert np.mean(adjusted) == pytest.approx(truth**2, rel=0.1)


def test_nobody_eligible_and_nobody_answering_say_nothing() -> None:
    assert representativity({}, {}).rate is None
    silent = representativity({"a": 10, "b": 10}, {})
    assert (silent.rate, silent.dissimilarity, silent.p_value, silent.r_indicator) == (0.0, None, None, None)


def test_more_respondents_than_eligible_are_refused() -> None:
    with pytest.raises(ValueError, match="11 respondents in 'a', of 10"):
        representativity({"a": 10}, {"a": 11})


def histogram(seconds: list[int]) -> Counter[int]:
    return Counter(bucket_of(one) for one in seconds)


@given(st.integers(0, 10_000_000))
def test_a_bucket_holds_its_duration_and_is_narrow(seconds: int) -> None:
    bucket, width = bucket_of(seconds), width_of(seconds)

    assert bucket <= seconds < bucket + width
    assert width == 1 or width <= bucket / 64
    assert bucket_of(bucket) == bucket
    assert bucket_of(bucket + width) == bucket + width


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=80), st.sampled_from([0.05, 0.5, 0.8, 0.95, 1.0]))
def test_a_quantile_is_off_by_less_than_a_sixty_fourth(seconds: list[int], q: float) -> None:
    exact = float(np.quantile(seconds, q, method="inverted_cdf"))
    found = quantile(histogram(seconds), q)

    assert found is not None
    assert found[0] == pytest.approx(exact, rel=1 / 64) if exact >= 128 else found[0] == exact


@given(st.lists(st.integers(0, 5_000), max_size=60), st.integers(0, 60))
def test_histograms_add_in_any_split(seconds: list[int], cut: int) -> None:
    assert histogram(seconds[:cut]) + histogram(seconds[cut:]) == histogram(seconds)


def test_the_interval_of_a_quantile_holds_it_95_times_in_100() -> None:
    chance = np.random.default_rng(2)
    rows = chance.exponential(300, (1500, 80)).astype(int)
    median = int(300 * np.log(2))
    bounds = [quantile(histogram(row.tolist()), 0.5) for row in rows]
    held = [
        found[1] <= median <= found[2] for found in bounds if found and found[1] is not None and found[2] is not None
    ]

    assert len(held) == 1500
    assert 0.94 < np.mean(held) < 0.985


def test_too_few_durations_bound_no_quantile() -> None:
    assert quantile({}, 0.5) is None
    assert quantile(histogram([5] * 5), 0.5) == (5.0, None, None)
    assert quantile(histogram(list(range(1, 7))), 0.5) == (3.0, 1.0, 6.0)
