"""The calendar of one person: their own cases, in UTC, without a name, until the address is taken back."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from icalendar import Calendar

from aisance.cases.bridges.feed.tokens import feed_address
from aisance.cases.bridges.feed.views import WRONG_ADDRESSES
from aisance.cases.models import CalendarFeed, Case
from aisance.cases.public import assign, promise
from aisance.core.permissions import Role
from tests.cast import BY, Cast

PROMISED = datetime(2027, 3, 28, 8, 0, tzinfo=UTC)  # ten in Paris, in the first hours of summer time


@pytest.fixture
def path(company: Cast, case: Case) -> str:
    """The path of the advisor's calendar, who promised something in a case."""
    WRONG_ADDRESSES.forget()
    by = company.viewer(Role.ADVISOR)
    assign([case.pk], owner_id=by.person_id, by=BY)
    case.refresh_from_db()
    promise(case.pk, "Rappeler Ana", promised_by=PROMISED, version=case.version, by=by)
    company.client(Role.ADVISOR).post("/cases/calendar/make/")
    return urlsplit(feed_address(CalendarFeed.objects.get())).path


def test_it_holds_numbers_and_times_and_no_name(company: Cast, case: Case, path: str) -> None:
    answer = Client().get(path)

    case.refresh_from_db()
    assert case.due_at
    events = {str(one["summary"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert {words: one.decoded("dtstart") for words, one in events.items()} == {
        f"Promised: case {case.number}": PROMISED,
        f"Due: case {case.number}": case.due_at,
    }
    assert events[f"Promised: case {case.number}"].decoded("dtend") - PROMISED == timedelta(minutes=15)
    assert b"DTSTART:20270328T080000Z" in answer.content
    assert b"Ana" not in answer.content
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]


def test_only_cases_of_ones_own_that_are_open_and_in_reach_are_in_it(company: Cast, case: Case, path: str) -> None:
    Case.objects.update(unit=company.units["namur"])
    assert b"VEVENT" not in Client().get(path).content

    Case.objects.update(unit=company.units["lille-a"], owner=company.people[Role.SUPERVISOR])
    assert b"VEVENT" not in Client().get(path).content


def test_it_ends_when_it_is_taken_back_renewed_or_its_owner_is_shut_out(company: Cast, path: str) -> None:
    client, anybody = company.client(Role.ADVISOR), Client()
    assert anybody.get(path).status_code == 200
    assert anybody.get(path.replace(".ics", "x.ics")).status_code == 404

    company.people[Role.ADVISOR].assignments.all().delete()
    assert anybody.get(path).status_code == 404
    company.people[Role.ADVISOR].assignments.create(role=Role.ADVISOR, unit=company.units["lille-a"])

    client.post("/cases/calendar/make/")
    assert anybody.get(path).status_code == 404
    renewed = urlsplit(feed_address(CalendarFeed.objects.get())).path
    assert renewed in client.get("/cases/calendar/").content.decode()
    client.post("/cases/calendar/end/")
    assert anybody.get(renewed).status_code == 404
