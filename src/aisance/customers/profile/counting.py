"""Counts, once an hour, who names each field, and of how many people it is known; removes what is over its time."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Count

from aisance.core import clock
from aisance.customers.models import Customer, FieldUse, ProfileField, ProfileValue
from aisance.customers.profile.asking import note_use
from aisance.customers.profile.book import remove_expired_notes
from aisance.customers.profile.contracts import Use
from aisance.customers.profile.queries import newest_versions, pace

EVERY = timedelta(hours=1)

type Naming = Iterable[tuple[str, Iterable[str]]]
"""Names of segments, templates or routings, each with the codes of the fields that it reads."""

_NAMERS: dict[Use, Callable[[], Naming]] = {}


def names_fields(kind: Use) -> Callable[[Callable[[], Naming]], Callable[[], Naming]]:
    """Register what says which segments, templates or routings in force name which fields."""

    def register(namer: Callable[[], Naming]) -> Callable[[], Naming]:
        _NAMERS[kind] = namer
        return namer

    return register


def count_fields() -> int:
    """Count what is due; how many fields were counted. Two workers at once harm nothing."""
    now = clock.now()
    due = ProfileField.objects.filter(retired_at__isnull=True).exclude(counted_at__gt=now - EVERY)
    if not due.exists():
        return 0
    for kind, namer in _NAMERS.items():
        for name, codes in namer():
            note_use(codes, kind=kind, name=name)
    return _write_counts()


@transaction.atomic
def _write_counts() -> int:
    now, people = clock.now(), Customer.objects.filter(merged_into__isnull=True).count()
    since = now - timedelta(days=pace().unused_days)
    uses = dict(FieldUse.objects.filter(last_at__gt=since).order_by().values_list("field").annotate(n=Count("pk")))
    versions = newest_versions()
    for version in versions:
        standing = ProfileValue.objects.filter(field=version.field, replaced_at__isnull=True, expires_at__gt=now)
        known = standing.filter(version__number__gte=version.holds_since).values("customer").distinct().count()
        # The law reads it, whoever else does; and a new field has yet to be read by what it was made for.
        stands_for = version.use == Use.LEGAL_DUTY or version.field.created_at > since
        ProfileField.objects.filter(pk=version.field_id).update(
            uses=max(uses.get(version.field_id, 0), int(stands_for)),
            known=min(known, people),
            people=people,
            counted_at=now,
        )
    return len(versions)


def unused_fields() -> set[str]:
    """The codes of the fields that nobody read for so many days as are set, nor were made within them.

    A field that the law asks for is never among them.
    """
    since = clock.now() - timedelta(days=pace().unused_days)
    rows = [v for v in newest_versions() if v.use != Use.LEGAL_DUTY and v.field.created_at <= since]
    read = set(FieldUse.objects.filter(last_at__gt=since).values_list("field_id", flat=True))
    return {version.field.code for version in rows if version.field_id not in read}


def remove_expired() -> int:
    """Remove the notes and the values whose own time is over; how many rows went.

    Each ends by the time that was said when it was given. The retention of the whole product comes on top of that.
    """
    return remove_expired_notes() + ProfileValue.objects.filter(expires_at__lte=clock.now()).delete()[0]
