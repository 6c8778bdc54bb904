"""Whom we lost, and why: for asking them back once the cause is mended."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max

from aisance.cases.contracts import CaseOutcome
from aisance.cases.models import Case, GestureKind
from aisance.core.translated import translated


def lost_to(cause_path: str, before: datetime) -> dict[int, datetime]:
    """The customers whose case closed as lost before a moment, by a root cause at or below a path, and when it did."""
    rows = Case.objects.filter(
        outcome=CaseOutcome.LOST, root_cause__path__startswith=cause_path, customer__isnull=False, closed_at__lt=before
    )
    return dict(rows.order_by().values_list("customer_id").annotate(at=Max("closed_at")))


def gesture_names() -> Mapping[str, str]:
    """The gestures of the catalogue that may be granted now, by code, in the reader's language."""
    return {row.code: translated(row.name) for row in GestureKind.objects.filter(is_on=True)}
