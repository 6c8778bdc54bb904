"""Words that go: with the customer who wrote them, or with their time."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from aisance.lake.public import mark_stale
from aisance.verbatims.models import Reader, Verbatim
from aisance.verbatims.services.vectors_known import drop_known

FACTS = ("verbatims", "mentions")


@transaction.atomic
def forget(customer_ids: Sequence[int]) -> int:
    """Remove what these customers wrote; how many texts there were."""
    return _remove(answer__response__customer_id__in=customer_ids)


@transaction.atomic
def forget_before(moment: datetime) -> int:
    """Remove what was written before a moment; how many texts there were."""
    return _remove(answer__response__answered_at__lt=moment)


@transaction.atomic
def forget_changed(answer_ids: Collection[int], days: Collection[date]) -> int:
    """Drop what was read in answers whose words are others now, or gone; they are read anew. How many texts it was."""
    count = _remove(answer_id__in=list(answer_ids))
    for fact in FACTS:
        mark_stale(fact, days)
    mark = Reader.objects.select_for_update().first()
    if mark is not None:
        mark.unended = sorted({*mark.unended, *answer_ids})
        mark.version += 1
        mark.save(update_fields=["unended", "version"])
    return count


def _remove(**which: object) -> int:
    held = dict(Verbatim.objects.filter(**which).values_list("pk", "day"))
    for fact in FACTS:
        mark_stale(fact, set(held.values()))
    Verbatim.objects.filter(pk__in=held).delete()
    drop_known()
    return len(held)
