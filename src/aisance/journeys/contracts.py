"""What other domains may hold of journeys: channels, outcomes, interactions, and the event that one ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from aisance.customers.contracts import CustomerClaim
from aisance.intake.contracts import Problem


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


class Counted(StrEnum):
    """Which contacts an indicator counts; the list of contacts keeps the same rows, see `journeys.counting`."""

    OVER = "over"
    CALLS = "calls"
    CALLS_TIMED = "calls-timed"
    CALLS_WAITED = "calls-waited"
    CALLS_HANDLED = "calls-handled"
    REASONS_KNOWN = "reasons-known"
    REASONS_SERVED = "reasons-served"
    PROMISED = "promised"
    DONE = "done"


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
class JourneyCard:
    """A named path of a customer, named in the active language."""

    code: str
    name: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionDraft:
    """An interaction as a source tells it: fields checked one by one, codes not yet looked up.

    `source` and `external_id` together name it for ever. Codes are empty where there is none; an empty `unit` means the
    unit at which the recorder may record (the company for the product itself). Times are aware. `customer` holds
    identifiers that `customers.public.normalised` accepts; a claim without identifiers is an unknown customer.
    """

    source: str
    external_id: str
    channel: Channel
    started_at: datetime
    customer: CustomerClaim = field(default_factory=CustomerClaim)
    direction: Direction = Direction.INBOUND
    step: str = ""
    reason: str = ""
    unit: str = ""
    advisor: str = ""
    language: str = ""
    wait_seconds: int | None = None
    handling_seconds: int | None = None
    outcome: Outcome | None = None
    promised_by: datetime | None = None
    done_at: datetime | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one draft: `accepted` (written or ended), `known` (was there), or `refused` with `problems`."""

    status: Literal["accepted", "known", "refused"]
    id: int | None = None
    problems: tuple[Problem, ...] = ()


MAX_BATCH = 10_000
MAX_SECONDS = 30 * 86_400
MAX_ATTRIBUTES = 30
MAX_ATTRIBUTE_NAME = 60
MAX_ATTRIBUTE_VALUE = 500

# The public vocabulary of an interaction's columns, in the order in which a page lists them.
INTERACTION_COLUMNS: dict[str, str] = {
    "source": "The system that tells of it, at most 60 characters. Required.",
    "external_id": "Its number in that system, at most 120 characters; unique together with the source. Required.",
    "customer_external": "The customer's number in the company's systems.",
    "customer_email": "The customer's e-mail address.",
    "customer_phone": "The customer's telephone number; without a prefix it belongs to the country of the settings.",
    "customer_social": "The customer's handle on a social network.",
    "customer_name": "The customer's name, at most 160 characters.",
    "channel": "One of: " + ", ".join(Channel) + ". Required.",
    "direction": "inbound (the customer began; what is taken where it is missing) or outbound.",
    "step": "The code of a step of a journey.",
    "reason": "The code of a contact reason.",
    "unit": "The code of the unit that dealt with it; where it is missing, the unit of whoever records it.",
    "advisor": "The code of the advisor, at most 60 characters; an unknown one is added.",
    "language": "The language spoken, as fr, en or nl-be.",
    "started_at": "When it began: an ISO 8601 date and time, with its offset or in the time zone of the company or of"
    " the mapping. Required.",
    "wait_seconds": "How long the customer waited, in whole seconds, at most 30 days.",
    "handling_seconds": "How long it was dealt with, in whole seconds, at most 30 days.",
    "outcome": "One of: " + ", ".join(Outcome) + ". Missing while it lasts; sent again with one,"
    " the interaction is ended.",
    "promised_by": "Until when an answer was promised, for written channels; a date and time.",
    "done_at": "When the answer was given, for written channels; a date and time.",
    "attributes.*": "Anything else: at most 30 columns such as attributes.priority, each of at most 500 characters.",
}
