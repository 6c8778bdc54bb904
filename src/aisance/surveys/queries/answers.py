"""Reads of single answers, for those who may read them."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from aisance.core.permissions import Viewer
from aisance.journeys.contracts import Channel
from aisance.journeys.public import reasons
from aisance.surveys.contracts import SCALES, GivenScore, LatestAnswer, QuestionKind
from aisance.surveys.models import Answer, Response
from aisance.surveys.permissions import VIEW_ANSWERS


def responses_seen_by(viewer: Viewer) -> QuerySet[Response]:
    """The responses that a viewer may read, newest first."""
    return Response.objects.filter(viewer.scope(VIEW_ANSWERS).rows("unit")).order_by("-answered_at", "-pk")


def responses_between(viewer: Viewer, start: date | None, end: date | None) -> QuerySet[Response]:
    """The same, given from day to day, both included; none where a day is missing."""
    if start is None or end is None:
        return Response.objects.none()
    return responses_seen_by(viewer).filter(
        answered_at__gte=midnight(start), answered_at__lt=midnight(end + timedelta(days=1))
    )


def midnight(day: date) -> datetime:
    """When a day begins in the company's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def latest_answers(viewer: Viewer, limit: int, start: datetime | None = None) -> list[LatestAnswer]:
    """The newest responses in the viewer's units, at most `limit`, given since `start` where it is said."""
    responses = responses_seen_by(viewer)
    if start is not None:
        responses = responses.filter(answered_at__gte=start)
    return as_read(responses[:limit])


def as_read(responses: Iterable[Response]) -> list[LatestAnswer]:
    """Responses with their scores, in the order asked of people, and their words."""
    found = list(responses)
    answers: dict[int, list[Answer]] = {}
    for answer in Answer.objects.filter(response__in=[r.pk for r in found]).order_by("pk"):
        answers.setdefault(answer.response_id, []).append(answer)
    names = {card.id: card.name for card in reasons()} if any(r.reason_id for r in found) else {}
    return [_as_read(response, answers.get(response.pk, []), names) for response in found]


def _as_read(response: Response, answers: list[Answer], names: dict[int, str]) -> LatestAnswer:
    return LatestAnswer(
        response_id=response.pk,
        at=response.answered_at,
        channel=Channel(response.channel) if response.channel else None,
        reason=names.get(response.reason_id or 0, ""),
        scores=tuple(
            GivenScore(QuestionKind(a.question), a.score, SCALES[a.scale]) for a in answers if a.score is not None
        ),
        text="\n".join(answer.text for answer in answers if answer.text),
        language=response.language,
    )
