"""The audit trail: every service that changes something says so here, in its own transaction."""

from typing import Any

from aisance.core import clock
from aisance.core.models import AuditEntry
from aisance.core.permissions import Viewer


def record(by: Viewer, action: str, *, what: str, which: object, changes: dict[str, Any] | None = None) -> None:
    """Write one line: `by` did `action` (a stable code such as `programme.published`) to object `which` of type `what`.

    `changes` holds JSON values, without personal data of customers: `{"field": [before, after]}` for an edit, counts
    for a bulk action. One line for a batch, not one a row.
    """
    AuditEntry.objects.create(
        at=clock.now(),
        actor_kind=by.kind,
        actor_name=by.name[:150],
        person_id=by.person_id,
        key_id=by.key_id,
        action=action,
        object_type=what,
        object_id=str(which)[:60],
        changes=changes or {},
        address=by.address[:60],
    )
