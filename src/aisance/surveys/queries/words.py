"""What customers wrote, for who reads it: every free text, whoever may see it on a page."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from aisance.surveys.contracts import QuestionKind, Scale, WordsGiven
from aisance.surveys.models import Answer
from aisance.surveys.queries.questions import scale_of

RATING = frozenset(
    (QuestionKind.NPS, QuestionKind.CSAT, QuestionKind.NET_EASY, QuestionKind.CES, QuestionKind.PUBLIC_RATING)
)
"""The questions whose score speaks of the whole, as words do."""


def words_after(answer_id: int, limit: int) -> list[WordsGiven]:
    """The texts of answers numbered above this, in their order, at most so many."""
    return _given(Answer.objects.filter(pk__gt=answer_id).order_by("pk"), limit)


def count_words_after(answer_id: int) -> int:
    """How many texts of answers are numbered above this."""
    return Answer.objects.filter(pk__gt=answer_id).exclude(text="").count()


def words_of(answer_ids: Collection[int]) -> list[WordsGiven]:
    """The texts of these answers; those without words, or taken back, are absent."""
    return _given(Answer.objects.filter(pk__in=answer_ids).order_by("pk"), len(answer_ids))


def _given(rows: QuerySet[Answer], limit: int) -> list[WordsGiven]:
    told = rows.exclude(text="").values_list(
        "pk", "text", "response__language", "day", "recorded_at", "response__completed_at"
    )
    return [
        WordsGiven(pk, text, language, day, recorded_at, is_final=completed_at is not None)
        for pk, text, language, day, recorded_at, completed_at in told[:limit]
    ]


def scores_of(response: Any) -> QuerySet[Answer]:
    """The scored answers of a response, for a subquery: `response` is an outer reference to it."""
    return Answer.objects.filter(response=response, score__isnull=False)


def positions_beside(answer_ids: Collection[int]) -> dict[int, float]:
    """How good the scores given beside these words are, from 0 (the worst of the scale) to 1: their mean, by answer.

    Words without a rating beside them are absent.
    """
    responses = dict(Answer.objects.filter(pk__in=list(answer_ids)).values_list("pk", "response_id"))
    rated = Answer.objects.filter(response_id__in=set(responses.values()), question__in=RATING, score__isnull=False)
    places: dict[int, list[float]] = {}
    for response_id, code, score in rated.values_list("response_id", "scale", "score"):
        if (scale := scale_of(code)) is not None and score is not None:
            places.setdefault(response_id, []).append(_position(scale, score))
    return {one: sum(places[own]) / len(places[own]) for one, own in responses.items() if own in places}


def _position(scale: Scale, score: int) -> float:
    place = (score - scale.minimum) / (scale.maximum - scale.minimum)
    return 1 - place if scale.low_is_good else place
