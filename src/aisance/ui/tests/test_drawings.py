import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aisance.ui import drawings
from aisance.ui.drawings import Axis, axis_over, spark, tight_axis

VALUES = st.lists(st.floats(-1000, 1000).map(lambda value: round(value, 3)), min_size=2, max_size=30)


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(drawings).failed == 0


def test_a_value_stands_at_its_share_of_the_axis() -> None:
    assert [Axis(-1.0, 1.0, 10, 90).at(value) for value in (-1.0, 0.0, 1.0, 7.0)] == [10.0, 50.0, 90.0, 90.0]


@given(VALUES)
def test_an_axis_holds_every_value_and_ends_at_round_ones(values: list[float]) -> None:
    axis = axis_over(values)

    assert all(axis.low <= value <= axis.high for value in values)
    assert 1 <= len(axis.ticks) <= 15


def test_an_axis_without_values_can_still_be_drawn() -> None:
    assert axis_over([None]) == Axis(0.0, 1.0)
    assert tight_axis([]).at(0.5) == 50.0


def test_the_order_along_an_axis_is_the_order_of_the_values() -> None:
    axis = tight_axis([0.3, 0.1, 0.2])

    assert axis.at(0.1) < axis.at(0.2) < axis.at(0.3)


@pytest.mark.parametrize("values", [[], [None, None]])
def test_a_series_without_values_draws_nothing(values: list[float | None]) -> None:
    assert spark(values).path == ""


def test_a_missing_value_breaks_the_line() -> None:
    assert spark([1.0, 2.0, None, 1.0, 2.0]).path == "M0.0 30.0 24.0 4.0 M72.0 30.0 96.0 4.0"


def test_the_cut_stands_before_the_first_point_of_this_period() -> None:
    assert spark([1.0, 2.0, 3.0], cut=2).cut == 72.0
    assert spark([1.0, 2.0, 3.0], cut=0).cut is None
