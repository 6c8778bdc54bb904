"""What others may hold of indicators: estimates, comparisons, verdicts. Fractions, never percentages."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


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
    """The value of an indicator in one cell. `value`, `low`, `high` are null where there is no value."""

    dimensions: Mapping[str, str]
    n: int
    value: float | None
    low: float | None
    high: float | None
    compare: Comparison | None = None
