"""What customers answered, for who decides what to do about it: whole responses, whoever may see them on a page."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max, Min, QuerySet
from django.db.models.functions import Coalesce

from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.models import Answer, Response


@dataclass(frozen=True, slots=True)
class WholeResponse:
    """A response of a customer with all its answers. `programme` is a code, empty for what was collected elsewhere.

    `scores` gives score and scale by question; `words` the texts by the id of their answer. It is final once
    `completed_at` is there; `recorded_at` is when its first answer came here.
    """

    response_id: int
    customer_id: int | None
    unit_id: int
    unit_path: str
    reason_id: int | None
    programme: str
    kind: ProgrammeKind
    language: str
    answered_at: datetime
    completed_at: datetime | None
    recorded_at: datetime
    set_apart: str
    scores: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)


def _named() -> QuerySet[Response]:
    """All but the anonymous, which have random numbers below zero: nobody can be called back about them, and the moment
    at which something is decided would tell when each came."""
    return Response.objects.filter(pk__gt=0)


def whole_responses(response_ids: Collection[int]) -> list[WholeResponse]:
    """These responses, but for anonymous ones and those of employees, by number. Two queries."""
    return _whole(_named().filter(pk__in=list(response_ids)))


def responses_after(response_id: int, limit: int) -> list[WholeResponse]:
    """The responses numbered above this, in their order, at most so many."""
    return _whole(_named().filter(pk__gt=response_id), limit)


def number_before(moment: datetime) -> int:
    """The number up to which every response was given before a moment; 0 where there is none."""
    later = _named().filter(answered_at__gte=moment).aggregate(first=Min("pk"))["first"]
    last = _named().aggregate(last=Max("pk"))["last"]
    return int(later - 1 if later else last or 0)


def responses_given(unit_path: str, start: datetime, end: datetime, limit: int) -> list[WholeResponse]:
    """The responses to a unit and those below it, given from `start` and before `end`, the newest `limit` of them."""
    rows = _named().filter(unit__path__startswith=unit_path, answered_at__gte=start, answered_at__lt=end)
    newest = rows.order_by("-answered_at").values_list("pk", flat=True)[:limit]
    return _whole(_named().filter(pk__in=list(newest)))


def responses_of_answers(answer_ids: Collection[int]) -> set[int]:
    """The responses to which these answers belong."""
    return set(Answer.objects.filter(pk__in=list(answer_ids)).values_list("response_id", flat=True))


def _whole(rows: QuerySet[Response], limit: int | None = None) -> list[WholeResponse]:
    told = rows.exclude(kind=ProgrammeKind.EMPLOYEE).select_related("unit", "version__programme").order_by("pk")
    recorded = told.annotate(recorded_at=Coalesce(Min("answers__recorded_at"), "answered_at"))
    found = list(recorded[:limit])
    answers: dict[int, list[Answer]] = {}
    for answer in _answers(row.pk for row in found):
        answers.setdefault(answer.response_id, []).append(answer)
    return [_told(row, answers.get(row.pk, [])) for row in found]


def _answers(response_ids: Iterable[int]) -> QuerySet[Answer]:
    return Answer.objects.filter(response_id__in=list(response_ids)).order_by("pk")


def _told(row: Response, answers: list[Answer]) -> WholeResponse:
    return WholeResponse(
        response_id=row.pk,
        customer_id=row.customer_id,
        unit_id=row.unit_id,
        unit_path=row.unit.path or "",
        reason_id=row.reason_id,
        programme=row.version.programme.code if row.version else "",
        kind=ProgrammeKind(row.kind),
        language=row.language,
        answered_at=row.answered_at,
        completed_at=row.completed_at,
        recorded_at=row.recorded_at,  # type: ignore[attr-defined]  # annotated
        set_apart=row.set_apart,
        scores={one.question: (one.score, one.scale) for one in answers if one.score is not None},
        words={one.pk: one.text for one in answers if one.text},
    )
