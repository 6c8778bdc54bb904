"""Direct standardisation, the reasons in common, and suggestions: exact values, properties, coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aisance.indicators.channels.rules import (
    cells_left_out,
    common_standard,
    standardised,
    suggestions,
)
from aisance.indicators.statistics import Sums, net_score_difference


def net(good: int, between: int, bad: int) -> Sums:
    return Sums(good + between + bad, good - bad, good + bad)


SCORES = st.builds(net, *[st.integers(0, 200)] * 3).filter(lambda sums: sums.n > 0)


def test_a_hard_mix_is_not_held_against_a_channel() -> None:
    # Phone is better than chat for both reasons, and worse over all, since it gets the hard one.
    cells = {
        ("phone", "claim"): net(400, 200, 400),
        ("phone", "hours"): net(90, 10, 0),
        ("chat", "claim"): net(20, 20, 60),
        ("chat", "hours"): net(700, 200, 100),
    }
    standard = common_standard(cells, {"claim": 1000, "hours": 1000}, minimum_n=10)
    assert standard is not None
    alike = {
        channel: standardised({r: cells[channel, r] for r in standard.weights}, standard.weights)
        for channel in standard.channels
    }

    assert (alike["phone"].value, alike["chat"].value) == pytest.approx((0.45, 0.1))
    assert alike["phone"].low > alike["chat"].high


def test_the_interval_is_that_of_the_hand() -> None:
    shown = standardised({"a": net(60, 20, 20), "b": net(30, 40, 30)}, {"a": 0.5, "b": 0.5})

    # With the pseudo-answers v varies by 81.5/103 - (40/103)² and by 61.5/103 - 0; over 99, and a quarter of both.
    variance = ((81.5 / 103 - (40 / 103) ** 2) + 61.5 / 103) / 99 / 4
    assert (shown.value, shown.variance, shown.n) == pytest.approx((0.2, variance, 200))
    assert (shown.low, shown.high) == pytest.approx((0.2 - 1.959964 * variance**0.5, 0.2 + 1.959964 * variance**0.5))


@given(SCORES, SCORES, st.floats(0.01, 0.99))
def test_the_value_lies_between_those_of_the_reasons_and_in_its_interval(one: Sums, other: Sums, part: float) -> None:
    shown = standardised({"a": one, "b": other}, {"a": part, "b": 1 - part})

    assert min(one.mean, other.mean) - 1e-9 <= shown.value <= max(one.mean, other.mean) + 1e-9
    assert -1 <= shown.low <= shown.value <= shown.high <= 1


def test_with_its_own_mix_a_channel_keeps_its_figure() -> None:
    cells = {"a": net(30, 10, 10), "b": net(5, 5, 40)}

    assert standardised(cells, {"a": 0.5, "b": 0.5}).value == pytest.approx((20 - 35) / 100)


def test_a_channel_that_leaves_too_little_in_common_is_left_out_and_said() -> None:
    many, few = net(20, 10, 10), net(3, 1, 1)
    cells = {(channel, reason): many for channel in ("phone", "chat") for reason in ("a", "b", "c")}
    cells |= {("shop", "a"): many, ("shop", "b"): few, ("sms", "a"): few}

    standard = common_standard(cells, {"a": 50, "b": 30, "c": 20, "d": 0}, minimum_n=10)

    assert standard is not None
    assert standard.channels == ("chat", "phone")
    assert dict(standard.weights) == {"a": 0.5, "b": 0.3, "c": 0.2}
    assert (standard.coverage, dict(standard.dropped)) == (1.0, {"shop": 0.5})
    assert cells_left_out(cells, 10) == 2


def test_a_reason_that_one_channel_lacks_is_not_compared_on() -> None:
    many = net(20, 10, 10)
    cells = {("phone", "a"): many, ("phone", "b"): many, ("chat", "a"): many}

    standard = common_standard(cells, {"a": 90, "b": 10}, minimum_n=10)

    assert standard is not None
    assert (standard.channels, dict(standard.weights), standard.coverage) == (("chat", "phone"), {"a": 1.0}, 0.9)


def test_nothing_in_common_is_no_standard() -> None:
    assert common_standard({}, {"a": 1}, 10) is None
    assert common_standard({("phone", "a"): net(1, 0, 0)}, {"a": 1}, 10) is None
    assert common_standard({("phone", "a"): net(50, 0, 0)}, {}, 10) is None


@pytest.mark.parametrize("n", [12, 60])
def test_the_interval_holds_the_truth_as_often_as_it_says(n: int) -> None:
    chances = np.array([[0.05, 0.15, 0.8], [0.2, 0.3, 0.5], [0.45, 0.25, 0.3], [0.02, 0.08, 0.9]])
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    truth = float(weights @ (chances[:, 2] - chances[:, 0]))
    draws, held = np.random.default_rng(5), 0
    for _ in range(2000):
        cells = {str(i): net(*map(int, draws.multinomial(n, row)[::-1])) for i, row in enumerate(chances)}
        shown = standardised(cells, {str(i): float(weight) for i, weight in enumerate(weights)})
        held += shown.low <= truth <= shown.high

    assert 0.945 <= held / 2000 <= 0.985


def test_a_suggestion_names_the_easiest_channel_and_what_it_would_bring() -> None:
    cells = {
        ("phone", "bill"): net(100, 100, 200),
        ("chat", "bill"): net(200, 50, 50),
        ("sms", "bill"): net(100, 50, 50),
    }
    contacts = {("phone", "bill"): 700, ("chat", "bill"): 200, ("sms", "bill"): 100, ("phone", "move"): 5000}

    [one, *more] = suggestions(cells, contacts, minimum_n=10)

    low, high, _ = net_score_difference(cells["chat", "bill"], cells["phone", "bill"])
    assert low is not None
    assert high is not None
    assert (one.reason, one.channel, one.instead_of) == ("bill", "chat", "phone")
    assert (one.difference, one.used_share, one.gain) == pytest.approx((0.75, 0.7, 0.2 * 0.7 * 0.75))
    assert (one.gain_low, one.gain_high) == pytest.approx((0.14 * low, 0.14 * high))
    assert (one.n, one.n_instead_of) == (300, 400)
    assert [(other.channel, other.instead_of) for other in more] == [("chat", "sms")]


def test_the_surest_channel_is_suggested_and_not_the_luckiest() -> None:
    cells = {("phone", "bill"): net(100, 100, 200), ("chat", "bill"): net(200, 50, 50), ("shop", "bill"): net(9, 1, 2)}

    found = suggestions(cells, {("phone", "bill"): 100, ("chat", "bill"): 10}, minimum_n=10)

    assert [(one.channel, one.instead_of) for one in found] == [("chat", "phone")]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (net(5000, 3000, 2000), net(4950, 3000, 2050)),  # established perhaps, but a point
        (net(20, 10, 10), net(15, 10, 15)),  # may be chance
        (net(9, 0, 0), net(0, 0, 400)),  # too few
    ],
)
def test_nothing_is_suggested_without_need(here: Sums, there: Sums) -> None:
    cells = {("chat", "bill"): here, ("phone", "bill"): there}

    assert suggestions(cells, {("phone", "bill"): 100}, minimum_n=10) == []


def test_a_channel_that_nobody_uses_for_the_reason_is_not_to_be_replaced() -> None:
    cells = {("chat", "bill"): net(100, 0, 0), ("letter", "bill"): net(0, 0, 100)}

    assert suggestions(cells, {("chat", "bill"): 10}, minimum_n=10) == []


def test_chance_alone_suggests_something_once_in_twenty_times_at_most() -> None:
    draws, found = np.random.default_rng(3), 0
    reasons, channels = ("a", "b", "c"), ("phone", "chat", "sms", "email")
    for _ in range(250):
        cells = {
            (channel, reason): net(*map(int, draws.multinomial(60, [0.6, 0.2, 0.2])))
            for channel in channels
            for reason in reasons
        }
        found += bool(suggestions(cells, dict.fromkeys(cells, 10), minimum_n=10))

    assert found / 250 <= 0.06
