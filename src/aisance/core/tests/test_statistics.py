import pytest

from aisance.core.statistics import wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]
)
def test_the_interval_of_a_share_is_that_of_wilson(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_nothing_asked_gives_no_interval() -> None:
    assert wilson(0, 0) is None


def test_the_bounds_touch_the_ends_exactly() -> None:
    assert wilson(0, 3)[0] == 0.0  # type: ignore[index]  # not null, n is 3
    assert wilson(3, 3)[1] == 1.0  # type: ignore[index]  # not null, n is 3
