"""Takes customers out of cases: what was counted stays, what was said and who it was is gone."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from aisance.cases.models import OPEN, Case, CaseEntry
from aisance.cases.rules import FACT
from aisance.lake.public import mark_stale

AT_ONCE = 500


@transaction.atomic
def take_out(customer_ids: Sequence[int]) -> int:
    """Remove the open cases of these customers, and take them out of the closed ones; how many cases there were."""
    theirs = Case.objects.filter(customer_id__in=customer_ids)
    return _remove(theirs.filter(OPEN)) + _empty(theirs.exclude(OPEN))


@transaction.atomic
def take_out_before(moment: datetime) -> int:
    """Take customers out of what was closed before a moment; how many cases there were."""
    return _empty(Case.objects.filter(closed_at__lt=moment, customer__isnull=False))


def _remove(rows: QuerySet[Case]) -> int:
    """An open case of nobody could never be closed honestly, so it goes."""
    held = dict(rows.values_list("pk", "day"))
    mark_stale(FACT, set(held.values()))
    Case.objects.filter(pk__in=held).delete()
    return len(held)


def _empty(rows: QuerySet[Case]) -> int:
    held = dict(rows.values_list("pk", "day"))
    mark_stale(FACT, set(held.values()))
    ids = sorted(held)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        CaseEntry.objects.filter(case_id__in=some).update(words="", data={}, key="")
        Case.objects.filter(pk__in=some).update(
            customer=None, person=None, response=None, matter="erased", promised="", stake_reasons=[]
        )
    return len(held)
