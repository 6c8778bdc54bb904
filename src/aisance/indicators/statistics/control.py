"""A control chart for weekly figures that have a trend and a season: does this week leave what was to be expected?

Every week is held against what the weeks before it let expect, never against itself or what came later. Two questions
are asked: is this week by itself beyond three sigma, and does the moving average of the surprises drift? The chart is
quiet by default: see docs/reference/formulas/control-chart.md for how often it speaks without a reason, and how soon
it does with one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from aisance.core.later import Later

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Later("numpy")

special: Any = Later("scipy.special")


type Floats = NDArray[np.float64]

WEEKS_BEFORE_LIMITS = 12
WEEKS_BEFORE_SEASON = 60
"""From so many on the wave is a finding rather than a caution, and costs its two degrees of freedom."""
WEEKS_REMEMBERED = 208
WEEKS_OF_A_YEAR = 365.25 / 7
LAMBDA = 0.2
"""How much the newest surprise weighs in the moving average."""
DRIFT_LIMIT = 2.8
"""Beyond so many of its own standard deviations the moving average is a drift."""
WEEKS_TO_ACCEPT = 6
"""After so many weeks in a row on one side of what was expected, the new level is the one to expect."""
TAIL = 0.00134989803163
"""What the normal law leaves above three sigma."""
SLOPE_PER_YEAR = 2.0
"""A trend of so many standard deviations a year is not surprising; steeper ones are drawn towards 0."""
WAVE = 0.7
"""So many standard deviations of a yearly wave are not surprising; before a year is over they widen the limits."""
PRIOR_ANSWERS = 2
"""A week's own variance counts with its answers, that of all weeks before with as many as this."""


class WeekPoint(NamedTuple):
    """One week: its place in time, its answers, its value, and the variance of the value of one answer."""

    week: int
    n: float
    value: float | None
    variance: float | None


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """What was to be expected of a week, null with fewer than 12 weeks before it. In the unit of the value.

    `low` and `high` are three sigma away, or further while sigma is known from few weeks. `drift` tells a week that is
    outside by the moving average alone. Bounds may leave the scale: whoever draws them clips.
    """

    expected: float | None = None
    low: float | None = None
    high: float | None = None
    sigma: float | None = None
    outside: Literal["above", "below"] | None = None
    drift: bool = False


def control_chart(points: Sequence[tuple[int, float, float | None, float | None]]) -> list[ChartPoint]:
    """One chart point a week, in the order given: weeks (index, n, value, variance of one answer), ascending.

    Expected is a weighted straight line with a yearly wave, both damped, fitted to the earlier weeks only. What they
    cannot know of the wave before a year is over widens the limits. Sigma is made of the week's own sampling variance,
    the variance between weeks beyond sampling, and what is unsure of the line. A week without a value has an
    expectation and is never outside. A level that stays is accepted after six weeks. Weeks out of order are a
    ValueError.
    Source: D. B. Laney, 2002, Quality Engineering 14, 531-537 (variance between); S. W. Roberts, 1959, Technometrics 1,
    239-250 (moving average); J. M. Lucas and M. S. Saccucci, 1990, Technometrics 32, 1-12 (its limits).

    >>> calm = [(week, 400, 0.30 + 0.02 * (-1) ** week, 0.6) for week in range(30)]
    >>> chart = control_chart([*calm, (30, 400, 0.05, 0.6)])
    >>> chart[5].expected is None, chart[29].outside, chart[30].outside
    (True, None, 'below')
    """
    weeks = [WeekPoint(*point) for point in points]
    if any(b.week <= a.week for a, b in pairwise(weeks)):
        raise ValueError("Weeks must come in order, each once.")
    history = _History()
    return [history.judged(week) for week in weeks]


class _Forecast(NamedTuple):
    """What earlier weeks say of a week to come, its own sampling variance left out."""

    expected: float
    between: float
    unsure: float
    reach: float
    stickiness: float


