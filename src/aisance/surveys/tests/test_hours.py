"""Opening hours by the customer's clock, exact on the nights on which clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aisance.surveys.planning.hours import (
    WEEK,
    Hours,
    is_open,
    next_open,
    open_everywhere,
    zones_of_customer,
    zones_of_phone,
)

PARIS = ZoneInfo("Europe/Paris")
DAY = Hours(WEEK, time(9), time(20))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-19T08:00", "2026-11-19T08:00"),  # nine in Paris
        ("2026-11-19T07:59", "2026-11-19T08:00"),
        ("2026-11-19T18:59", "2026-11-19T18:59"),
        ("2026-11-19T19:00", "2026-11-20T08:00"),  # at eight in the evening nothing leaves any more
        ("2026-07-19T07:00", "2026-07-19T07:00"),  # nine in summer
        ("2026-10-24T19:00", "2026-10-25T08:00"),  # the evening before, and then winter: an hour later in UTC
        ("2026-03-28T20:00", "2026-03-29T07:00"),  # the night that loses an hour
    ],
)
def test_messages_leave_by_day(at: str, opens: str) -> None:
    assert next_open(utc(at), PARIS, DAY) == utc(opens)


def test_an_opening_in_the_hour_that_spring_leaves_out_is_at_the_change() -> None:
    night = Hours(WEEK, time(2, 30), time(3, 30))

    # Two o'clock becomes three at 01:00 in UTC.
    assert next_open(utc("2026-03-29T00:30"), PARIS, night) == utc("2026-03-29T01:00")
    assert next_open(utc("2026-03-29T01:30"), PARIS, night) == utc("2026-03-30T00:30")


def test_a_window_in_the_hour_that_autumn_has_twice_is_open_twice() -> None:
    night = Hours(WEEK, time(2, 30), time(2, 45))

    assert next_open(utc("2026-10-25T00:00"), PARIS, night) == utc("2026-10-25T00:30")  # summer time still
    assert next_open(utc("2026-10-25T00:45"), PARIS, night) == utc("2026-10-25T01:30")  # winter time now
    assert next_open(utc("2026-10-25T01:45"), PARIS, night) == utc("2026-10-26T01:30")


def test_only_the_days_chosen_are_open() -> None:
    weekdays = Hours(frozenset({1, 2, 3, 4, 5}), time(9), time(20))

    assert next_open(utc("2026-11-20T19:30"), PARIS, weekdays) == utc("2026-11-23T08:00")


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]),
    st.integers(0, 23 * 60),
    st.integers(1, 600),
)
def test_the_first_open_minute_is_found(moment: datetime, name: str, start: int, length: int) -> None:
    zone, at = ZoneInfo(name), moment.replace(second=0, microsecond=0, tzinfo=UTC)
    end = min(start + length, 23 * 60 + 59)
    hours = Hours(WEEK, time(*divmod(start, 60)), time(*divmod(end, 60)))

    found = next_open(at, zone, hours)

    assert found is not None
    assert is_open(found, zone, hours)
    minutes = int((found - at).total_seconds() // 60)
    assert not any(is_open(at + timedelta(minutes=n), zone, hours) for n in range(minutes))


def test_the_customer_s_clock_is_told_by_the_contact_then_by_the_number_then_by_the_programme() -> None:
    hours = Hours(WEEK, time(9), time(20), "Europe/Brussels")

    assert zones_of_customer("America/Montreal", "+33612345678", hours, "Europe/Paris") == ("America/Montreal",)
    assert zones_of_customer("../../etc/passwd", "+262692123456", hours, "Europe/Paris") == zones_of_phone(
        "+262692123456"
    )
    assert zones_of_customer("", "", hours, "Europe/Paris") == ("Europe/Brussels",)
    assert zones_of_customer("", "", Hours(WEEK, time(9), time(20)), "Europe/Paris") == ("Europe/Paris",)
    assert zones_of_phone("+33612345678") == ("Europe/Paris",)
    assert zones_of_phone("nonsense") == ()


def test_nobody_is_woken_where_a_number_may_be_in_several_zones() -> None:
    zones = ["Australia/Perth", "Australia/Sydney"]

    # Nine in Perth is noon in Sydney; eight in the evening in Sydney is five in Perth.
    assert open_everywhere(utc("2026-11-19T00:00"), zones, DAY) == utc("2026-11-19T01:00")
    assert open_everywhere(utc("2026-11-19T09:30"), zones, DAY) == utc("2026-11-20T01:00")


def test_zones_without_an_hour_in_common_leave_the_first_to_decide() -> None:
    morning = Hours(WEEK, time(9), time(10))

    assert open_everywhere(utc("2026-11-19T00:00"), ["Europe/Paris", "Asia/Tokyo"], morning) == utc("2026-11-19T08:00")
