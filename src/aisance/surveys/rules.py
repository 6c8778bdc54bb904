"""Decisions of surveys as pure functions: may an answer stand, may a customer be asked, what a funnel loses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from aisance.core.decisions import Allowed, Decision, Refused
from aisance.intake.contracts import Problem
from aisance.surveys.contracts import (
    COMPONENTS_SCREEN,
    DEFAULT_SCALES,
    SCALES,
    NotAskedReason,
    QuestionKind,
    Scale,
)

TEXT_LIMIT = 2000
IMPORTED_TEXT_LIMIT = 20_000
NO_OWN: Mapping[str, Scale] = MappingProxyType({})


type Own = Mapping[str, Scale]
"""The scales of a company's own questions, by the code of the question."""


def fitting_scale(question: str, code: str = "", own: Own = NO_OWN) -> Scale | None:
    """The scale on which a question is scored: the one with this code where it fits, by default the usual one.

    Null for a question without a score, for an unknown code and for a scale that belongs to another question.

    >>> fitting_scale("nps").maximum
    10
    >>> fitting_scale("nps", "csat_5") is None
    True
    >>> fitting_scale("clarity", "own:clarity", {"clarity": Scale("own:clarity", 1, 5)}).maximum
    5
    """
    fitting = {scale.code: scale for scale in fitting_scales(question, own)}
    return fitting.get(code) if code else next(iter(fitting.values()), None)


def fitting_scales(question: str, own: Own = NO_OWN) -> list[Scale]:
    """Every scale on which a question may be answered, the usual one first; none for words and unknown questions.

    >>> [scale.code for scale in fitting_scales("net_easy")]
    ['net_easy_7', 'net_easy_5']
    >>> [scale.code for scale in fitting_scales("effort_money")]
    ['component_2']
    """
    if question in own:
        return [own[question]]
    if question not in DEFAULT_SCALES:
        return []
    usual = DEFAULT_SCALES[QuestionKind(question)]
    others = [code for code in SCALES if code.rpartition("_")[0] == question and code != usual]
    return [SCALES[code] for code in (usual, *others)]


STEPS_ASKED = 11
"""A question with more points than these does not fit on a phone: its answers are imported only."""

_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
LABEL_LIMIT = 60
WORDING_LIMIT = 200


def own_question_problems(
    code: str,
    wording: Mapping[str, str],
    minimum: int,
    maximum: int,
    labels: Mapping[int, Mapping[str, str]],
    languages: Sequence[str],
) -> list[Problem]:
    """Everything that keeps a question of one's own from being made; empty where it may be.

    >>> own_question_problems("clarity", {"fr": "Clair ?", "en": "Clear?"}, 1, 5, {}, ["fr", "en"])
    []
    """
    found = []
    if not _CODE.fullmatch(code):
        expected = _("2 to 40 small letters, digits and underscores, beginning with a letter")
        found.append(Problem("code", code[:60], expected))
    elif code in set(QuestionKind) | {COMPONENTS_SCREEN}:
        found.append(Problem("code", code, _("another code: this one is the product's own")))
    for language in languages:
        words = wording.get(language, "").strip()
        if not words or len(words) > WORDING_LIMIT or _CONTROL.search(words):
            found.append(Problem(f"wording_{language}", words[:60], _("the question in at most 200 characters")))
    if not 0 <= minimum < maximum <= 100:
        found.append(
            Problem("minimum", f"{minimum}-{maximum}", _("two different whole numbers from 0 to 100, in order"))
        )
    elif outside := [score for score in labels if not minimum <= score <= maximum]:
        limits = {"minimum": minimum, "maximum": maximum}
        points = _("points from %(minimum)d to %(maximum)d") % limits
        found.append(Problem("labels", ", ".join(map(str, outside[:8])), points))
    texts = [text for words in labels.values() for text in words.values()]
    if any(len(text) > LABEL_LIMIT or _CONTROL.search(text) for text in texts):
        found.append(Problem("labels", "", _("names of points in at most 60 characters")))
    return found


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known about a customer at the moment of deciding whether to ask about an interaction.

    `last_asked` is the nearest moment at which the customer was, or will be, asked for another interaction. `is_open`
    says whether opening hours leave a moment to ask. `quota_left` is how many answers the scarcest stratum may still
    get, `cap_left` how many invitations the day; null where the programme has no cap.
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
    drawn: bool = True
    in_pilot: bool = True
    is_open: bool = True
    quota_left: float = 1.0
    cap_left: int | None = None
    bounced: bool = False


def may_ask(asking: Asking) -> Decision:
    """Whether to ask a customer about an interaction; the first reason against wins, in the order written here.

    A contact that ended exactly `valid_hours` ago may still be asked about; a customer asked exactly `quiet_days`
    before may be asked again. `quiet_days` of 0 never holds back.
    """
    refusals = (
        (NotAskedReason.UNKNOWN_CUSTOMER, not asking.known),
        (NotAskedReason.TOO_LATE, asking.now - asking.ended_at > timedelta(hours=asking.valid_hours)),
        (NotAskedReason.NOT_DRAWN, not asking.drawn),
        (NotAskedReason.OUTSIDE_PILOT, not asking.in_pilot),
        (NotAskedReason.ASKED_TO_STOP, asking.stopped),
        (NotAskedReason.BOUNCED, asking.bounced and not asking.has_address),
        (NotAskedReason.NO_ADDRESS, not asking.has_address),
        (NotAskedReason.NEVER_OPEN, not asking.is_open),
        (NotAskedReason.ASKED_RECENTLY, _asked_recently(asking)),
        (NotAskedReason.QUOTA_FULL, asking.quota_left <= 0),
        (NotAskedReason.DAILY_CAP, asking.cap_left is not None and asking.cap_left <= 0),
    )
    reason = next((reason for reason, holds in refusals if holds), None)
    return Refused(reason) if reason else Allowed()


def _asked_recently(asking: Asking) -> bool:
    quiet = timedelta(days=asking.quiet_days)
    return asking.last_asked is not None and abs(asking.due_at - asking.last_asked) < quiet


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
