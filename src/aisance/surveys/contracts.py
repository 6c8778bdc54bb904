"""What other domains may hold of surveys: questions and their scales, reasons of decisions, events."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from aisance.customers.contracts import CustomerClaim
from aisance.intake.contracts import Problem
from aisance.journeys.contracts import Channel


class ProgrammeKind(StrEnum):
    """Hot asks right after a contact; cold is a barometer. Never mixed in one figure."""

    HOT = "hot"
    COLD = "cold"


class QuestionKind(StrEnum):
    """What is asked. `why` is free text; the others are scored."""

    NET_EASY = "net_easy"
    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    RESOLVED = "resolved"
    WHY = "why"


@dataclass(frozen=True, slots=True)
class Scale:
    """The range of a score. `low_is_good` tells the direction, as the question is worded."""

    code: str
    minimum: int
    maximum: int
    low_is_good: bool = False

    def holds(self, score: int) -> bool:
        return self.minimum <= score <= self.maximum


SCALES: dict[str, Scale] = {
    scale.code: scale
    for scale in (
        Scale("net_easy_7", 1, 7, low_is_good=True),  # BT: 1 = extremely easy, 7 = extremely difficult
        Scale("nps_11", 0, 10),
        Scale("csat_5", 1, 5),
        Scale("csat_10", 1, 10),
        Scale("ces_7", 1, 7),  # 1 = strongly disagree that it was easy, 7 = strongly agree
        Scale("ces_5", 1, 5, low_is_good=True),  # 1 = very low effort, 5 = very high effort
        Scale("ces_10", 1, 10, low_is_good=True),  # 1 = no effort, 10 = very high effort
        Scale("resolved_2", 0, 1),  # 0 = no, 1 = yes
    )
}

DEFAULT_SCALES: dict[QuestionKind, str] = {
    QuestionKind.NET_EASY: "net_easy_7",
    QuestionKind.NPS: "nps_11",
    QuestionKind.CSAT: "csat_5",
    QuestionKind.CES: "ces_7",
    QuestionKind.RESOLVED: "resolved_2",
}


class InvitationState(StrEnum):
    """Where an invitation stands. `refused` bears a reason; so does `failed`."""

    PLANNED = "planned"
    REFUSED = "refused"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"


class NotAskedReason(StrEnum):
    """Why an eligible customer was not asked."""

    UNKNOWN_CUSTOMER = "unknown_customer"
    NO_ADDRESS = "no_address"
    ASKED_TO_STOP = "asked_to_stop"
    ASKED_RECENTLY = "asked_recently"
    TOO_LATE = "too_late"
    PROGRAMME_STOPPED = "programme_stopped"


@dataclass(frozen=True, slots=True)
class ProgrammeTerms:
    """What a version of a programme says: whom it asks, when, and what. Lists that are empty mean all.

    `questions` holds `{"kind": "net_easy", "wording": {"fr": ..., "en": ...}}` in the order asked.
    """

    channels: list[str]
    step_ids: list[int]
    wait_minutes: int
    valid_hours: int
    quiet_days: int
    subject: dict[str, str]
    invitation: dict[str, str]
    questions: list[dict[str, Any]]
    message_channel: str = "email"


@dataclass(frozen=True, slots=True)
class ResponseCompleted:
    """Event: a customer reached the end of a questionnaire."""

    response_id: int


@dataclass(frozen=True, slots=True)
class ResponseDraft:
    """One answer collected elsewhere, as its source writes it; answers with the same external id are one response.

    `answered_at` is aware. A scored question needs a score, `why` needs text. An empty `scale` stands for the usual one
    of the question, an empty `unit` for the company itself; other empty codes mean that nothing is known.
    """

    source: str
    external_id: str
    answered_at: datetime
    question: QuestionKind
    score: int | None = None
    scale: str = ""
    text: str = ""
    customer: CustomerClaim = field(default_factory=CustomerClaim)
    channel: Channel | None = None
    step: str = ""
    reason: str = ""
    unit: str = ""
    advisor: str = ""
    language: str = ""
    kind: ProgrammeKind = ProgrammeKind.HOT


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """What became of one draft. `id` is the response's, null where the draft was refused."""

    status: Literal["accepted", "known", "refused"]
    id: int | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenScore:
    """One score of a response, with what is needed to read it."""

    question: QuestionKind
    score: int
    scale: Scale


@dataclass(frozen=True, slots=True)
class LatestAnswer:
    """A response as a page shows it: nothing about who the customer is. Names are in the reader's language."""

    response_id: int
    at: datetime
    channel: Channel | None
    reason: str
    scores: tuple[GivenScore, ...]
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class PastDecision:
    """What a programme decided about one interaction before it was here, and what came of it.

    `answers` holds (question, score, words) in the order given; empty where the customer did not answer. `sent_at` is
    null where nobody was asked, `opened_at` where the first question was neither answered nor skipped.
    """

    interaction_id: int
    customer_id: int | None
    language: str
    state: InvitationState
    reason: str
    decided_at: datetime
    sent_at: datetime | None = None
    opened_at: datetime | None = None
    completed_at: datetime | None = None
    answers: tuple[tuple[QuestionKind, int | None, str], ...] = ()
