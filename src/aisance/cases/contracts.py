"""What other domains may hold of cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

HOLD_CODE = "open-case"
"""The code under which a customer with an open case is asked nothing and sold nothing."""

BY_HAND = "by_hand"
"""The source of a case that somebody opened; the others are codes of rules, `mail`, and codes of bridges."""

MATTER_LENGTH = 80


class CaseStatus(StrEnum):
    """Where a case stands. `waiting` is for the customer; nothing leaves it by itself."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


class CaseOutcome(StrEnum):
    """How a case ended."""

    SOLVED = "solved"
    SAVED = "saved"
    LOST = "lost"
    NOT_REACHED = "not_reached"
    UNFOUNDED = "unfounded"


class EntryKind(StrEnum):
    """What happened in a case; the log is only ever added to."""

    OPENED = "opened"
    JOINED = "joined"
    NOTE = "note"
    ASKED = "asked"
    ANSWERED = "answered"
    MESSAGE_OUT = "message_out"
    MESSAGE_IN = "message_in"
    PROMISE = "promise"
    TRANSFERRED = "transferred"
    TAKEN = "taken"
    STATUS = "status"
    REMINDER = "reminder"
    ESCALATED = "escalated"
    GESTURE = "gesture"
    CAUSE = "cause"
    CLOSED = "closed"
    REOPENED = "reopened"
    CUSTOMER_SAYS = "customer_says"
    MERGED = "merged"
    SPLIT = "split"
    UNDELIVERED = "undelivered"


PRIVATE_KINDS = frozenset({EntryKind.NOTE, EntryKind.ASKED, EntryKind.ANSWERED})
"""What colleagues say among themselves; never told to the customer, but for what the law makes us show."""


class Topic(StrEnum):
    """What somebody of staff is told by mail, besides deadlines."""

    ASKED = "asked"
    ASKED_SOON = "asked_soon"
    ANSWERED = "answered"
    UNDELIVERED = "undelivered"


class Weighed(StrEnum):
    """What became of an answer that the alert rules weighed."""

    OPENED = "opened"
    JOINED = "joined"
    NO_RULE = "no_rule"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class StakePart:
    """One part of what is lost if a case waits: a stable code, what it weighs, and what makes its words.

    `values` fill the words of the code (`wording.stake_part_words`), as the score or the segment.
    """

    code: str
    weight: float
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case that somebody or something asks for.

    `matter` says what it is about: two open cases of one person never have the same (`reason:12`, `response:7`). `key`
    is unique for ever where it is given, so that asking twice is once. `unit_id` null stands for the company itself.
    The deadline is `due_at`, or so many working hours of the unit from now; neither: the company's usual. `words` are
    what happened, for whoever opens the case; `skill` is what its owner should know about.
    """

    customer_id: int
    matter: str
    source: str
    words: str = ""
    key: str = ""
    unit_id: int | None = None
    due_at: datetime | None = None
    due_hours: float | None = None
    stake: float = 0.0
    stake_parts: tuple[StakePart, ...] = ()
    reason_id: int | None = None
    response_id: int | None = None
    language: str = ""
    skill: str = ""
    owner_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """The case that answers for a new one, and whether it was open already."""

    case_id: int
    joined: bool


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as other domains see it. Closed once `closed_at` is there, with its outcome."""

    id: int
    number: str
    customer_id: int | None
    unit_id: int
    matter: str
    status: CaseStatus
    outcome: CaseOutcome | None
    source: str
    owner_id: int | None
    reason_id: int | None
    root_cause_id: int | None
    response_id: int | None
    stake: float
    opened_at: datetime
    first_touched_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    promised: str
    promised_by: datetime | None
    solved_says_customer: bool | None
    version: int

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One line of a case's log. `by_id` is null where the product itself did it."""

    id: int
    case_id: int
    kind: EntryKind
    at: datetime
    by_id: int | None
    by_name: str
    words: str
    data: Mapping[str, Any]
    is_private: bool


class StaleCaseError(ValueError):
    """Somebody else changed the case since it was read: `changed` is what they did, newest first."""

    def __init__(self, version: int, changed: tuple[EntryCard, ...]) -> None:
        super().__init__(f"The case was changed meanwhile; it is now at version {version}.")
        self.version = version
        self.changed = changed


class CaseRefusedError(ValueError):
    """What was asked for cannot be done with this case; `reason` is a stable code (`wording.refusal_words`)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """Event: a case is open, or open again."""

    case_id: int
    customer_id: int | None


@dataclass(frozen=True, slots=True)
class CaseChanged:
    """Event: something happened in a case; emitted with every entry but opening and closing."""

    case_id: int
    entry_id: int


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """Event: a case was closed, with its outcome."""

    case_id: int
    customer_id: int | None
    outcome: str
