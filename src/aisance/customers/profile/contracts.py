"""What other domains may hold of profiles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

type Words = Mapping[str, str]
"""Words by language."""


class FieldKind(StrEnum):
    """What a value of a field is."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"


class Use(StrEnum):
    """What a field is for; without one of these it may not be there."""

    SEGMENT = "segment"
    TEMPLATE = "template"
    ROUTING = "routing"
    LEGAL_DUTY = "legal_duty"


class Way(StrEnum):
    """The three ways in which something becomes known."""

    QUESTIONNAIRE = "questionnaire"
    SERVICE = "service"
    LISTENING = "listening"


class Fate(StrEnum):
    """What came of asking. `heard` is a note that gave no value."""

    ASKED = "asked"
    ANSWERED = "answered"
    REFUSED = "refused"
    SKIPPED = "skipped"
    HEARD = "heard"


class Subject(StrEnum):
    """What a note of the client book is about."""

    NEED = "need"
    PREFERENCE = "preference"
    EVENT = "event"
    COMPLAINT = "complaint"
    PRAISE = "praise"
    OTHER = "other"


class Purpose(StrEnum):
    """What a note of the client book is kept for; each has its own usual time."""

    SERVICE = "service"
    COMPLAINT = "complaint"
    ADVICE = "advice"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field."""

    code: str
    name: Words


@dataclass(frozen=True, slots=True)
class FieldCard:
    """A field as its newest version has it. `holds_since` is the oldest version whose values mean the same."""

    code: str
    number: int
    holds_since: int
    name: Words
    question: Words
    kind: FieldKind
    options: tuple[Option, ...]
    use: Use
    use_name: str
    purpose: Words
    keep_days: int
    is_mandatory: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Known:
    """A value that stands: what, since when, until when, and how it came."""

    field: FieldCard
    value: Any
    given_at: datetime
    expires_at: datetime
    way: Way
    source: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field that might be asked of one customer. `missing` is the share of people of whom it is not known."""

    code: str
    weight: int
    uses: int
    missing: float
    is_known: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One earlier asking of a field, in a contact."""

    code: str
    contact: str
    at: datetime
    fate: Fate


@dataclass(frozen=True, slots=True)
class Pace:
    """How much may be asked: so many questions a contact, and how long a refusal is respected."""

    most_questions: int = 1
    refusal_rest_days: int = 180
    unused_days: int = 180


@dataclass(frozen=True, slots=True)
class Found:
    """A sensitive word: which kind, and the word as it was written."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service and the fields it needs, those that it cannot do without first."""

    code: str
    name: Words
    offer: Words
    needs: tuple[FieldCard, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as its author wrote it. `because` is why sensitive words stay; empty where there are none."""

    unit_id: int
    heard: str
    subject: Subject
    purpose: Purpose
    keep_days: int
    because: str = ""
