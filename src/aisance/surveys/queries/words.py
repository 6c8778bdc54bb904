"""What customers wrote, for who reads it: every free text, whoever may see it on a page."""

from collections.abc import Collection

from django.db.models import QuerySet

from aisance.surveys.contracts import WordsGiven
from aisance.surveys.models import Answer


def words_after(answer_id: int, limit: int) -> list[WordsGiven]:
    """The texts of answers numbered above this, in their order, at most so many."""
    return _given(Answer.objects.filter(pk__gt=answer_id).order_by("pk"), limit)


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
