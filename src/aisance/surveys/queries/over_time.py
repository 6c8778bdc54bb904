"""The scores of one person over time, placed for a drawing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from aisance.surveys.contracts import SCALES, QuestionKind, Scale
from aisance.surveys.models import Answer, Response
from aisance.surveys.queries.questions import question_names
from aisance.ui.drawings import Axis

DRAWN = (QuestionKind.NPS, QuestionKind.NET_EASY, QuestionKind.CES)
ACROSS = (8.0, 98.0)
DOWN = (8.0, 92.0)
MOST = 200


@dataclass(frozen=True, slots=True)
class Point:
    """One score: when, how much, and where it stands, in per cent from the left and from the top."""

    at: datetime
    score: int
    across: str
    down: str


@dataclass(frozen=True, slots=True)
class ScoreDrawing:
    """The scores to one question on one scale, the oldest first; the best score is at the top."""

    name: Any
    scale: Scale
    best: int
    worst: int
    points: tuple[Point, ...]


def scores_over_time(responses: QuerySet[Response]) -> list[ScoreDrawing]:
    """A drawing for each scale on which ease or recommendation was answered, recommendation first. Two queries."""
    rows = Answer.objects.filter(response__in=responses.order_by(), question__in=DRAWN, score__isnull=False)
    found: dict[tuple[str, str], list[tuple[datetime, int]]] = {}
    for question, scale, score, at in rows.order_by("-response__answered_at").values_list(
        "question", "scale", "score", "response__answered_at"
    )[:MOST]:
        found.setdefault((question, scale), []).insert(0, (at, int(score or 0)))
    names = question_names({question for question, _scale in found})
    order = {kind.value: place for place, kind in enumerate(DRAWN)}
    return [
        _drawn(names.get(question, question), SCALES[scale], found[question, scale])
        for question, scale in sorted(found, key=lambda key: (order[key[0]], key[1]))
        if scale in SCALES
    ]


def _drawn(name: Any, scale: Scale, scores: list[tuple[datetime, int]]) -> ScoreDrawing:
    best, worst = (scale.minimum, scale.maximum) if scale.low_is_good else (scale.maximum, scale.minimum)
    across = Axis(scores[0][0].timestamp(), scores[-1][0].timestamp(), *ACROSS)
    down = Axis(scale.minimum, scale.maximum, *(DOWN if scale.low_is_good else DOWN[::-1]))
    points = tuple(Point(at, score, f"{across.at(at.timestamp())}%", f"{down.at(score)}%") for at, score in scores)
    return ScoreDrawing(name, scale, best, worst, points)