class _History:
    """The weeks so far, and the moving average of how they surprised."""

    def __init__(self) -> None:
        self.weeks: list[int] = []
        self.seen: list[float] = []
        self.values: list[float] = []
        self.answers: list[float] = []
        self.spreads: list[float] = []
        self.levels: list[int] = []
        self.average = 0.0
        self.run: list[int] = []
        self.side: Literal["above", "below"] | None = None

    def judged(self, point: WeekPoint) -> ChartPoint:
        if len(self.weeks) < WEEKS_BEFORE_LIMITS:
            self._remember(point, point.value)
            return ChartPoint()
        forecast = self._forecast(point.week)
        sampling = self._sampling_of(point)
        sigma = sqrt(forecast.between + forecast.unsure + sampling)
        half = forecast.reach * sigma
        chart = ChartPoint(forecast.expected, forecast.expected - half, forecast.expected + half, sigma)
        if point.value is None or not point.n:
            return chart
        surprise = (point.value - forecast.expected) / sigma if sigma > 0 else 0.0
        outside, drift = self._verdict(surprise, forecast)
        # A week far out must not blind the chart for those to come.
        self._remember(point, forecast.expected + sigma * min(forecast.reach, max(-forecast.reach, surprise)))
        self._count_run(outside, point.week)
        return ChartPoint(chart.expected, chart.low, chart.high, sigma, outside, drift)

    def _remember(self, point: WeekPoint, value: float | None) -> None:
        if value is None or not point.n:
            return
        self.weeks.append(point.week)
        self.seen.append(point.value or 0.0)
        self.values.append(value)
        self.answers.append(point.n)
        self.spreads.append(point.variance or 0.0)

    def _verdict(self, surprise: float, forecast: _Forecast) -> tuple[Literal["above", "below"] | None, bool]:
        """By the week alone first, then by the moving average, whose surprises are held within reach."""
        reach = forecast.reach
        self.average = (1 - LAMBDA) * self.average + LAMBDA * min(reach, max(-reach, surprise))
        if abs(surprise) > reach:
            return ("above" if surprise > 0 else "below"), False
        kept = (1 - LAMBDA) * forecast.stickiness
        spread = sqrt(LAMBDA / (2 - LAMBDA) * (1 + kept) / (1 - kept))
        if abs(self.average) > DRIFT_LIMIT / 3 * reach * spread:
            return ("above" if self.average > 0 else "below"), True
        return None, False

    def _count_run(self, outside: Literal["above", "below"] | None, week: int) -> None:
        self.run = [*self.run, week] if outside and outside == self.side else [week]
        self.side = outside
        if outside and len(self.run) >= WEEKS_TO_ACCEPT:
            self._accept(self.run[0])

    def _accept(self, first: int) -> None:
        """A new level from this week on: what was held within reach since then counts as it was seen."""
        self.levels.append(first)
        since = self.weeks.index(first)
        self.values[since:] = self.seen[since:]
        self.run, self.side, self.average = [], None, 0.0

    def _sampling_of(self, point: WeekPoint) -> float:
        """That of one week; 0 where it has no answers."""
        if not point.n:
            return 0.0
        return float(self._sampling(np.array([point.n]), np.array([point.variance or 0.0]))[0])

    def _sampling(self, n: Floats, spread: Floats) -> Floats:
        """The sampling variance of weekly values, leaning on all weeks where they have few answers."""
        answers = np.array(self.answers)
        shared = float(answers @ np.array(self.spreads) / answers.sum())
        leaning: Floats = (n * spread + PRIOR_ANSWERS * shared) / (n + PRIOR_ANSWERS) / n
        return leaning

    def _forecast(self, week: int) -> _Forecast:
        recent = slice(-WEEKS_REMEMBERED, None)
        weeks = np.array(self.weeks[recent], dtype=float)
        sampling = self._sampling(np.array(self.answers[recent]), np.array(self.spreads[recent]))
        levels = [level for level in self.levels if level > weeks[0]]
        design = _columns(weeks, week, levels)
        ahead = _columns(np.array([float(week)]), week, levels)[0]
        return _fitted(design, np.array(self.values[recent]), sampling, ahead)


def _columns(weeks: Floats, now: int, levels: Sequence[int]) -> Floats:
    """A level, a slope a year, the yearly wave, and accepted changes of level."""
    angle = 2 * np.pi * weeks / WEEKS_OF_A_YEAR
    steps = [(weeks >= level).astype(float) for level in levels]
    return np.column_stack([np.ones_like(weeks), (weeks - now) / WEEKS_OF_A_YEAR, np.cos(angle), np.sin(angle), *steps])


def _fitted(design: Floats, values: Floats, sampling: Floats, ahead: Floats) -> _Forecast:
    """Least squares, first alike to see how weeks vary, then weighted by that. Slope and wave are drawn towards 0."""
    drawn = np.zeros(design.shape[1])
    drawn[1:4] = 1 / SLOPE_PER_YEAR**2, 1 / WAVE**2, 1 / WAVE**2
    rough = np.linalg.solve(design.T @ design + np.diag(drawn + 1e-9), design.T @ values)
    freedom = max(1, len(values) - (4 if len(values) >= WEEKS_BEFORE_SEASON else 2) - (design.shape[1] - 4))
    total = float(((values - design @ rough) ** 2).sum()) / freedom
    between = max(0.0, total - float(sampling.mean()))
    weights = 1 / np.maximum(between + sampling, 1e-300)
    # Weeks all alike have no scatter of their own: slope and wave are then drawn by a part of the sampling.
    scatter = max(total, 1e-3 * float(sampling.mean()), 1e-300)
    inverse = np.linalg.pinv(design.T @ (weights[:, None] * design) + np.diag(drawn / scatter))
    found = inverse @ (design.T @ (weights * values))
    return _Forecast(
        expected=float(ahead @ found),
        between=between,
        unsure=float(ahead @ inverse @ ahead),
        reach=-float(special.stdtrit(freedom, TAIL)),
        stickiness=_stickiness(values - design @ found),
    )


def _stickiness(rest: Floats) -> float:
    """How much a week resembles the one before, 0 to .8: what no line and no wave has caught."""
    squares = float(rest @ rest)
    return min(0.8, max(0.0, float(rest[1:] @ rest[:-1]) / squares)) if squares > 0 else 0.0
