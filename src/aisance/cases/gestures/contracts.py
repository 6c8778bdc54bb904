"""The words of gestures that others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal


class GestureSort(StrEnum):
    """What a gesture of goodwill is."""

    VOUCHER = "voucher"
    REFUND = "refund"
    MONTH_FREE = "month_free"
    EXPRESS = "express"
    FLOWERS = "flowers"
    APOLOGY_CALL = "apology_call"


class GestureState(StrEnum):
    """What became of it."""

    GRANTED = "granted"
    ASKED = "asked"
    REFUSED = "refused"
    HELD_BACK = "held_back"
    WITHDRAWN = "withdrawn"


STANDING = (GestureState.GRANTED.value, GestureState.ASKED.value, GestureState.HELD_BACK.value)
"""The states in which a gesture takes the place of another of its kind in its case."""


class Period(StrEnum):
    """How long a budget lasts."""

    MONTH = "month"
    QUARTER = "quarter"


class BudgetHolder(StrEnum):
    """Whose budget it is."""

    EACH = "each"
    UNIT = "unit"


class GestureReason(StrEnum):
    """Why a gesture came to its state."""

    WITHIN = "within_autonomy"
    APPROVED = "approved"
    DECLINED = "declined"
    DRAWN = "drawn"
    NO_AUTONOMY = "no_autonomy"
    OVER_AUTONOMY = "over_autonomy"
    OVER_BUDGET = "over_budget"
    OVER_UNIT_BUDGET = "over_unit_budget"
    OFF = "off"
    AMOUNT = "amount"
    CASE_REASON = "case_reason"
    CASE_OUTCOME = "case_outcome"
    SEGMENT = "segment"
    TOO_SOON = "too_soon"
    SECOND = "second"
    NO_CUSTOMER = "no_customer"


ASKABLE = frozenset(
    {
        GestureReason.NO_AUTONOMY,
        GestureReason.OVER_AUTONOMY,
        GestureReason.OVER_BUDGET,
        GestureReason.OVER_UNIT_BUDGET,
    }
)
"""What somebody above may still grant; all others are conditions of the catalogue, which hold for everybody."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A kind of gesture as a rule reads it. Empty conditions hold for everybody."""

    code: str
    least_minor: int
    most_minor: int
    is_on: bool = True
    is_due: bool = False
    reasons: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()
    again_after_days: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What a gesture is asked for in: of the case, of the customer, and of those given before.

    `reasons` are the codes of the case's reason and of those above it. `last_given` is when the customer last had one
    of this kind, in any case; `given_here` says that this case has one already.
    """

    reasons: frozenset[str]
    outcome: str
    segment: str
    now: datetime
    last_given: datetime | None = None
    given_here: bool = False
    has_customer: bool = True


@dataclass(frozen=True, slots=True)
class Limit:
    """Up to what a role grants in a unit; `path` is empty where it holds everywhere."""

    role: str
    path: str
    most_minor: int


@dataclass(frozen=True, slots=True)
class Purse:
    """What is left of a budget that a gesture would be charged to; `key` names its account."""

    key: str
    budget_id: int
    person_id: int | None
    period: str
    amount_minor: int
    spent_minor: int

    @property
    def left_minor(self) -> int:
        return max(0, self.amount_minor - self.spent_minor)


@dataclass(frozen=True, slots=True)
class Given:
    """What became of one gesture that was asked for."""

    gesture_id: int
    state: GestureState
    reason: GestureReason
    answer_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KindDraft:
    """A kind of gesture as it is set. `limits` is by role, everywhere."""

    code: str
    sort: GestureSort
    name: Mapping[str, str]
    least_minor: int
    most_minor: int
    reasons: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    again_after_days: int | None = None
    answer_hours: float = 4.0
    is_due: bool = False
    is_on: bool = True
    limits: Mapping[str, int] = field(default_factory=dict)


class GestureRefusedError(ValueError):
    """What was asked for cannot be done; `reason` is a stable code (`wording.refusal`)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PastGesture:
    """A gesture of the past as another tool knew it, with its case, which is over.

    `decision` is "within" where whoever gave it decided alone, "approved" or "declined" where somebody above did, and
    "held_back" where a draw decided. `by_id` is null where the person does not work here any more.
    Without `first_touched_at` somebody was there as it opened.
    """

    kind: str
    customer_id: int
    unit_id: int
    opened_at: datetime
    closed_at: datetime
    outcome: str
    amount_minor: int
    decision: Literal["within", "approved", "declined", "held_back"]
    words: str = ""
    reason_id: int | None = None
    by_id: int | None = None
    most_minor: int | None = None
    first_touched_at: datetime | None = None
