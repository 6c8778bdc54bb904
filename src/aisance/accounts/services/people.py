"""People and the roles they hold."""

from typing import Any

from django.db import transaction

from aisance.accounts.models import Assignment, Person
from aisance.core import audit, clock
from aisance.core.permissions import Role, Viewer


def add_person(*, email: str, name: str, password: str | None, by: Viewer, language: str = "en", **more: Any) -> Person:
    """Add somebody who may sign in. Raises IntegrityError where the address is taken."""
    with transaction.atomic():
        person = Person.objects.create_user(
            email, password, name=name, language=language, created_at=clock.now(), **more
        )
        audit.record(by, "person.added", what="person", which=person.pk)
    return person


def assign_role(*, person_id: int, role: Role, unit_id: int, by: Viewer) -> None:
    """Give somebody a role at a unit; giving it twice changes nothing."""
    with transaction.atomic():
        _, created = Assignment.objects.get_or_create(person_id=person_id, role=role.value, unit_id=unit_id)
        if created:
            changes = {"role": role.value, "unit": unit_id}
            audit.record(by, "role.assigned", what="person", which=person_id, changes=changes)
