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


type Measure = Literal["score", "share", "mean", "count", "seconds", "quantile"]
"""What v is: -1 to +1, 0 or 1, a score of a scale, a row, seconds, or seconds of which a quantile is told."""

type UnitWord = Literal["points", "%", "on the scale", "calls", "seconds", "hours"]

type Adjust = Literal["holm", "bh", "none"]
"""How p-values are corrected for looking at many cells: Holm, Benjamini and Hochberg, or not at all."""


class Status(StrEnum):
    """The life of a definition. Only approved ones are offered to steer by; a retired one can still be read."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Comparison:
    """This cell against the other period: the difference, its 95 % interval, a two-sided p-value, a verdict.

    `answers_needed` is how many answers each period would need for this difference to be seen with 80 % power; null
    where there is no difference or for a count. `p_adjusted` is the p-value corrected for all the cells of the same
    answer; the verdict goes by it. `other_n` is how many rows the other selection has.
    """

    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    verdict: Verdict | None
    answers_needed: int | None
    p_adjusted: float | None = None
    other_n: int | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The value of an indicator in one cell. `value`, `low`, `high` are null where there is no value.

    `variance` is that of the value of one answer; with `n_effective` and `value` it gives back the sums, so that two
    cells can be tested against each other. `masked` is the smallest n that is shown: where it is set, the cell has
    fewer rows, and its value is withheld. `n_effective` is how many independent answers of equal weight would be as
    precise; it differs from n where answers are weighted, clustered or a large part of a finite population.
    `design_effect` is n / n_effective, `raw` the value without weights; both null where nothing is weighted.
    """

    dimensions: Mapping[str, str]
    n: int
    value: float | None
    low: float | None
    high: float | None
    compare: Comparison | None = None
    variance: float | None = None
    masked: int | None = None
    n_effective: float | None = None
    design_effect: float | None = None
    raw: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A question of which an indicator is made: `values` maps each score of the scale to v.

    `weight` says how much v counts where there are several parts; weights of an indicator add up to 1.
    """

    question: str
    scale: str
    values: Mapping[int, float]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator is. Texts are lazily translated; a change of anything that moves a figure is a new version.

    `parts` are the questions it is made of: one for most, several for a composite, whose v is the weighted sum over
    the parts of one respondent, who must have answered them all; empty for what is measured and not asked. `unit` is
    the word of the API: values of "points" and "%" are fractions all the same. A value under `minimum_n` rows is
    masked; one under `solid_n` is drawn as weak. `low` and `high` bound a mean on a scale. `starts_on` is the first day
    of the series of this version, null for one that has no earlier version. `quantile` belongs to the measure of that
    name. `cluster` names the column whose rows belong together ("customer_id").
    """

    name: str
    version: int
    title: Any
    question: Any
    description: Any
    measure: Measure
    unit: UnitWord
    fact: Literal["answers", "interactions", "invitations"]
    formula: Any
    eligibility: Any
    strength: Any
    weakness: Any
    source: Any
    source_url: str
    page: str
    higher_is_better: bool = True
    kind: Literal["hot", "cold", "employee", "review"] = "hot"
    minimum_n: int = 10
    solid_n: int = 100
    parts: tuple[Part, ...] = ()
    owner: Any = ""
    status: Status = Status.APPROVED
    starts_on: date | None = None
    is_own: bool = False
    low: float = 0.0
    high: float = 0.0
    quantile: float = 0.5
    cluster: str = ""

    @property
    def is_composite(self) -> bool:
        return len(self.parts) > 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know of an indicator: the arguments of `public.estimates`, checked.

    With `compare` or `against` there is a second selection to compare with: the same as the first but for its days
    (`compare`) and the filters that `against` replaces. `weighting` is the code of a declared weighting. `cluster` is
    "customer" where the answers of one customer are to be taken as one cluster. `population` is the size of the
    population of which the answers are a sample without replacement; null: without end.
    """

    by: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    compare: tuple[date, date] | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within_seconds: int = 20
    within_days: int = 7
    against: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    adjust: Adjust = "holm"
    weighting: str = ""
    cluster: str = ""
    population: int | None = None
    version: int | None = None

    @property
    def is_compared(self) -> bool:
        return bool(self.compare or self.against)


class IndicatorError(ValueError):
    """Something asked for does not exist: `field` holds `value`, `possible` says what could stand there.

    The text of the exception is a translated sentence that says all of it.
    """

    def __init__(self, message: str, *, field: str, value: str = "", possible: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.field = field
        self.value = value
        self.possible = possible
