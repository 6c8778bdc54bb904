"""What others may hold of indicators: definitions, estimates, comparisons, verdicts. Fractions, never percentages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal


class Verdict(StrEnum):
    """What a comparison says. The words are those of the API."""

    UP = "up"
    DOWN = "down"
    NO_CHANGE = "no significant change"


type Measure = Literal["score", "share", "count", "seconds"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """This cell against the other period: the difference, its 95 % interval, a two-sided p-value, a verdict.

    `answers_needed` is how many answers each period would need for this difference to be seen with 80 % power; null
    where there is no difference or for a count.
    """

    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    verdict: Verdict | None
    answers_needed: int | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The value of an indicator in one cell. `value`, `low`, `high` are null where there is no value.

    `variance` is that of the value of one answer; with `n` and `value` it gives back the sums, so that two cells can
    be tested against each other.
    """

    dimensions: Mapping[str, str]
    n: int
    value: float | None
    low: float | None
    high: float | None
    compare: Comparison | None = None
    variance: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the scores of one scale are worth to an indicator: `values` maps a score to v."""

    scale: str
    values: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator is. Texts are lazily translated; a change of anything that moves a figure is a new version.

    `readings` holds one scale each, the first is the one read unless another is asked for; scales are never averaged
    together. It is empty for what is measured and not asked. `unit` is the word of the API: values of "points" and "%"
    are fractions all the same.
    """

    name: str
    version: int
    title: Any
    question: Any
    description: Any
    measure: Measure
    unit: Literal["points", "%", "calls", "seconds"]
    fact: Literal["answers", "interactions"]
    formula: Any
    eligibility: Any
    strength: Any
    weakness: Any
    source: Any
    source_url: str
    page: str
    higher_is_better: bool = True
    kind: Literal["hot"] = "hot"
    minimum_n: int = 100
    readings: tuple[Reading, ...] = ()

    @property
    def scales(self) -> tuple[str, ...]:
        return tuple(reading.scale for reading in self.readings)

    def values_of(self, scale: str | None) -> Mapping[int, float]:
        """What scores are worth on this scale, or on the first one."""
        return next(reading.values for reading in self.readings if scale in (None, reading.scale))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know of an indicator: the arguments of `public.estimates`, checked."""

    by: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    compare: tuple[date, date] | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within_seconds: int = 20


class IndicatorError(ValueError):
    """Something asked for does not exist: `field` holds `value`, `possible` says what could stand there.

    The text of the exception is a translated sentence that says all of it.
    """

    def __init__(self, message: str, *, field: str, value: str = "", possible: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.field = field
        self.value = value
        self.possible = possible
