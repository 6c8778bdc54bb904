"""A wave stratum by stratum: who was drawn, asked and answered, and its scores with every stratum in its right part."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from aisance.core.statistics import wilson
from aisance.customers.contracts import Traits
from aisance.surveys.models import Answer, Invitation, Wave
from aisance.surveys.models.invitations import ANSWERED
from aisance.surveys.planning.sampling import weighted_shares
from aisance.surveys.queries.questions import points_on, question_names, scale_of
from aisance.surveys.queries.waves import SENT, stratum_of


@dataclass(frozen=True, slots=True)
class StratumLine:
    """A stratum as it was drawn, and what became of those drawn: by what is known of them today.

    `size`, `drawn` and `weight` are null for customers who have come into a stratum that the wave did not have.
    """

    name: str
    size: int | None
    drawn: int | None
    weight: float | None
    asked: int
    answered: int

    @property
    def bounds(self) -> tuple[float, float] | None:
        return wilson(self.answered, self.asked)

    @property
    def rate(self) -> float | None:
        return self.answered / self.asked if self.asked else None

    @property
    def stands_for(self) -> float | None:
        """How many customers one answer stands for."""
        return self.size / self.answered if self.size and self.answered else None


def strata_lines(wave: Wave, rows: QuerySet[Invitation]) -> list[StratumLine]:
    """The strata of a drawn wave in the order of their names. One query."""
    asked: dict[str, int] = defaultdict(int)
    answered: dict[str, int] = defaultdict(int)
    sent = Q(state__in=SENT)
    counted = rows.order_by().values_list("customer__language", "customer__segment")
    for language, segment, of_asked, of_answered in counted.annotate(
        asked=Count("pk", filter=sent), answered=Count("pk", filter=sent & ANSWERED)
    ):
        name = _stratum(wave, language, segment)
        asked[name] += of_asked
        answered[name] += of_answered
    others = {name for name in asked if name not in wave.strata and asked[name]}
    return [
        StratumLine(name, found.get("size"), found.get("drawn"), found.get("weight"), asked[name], answered[name])
        for name, found in [*sorted(wave.strata.items()), *((name, {}) for name in sorted(others))]
    ]


def _stratum(wave: Wave, language: str | None, segment: str | None) -> str:
    return stratum_of(Traits(language or "", segment or ""), wave.stratify_by)


@dataclass(frozen=True, slots=True)
class WeightedPoint:
    """A point of a scale: `plain` counts each answer once, `share` each stratum by its customers, with an interval."""

    score: int
    words: Any
    count: int
    plain: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class WeightedItem:
    """The answers on one scale to a question of a wave; `n_effective` is how many of equal weight they are worth."""

    question: str
    name: str
    n: int
    n_effective: float
    points: tuple[WeightedPoint, ...]


def weighted_items(wave: Wave, rows: QuerySet[Invitation]) -> list[WeightedItem]:
    """Every scored question of a wave. Nothing of an anonymous one, whose answers belong to no stratum. One query."""
    found: dict[tuple[str, str], dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    answers = Answer.objects.filter(
        response__invitation__in=rows.order_by(), response__set_apart="", score__isnull=False
    ).order_by()
    traits = ("response__invitation__customer__language", "response__invitation__customer__segment")
    grouped = answers.values_list("question", "scale", "score", *traits).annotate(n=Count("pk"))
    for question, scale, score, language, segment, n in grouped:
        found[question, scale][_stratum(wave, language, segment)][score] += n
    names = question_names([question for question, _scale in found])
    sizes = {name: of["size"] for name, of in wave.strata.items()}
    items = [_item(names.get(at[0], at[0]), at, counts, sizes) for at, counts in sorted(found.items())]
    return [item for item in items if item is not None]


def _item(
    name: str, at: tuple[str, str], counts: Mapping[str, Mapping[int, int]], sizes: Mapping[str, int]
) -> WeightedItem | None:
    scale, held = scale_of(at[1]), {name: by for name, by in counts.items() if sizes.get(name)}
    n = sum(sum(by.values()) for by in held.values())
    if scale is None or not n:
        return None
    shares, worth = weighted_shares(sizes, held)
    points = []
    for score, words in points_on(scale):
        count, share = sum(by.get(score, 0) for by in held.values()), shares.get(score, 0.0)
        low, high = wilson(share * worth, worth) or (0.0, 1.0)
        points.append(WeightedPoint(score, words, count, count / n, share, low, high))
    return WeightedItem(at[0], name, n, worth, tuple(points))
