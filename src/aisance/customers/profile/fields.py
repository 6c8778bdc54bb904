"""Adds, changes and retires the fields of the profile, and sets how much may be asked."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.decisions import Allowed, Decision, Refused
from aisance.core.permissions import Viewer
from aisance.customers.models import ProfileField, ProfileFieldVersion, ProfileRules, ProfileValue
from aisance.customers.profile.contracts import FieldCard, Pace
from aisance.customers.profile.queries import card_of, pace
from aisance.customers.profile.rules import means_the_same, needs_version


@transaction.atomic
def set_field(card: FieldCard, *, by: Viewer) -> int:
    """Write a field, a new one or one that is there; the number of its version in force.

    A change of words or weight alters the version in force. A change of meaning begins a new one; values of the old
    one that do not hold any more stay until their time is over, are read by nobody, and the question is asked again.
    A retired field comes back.
    """
    field, is_new = ProfileField.objects.select_for_update().get_or_create(
        code=card.code, defaults={"created_at": clock.now(), "uses": 1}
    )
    last = None if is_new else field.versions.select_related("field").order_by("-number").first()
    before = card_of(last) if last else None
    is_version = before is None or needs_version(before, card)
    number = (before.number if before else 0) + is_version
    since = before.holds_since if before and means_the_same(before, card) else number
    words = _columns(replace(card, number=number, holds_since=since))
    if is_version:
        field.versions.create(**words, set_at=clock.now(), set_by=by.name[:150])
    else:
        ProfileFieldVersion.objects.filter(field=field, number=number).update(**words)
    if field.retired_at is not None:
        ProfileField.objects.filter(pk=field.pk).update(retired_at=None, created_at=clock.now(), uses=1)
    changes = _changes(_columns(before) if before else {}, words)
    audit.record(by, "profile_field.set", what="profile_field", which=card.code, changes=changes)
    return number


def _columns(card: FieldCard) -> dict[str, Any]:
    return {
        "number": card.number,
        "holds_since": card.holds_since,
        "name": dict(card.name),
        "question": dict(card.question),
        "kind": card.kind.value,
        "options": [{"code": option.code, "name": dict(option.name)} for option in card.options],
        "use": card.use.value,
        "use_name": card.use_name,
        "purpose": dict(card.purpose),
        "keep_days": card.keep_days,
        "is_mandatory": card.is_mandatory,
        "weight": card.weight,
    }


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


@transaction.atomic
def retire_field(code: str, *, by: Viewer) -> Decision:
    """Take a field away with every value there is of it. Refused("unknown") where it is not in use.

    What nobody uses has no purpose any more, so its values go at once and not when their time is over.
    """
    field = ProfileField.objects.select_for_update().filter(code=code, retired_at__isnull=True).first()
    if field is None:
        return Refused("unknown")
    removed, _rows = ProfileValue.objects.filter(field=field).delete()
    ProfileField.objects.filter(pk=field.pk).update(retired_at=clock.now(), uses=0, known=None, people=None)
    field.services.clear()
    audit.record(by, "profile_field.retired", what="profile_field", which=code, changes={"values": removed})
    return Allowed()


@transaction.atomic
def set_pace(wanted: Pace, *, by: Viewer) -> None:
    """Set how much may be asked of a customer, and after how long without use a field is proposed for removal."""
    names = ("most_questions", "refusal_rest_days", "unused_days")
    before, after = ({name: getattr(one, name) for name in names} for one in (pace(), wanted))
    ProfileRules.objects.update_or_create(pk=1, defaults=after)
    if changes := _changes(before, after):
        audit.record(by, "profile_rules.set", what="profile_field", which="", changes=changes)
