"""People and the roles they hold."""

from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aisance.accounts.contracts import UnitKind
from aisance.accounts.models import Assignment, Person, Unit
from aisance.accounts.services.organisation import add_unit
from aisance.core import audit, clock
from aisance.core.decisions import Allowed, Decision, Refused
from aisance.core.permissions import Role, Viewer

LAST_ADMINISTRATOR = "last_administrator"
ONESELF = "oneself"


def add_person(*, email: str, name: str, password: str | None, by: Viewer, language: str = "en", **more: Any) -> Person:
    """Add somebody who may sign in. Raises IntegrityError where the address is taken."""
    with transaction.atomic():
        person = Person.objects.create_user(
            email, password, name=name, language=language, created_at=clock.now(), **more
        )
        audit.record(by, "person.added", what="person", which=person.pk)
    return person


def create_administrator(*, email: str, name: str, password: str, by: Viewer) -> Person:
    """Add somebody who administers the whole company, and the company itself where there is none yet.

    Raises ValidationError, with messages for people, on a wrong or taken address and on a weak password.
    """
    email = email.strip().lower()
    validate_email(email)
    if Person.objects.filter(email=email).exists():
        raise ValidationError(_("Somebody already signs in with this address."), code="taken")
    validate_password(password, Person(email=email, name=name))
    environment = settings.ENVIRONMENT
    with transaction.atomic():
        root = Unit.objects.filter(parent__isnull=True).first() or add_unit(
            code="company", name=environment.company, kind=UnitKind.COMPANY, parent_id=None, by=by
        )
        person = add_person(email=email, name=name, password=password, by=by, language=environment.language)
        assign_role(person_id=person.pk, role=Role.ADMINISTRATOR, unit_id=root.pk, by=by)
    return person


def change_person(*, person_id: int, by: Viewer, **wanted: str) -> None:
    """Change somebody's name, language or theme; what is already so is not written."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        changes = {field: [getattr(person, field), value] for field, value in wanted.items()}
        changes = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
        if changes:
            for field, (_before, after) in changes.items():
                setattr(person, field, after)
            person.save(update_fields=list(changes))
            audit.record(by, "person.changed", what="person", which=person_id, changes=changes)


def remember_language(viewer: Viewer, language: str) -> None:
    """Keep the language a signed-in person has switched to; nothing for anybody else, or for a language unknown."""
    if viewer.person_id and language in dict(settings.LANGUAGES):
        change_person(person_id=viewer.person_id, language=language, by=viewer)


def assign_role(*, person_id: int, role: Role, unit_id: int, by: Viewer) -> None:
    """Give somebody a role at a unit; giving it twice changes nothing."""
    with transaction.atomic():
        _assignment, created = Assignment.objects.get_or_create(person_id=person_id, role=role.value, unit_id=unit_id)
        if created:
            changes = {"role": role.value, "unit": unit_id}
            audit.record(by, "role.assigned", what="person", which=person_id, changes=changes)


def withdraw_role(*, assignment_id: int, by: Viewer) -> Decision:
    """Take a role away. Refused for the last administrator of the company, without whom nobody could mend anything."""
    with transaction.atomic():
        administrators = _lock_administrators()
        assignment = Assignment.objects.get(pk=assignment_id)
        if administrators == [(assignment.pk, assignment.person_id)]:
            return Refused(LAST_ADMINISTRATOR)
        assignment.delete()
        changes = {"role": assignment.role, "unit": assignment.unit_id}
        audit.record(by, "role.withdrawn", what="person", which=assignment.person_id, changes=changes)
    return Allowed()


def deactivate_person(*, person_id: int, by: Viewer) -> Decision:
    """Keep somebody from signing in, from their next request on. What they did stays theirs; twice changes nothing."""
    if person_id == by.person_id:
        return Refused(ONESELF)
    with transaction.atomic():
        if {person for _, person in _lock_administrators()} == {person_id}:
            return Refused(LAST_ADMINISTRATOR)
        if Person.objects.filter(pk=person_id, is_active=True).update(is_active=False):
            audit.record(by, "person.deactivated", what="person", which=person_id)
    return Allowed()


def reactivate_person(*, person_id: int, by: Viewer) -> None:
    """Let somebody sign in again; twice changes nothing."""
    with transaction.atomic():
        if Person.objects.filter(pk=person_id, is_active=False).update(is_active=True):
            audit.record(by, "person.reactivated", what="person", which=person_id)


def _lock_administrators() -> list[tuple[int, int]]:
    """The assignments (own id, person's id) by which active people administer the company, locked against a race.

    Two administrators who take away each other's role in the same moment must not both succeed.
    """
    held = Assignment.objects.select_for_update(of=("self",)).filter(
        role=Role.ADMINISTRATOR.value, unit__parent__isnull=True, person__is_active=True
    )
    return list(held.order_by("pk").values_list("pk", "person_id"))
