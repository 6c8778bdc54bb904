"""Gestures in the time line of a customer."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from aisance.cases.gestures.amounts import amount_words
from aisance.cases.gestures.contracts import GestureState
from aisance.cases.gestures.wording import kind_name, state_words
from aisance.cases.models import Gesture
from aisance.cases.permissions import VIEW as VIEW_CASES
from aisance.core.permissions import Viewer
from aisance.ui.timeline import Moment, tells


@tells("gesture", pgettext_lazy("time line", "Gestures"))
def tell_gestures(viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int) -> Iterator[Moment]:
    """What was given, refused or held back in the cases that the viewer may see."""
    rows = Gesture.objects.filter(viewer.scope(VIEW_CASES).rows("unit"), customer_id__in=customer_ids)
    rows = rows.select_related("kind", "case", "by", "unit").order_by("-at", "-pk")
    for row in (rows.filter(at__lt=before) if before else rows)[:limit]:
        details = (amount_words(row.amount_minor, row.currency), state_words(row), row.by.name if row.by else "")
        tone = "good" if row.state == GestureState.GRANTED else ""
        url = reverse("case-detail", args=[row.case.number])
        yield Moment(row.at, "gesture", kind_name(row.kind), tuple(one for one in details if one), row.words, url, tone)
