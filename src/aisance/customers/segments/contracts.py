"""What a kind of condition is, so that domains above may offer their own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

type Ids = Any
"""An array of numpy of ids of customers, in no order, perhaps several of one person."""

type Words = Mapping[str, Any]
"""What was chosen in the fields of a condition, by their names: whole numbers, codes. Empty fields are absent."""

BLOCKS = ("all", "any", "none")
"""A customer is in a segment who meets all of the first conditions, one at least of the second, none of the third."""

MOST_CONDITIONS = 20


@dataclass(frozen=True, slots=True)
class ConditionField:
    """One choice of a condition. `choices` gives codes and names in the reader's language; `initial` is shown first."""

    name: str
    title: Any
    kind: Literal["whole", "days", "amount", "choice", "text"]
    choices: Callable[[], Sequence[tuple[str, Any]]] | None = None
    required: bool = False
    initial: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom a condition means; with `others`, everybody but these."""

    ids: Ids
    others: bool = False


@dataclass(frozen=True, slots=True)
class ConditionKind:
    """A kind of condition: its fields, whom it means on a day, and how it is said in the reader's language.

    `members` takes the words, the people there are (to be handed on to `per_person`), and the day that is today.
    `problem` gives why the words make no sense together, empty where they do.
    """

    code: str
    title: Any
    fields: tuple[ConditionField, ...]
    members: Callable[[Words, Any, date], Chosen]
    says: Callable[[Words], Any]
    problem: Callable[[Words], Any] = lambda words: ""


@dataclass(frozen=True, slots=True)
class ReadySegment:
    """A segment that comes with the product. `needs` are the kinds without which it is not shown."""

    code: str
    name: Any
    purpose: Any
    conditions: Mapping[str, Sequence[Mapping[str, Any]]]

    @property
    def needs(self) -> set[str]:
        """The kinds of conditions that it is made of."""
        return {held["kind"] for block in self.conditions.values() for held in block}


@dataclass(frozen=True, slots=True)
class SegmentCard:
    """A segment as others name it, in the reader's language."""

    code: str
    name: str
    is_ready: bool
