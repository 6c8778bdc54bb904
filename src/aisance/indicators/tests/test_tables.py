"""How the terminal's table writes differences."""

import pytest

from aisance.indicators.tables import _signed_difference


@pytest.mark.parametrize(
    ("difference", "written"), [(-0.004, "0 points"), (0.0, "0 points"), (-0.1, "−10 points"), (0.031, "+3 points")]
)
def test_a_difference_that_rounds_to_nothing_has_no_sign(difference: float, written: str) -> None:
    assert _signed_difference(difference, "points") == written
