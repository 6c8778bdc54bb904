"""What other domains may hold of journeys: channels, outcomes, interactions, and the event that one ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """The ten channels on which a customer and the company meet."""

    PHONE = "phone"
    IVR = "ivr"
    EMAIL = "email"
    WEB = "web"
    SELFCARE = "selfcare"
    CHAT = "chat"
    SMS = "sms"
    SOCIAL = "social"
    LETTER = "letter"
    SHOP = "shop"


class Direction(StrEnum):
    """Who began."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Outcome(StrEnum):
    """How an interaction ended. Answered, resolved and transferred were served; abandoned and left were not."""

    ANSWERED = "answered"
    RESOLVED = "resolved"
    TRANSFERRED = "transferred"
    ABANDONED = "abandoned"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class InteractionCard:
    """One interaction as other domains see it. Times are aware, in UTC."""

    id: int
    source: str
    external_id: str
    customer_id: int | None
    channel: Channel
    direction: Direction
    step_id: int | None
    reason_id: int | None
    unit_id: int
    advisor_id: int | None
    language: str
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step of a journey; `name` is in the reader's language."""

    id: int
    code: str
    name: str
    journey_code: str
    position: int


@dataclass(frozen=True, slots=True)
class ReasonCard:
    """A node of the tree of contact reasons; `name` is in the reader's language."""

    id: int
    code: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class InteractionsEnded:
    """Event: these interactions (at most 1,000 an event) are over."""

    interaction_ids: list[int]
