"""How many more answers an indicator needs, and when they will be there at the present rate."""

from dataclasses import dataclass, replace
from math import ceil

from aisance.core.permissions import Viewer
from aisance.indicators import queries
from aisance.indicators.asking import checked
from aisance.indicators.contracts import Asked, Definition, Estimate
from aisance.indicators.rules import NO_ANSWERS, sums_of
from aisance.indicators.statistics.planning import answers_needed, more_answers_for_precision

MEASURES = ("score", "share", "mean", "seconds")
LONGEST_WEEKS = 520


@dataclass(frozen=True, slots=True)
class Need:
    """How many answers in all (in each period, for a change), how many more, and in how many weeks; null for too many.

    `weeks` is null too where none came in.
    """

    in_all: int | None
    more: int | None
    weeks: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The figure as it stands, how many answers a week it gets, and what is needed for each wish."""

    now: Estimate
    half_width: float | None
    a_week: float
    precision: Need | None = None
    change: Need | None = None


def plan(
    viewer: Viewer, definition: Definition, asked: Asked, *, precision: float | None = None, change: float | None = None
) -> Plan:
    """What it takes to know the figure of a selection to plus or minus `precision`, or to see a `change` of it.

    Both in the unit of the value (0.05 for five points). The variance of an answer is taken to stay as it is. Days of
    the selection are both given. Weights and clusters count: what is needed is divided by what an answer is worth.
    """
    start, end = asked.start, asked.end
    assert start and end  # noqa: PT018  one contract: a period
    asked = checked(definition, replace(asked, by=(), compare=None, against={}, population=None))
    [now] = queries.shown_estimates(viewer, definition, asked)
    a_week = now.n * 7 / ((end - start).days + 1)
    if now.value is None or now.variance is None:
        return Plan(now, None, a_week)
    half = None if now.low is None or now.high is None else (now.high - now.low) / 2
    return Plan(
        now,
        half,
        a_week,
        _for_precision(definition, now, a_week, precision) if precision else None,
        _for_change(now, a_week, change) if change else None,
    )


def _for_precision(definition: Definition, now: Estimate, a_week: float, precision: float) -> Need:
    """Normal approximation; an answer that is worth less than one counts as what it is worth."""
    effective = (sums_of(definition.measure, now) or NO_ANSWERS).n
    worth = effective / now.n if now.n else 1.0
    more = more_answers_for_precision(effective, now.variance or 0.0, precision)
    more = None if more is None else ceil(more / worth)
    return Need(None if more is None else now.n + more, more, _weeks(more, a_week))


def _for_change(now: Estimate, a_week: float, change: float) -> Need:
    """Two periods alike in size and spread: how many answers each needs, with 80 % power."""
    needed = answers_needed(change, now.variance or 0.0, now.variance or 0.0)
    if needed is None:
        return Need(None, None, None)
    needed = ceil(needed * (now.design_effect or 1.0))
    more = max(0, needed - now.n)
    return Need(needed, more, _weeks(needed, a_week))


def _weeks(answers: int | None, a_week: float) -> int | None:
    if answers is None or not a_week:
        return None
    weeks = ceil(answers / a_week)
    return weeks if weeks <= LONGEST_WEEKS else None
