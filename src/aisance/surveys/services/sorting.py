"""Sets responses apart, and brings them back: by hand, with a reason, and every figure follows."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from aisance.core import audit, clock
from aisance.core.events import emit
from aisance.core.permissions import Viewer
from aisance.lake.public import mark_stale
from aisance.surveys.collection.contracts import Apart
from aisance.surveys.contracts import ResponsesSorted
from aisance.surveys.models import Answer, Response
from aisance.surveys.permissions import SORT_ANSWERS


@transaction.atomic
def set_apart(response_ids: Collection[int], *, by: Viewer) -> int:
    """Let these responses count in no figure; how many did until now. Those of other units are left as they are."""
    rows = _theirs(response_ids, by).filter(set_apart="")
    return _move(rows, Apart.BY_HAND, "responses.set_apart", by)


@transaction.atomic
def bring_back(response_ids: Collection[int], *, by: Viewer) -> int:
    """Let these responses count again, exactly as they did; how many did not until now."""
    rows = _theirs(response_ids, by).exclude(set_apart="")
    return _move(rows, None, "responses.brought_back", by)


def _theirs(response_ids: Collection[int], by: Viewer) -> QuerySet[Response]:
    rows = Response.objects.select_for_update(of=("self",)).filter(pk__in=list(response_ids))
    return rows.filter(by.scope(SORT_ANSWERS).rows("unit")).order_by("pk")


def _move(rows: QuerySet[Response], apart: Apart | None, action: str, by: Viewer) -> int:
    found = list(rows.values_list("pk", "set_apart", "invitation__day"))
    if not found:
        return 0
    ids = [pk for pk, _before, _day in found]
    at = clock.now() if apart else None
    Response.objects.filter(pk__in=ids).update(set_apart=apart.value if apart else "", set_apart_at=at)
    days = set(Answer.objects.filter(response__in=ids).values_list("day", flat=True))
    for fact in ("answers", "choices", "responses"):
        mark_stale(fact, days)
    emit(ResponsesSorted(sorted(day.isoformat() for day in days)))
    mark_stale("invitations", {day for _pk, _before, day in found if day})
    was = {before for _pk, before, _day in found if before}
    changes = {"responses": len(ids), **({"were": sorted(was)} if was else {})}
    audit.record(by, action, what="response", which=ids[0] if len(ids) == 1 else "", changes=changes)
    return len(ids)
