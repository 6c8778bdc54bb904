"""The only writers of calendars: each has an address, which its owner takes back by asking for another or for none."""

import secrets

from django.db import transaction

from aisance.cases.models import CalendarFeed
from aisance.core import audit, clock
from aisance.core.permissions import Viewer


@transaction.atomic
def make_feed(*, by: Viewer) -> CalendarFeed:
    """A new address for whoever asks; an earlier one of theirs is worthless from now on."""
    values = {"nonce": secrets.token_hex(16), "made_at": clock.now()}
    feed, _is_new = CalendarFeed.objects.update_or_create(person_id=by.person_id or 0, defaults=values)
    audit.record(by, "calendar.made", what="person", which=by.person_id)
    return feed


@transaction.atomic
def end_feed(*, by: Viewer) -> None:
    """Take the address back."""
    if CalendarFeed.objects.filter(person_id=by.person_id or 0).delete()[0]:
        audit.record(by, "calendar.ended", what="person", which=by.person_id)
