"""Writes what customers gave, and what came of asking."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.models import Asking, Customer, FieldUse, ProfileField, ProfileFieldVersion, ProfileValue
from aisance.customers.profile.contracts import Fate, FieldCard, Use, Way
from aisance.customers.profile.queries import field_cards, people_rows
from aisance.customers.profile.rules import read_value


class WrongValueError(ValueError):
    """A value that a field does not take; `expected` says what it takes, `code` which field it is."""

    def __init__(self, code: str, expected: Any) -> None:
        super().__init__("a value that the field does not take")
        self.code, self.expected = code, expected


def checked(card: FieldCard, given: str) -> Any:
    """What was given, as it is stored. Raises WrongValueError."""
    try:
        return read_value(card.kind, {option.code for option in card.options}, given)
    except ValueError as problem:
        raise WrongValueError(card.code, problem.args[0]) from None


@transaction.atomic
def give_value(
    *, customer_id: int, code: str, given: str, way: Way, source: str, method: str = "", contact: str, by: Viewer
) -> None:
    """Keep what a customer gave; what stood before is kept as replaced until its own time is over.

    `way` is one of the three ways of collecting, `source` the place (desk, service, book, questionnaire, import, api).
    `contact` tells this contact from the next, as `response:12`. Raises WrongValueError, which says what was expected,
    and LookupError for a field that is not in use. The value does not go into the audit trail.
    """
    card = next((card for card in field_cards() if card.code == code), None)
    if card is None:
        raise LookupError(code)
    value, now = checked(card, given), clock.now()
    Customer.objects.select_for_update().get(pk=customer_id)  # two who give at once wait for each other
    rows = people_rows(customer_id)
    ProfileValue.objects.filter(customer_id__in=rows, field__code=code, replaced_at__isnull=True).update(
        replaced_at=now
    )
    version = ProfileFieldVersion.objects.select_related("field").get(field__code=code, number=card.number)
    ProfileValue.objects.create(
        customer_id=customer_id,
        field=version.field,
        version=version,
        value=value,
        way=way,
        source=source,
        method=method[:120],
        given_at=now,
        expires_at=now + timedelta(days=card.keep_days),
        by=by.name[:150],
    )
    _note(customer_id, [version.field], way=way, fate=Fate.ANSWERED, contact=contact, by=by)
    audit.record(by, "profile_value.given", what="customer", which=customer_id, changes={"field": code})


@transaction.atomic
def note_asked(customer_id: int, codes: Iterable[str], *, way: Way, fate: Fate, contact: str, by: Viewer) -> None:
    """Keep that these fields were put to a customer in a contact, and what came of it."""
    fields = list(ProfileField.objects.filter(code__in=set(codes)).order_by("code"))
    _note(customer_id, fields, way=way, fate=fate, contact=contact, by=by)
    if fields and fate is Fate.REFUSED:
        changes = {"fields": [field.code for field in fields]}
        audit.record(by, "profile_value.refused", what="customer", which=customer_id, changes=changes)


def _note(customer_id: int, fields: Iterable[ProfileField], *, way: Way, fate: Fate, contact: str, by: Viewer) -> None:
    """One line a field and contact: what was only asked becomes answered, refused or passed in its place."""
    for field in fields:
        open_line = Asking.objects.filter(customer_id=customer_id, field=field, contact=contact[:80])
        words = {"fate": fate, "way": way, "at": clock.now(), "by": by.name[:150]}
        if not open_line.update(**words):
            Asking.objects.create(customer_id=customer_id, field=field, contact=contact[:80], **words)


def note_use(codes: Iterable[str], *, kind: Use, name: str) -> None:
    """Keep that a segment, template or routing named `name` read these fields now; written once an hour at most."""
    now = clock.now()
    for field in ProfileField.objects.filter(code__in=set(codes), retired_at__isnull=True):
        held = FieldUse.objects.filter(field=field, kind=kind, name=name[:120])
        if not held.filter(last_at__gt=now - timedelta(hours=1)).exists():
            FieldUse.objects.update_or_create(field=field, kind=kind, name=name[:120], defaults={"last_at": now})


@transaction.atomic
def take_back_value(*, customer_id: int, code: str, by: Viewer) -> int:
    """Remove what is known of a field, with its history, because the customer wants it so; how many values went."""
    removed, _rows = ProfileValue.objects.filter(customer_id__in=people_rows(customer_id), field__code=code).delete()
    if removed:
        changes = {"field": code, "values": removed}
        audit.record(by, "profile_value.removed", what="customer", which=customer_id, changes=changes)
    return removed
