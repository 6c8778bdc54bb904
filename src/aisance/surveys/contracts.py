"""What other domains may hold of surveys: questions and their scales, reasons of decisions, events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from aisance.customers.contracts import CustomerClaim
from aisance.intake.contracts import Problem
from aisance.journeys.contracts import Channel


class ProgrammeKind(StrEnum):
    """Hot asks right after a contact; cold is a barometer; employee asks staff. Never mixed in one figure.

    A review was asked by nobody: it is what somebody published, so no programme is of this kind, only responses.
    """

    HOT = "hot"
    COLD = "cold"
    EMPLOYEE = "employee"
    REVIEW = "review"


PROGRAMME_KINDS = (ProgrammeKind.HOT, ProgrammeKind.COLD, ProgrammeKind.EMPLOYEE)
"""The kinds of which a programme may be."""

REVIEW_SOURCE = "review:"
"""What the source of a public review's response begins with; the code of where it was published follows."""


class QuestionKind(StrEnum):
    """The questions that the product knows. `why` is free text; the others are scored.

    `effort` is the level of effort of a contact, `effort_*` says of what the effort was made (0 or 1 each), `cxi_*` are
    the three questions of the customer experience index, `customer_orientation` is asked of employees only.
    `public_rating` is asked by others: the stars of a public review.
    """

    NET_EASY = "net_easy"
    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    EFFORT = "effort"
    EFFORT_WAITING = "effort_waiting"
    EFFORT_MONEY = "effort_money"
    EFFORT_PHYSICAL = "effort_physical"
    EFFORT_COGNITIVE = "effort_cognitive"
    EFFORT_PROCESS = "effort_process"
    EFFORT_RELATIONAL = "effort_relational"
    CXI_NEEDS = "cxi_needs"
    CXI_EASY = "cxi_easy"
    CXI_ENJOYABLE = "cxi_enjoyable"
    STAY = "stay"
    RESOLVED = "resolved"
    CUSTOMER_ORIENTATION = "customer_orientation"
    PUBLIC_RATING = "public_rating"
    WHY = "why"


EFFORT_COMPONENTS = (
    QuestionKind.EFFORT_WAITING,
    QuestionKind.EFFORT_MONEY,
    QuestionKind.EFFORT_PHYSICAL,
    QuestionKind.EFFORT_COGNITIVE,
    QuestionKind.EFFORT_PROCESS,
    QuestionKind.EFFORT_RELATIONAL,
)

CXI_QUESTIONS = (QuestionKind.CXI_NEEDS, QuestionKind.CXI_EASY, QuestionKind.CXI_ENJOYABLE)

COMPONENTS_SCREEN = "components"
"""The kind, in a programme, of the one screen on which the six components are ticked. Nobody answers it as such."""


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
        Scale("net_easy_5", 1, 5, low_is_good=True),  # 1 = very easy, 5 = very difficult
        Scale("nps_11", 0, 10),
        Scale("csat_5", 1, 5),
        Scale("csat_10", 1, 10),
        Scale("ces_7", 1, 7),  # 1 = strongly disagree that it was easy, 7 = strongly agree
        Scale("ces_5", 1, 5, low_is_good=True),  # 1 = very low effort, 5 = very high effort
        Scale("ces_10", 1, 10, low_is_good=True),  # 1 = no effort, 10 = very high effort
        Scale("effort_4", 0, 3, low_is_good=True),  # 0 = none, 1 = light, 2 = sweat, 3 = headache
        Scale("component_2", 0, 1, low_is_good=True),  # 1 = the effort was of this kind
        Scale("cxi_5", 1, 5),  # 1 = not at all, 5 = completely
        Scale("stay_11", 0, 10),
        Scale("resolved_2", 0, 1),  # 0 = no, 1 = yes
        Scale("orientation_10", 1, 10),  # 1 = not at all, 10 = entirely
        Scale("public_rating_5", 1, 5),  # stars
        Scale("public_rating_10", 1, 10),
        Scale("public_rating_11", 0, 10),
        Scale("public_rating_2", 0, 1),  # 0 = does not recommend, 1 = recommends
    )
}

DEFAULT_SCALES: dict[QuestionKind, str] = {
    QuestionKind.NET_EASY: "net_easy_7",
    QuestionKind.NPS: "nps_11",
    QuestionKind.CSAT: "csat_5",
    QuestionKind.CES: "ces_7",
    QuestionKind.EFFORT: "effort_4",
    **dict.fromkeys(EFFORT_COMPONENTS, "component_2"),
    **dict.fromkeys(CXI_QUESTIONS, "cxi_5"),
    QuestionKind.STAY: "stay_11",
    QuestionKind.RESOLVED: "resolved_2",
    QuestionKind.CUSTOMER_ORIENTATION: "orientation_10",
    QuestionKind.PUBLIC_RATING: "public_rating_5",
}

