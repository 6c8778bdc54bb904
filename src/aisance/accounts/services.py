"""The only writers of accounts."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from aisance.accounts.contracts import UnitKind
from aisance.accounts.models import Advisor, Assignment, Person, Unit
from aisance.core import audit, clock
from aisance.core.permissions import Role, Viewer


def add_unit(*, code: str, name: str, kind: UnitKind, parent_id: int | None, by: Viewer) -> Unit:
    """Add a node to the organisation. Raises IntegrityError on a code that exists or a second root."""
    with transaction.atomic():
        parent = Unit.objects.get(pk=parent_id) if parent_id else None
        unit = Unit.objects.create(code=code, name=name, kind=kind, parent=parent)
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        audit.record(by, "unit.added", what="unit", which=unit.pk, changes={"code": code, "kind": kind.value})
    return unit


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


def ensure_advisors(advisors: Mapping[str, int | None], *, by: Viewer) -> dict[str, int]:
    """The ids of advisors by code, adding those not known yet. `advisors` maps a code to a unit's id or null."""
    known = dict(Advisor.objects.filter(code__in=advisors).values_list("code", "pk"))
    missing = [Advisor(code=code, name=code, unit_id=unit) for code, unit in advisors.items() if code not in known]
    if missing:
        with transaction.atomic():
            Advisor.objects.bulk_create(missing, ignore_conflicts=True)
            audit.record(by, "advisors.added", what="advisor", which="", changes={"codes": [a.code for a in missing]})
        known = dict(Advisor.objects.filter(code__in=advisors).values_list("code", "pk"))
    return known
