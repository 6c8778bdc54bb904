"""The control chart as a drawing: the weeks as a line, what was expected as a band."""

from dataclasses import dataclass

from aisance.indicators.contracts import Definition
from aisance.indicators.drift.weeks import Week, clipped
from aisance.ui.drawings import Axis, axis_over
from aisance.ui.numbers import axis_number

HEIGHT = 160.0
WEEKS_DRAWN = 78


@dataclass(frozen=True, slots=True)
class Dot:
    """A week outside, in per cent of the width and in pixels of the height."""

    x: str
    y: str
    direction: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths in a box of 100 by `HEIGHT`, the weeks outside, and the numbers of the axis."""

    line: str
    band: str
    middle: str
    dots: list[Dot]
    ticks: list[tuple[str, str]]
    height: str = f"{HEIGHT:.0f}"


def drawing_of(definition: Definition, weeks: list[Week]) -> Drawing:
    """The last weeks, a year and a half of them."""
    shown = weeks[-WEEKS_DRAWN:]
    charts = [clipped(definition, week.chart) for week in shown]
    bounds = [bound for chart in charts for bound in (chart.low, chart.high)]
    axis = axis_over([*(week.estimate.value for week in shown), *bounds], first=HEIGHT - 6, last=6.0)
    places = [round(1 + 98 * i / max(1, len(shown) - 1), 2) for i in range(len(shown))]
    upper = [(x, axis.at(chart.high)) for x, chart in zip(places, charts, strict=True) if chart.high is not None]
    lower = [(x, axis.at(chart.low)) for x, chart in zip(places, charts, strict=True) if chart.low is not None]
    middle = [(x, axis.at(c.expected)) for x, c in zip(places, charts, strict=True) if c.expected is not None]
    line = [(x, axis.at(w.estimate.value)) for x, w in zip(places, shown, strict=True) if w.estimate.value is not None]
    dots = [_dot(x, week, axis) for x, week in zip(places, shown, strict=True) if week.chart.outside]
    ticks = [(f"{axis.at(tick)}", axis_number(tick, definition.unit)) for tick in axis.ticks]
    return Drawing(_path(line), _path([*upper, *reversed(lower)]), _path(middle), dots, ticks)


def _dot(x: float, week: Week, axis: Axis) -> Dot:
    return Dot(f"{x}%", f"{axis.at(week.estimate.value or 0.0)}", week.chart.outside or "")


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + " ".join(f"{x} {y}" for x, y in points) if points else ""
