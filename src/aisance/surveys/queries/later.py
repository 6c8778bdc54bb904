"""What customers answered later, for whoever measures what came of something done for them."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import batched
from typing import NamedTuple

from aisance.surveys.models import Answer


class LaterScore(NamedTuple):
    """One score of a customer, and when it was given."""

    customer_id: int
    answered_at: datetime
    question: str
    scale: str
    score: int


def scores_since(customer_ids: Collection[int], questions: Collection[str], since: datetime) -> Iterator[LaterScore]:
    """The scores that these rows gave to some questions since a moment, the oldest first for each customer."""
    for some in batched(sorted(set(customer_ids)), 5000):
        rows = Answer.objects.filter(
            response__customer_id__in=some,
            response__answered_at__gt=since,
            response__set_apart="",
            question__in=list(questions),
            score__isnull=False,
        ).order_by("response__answered_at", "pk")
        columns = ("response__customer_id", "response__answered_at", "question", "scale", "score")
        for row in rows.values_list(*columns):
            yield LaterScore(*row)
