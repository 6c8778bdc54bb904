"""What others may hold of improvement: the four squares, plans, what becomes of a report, how a partner stands."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Square(StrEnum):
    """What a contact is worth, to whom, says what to do about its cause (Price and Jaffe, 2008)."""

    REMOVE = "remove"
    AUTOMATE = "automate"
    SIMPLIFY = "simplify"
    LEVERAGE = "leverage"


class PlanStatus(StrEnum):
    """The life of a plan."""

    PROPOSED = "proposed"
    RUNNING = "running"
    MEASURED = "measured"
    STOPPED = "stopped"


class CauseFate(StrEnum):
    """What whoever leads a plan says became of its cause when the plan ended."""

    REMOVED = "removed"
    EASED = "eased"
    STAYS = "stays"


class Strength(StrEnum):
    """How strong the proof of an effect is; docs/reference/formulas/effect-of-a-plan.md says when each is given."""

    RANDOMISED = "randomised"
    COMPARED = "compared"
    DOUBTFUL = "doubtful"
    BEFORE_AFTER = "before and after only"
    TOO_EARLY = "too early"


class TopicStatus(StrEnum):
    """What becomes of what colleagues report."""

    NEW = "new"
    LOOKED_AT = "looked at"
    UNDER_WAY = "under way"
    DONE = "done"
    NOT_DONE = "not done"


class About(StrEnum):
    """What gets in the way."""

    TOOL = "tool"
    PROCESS = "process"
    KNOWLEDGE = "knowledge"
    OTHER_TEAM = "other team"
    OTHER = "other"


class Standing(StrEnum):
    """How a partner stands on a criterion, from bad to good; unknown where there is too little to say."""

    ACT = "act"
    WATCH = "watch"
    UNKNOWN = "unknown"
    FINE = "fine"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementDraft:
    """What a manager says of a contact reason: its worth, from -2 to 2 without 0, and who outside could mend it."""

    reason: str
    to_customer: int | None = None
    to_company: int | None = None
    owner_name: str = ""
    owner_team: str = ""
    owner_mail: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostDraft:
    """What a minute of handling costs the company from a day on, and who says so."""

    amount: Decimal
    currency: str
    since: date
    source: str


@dataclass(frozen=True, slots=True)
class Lot:
    """How many units are drawn to begin first, and of which kind: a word of `accounts.contracts.UnitKind`.

    Nobody chooses the `seed`; it is given where a draw that was made before is made again.
    """

    count: int
    kind: str
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """A plan as somebody writes it. Codes are those of the product; `size` is a fraction or a number of seconds.

    `pilots` are units by code with the day on which each joins; without any the plan begins everywhere on `starts_on`.
    Instead of naming them, `lot` says how many are to be drawn, and of which kind of unit.
    """

    title: str
    unit: str
    indicator: str
    wanted: str
    starts_on: date
    reason: str = ""
    theme: str = ""
    only_reason: bool = True
    words: str = ""
    owner_name: str = ""
    owner_team: str = ""
    size: float | None = None
    due: date | None = None
    at_random: bool = False
    pilots: tuple[tuple[str, date], ...] = ()
    lot: Lot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionDraft:
    """What partners are measured by: an indicator of the registry, or a number that files bring.

    Where more is better, `watch` is the value under which one looks and `act` the lower one under which one acts.
    """

    code: str
    title: str
    watch: float
    act: float
    unit: str = "%"
    indicator: str = ""
    higher_is_better: bool = True
    minimum_n: int = 20


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """One measure of a partner: a visit, control or request. `number` names it for ever with its criterion.

    `unit_id` is that of the partner where it happened; null for the partner as a whole.
    """

    partner_id: int
    criterion_id: int
    number: str
    day: date
    value: float
    unit_id: int | None = None


class ImprovementError(ValueError):
    """Something asked for cannot be done: the text is a translated sentence; `field` names the field of the form."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
