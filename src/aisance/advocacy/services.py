"""What a manager switches on."""

from django.db import transaction

from aisance.advocacy.models import Switches
from aisance.core import audit
from aisance.core.permissions import Viewer


def switches() -> Switches:
    """The switches as they are; all off where nobody set one."""
    return Switches.objects.filter(pk=1).first() or Switches(pk=1)


@transaction.atomic
def set_switches(*, by: Viewer, **given: bool | int) -> None:
    """Set some of them; the others stay as they are."""
    before = switches()
    was = {name: getattr(before, name) for name in given}
    Switches.objects.update_or_create(pk=1, defaults=given)
    changes = {name: [was[name], value] for name, value in given.items() if was[name] != value}
    audit.record(by, "advocacy.switched", what="advocacy", which="", changes=changes)
