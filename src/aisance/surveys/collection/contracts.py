"""What comes in from a customer, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from aisance.surveys.questionnaires.contracts import Given

OWN_SOURCE = "aisance"
"""The source of every response that was given here."""

type Fields = Mapping[str, Sequence[str]]
"""What a form posted: every value of each name."""


@dataclass(frozen=True, slots=True)
class InvitationPlace:
    """The questionnaire of an invitation. `secret` is the half of an anonymous link that no table holds."""

    token: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """One filling of the questionnaire behind an open link, under a random key made when its first page was drawn."""

    code: str
    key: str
    version_id: int
    began_at: datetime


type Place = InvitationPlace | LinkPlace


class Apart(StrEnum):
    """Why a response counts in no figure. Reversible."""

    TRAP = "trap"
    TOO_FAST = "too_fast"
    SCANNER = "scanner"
    BURST = "burst"
    SAME_WORDS = "same_words"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Signs:
    """What a submission shows of who sends it, beside the answers; `address` is a mark that leads back to nobody.

    `drawn_at` is when the page was drawn that is now posted, where it says so.
    """

    trapped: bool = False
    agent: str = ""
    address: str = ""
    drawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """What one post, call or message brings: answers to one item, or to the whole questionnaire where `number` is 0.

    Either `fields`, as a form posts them, or `given`, by item code. `number` counts the items of the questionnaire from
    1, also those that are not shown. `language` is the one chosen; empty for the invitation's.
    """

    place: Place
    at: datetime
    number: int = 0
    fields: Fields | None = None
    given: Mapping[str, Given] | None = None
    language: str = ""
    collected_by: str = ""
    signs: Signs = Signs()


class Fate(StrEnum):
    """What became of a submission."""

    KEPT = "kept"
    COMPLETE = "complete"
    ALREADY = "already"
    OVER = "over"
    UNKNOWN = "unknown"
    WRONG = "wrong"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A submission's fate; it is on the disk. `next_number` is the item to show next, for `kept`.

    `wrong` says what is not right by item code; nothing at all was stored then. `wait_seconds` goes with `too_many`.
    """

    fate: Fate
    next_number: int = 0
    wrong: Mapping[str, Any] = field(default_factory=dict)
    wait_seconds: int = 0
    response_id: int | None = None
