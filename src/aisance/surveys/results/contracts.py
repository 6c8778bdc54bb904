"""What a page of results holds: items with what was answered to each. Standard library only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Shape(StrEnum):
    """How an item's answers are counted."""

    POINTS = "points"
    OPTIONS = "options"
    SEVERAL = "several"
    RANKING = "ranking"
    MATRIX = "matrix"
    NUMBER = "number"
    DATE = "date"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which responses count: of these versions, from day to day, both included. Null and empty mean all."""

    version_ids: tuple[int, ...]
    start: date
    end: date
    unit_ids: tuple[int, ...] | None = None
    channel: str = ""
    language: str = ""
    collected_by: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """How many gave one point, one option, one bin. `value` is their share of `of`, with Wilson's interval."""

    code: str
    name: str
    count: int
    of: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that share one base: the answers on one scale, to one row of a matrix. `n` is how many answered."""

    code: str
    name: str
    n: int
    lines: tuple[Line, ...]
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a thing was ranked: how often at all, its mean place, and how often it came first."""

    code: str
    name: str
    n: int
    mean: float | None
    first: Line


@dataclass(frozen=True, slots=True)
class Spread:
    """Where numbers or days lie; the values are numbers, of days those counted from the year 1."""

    n: int
    least: float
    lower: float
    median: float
    upper: float
    most: float


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item: how many were asked, answered and passed it, and what they answered, by its shape.

    `asked_still` tells whether the newest version asks it.
    """

    number: int
    code: str
    kind: str
    wording: str
    shape: Shape
    asked: int
    answered: int
    asked_still: bool = True
    groups: tuple[Group, ...] = ()
    ranks: tuple[Rank, ...] = ()
    spread: Spread | None = None

    @property
    def passed(self) -> int:
        """An answer may be in the store a moment before its response is."""
        return max(self.asked - self.answered, 0)


@dataclass(frozen=True, slots=True)
class Results:
    """Everything a questionnaire brought."""

    responses: int
    complete: int
    items: Sequence[ItemResult] = field(default_factory=list)

    @property
    def partial(self) -> int:
        return self.responses - self.complete
