"""A person's word that a value found to be nobody's own is somebody's after all."""

from django.db import transaction

from aisance.core import audit
from aisance.core.permissions import Viewer
from aisance.customers.models import PlaceholderValue


@transaction.atomic
def keep_value(placeholder_id: int, *, kept: bool, by: Viewer) -> bool:
    """Say that a value is somebody's own, or nobody's; false where there is no such value."""
    if not PlaceholderValue.objects.filter(pk=placeholder_id).update(kept=kept):
        return False
    audit.record(by, "identity.placeholder", what="placeholder", which=placeholder_id, changes={"kept": kept})
    return True
