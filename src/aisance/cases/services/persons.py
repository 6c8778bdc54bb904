"""Cases follow the person: rows of customers turn out to be one, or not to be."""

from collections.abc import Collection

from django.db import transaction

from aisance.cases.models import OPEN, Case
from aisance.cases.services.holding import hold
from aisance.cases.services.log import trace
from aisance.cases.services.merging import merge
from aisance.core.permissions import system_viewer
from aisance.customers.public import current


@transaction.atomic
def follow_persons(customer_ids: Collection[int]) -> int:
    """Give the cases of these rows to the person each row belongs to now; how many changed.

    Where that person has an open case of the same matter, the one opened later ends in the other.
    """
    by, done = system_viewer("cases"), 0
    rows = Case.objects.select_for_update().filter(customer_id__in=set(customer_ids)).order_by("opened_at", "pk")
    persons = current(row.customer_id for row in rows if row.customer_id)
    for row in rows:
        person = persons.get(row.customer_id or 0)
        if person is None or person == row.person_id:
            continue
        done += 1
        same = Case.objects.filter(OPEN, person_id=person, matter=row.matter).exclude(pk=row.pk).first()
        if row.is_open and same:
            first, last = sorted((row, same), key=lambda one: (one.opened_at, one.pk))
            merge(last.pk, into=first.pk, version=last.version, by=by)
            row = first
        Case.objects.filter(pk=row.pk).update(person_id=person)
        if row.is_open:
            hold(row.customer_id, by=by)
        trace(by, "case.person_changed", row)
    return done
