"""Takes customers out of gestures; what was spent, and when, stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aisance.cases.models import Gesture, GestureSeen
from aisance.lake.public import mark_stale

WORDS = ("words", "second_because", "decided_words", "withdrawn_words")


def take_out(customer_ids: Sequence[int]) -> int:
    """Whose gestures they were and every word about them, also of those who looked at them as a pattern."""
    GestureSeen.objects.filter(customer_id__in=customer_ids).delete()
    return _taken_out(Gesture.objects.filter(customer_id__in=customer_ids))


def take_out_before(moment: datetime) -> int:
    """The same of those that were decided before a moment."""
    GestureSeen.objects.filter(seen_at__lt=moment).delete()
    return _taken_out(Gesture.objects.filter(at__lt=moment, customer__isnull=False))


def _taken_out(rows: Any) -> int:
    days = set(rows.values_list("day", flat=True))
    if days:
        mark_stale("gestures", days)
    count: int = rows.update(customer=None, **dict.fromkeys(WORDS, ""))
    return count
