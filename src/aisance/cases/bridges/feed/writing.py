"""A calendar of promises and deadlines: numbers of cases and times, never a customer's name."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from aisance.cases.models import Case
from aisance.cases.queries.reading import cases_seen
from aisance.core import clock
from aisance.core.permissions import Viewer

LASTS = timedelta(minutes=15)
REFRESH = timedelta(minutes=30)
MOST = 500


def calendar_of(viewer: Viewer, language: str) -> bytes:
    """What somebody promised, and what is due of theirs, in iCalendar (RFC 5545). Times are UTC, so that every
    program puts them on its own clock, also on the two nights when clocks change."""
    with translation.override(language or None):
        calendar = Calendar()
        calendar.add("prodid", "-//Aisance//cases//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("Promises and deadlines"))
        calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        for event in _events(viewer):
            calendar.add_component(event)
        content: bytes = calendar.to_ical()
    return content


def _events(viewer: Viewer) -> Iterator[Event]:
    theirs = cases_seen(viewer).filter(owner_id=viewer.person_id, closed_at__isnull=True)
    dated = theirs.filter(Q(due_at__isnull=False) | Q(promised_by__isnull=False))
    for case in dated.order_by("ranked_at", "pk")[:MOST]:
        if case.promised_by:
            yield _event(case, "promise", case.promised_by, _("Promised: case %(number)s") % {"number": case.number})
        if case.due_at:
            yield _event(case, "due", case.due_at, _("Due: case %(number)s") % {"number": case.number})


def _event(case: Case, what: str, at: datetime, words: str) -> Event:
    event = Event()
    host = urlsplit(settings.ENVIRONMENT.base_url).hostname
    event.add("uid", f"{what}-{case.number}@{host}")
    event.add("dtstamp", clock.now().astimezone(UTC))
    event.add("sequence", case.version)
    event.add("dtstart", at.astimezone(UTC))
    event.add("dtend", (at + LASTS).astimezone(UTC))
    event.add("summary", words)
    event.add("url", f"{settings.ENVIRONMENT.base_url}{reverse('case-detail', kwargs={'number': case.number})}")
    event.add("transp", "TRANSPARENT")
    return event
