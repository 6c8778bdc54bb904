"""Which scores are high and which are low: the same cuts as the indicators' own, by question and scale.

A test holds them to the definitions of the indicators, which stand above this domain and cannot be asked from here.
"""

from typing import Any

from django.db.models import Case, IntegerField, Value, When

from aisance.surveys.contracts import QuestionKind

CUTS: dict[str, tuple[str, tuple[int, int], tuple[int, int]]] = {
    "net_easy_7": (QuestionKind.NET_EASY, (1, 2), (5, 7)),
    "net_easy_5": (QuestionKind.NET_EASY, (1, 2), (4, 5)),
    "nps_11": (QuestionKind.NPS, (9, 10), (0, 6)),
    "ces_7": (QuestionKind.CES, (5, 7), (1, 3)),
    "ces_5": (QuestionKind.CES, (1, 2), (4, 5)),
    "ces_10": (QuestionKind.CES, (1, 3), (7, 10)),
    "csat_5": (QuestionKind.CSAT, (4, 5), (1, 2)),
    "csat_10": (QuestionKind.CSAT, (8, 10), (1, 4)),
    "public_rating_5": (QuestionKind.PUBLIC_RATING, (4, 5), (1, 2)),
    "public_rating_10": (QuestionKind.PUBLIC_RATING, (8, 10), (1, 4)),
}
"""By scale: the question, its high scores, its low ones, both ends included. Those between are neither."""

LEADING = tuple(dict.fromkeys(question for question, _high, _low in CUTS.values()))
"""Which of a response's scores its words are set beside: the first of these that it has."""


def group_of(scale: str, score: int) -> int | None:
    """1 for a high score, -1 for a low one, 0 between; null on a scale without cuts.

    >>> group_of("net_easy_7", 2), group_of("nps_11", 6), group_of("nps_11", 8), group_of("stay_11", 3)
    (1, -1, 0, None)
    """
    if scale not in CUTS:
        return None
    _question, high, low = CUTS[scale]
    return 1 if high[0] <= score <= high[1] else -1 if low[0] <= score <= low[1] else 0


def group_in_database() -> Any:
    """The same as `group_of`, of a row with `scale` and `score`."""
    whens = [
        When(scale=scale, score__range=bounds, then=Value(group))
        for scale, (_question, high, low) in CUTS.items()
        for bounds, group in ((high, 1), (low, -1))
    ]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def rank_in_database() -> Any:
    """The place of a row's question among the leading ones."""
    whens = [When(question=question, then=Value(place)) for place, question in enumerate(LEADING)]
    return Case(*whens, default=Value(len(LEADING)), output_field=IntegerField())
