"""Takes customers out of the ledger of contacts: what happened stays and is counted, with nobody in it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from aisance.journeys.models import Interaction
from aisance.lake.public import mark_stale

FACTS = ("interactions",)


@transaction.atomic
def take_out(customer_ids: Sequence[int]) -> int:
    """Nobody can tell any more whose contacts these were; how many there were."""
    return _take_out(Interaction.objects.filter(customer_id__in=customer_ids))


@transaction.atomic
def take_out_before(moment: datetime) -> int:
    """The same with every contact that began before a moment."""
    return _take_out(Interaction.objects.filter(customer__isnull=False, started_at__lt=moment))


def _take_out(rows: QuerySet[Interaction]) -> int:
    days = set(rows.values_list("day", flat=True).distinct())
    # The number that another system gave leads back to the person there; in its place stands our own.
    ours = Concat(Value("erased:"), Cast(F("pk"), CharField()))
    touched = rows.update(customer=None, attributes={}, external_id=ours)
    for fact in FACTS:
        mark_stale(fact, days)
    return touched