OWN_SCALE = "own:"
"""What the code of an own question's scale begins with; the question's code follows."""


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A scored question, built in or a company's own, in the active language.

    `scale` is the usual one, `scales` are all on which it may be answered; `labels` names points of the usual scale, by
    score, and may leave some out. A retired question keeps its answers and is asked no more.
    """

    code: str
    name: str
    wording: str
    scale: Scale
    is_own: bool
    scales: tuple[Scale, ...] = ()
    labels: Mapping[int, str] = field(default_factory=dict)
    retired: bool = False


class QuestionRefused(ValueError):  # noqa: N818  named as a decision, it says why and by which field
    """A question of one's own that cannot be made; `problems` says why, by field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.expected}" for problem in problems))
        self.problems = problems


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
    OUTSIDE_PILOT = "outside_pilot"
    NOT_DRAWN = "not_drawn"
    QUOTA_FULL = "quota_full"
    DAILY_CAP = "daily_cap"
    NEVER_OPEN = "never_open"
    UNDER_PRESSURE = "under_pressure"
    BOUNCED = "bounced"
    PAUSED = "paused"
    RESTRICTED = "restricted"
    LESS_OFTEN = "less_often"


@dataclass(frozen=True, slots=True)
class ProgrammeTerms:
    """What a version of a programme says: whom it asks, when, and what. Lists that are empty mean all.

    `questions` holds `{"kind": "net_easy", "wording": {"fr": ..., "en": ...}}` in the order asked. The other shapes are
    told where they are stored, in `ProgrammeVersion`.
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
    audience: dict[str, list[str]] = field(default_factory=dict)
    rate_percent: int = 100
    quotas: dict[str, dict[str, int]] = field(default_factory=dict)
    daily_cap: int | None = None
    hours: dict[str, Any] = field(default_factory=dict)
    reminders: list[dict[str, Any]] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)
    pilot: dict[str, Any] = field(default_factory=dict)
    questionnaire_version_id: int | None = None


@dataclass(frozen=True, slots=True)
class DryRun:
    """Counts of a month's contacts; asked, those delayed before among them, and refused add up to eligible.

    `refused` goes by NotAskedReason, `by_rule` says which rule of pressure refused, `delayed_by` which one delayed
    whoever was asked in the end. `routes` are those asked by message channel.
    """

    month: date
    eligible: int = 0
    asked: int = 0
    delayed: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    by_rule: Mapping[str, int] = field(default_factory=dict)
    delayed_by: Mapping[str, int] = field(default_factory=dict)
    routes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResponseCompleted:
    """Event: a customer reached the end of a questionnaire."""

    response_id: int


@dataclass(frozen=True, slots=True)
class ResponsesSorted:
    """Event: responses were set apart, by somebody or by what they show, or brought back.

    What counts their answers of these days changes.
    """

    days: list[str]


@dataclass(frozen=True, slots=True)
class WordsChanged:
    """Event: a customer who went on with a questionnaire wrote something else in answers of these days, or nothing."""

    answer_ids: list[int]
    days: list[str]


@dataclass(frozen=True, slots=True)
class ResponseDraft:
    """One answer collected elsewhere, as its source writes it; answers with the same external id are one response.

    `answered_at` is aware. A scored question needs a score, `why` needs text. An empty `scale` stands for the usual one
    of the question, an empty `unit` for the company itself; other empty codes mean that nothing is known. `question` is
    a QuestionKind or the code of an own question. An employee's answer says nothing of who they are.
    """

    source: str
    external_id: str
    answered_at: datetime
    question: str
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
    """One score of a response, with what is needed to read it, in the reader's language.

    `words` stands for the score where the points of its scale are words; else it is empty.
    """

    question: str
    score: int
    scale: Scale
    name: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class PublicReview:
    """What stands beside a public review: where it was published, by whom as they call themselves, how many it reaches.

    `reach` is null where nobody said how many follow or saw it.
    """

    source: str
    source_name: str
    author: str
    handle: str
    reach: int | None
    link: str
    place: str


@dataclass(frozen=True, slots=True)
class LatestAnswer:
    """A response as a page shows it: nothing about who the customer is. Names are in the reader's language.

    `review` is there for a public review, whose author chose to be seen. `recordings` say where the voice of a caller
    is kept.
    """

    response_id: int
    at: datetime
    channel: Channel | None
    reason: str
    scores: tuple[GivenScore, ...]
    text: str
    language: str
    review: PublicReview | None = None
    recordings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordsGiven:
    """One answer's free words, as given; `is_final` once the questionnaire is ended and they change no more."""

    answer_id: int
    text: str
    language: str
    day: date
    recorded_at: datetime
    is_final: bool


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
    answers: tuple[tuple[str, int | None, str], ...] = ()
