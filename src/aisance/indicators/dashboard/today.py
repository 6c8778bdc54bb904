"""What came in today: how many contacts and answers, and the latest words."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from aisance.accounts.public import units_by_code
from aisance.core import clock
from aisance.core.permissions import RIGHTS, Viewer
from aisance.core.scope import Scope
from aisance.indicators.dashboard.selection import Selection
from aisance.indicators.queries import conditions_for
from aisance.indicators.readings import one_of
from aisance.journeys.public import channel_names
from aisance.lake import public as lake
from aisance.surveys.contracts import LatestAnswer, ProgrammeKind, QuestionKind
from aisance.surveys.public import latest_answers

READ = 40
SHOWN = 4
YOUNG = 3
"""With fewer contacts or responses than this a day says too little to stand alone."""

OF_CUSTOMERS = one_of("kind", [ProgrammeKind.HOT.value, ProgrammeKind.COLD.value])


@dataclass(frozen=True, slots=True)
class Voice:
    """One response with words: the score that stands beside them, the others, where they come from."""

    answer: LatestAnswer
    score: Any
    others: list[Any]
    channel: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What came in on one day."""

    contacts: int
    responses: int


@dataclass(frozen=True, slots=True)
class Today:
    """The counts in the chosen units and channel; `may_read` says whether words may be shown.

    `yesterday` is there while the day is young, so that nobody takes a morning for a quiet day.
    """

    counts: Counts
    yesterday: Counts | None
    voices: list[Voice]
    may_read: bool


def today_in(selection: Selection, viewer: Viewer) -> Today:
    """Counts come from the store, words from the newest responses that the viewer may read."""
    right = RIGHTS["surveys.view_answers"]
    may_read = viewer.holds(right)
    counts = _counts(clock.today(), selection, viewer)
    young = min(counts.contacts, counts.responses) < YOUNG
    return Today(
        counts=counts,
        yesterday=_counts(clock.today() - timedelta(days=1), selection, viewer) if young else None,
        voices=_voices(selection, viewer) if may_read else [],
        may_read=may_read,
    )


def _counts(day: date, selection: Selection, viewer: Viewer) -> Counts:
    conditions = conditions_for(viewer, {word: tuple(codes) for word, codes in selection.where.items()}, (day, day))
    contacts = lake.sums("interactions", value=_one, where=conditions)
    # Those of customers who were asked: what employees answer and what people publish is not what came in.
    responses = lake.distinct("answers", "response_id", where=[*conditions, OF_CUSTOMERS])
    return Counts(contacts=contacts[0].n, responses=responses)


def _one(_row: Any) -> int:
    return 1


def _voices(selection: Selection, viewer: Viewer) -> list[Voice]:
    """Those with words, the newest first: those of today, and before them as many as the place takes."""
    read = [
        a for a in latest_answers(_narrowed(selection, viewer), READ) if a.text and selection.channel in ("", a.channel)
    ]
    midnight = timezone.make_aware(datetime.combine(clock.today(), time.min), timezone.get_default_timezone())
    return [_voice(answer, answer.at >= midnight) for answer in read[:SHOWN]]


def _narrowed(selection: Selection, viewer: Viewer) -> Viewer:
    """The viewer as one who may read only what lies in the chosen unit."""
    if not selection.unit:
        return viewer
    right = RIGHTS["surveys.view_answers"]
    unit = units_by_code([selection.unit])[selection.unit]
    scope = viewer.scope(right)
    below = tuple(path for path in scope.paths if path.startswith(unit.path))
    kept = Scope((unit.path,) if scope.covers(unit.path) else below)
    return Viewer(kind="person", name=viewer.name, person_id=viewer.person_id, grants={right.code: kept})


def _voice(answer: LatestAnswer, is_today: bool) -> Voice:
    # Resolved or not is no score out of 1: it never stands as the number beside the words.
    scores = [given for given in answer.scores if given.question != QuestionKind.RESOLVED]
    ordered = sorted(scores, key=lambda given: given.question != QuestionKind.NET_EASY)
    return Voice(
        answer=answer,
        score=ordered[0] if ordered else None,
        others=ordered[1:],
        channel=channel_names()[answer.channel] if answer.channel else "",
        is_today=is_today,
    )
