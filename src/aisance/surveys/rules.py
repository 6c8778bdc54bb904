"""Decisions of surveys as pure functions: may an answer stand, may a customer be asked, what a funnel loses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from aisance.core.decisions import Allowed, Decision, Refused
from aisance.surveys.contracts import DEFAULT_SCALES, SCALES, NotAskedReason, QuestionKind, Scale

TEXT_LIMIT = 2000
IMPORTED_TEXT_LIMIT = 20_000


def scale_of(question: QuestionKind, code: str = "") -> Scale | None:
    """The scale on which a question is scored: the one with this code where it fits, by default the usual one.

    Null for a question without a score, for an unknown code and for a scale that belongs to another question.

    >>> scale_of(QuestionKind.NPS).maximum
    10
    >>> scale_of(QuestionKind.NPS, "csat_5") is None
    True
    """
    usual = DEFAULT_SCALES.get(question)
    if usual is None or (code and not code.startswith(f"{question.value}_") and code != usual):
        return None
    return SCALES.get(code or usual)


def scales_of(question: QuestionKind) -> list[str]:
    """The codes of the scales that fit a question, in the order of the vocabulary."""
    return [code for code in SCALES if scale_of(question, code)]


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known about a customer at the moment of deciding whether to ask about an interaction.

    `last_asked` is the nearest moment at which the customer was, or will be, asked for another interaction.
    """

    known: bool
    has_address: bool
    stopped: bool
    ended_at: datetime
    now: datetime
    valid_hours: int
    quiet_days: int
    due_at: datetime
    last_asked: datetime | None


def may_ask(asking: Asking) -> Decision:
    """Whether to ask a customer about an interaction; the first reason against wins, in the order written here.

    A contact that ended exactly `valid_hours` ago may still be asked about; a customer asked exactly `quiet_days`
    before may be asked again. `quiet_days` of 0 never holds back.
    """
    if not asking.known:
        return Refused(NotAskedReason.UNKNOWN_CUSTOMER)
    if asking.now - asking.ended_at > timedelta(hours=asking.valid_hours):
        return Refused(NotAskedReason.TOO_LATE)
    if asking.stopped:
        return Refused(NotAskedReason.ASKED_TO_STOP)
    if not asking.has_address:
        return Refused(NotAskedReason.NO_ADDRESS)
    quiet = timedelta(days=asking.quiet_days)
    if asking.last_asked is not None and abs(asking.due_at - asking.last_asked) < quiet:
        return Refused(NotAskedReason.ASKED_RECENTLY)
    return Allowed()
