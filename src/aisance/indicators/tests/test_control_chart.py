"""The control chart: blind to what comes later, quiet without a reason, awake with one."""

from itertools import pairwise

import numpy as np
import pytest

from aisance.indicators.statistics.control import ChartPoint, control_chart

pytestmark = pytest.mark.sqlite_only

type Week = tuple[int, float, float | None, float | None]

ANSWERS, SPREAD = 200, 0.6
SIGMA = (2 * SPREAD / ANSWERS) ** 0.5
"""Of a week's value: half of its variance is sampling, half is how weeks differ."""


def series(chance: np.random.Generator, weeks: int, *, trend: float, season: float, step: float = 0.0) -> list[Week]:
    """Trend a year, season and step in sigmas; the step comes with the last 12 weeks."""
    at = np.arange(weeks)
    wave = season * np.sin(2 * np.pi * at / 52.18 + chance.uniform(0, 2 * np.pi))
    value = 0.3 + SIGMA * (trend * at / 52.18 + wave + chance.normal(size=weeks) + step * (at >= weeks - 12))
    return [(int(week), ANSWERS, float(some), SPREAD) for week, some in zip(at, value, strict=True)]


def calm(weeks: int) -> list[Week]:
    return [(week, 400, 0.30 + 0.02 * (-1) ** week, 0.6) for week in range(weeks)]


def test_under_twelve_earlier_weeks_there_are_no_limits() -> None:
    chart = control_chart(calm(14))

    assert chart[:12] == [ChartPoint()] * 12
    assert chart[12].low is not None
    assert control_chart([]) == []


def test_a_week_is_judged_by_earlier_ones_only() -> None:
    weeks = series(np.random.default_rng(1), 80, trend=1, season=1)

    assert control_chart(weeks)[:60] == control_chart(weeks[:60])


def test_a_week_far_off_is_outside_and_does_not_blind_the_chart() -> None:
    chart = control_chart([*calm(30), (30, 400, -0.30, 0.6), *[(week, 400, 0.3, 0.6) for week in range(31, 40)]])

    assert (chart[30].outside, chart[30].drift) == ("below", False)
    before, after = chart[29], chart[39]
    assert after.outside is None
    assert after.sigma == pytest.approx(before.sigma, rel=0.5)


def test_a_figure_that_slides_is_outside_by_drift_before_any_week_is() -> None:
    flat = [(week, 2000, 0.30 + 0.01 * (-1) ** week, 0.6) for week in range(70)]
    slide = [(70 + i, 2000, 0.30 - 0.006 * i + 0.01 * (-1) ** i, 0.6) for i in range(1, 16)]
    chart = control_chart([*flat, *slide])

    first = next(point for point in chart if point.outside)
    assert (first.outside, first.drift) == ("below", True)


def test_a_level_that_stays_is_accepted_after_six_weeks() -> None:
    chart = control_chart([*calm(60), *[(week, 400, 0.0 + 0.02 * (-1) ** week, 0.6) for week in range(60, 80)]])

    assert [point.outside for point in chart[60:66]] == ["below"] * 6
    assert [point.outside for point in chart[66:]] == [None] * 14
    assert chart[79].expected == pytest.approx(0.0, abs=0.03)


def test_a_week_without_answers_is_expected_and_not_judged() -> None:
    chart = control_chart([*calm(20), (20, 0, None, None), (22, 400, 0.30, 0.6)])

    assert chart[20].expected == pytest.approx(0.30, abs=0.02)
    assert chart[20].outside is None
    assert chart[21].outside is None


def test_few_answers_widen_the_limits_of_their_week() -> None:
    many, few = (control_chart([*calm(20), (20, n, 0.3, 0.6)])[20] for n in (400, 10))

    assert (few.sigma or 0) > 2 * (many.sigma or 0)


def test_a_single_answer_without_variance_leans_on_the_other_weeks() -> None:
    assert control_chart([*calm(20), (20, 1, 1.0, 0.0)])[20].outside is None


def test_a_series_that_never_moves_has_no_alerts() -> None:
    chart = control_chart([(week, 50, 1.0, 0.0) for week in range(40)])

    assert {point.outside for point in chart} == {None}
    assert chart[39].expected == pytest.approx(1.0)


def test_weeks_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="in order"):
        control_chart([(2, 10, 0.1, 0.5), (1, 10, 0.1, 0.5)])


@pytest.mark.parametrize(("trend", "season"), [(0.0, 0.0), (2.0, 1.0)])
def test_a_stable_series_calls_at_most_once_in_two_years(trend: float, season: float) -> None:
    chance = np.random.default_rng(7)
    calls = []
    for _ in range(25):
        outside = [point.outside for point in control_chart(series(chance, 104, trend=trend, season=season))]
        calls.append(sum(here is not None and here != before for before, here in pairwise(outside)))

    assert np.mean(calls) < 1


def test_a_step_of_a_sigma_and_a_half_is_seen_within_twelve_weeks() -> None:
    chance = np.random.default_rng(8)
    seen = [
        any(
            point.outside == "below" for point in control_chart(series(chance, 142, trend=1, season=1, step=-1.5))[130:]
        )
        for _ in range(20)
    ]

    assert np.mean(seen) >= 0.7
