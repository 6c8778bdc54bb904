"""How often the intervals of effects hold the planted truth, and how often a plan without effect seems to have one."""

import numpy as np
import pytest

from aisance.improvement.plans.effects import (
    Series,
    break_of_series,
    difference_in_differences,
    trends_before,
    two_groups,
)
from aisance.improvement.plans.measuring import added_up, last_as_others

SEEDS = 200
# Of 200 intervals of 95 %, between 181 and 198 hold the truth with a probability of 99.8 %.
FEWEST, MOST = 181, 198
VARIANCE = 0.64


def drawn_units(seed: int, effect: float) -> list[Series]:
    """Two of seven units begin, three weeks apart; weeks have weather in common, units drift by themselves."""
    rng = np.random.default_rng(seed)
    weeks, units = 20, 7
    n = rng.poisson(rng.uniform(10, 50, (units, 1)), (units, weeks))
    drift = np.zeros((units, weeks))
    shock = rng.normal(0, 0.04, (units, weeks))
    for week in range(weeks):
        drift[:, week] = 0.6 * drift[:, week - 1] + 0.8 * shock[:, week]
    truth = rng.normal(0.3, 0.1, (units, 1)) + rng.normal(0, 0.08, weeks) + drift
    joins = [12, 15, *[None] * 5]
    for unit, join in enumerate(joins[:2]):
        truth[unit, join:] += effect
    mean = truth + rng.normal(0, 1, n.shape) * np.sqrt(VARIANCE / np.maximum(n, 1))
    return [
        Series(
            str(unit),
            tuple(int(k) for k in n[unit]),
            tuple(float(m) if k else None for m, k in zip(mean[unit], n[unit], strict=True)),
            join,
        )
        for unit, join in enumerate(joins)
    ]


def drawn_series(seed: int, effect: float) -> Series:
    """A series with a trend and weeks that hang together, of which an effect begins in the fifteenth."""
    rng = np.random.default_rng(seed)
    weeks = 26
    n = rng.poisson(180, weeks)
    drift = np.zeros(weeks)
    for week in range(weeks):
        drift[week] = 0.3 * drift[week - 1] + rng.normal(0, 0.04)
    place = np.arange(weeks)
    mean = 0.2 + 0.003 * place + drift + effect * (place >= 14) + rng.normal(0, 1, weeks) * np.sqrt(VARIANCE / n)
    return Series("all", tuple(int(k) for k in n), tuple(float(m) for m in mean), 14)


def test_compared_with_others_the_interval_holds_the_truth() -> None:
    figures = [difference_in_differences(drawn_units(seed, 0.12), VARIANCE) for seed in range(SEEDS)]

    held = sum(figure is not None and figure.low <= 0.12 <= figure.high for figure in figures)
    assert FEWEST <= held <= MOST


def test_of_a_series_alone_the_interval_holds_the_truth() -> None:
    figures = [break_of_series(drawn_series(seed, 0.12)) for seed in range(SEEDS)]

    held = sum(figure is not None and figure.low <= 0.12 <= figure.high for figure in figures)
    assert FEWEST <= held <= MOST


def test_plans_without_effect_seldom_seem_to_have_one() -> None:
    """At most 5 in 100 in the long run; of 100 draws, more than 10 would come once in a hundred times."""
    beside = [difference_in_differences(drawn_units(seed, 0.0), VARIANCE) for seed in range(1_000, 1_100)]
    alone = [break_of_series(drawn_series(seed, 0.0)) for seed in range(1_000, 1_100)]

    for figures in (beside, alone):
        assert sum(figure is None or figure.is_established for figure in figures) <= 10


def test_a_great_effect_is_found_nearly_always() -> None:
    figures = [difference_in_differences(drawn_units(seed, 0.5), VARIANCE) for seed in range(40)]

    assert sum(figure is not None and figure.low > 0 for figure in figures) >= 38


def test_the_difference_is_exact_where_nothing_is_left_to_chance() -> None:
    """Weeks move in common by 0 to 0.7; the units that are in gain 0.2 from their own weeks on."""
    common = [0.1 * (week % 8) for week in range(12)]

    def unit(level: float, joins: int | None, began: int | None = None) -> Series:
        mean = tuple(level + common[week] + (0.2 if joins is not None and week >= joins else 0.0) for week in range(12))
        return Series("", (10,) * 12, mean, joins, began)

    figure = difference_in_differences([unit(0.1, 6), unit(0.3, 8, 7), unit(0.2, None), unit(0.5, None)], 1e-9)

    assert figure is not None
    assert figure.value == pytest.approx(0.2)
    assert figure.freedom == 2


def test_too_few_units_give_no_comparison() -> None:
    units = [Series("", (5,) * 10, (0.1,) * 10, joins) for joins in (5, None, None)]

    assert difference_in_differences(units, 1.0) is None
    assert difference_in_differences([*units, Series("", (0,) * 10, (None,) * 10)], 1.0) is None
    assert break_of_series(units[1]) is None


def test_units_that_moved_otherwise_before_are_found_out() -> None:
    rng = np.random.default_rng(5)

    def unit(slope: float, joins: int | None) -> Series:
        return Series("", (200,) * 16, tuple(float(m) for m in slope * np.arange(16) + rng.normal(0, 0.01, 16)), joins)

    apart = trends_before([unit(0.05, 10), unit(0.05, 10), *(unit(0.0, None) for _ in range(4))], 0.02)
    alike = trends_before([unit(0.0, 10), unit(0.0, 10), *(unit(0.0, None) for _ in range(4))], 0.02)

    assert apart is not None
    assert alike is not None
    assert apart.is_established
    assert not alike.is_established


def test_where_all_begin_the_last_are_the_others_until_they_do() -> None:
    first, last = Series("a", (4,) * 10, (1.0,) * 10, 3), Series("b", (4,) * 10, (2.0,) * 10, 8, 7)

    inside, others = last_as_others([first, last])

    assert ([len(one.n) for one in inside], [one.joins for one in others]) == ([7], [None])
    assert last_as_others([first]) == ([first], [])
    assert added_up("", [first, last]).mean == (1.5,) * 10


def test_between_two_groups_the_spread_of_units_widens_the_interval() -> None:
    group = np.array([1.0, 1.0, 0.0, 0.0, 0.0])
    calm = two_groups(np.array([0.5, 0.5, 0.1, 0.1, 0.1]), np.full(5, 0.01), group)
    wild = two_groups(np.array([0.9, 0.1, 0.4, 0.1, -0.2]), np.full(5, 0.01), group)

    assert (calm.value, wild.value) == pytest.approx((0.4, 0.4))
    assert calm.high - calm.value == pytest.approx(1.959964 * (0.01 / 2 + 0.01 / 3) ** 0.5)
    assert wild.high - wild.low > calm.high - calm.low
