"""Plans that somebody may see."""

from django.db.models import QuerySet

from aisance.core.permissions import Right, Viewer
from aisance.improvement.models import Plan
from aisance.improvement.permissions import VIEW_PLANS


def plans_seen(viewer: Viewer, right: Right = VIEW_PLANS) -> QuerySet[Plan]:
    """The plans of the viewer's units, the latest first."""
    rows = Plan.objects.filter(viewer.scope(right).rows("unit")).select_related("unit", "reason", "created_by")
    return rows.prefetch_related("pilots__unit", "entries__by")


def plan_seen(viewer: Viewer, plan_id: int, right: Right = VIEW_PLANS) -> Plan | None:
    """One of them; null for one that is not there or not theirs."""
    return plans_seen(viewer, right).filter(pk=plan_id).first()
