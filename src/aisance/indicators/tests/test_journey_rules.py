"""Levels of effort, a step's part of the journey's effort, and steps that stand out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aisance.indicators.journeymap.rules import (
    SOURCES,
    Levels,
    candidates,
    levels_of,
    mean_level,
    shares_of_effort,
)

LEVELS = st.builds(Levels, *[st.integers(0, 400)] * 4)


@pytest.mark.parametrize(
    ("scale", "counts", "expected"),
    [
        ("effort_4", {0: 4, 1: 3, 2: 2, 3: 1}, Levels(4, 3, 2, 1)),
        ("net_easy_7", dict.fromkeys(range(1, 8), 1), Levels(2, 2, 2, 1)),
        ("net_easy_7", {7: 5, 1: 2}, Levels(2, 0, 0, 5)),
        ("ces_7", {7: 5, 1: 2}, Levels(5, 0, 0, 2)),
        ("ces_7", {4: 9, 3: 8}, Levels(0, 9, 8, 0)),
        ("effort_4", {9: 5}, Levels()),
    ],
)
def test_each_scale_is_read_by_its_own_table(scale: str, counts: dict[int, int], expected: Levels) -> None:
    [source] = [source for source in SOURCES if source.scale == scale]

    assert levels_of(source, counts) == expected


def test_the_parts_of_three_steps_are_those_of_the_hand() -> None:
    # Mean levels .5, 1.5 and 2: parts 1/8, 3/8 and 4/8. The variance of the log of the odds of the first, by hand:
    # .25/99 over .5², and for the others 2.25/99 + 1/99 over 3.5².
    shares = shares_of_effort([Levels(50, 50, 0, 0), Levels(50, 0, 0, 50), Levels(0, 50, 0, 50)])

    assert [share and share.value for share in shares] == pytest.approx([0.125, 0.375, 0.5])
    first = shares[0]
    assert first is not None
    assert (first.low, first.high) == pytest.approx((0.102708, 0.151314), abs=1e-6)


def test_nothing_is_divided_where_there_is_nothing_to_divide() -> None:
    assert shares_of_effort([]) == []
    assert shares_of_effort([Levels(1, 1, 0, 0)]) == [None]
    assert shares_of_effort([Levels(9, 0, 0, 0), Levels(9, 0, 0, 0)]) == [None, None]
    assert shares_of_effort([Levels(9, 1, 0, 0), Levels()]) == [None, None]
    assert mean_level(Levels()) is None


def test_a_step_without_effort_has_a_part_of_nought_and_a_bound_above_it() -> None:
    fluid, hard = shares_of_effort([Levels(20, 0, 0, 0), Levels(0, 0, 0, 20)])

    assert fluid is not None
    assert hard is not None
    assert (fluid.value, fluid.low, hard.value, hard.high) == (0.0, 0.0, 1.0, 1.0)
    # Wilson's upper bound of 0 in 20 is .1611: at most a mean level of .4833 beside 3.
    assert fluid.high == pytest.approx(0.4833 / 3.4833, abs=1e-4)
    assert hard.low == pytest.approx(1 - fluid.high, abs=1e-9)


@given(st.lists(LEVELS.filter(lambda levels: levels.n > 0), min_size=2, max_size=8))
def test_parts_add_up_to_one_and_lie_in_their_intervals(steps: list[Levels]) -> None:
    shares = [share for share in shares_of_effort(steps) if share]

    if any(mean_level(levels) for levels in steps):
        assert sum(share.value for share in shares) == pytest.approx(1.0)
    assert all(0 <= share.low <= share.value <= share.high <= 1 for share in shares)


@given(LEVELS, LEVELS, st.integers(2, 5))
def test_how_many_answered_at_a_step_does_not_move_its_part(one: Levels, other: Levels, times: int) -> None:
    more = Levels(*(times * n for n in one))
    shares, again = shares_of_effort([one, other]), shares_of_effort([more, other])

    assert [share and share.value for share in again] == pytest.approx([share and share.value for share in shares])


@pytest.mark.parametrize(("n", "least"), [(30, 0.93), (200, 0.94)])
def test_the_interval_of_a_part_holds_the_truth_as_often_as_it_says(n: int, least: float) -> None:
    chances = np.array([[0.6, 0.25, 0.1, 0.05], [0.3, 0.3, 0.25, 0.15], [0.5, 0.3, 0.15, 0.05], [0.7, 0.2, 0.08, 0.02]])
    means = chances @ np.arange(4)
    truth = means / means.sum()
    draws = np.random.default_rng(7)
    held = np.zeros(4)
    for _ in range(1500):
        shares = shares_of_effort([Levels(*map(int, draws.multinomial(n, row))) for row in chances])
        held += [
            share is not None and share.low <= true <= share.high for share, true in zip(shares, truth, strict=True)
        ]

    assert (held / 1500 > least).all()
    assert (held / 1500 < 0.975).all()


def test_a_step_that_divides_is_a_moment_of_truth() -> None:
    found = candidates({"a": Levels(60, 0, 0, 40), "b": Levels(20, 70, 8, 2), "c": Levels(20, 70, 8, 2)})

    assert [(one.step, one.kind) for one in found] == [("a", "truth")]


def test_steps_that_chance_could_tell_apart_are_not_proposed() -> None:
    assert candidates({"a": Levels(30, 10, 6, 4), "b": Levels(28, 10, 8, 4)}) == []
    assert candidates({"a": Levels(0, 0, 0, 50), "b": Levels()}) == []


def test_chance_alone_proposes_a_step_once_in_twenty_maps_at_most() -> None:
    draws = np.random.default_rng(11)
    found = 0
    for _ in range(300):
        rows = draws.multinomial(150, [0.5, 0.3, 0.15, 0.05], size=6)
        found += bool(candidates({str(i): Levels(*map(int, row)) for i, row in enumerate(rows)}))

    assert found / 300 <= 0.06
