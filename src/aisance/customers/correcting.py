"""Makes right what is wrong about a customer, and keeps still what may not be used for now."""

from collections.abc import Sequence
from hashlib import blake2b

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.decisions import Allowed, Decision, Refused
from aisance.core.permissions import Viewer
from aisance.customers.contracts import IdentifierKind
from aisance.customers.identity.persons import members
from aisance.customers.models import Customer, Identifier, SourceRecord
from aisance.customers.queries import normalised
from aisance.customers.search.services import note_changed

CORRECTION = "correction"
COLUMNS = {"name": 160, "language": 8}
"""With how much room each has."""


@transaction.atomic
def correct(customer_id: int, field: str, before: str, after: str, *, ground: str, by: Viewer) -> Decision:
    """Put a right value in place of a wrong one, or nothing in its place; Refused where that cannot be.

    `field` is `name`, `language` or a kind of identifier; `ground` says what for (`request:12`). What sources said
    stays as they said it; the right value is a record of its own, the newest. Refused("unknown") where the wrong
    value is not there, "invalid" where the right one is none of its kind, "taken" where it is somebody else's.
    """
    rows = members([customer_id]).get(customer_id, ())
    if field in COLUMNS:
        decision = _correct_column(rows, field, before, after)
    else:
        decision = _correct_identifier(rows, IdentifierKind(field), before, after)
    if decision:
        _note(customer_id, field, after, ground)
        note_changed(rows)
        audit.record(by, "customer.corrected", what="customer", which=customer_id, changes={"field": field})
    return decision


def _correct_column(rows: Sequence[int], field: str, before: str, after: str) -> Decision:
    wrong = Customer.objects.filter(pk__in=rows, **{field: before})
    if len(after) > COLUMNS[field]:
        return Refused("invalid")
    return Allowed() if wrong.update(**{field: after.strip()}) else Refused("unknown")


def _correct_identifier(rows: Sequence[int], kind: IdentifierKind, before: str, after: str) -> Decision:
    wrong = Identifier.objects.filter(customer_id__in=rows, kind=kind.value, value=before)
    if not wrong.exists():
        return Refused("unknown")
    if not after:
        wrong.delete()
        return Allowed()
    try:
        value = normalised(kind, after)
    except ValueError:
        return Refused("invalid")
    owner = Identifier.objects.filter(kind=kind.value, value=value).values_list("customer_id", flat=True).first()
    if owner is not None and owner not in rows:
        return Refused("taken")
    if owner is None:
        wrong.update(value=value, added_at=clock.now())
    elif value != before:
        wrong.delete()
    return Allowed()


def _note(customer_id: int, field: str, after: str, ground: str) -> None:
    digest = blake2b(f"{field}|{after}|{ground}".encode(), digest_size=16).hexdigest()
    key, now = f"{ground}:{field}", clock.now()
    SourceRecord.objects.get_or_create(
        source=CORRECTION,
        source_key=key,
        digest=digest,
        defaults={"customer_id": customer_id, "fields": {field: after}, "received_at": now},
    )


@transaction.atomic
def restrict(customer_id: int, *, by: Viewer) -> int:
    """Keep everything about a person, and use it for nothing but what they ask for; how many records that touched."""
    return _restrict(customer_id, True, by)


@transaction.atomic
def release(customer_id: int, *, by: Viewer) -> int:
    """End that."""
    return _restrict(customer_id, False, by)


def _restrict(customer_id: int, wanted: bool, by: Viewer) -> int:
    rows = members([customer_id]).get(customer_id, ())
    known = Customer.objects.filter(pk__in=rows, restricted_at__isnull=wanted)
    touched = known.update(restricted_at=clock.now() if wanted else None)
    if touched:
        changes = {"restricted": [not wanted, wanted]}
        audit.record(by, "customer.restricted", what="customer", which=customer_id, changes=changes)
    return touched
