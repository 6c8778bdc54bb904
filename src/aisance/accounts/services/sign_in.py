"""What sign-in leaves in the audit trail, and the mails that let people in."""

from typing import Any

from django.db import transaction

from aisance.accounts.models import Person
from aisance.core import audit
from aisance.core.permissions import Viewer


def note_sign_in(action: str, *, person: Person | None, by: Viewer, changes: dict[str, Any] | None = None) -> None:
    """Write one line about signing in or out, a password or a second factor.

    `action` is `sign_in.done`, `sign_in.failed`, `sign_in.locked_out`, `sign_out.done`, `password.changed`,
    `second_factor.added`, `second_factor.removed`, `second_factor.renewed` or `second_factor.failed`. The address that
    was typed is not kept: people type their password there.
    """
    with transaction.atomic():
        audit.record(by, action, what="person", which=person.pk if person else "", changes=changes)
