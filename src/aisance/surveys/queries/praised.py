"""Reads of answers for what happy customers give: where an answer stands, and who is pleased again and again."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Coalesce

from aisance.core.scope import Scope
from aisance.surveys.contracts import ProgrammeKind, QuestionKind
from aisance.surveys.models import Answer, Response
from aisance.surveys.questionnaires.contracts import ItemKind

PROMOTER_FROM = 9


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """Whose answer it is, about which contact, and whether it was asked for as an idea. No words."""

    answer_id: int
    response_id: int
    customer_id: int | None
    unit_id: int
    advisor_id: int | None
    channel: str
    language: str
    at: datetime
    is_idea: bool


@dataclass(frozen=True, slots=True)
class PromoterAnswer:
    """Words that stand beside a 9 or a 10 on recommending, by the record that stands for the person."""

    person_id: int
    response_id: int
    answer_id: int
    unit_id: int
    score: int
    language: str
    at: datetime


def places_of_answers(answer_ids: Collection[int]) -> dict[int, AnswerPlace]:
    """Where these answers of customers stand; those of employees, and those set apart, are absent."""
    rows = Answer.objects.filter(pk__in=list(answer_ids), response__set_apart="")
    rows = rows.exclude(response__kind=ProgrammeKind.EMPLOYEE)
    told = rows.select_related("response__version", "response__interaction")
    return {row.pk: _place(row) for row in told}


def _place(row: Answer) -> AnswerPlace:
    response = row.response
    contact = response.interaction
    return AnswerPlace(
        answer_id=row.pk,
        response_id=response.pk,
        customer_id=response.customer_id,
        unit_id=response.unit_id,
        advisor_id=response.advisor_id or (contact.advisor_id if contact else None),
        channel=response.channel,
        language=response.language,
        at=response.answered_at,
        is_idea=_asks_for_an_idea(response.version.questions if response.version else [], row.question),
    )


def _asks_for_an_idea(questions: Collection[Mapping[str, Any]], code: str) -> bool:
    return any(row.get("kind") == ItemKind.IDEA and row.get("code", row["kind"]) == code for row in questions)


def promoter_answers(scope: Scope, since: datetime, *, least: int, most: int) -> list[PromoterAnswer]:
    """The words of persons who gave a 9 or a 10 with words in at least so many responses since a moment, newest first.

    At most so many persons, those with the most responses first. Only answers of units in the scope count.
    """
    rows = _with_words_beside(scope, since)
    counted = rows.values("person").annotate(n=Count("pk")).filter(n__gte=least).order_by("-n", "-person")
    persons = list(counted.values_list("person", flat=True)[:most])
    return list(_answers_of(rows.filter(person__in=persons)))


def promoters_among(answer_ids: Collection[int]) -> list[PromoterAnswer]:
    """Of these answers those that are words beside a 9 or a 10, of customers; the same conditions, whatever unit."""
    wanted = set(answer_ids)
    score = Answer.objects.filter(response=OuterRef("pk"), question=QuestionKind.NPS, score__gte=PROMOTER_FROM)
    rows = Response.objects.filter(answers__pk__in=wanted, customer__isnull=False).filter(Exists(score)).distinct()
    rows = rows.filter(kind__in=[ProgrammeKind.HOT, ProgrammeKind.COLD])
    rows = rows.annotate(person=Coalesce("customer__merged_into_id", "customer_id"))
    return [one for one in _answers_of(rows) if one.answer_id in wanted]


def _with_words_beside(scope: Scope, since: datetime) -> Any:
    score = Answer.objects.filter(response=OuterRef("pk"), question=QuestionKind.NPS, score__gte=PROMOTER_FROM)
    words = Answer.objects.filter(response=OuterRef("pk"), score__isnull=True).exclude(text="")
    rows = Response.objects.filter(scope.rows("unit"), set_apart="", customer__isnull=False, answered_at__gte=since)
    rows = rows.filter(kind__in=[ProgrammeKind.HOT, ProgrammeKind.COLD], customer__restricted_at__isnull=True)
    return rows.filter(Exists(score), Exists(words)).annotate(
        person=Coalesce("customer__merged_into_id", "customer_id")
    )


def _answers_of(rows: Any) -> Iterator[PromoterAnswer]:
    for row in rows.prefetch_related("answers").order_by("-answered_at", "-pk"):
        answers = list(row.answers.all())
        score = next(one.score for one in answers if one.question == QuestionKind.NPS)
        for one in answers:
            if one.text and one.score is None:
                yield PromoterAnswer(row.person, row.pk, one.pk, row.unit_id, score or 0, row.language, row.answered_at)
