"""Reads of single answers, for those who may read them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from aisance.core.permissions import Viewer
from aisance.journeys.contracts import Channel
from aisance.journeys.public import reasons
from aisance.surveys.catalogue import IN_WORDS_ONLY, POINT_NAMES
from aisance.surveys.contracts import REVIEW_SOURCE, SCALES, GivenScore, LatestAnswer, ProgrammeKind
from aisance.surveys.gateways.reviews.queries import reviews_beside
from aisance.surveys.models import Answer, Response
from aisance.surveys.permissions import VIEW_ANSWERS
from aisance.surveys.queries.questions import own_scales, question_names

ASKED_FOR = "asked"
"""Stands where a source may stand, for all that is no public review."""


def responses_seen_by(viewer: Viewer) -> QuerySet[Response]:
    """The responses of customers that a viewer may read, newest first; employees' are read by nobody one by one.

    Those set apart are on a page of their own.
    """
    theirs = Response.objects.filter(viewer.scope(VIEW_ANSWERS).rows("unit"), set_apart="")
    return theirs.exclude(kind=ProgrammeKind.EMPLOYEE).order_by("-answered_at", "-pk")


def from_source(rows: QuerySet[Response], source: str) -> QuerySet[Response]:
    """Those that were asked for, or the public reviews of a source, by its code; all where it is empty."""
    if source == ASKED_FOR:
        return rows.exclude(kind=ProgrammeKind.REVIEW)
    return rows.filter(source=f"{REVIEW_SOURCE}{source}") if source else rows


def responses_between(viewer: Viewer, start: date | None, end: date | None) -> QuerySet[Response]:
    """The same, given from day to day, both included; none where a day is missing."""
    if start is None or end is None:
        return Response.objects.none()
    return responses_seen_by(viewer).filter(
        answered_at__gte=midnight(start), answered_at__lt=midnight(end + timedelta(days=1))
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that must have been answered with a score: on this scale, with one of these scores, where said."""

    question: str
    scale: str = ""
    scores: tuple[int, ...] = ()


def narrowed(rows: QuerySet[Response], asked: Iterable[Asked], kind: str = "") -> QuerySet[Response]:
    """Those that a figure stands on: with a score to every question asked, of programmes of a kind."""
    if kind:
        rows = rows.filter(kind=kind)
    for one in asked:
        given = Answer.objects.filter(response=OuterRef("pk"), question=one.question, score__isnull=False)
        if one.scale:
            given = given.filter(scale=one.scale)
        rows = rows.filter(Exists(given.filter(score__in=one.scores) if one.scores else given))
    return rows


def midnight(day: date) -> datetime:
    """When a day begins in the company's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def latest_answers(viewer: Viewer, limit: int, start: datetime | None = None) -> list[LatestAnswer]:
    """The newest responses in the viewer's units, at most `limit`, given since `start` where it is said.

    Public reviews are not among them: nobody was asked.
    """
    responses = from_source(responses_seen_by(viewer), ASKED_FOR)
    if start is not None:
        responses = responses.filter(answered_at__gte=start)
    return as_read(responses[:limit])


def answers_in(response_ids: Collection[int]) -> dict[int, LatestAnswer]:
    """These responses as a page shows them, by id; for whoever has the leave to read them from elsewhere."""
    return {one.response_id: one for one in as_read(Response.objects.filter(pk__in=response_ids))}


def as_read(responses: Iterable[Response]) -> list[LatestAnswer]:
    """Responses with their scores, in the order asked of people, and their words."""
    found = list(responses)
    answers: dict[int, list[Answer]] = {}
    for answer in Answer.objects.filter(response__in=[r.pk for r in found]).order_by("pk"):
        answers.setdefault(answer.response_id, []).append(answer)
    names = {card.id: card.name for card in reasons()} if any(r.reason_id for r in found) else {}
    read = _scores(answers)
    beside = reviews_beside(r.pk for r in found if r.kind == ProgrammeKind.REVIEW)
    told = [_as_read(response, answers.get(response.pk, []), read.get(response.pk, ()), names) for response in found]
    return [replace(one, review=beside[one.response_id]) if one.response_id in beside else one for one in told]


def _scores(answers: Mapping[int, Sequence[Answer]]) -> dict[int, tuple[GivenScore, ...]]:
    """The scores of these answers, by response. At most three queries."""
    every = [answer for some in answers.values() for answer in some if answer.score is not None]
    codes = {answer.question for answer in every}
    names, own = question_names(codes), {scale.code: scale for scale in own_scales(codes).values()}
    found: dict[int, list[GivenScore]] = {}
    for answer in every:
        scale, score = SCALES.get(answer.scale) or own.get(answer.scale), answer.score
        if scale is None or score is None:
            continue
        words = str(POINT_NAMES[scale.code].get(score, "")) if scale.code in IN_WORDS_ONLY else ""
        given = GivenScore(answer.question, score, scale, str(names.get(answer.question, answer.question)), words)
        found.setdefault(answer.response_id, []).append(given)
    return {response_id: tuple(scores) for response_id, scores in found.items()}


def _as_read(
    response: Response, answers: list[Answer], scores: tuple[GivenScore, ...], names: dict[int, str]
) -> LatestAnswer:
    return LatestAnswer(
        response_id=response.pk,
        at=response.answered_at,
        channel=Channel(response.channel) if response.channel else None,
        reason=names.get(response.reason_id or 0, ""),
        scores=scores,
        text="\n".join(answer.text for answer in answers if answer.text),
        language=response.language,
        recordings=tuple(found for answer in answers if (found := _recording(answer))),
    )


def _recording(answer: Answer) -> str:
    """Where the voice of a caller is kept; empty for what was not spoken."""
    return str(answer.value.get("recording", "")) if isinstance(answer.value, dict) else ""
