"""Decisions of surveys as pure functions: may an answer stand, may a customer be asked, what a funnel loses."""

from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class Loss:
    """Why some did not come to the next stage, and how many."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the way from a contact to an answer; its losses and the next stage's count add up to its own."""

    code: str
    count: int
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """The invitations of a programme, counted by what became of each; every invitation is counted once.

    `refused` and `failed` go by reason; the last five are the invitations that were delivered.
    """

    refused: Mapping[str, int]
    planned: int
    sending: int
    failed: Mapping[str, int]
    unopened: int
    never_opened: int
    passed: int
    answered: int
    completed: int = 0


def funnel(tally: Tally) -> list[Stage]:
    """Eligible, invited, delivered, opened, answered: how many came so far and why the others did not.

    The largest loss of a stage comes first; a loss of nobody is left out.

    >>> stages = funnel(Tally({"no_address": 2}, 1, 0, {}, 3, 0, 1, 4))
    >>> [(stage.code, stage.count) for stage in stages]
    [('eligible', 11), ('invited', 8), ('delivered', 8), ('opened', 5), ('answered', 4)]
    """
    opened = tally.answered + tally.passed
    delivered = opened + tally.unopened + tally.never_opened
    invited = delivered + tally.sending + sum(tally.failed.values())
    eligible = invited + tally.planned + sum(tally.refused.values())
    return [
        Stage("eligible", eligible, _losses({**tally.refused, "planned": tally.planned})),
        Stage("invited", invited, _losses({**tally.failed, "sending": tally.sending})),
        Stage("delivered", delivered, _losses({"unopened": tally.unopened, "never_opened": tally.never_opened})),
        Stage("opened", opened, _losses({"passed": tally.passed})),
        Stage("answered", tally.answered),
    ]


def _losses(counts: Mapping[str, int]) -> tuple[Loss, ...]:
    found = [Loss(reason, count) for reason, count in counts.items() if count]
    return tuple(sorted(found, key=lambda loss: (-loss.count, loss.reason)))


def without_formula(text: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula: a dangerous beginning gets an apostrophe.

    >>> without_formula("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.lstrip()[:1] in {"=", "+", "-", "@"} or text[:1] in {"\t", "\r", "\n"} else text
