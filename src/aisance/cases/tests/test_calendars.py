"""Working time, exact on the nights on which clocks change, past midnight and on holidays of two countries."""

from datetime import UTC, date, datetime, timedelta

from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from aisance.cases.calendars.forms import _countries
from aisance.cases.calendars.rules import Calendar, due, is_closed, open_seconds, week_of

ROUND_THE_CLOCK = {str(day): [["00:00", "24:00"]] for day in range(7)}
NIGHTS = {str(day): [["22:00", "06:00"]] for day in range(7)}
OFFICE = {str(day): [["09:00", "12:30"], ["14:00", "18:00"]] for day in range(5)}
HOUR = timedelta(hours=1)


def hours(start: datetime, end: datetime, calendar: Calendar) -> float:
    return open_seconds(start, end, calendar) / 3600


def test_a_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    paris, new_york = Calendar("Europe/Paris", week_of(NIGHTS)), Calendar("America/New_York", week_of(NIGHTS))
    for calendar, spring, autumn in (
        (paris, datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)),
        (new_york, datetime(2026, 3, 7, 17, tzinfo=UTC), datetime(2026, 10, 31, 17, tzinfo=UTC)),
    ):
        assert hours(spring, spring + timedelta(days=1), calendar) == 7.0
        assert hours(autumn, autumn + timedelta(days=1), calendar) == 9.0
        assert hours(autumn - timedelta(days=7), autumn - timedelta(days=6), calendar) == 8.0


def test_what_the_spring_night_leaves_out_is_not_worked() -> None:
    skipped = Calendar("Europe/Paris", week_of({"6": [["02:15", "02:45"]]}))
    noon = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert hours(noon, noon + timedelta(days=1), skipped) == 0.0
    twice = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert hours(twice, twice + timedelta(days=1), skipped) == 1.0


def test_a_deadline_runs_over_lunch_night_and_weekend() -> None:
    office = Calendar("Europe/Paris", week_of(OFFICE))
    friday = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)  # half past eleven there
    assert due(friday, HOUR, office) == datetime(2026, 11, 20, 11, 30, tzinfo=UTC)
    assert due(friday, 2 * HOUR, office) == datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
    assert due(friday, 8 * HOUR, office) == datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    assert due(friday, timedelta(), office) == friday


def test_an_evening_past_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    week = week_of({"5": [["20:00", "02:00"]]})
    saturdays = Calendar("Europe/Brussels", week, closed_days=frozenset([date(2026, 6, 14)]))
    saturday = datetime(2026, 6, 13, 17, 0, tzinfo=UTC)  # its Sunday is closed
    assert due(saturday, 6 * HOUR, saturdays) == datetime(2026, 6, 14, 0, 0, tzinfo=UTC)
    shut = Calendar("Europe/Brussels", week, closed_days=frozenset([date(2026, 6, 13)]))
    assert hours(saturday, saturday + timedelta(days=1), shut) == 0.0


def test_holidays_are_those_of_the_country() -> None:
    week = week_of(OFFICE)
    france, belgium = Calendar("Europe/Paris", week, "FR"), Calendar("Europe/Brussels", week, "BE")
    alsace = Calendar("Europe/Paris", week, "FR", "57")
    days = [date(2026, 7, 14), date(2026, 7, 21), date(2026, 11, 11), date(2026, 12, 26)]
    assert [is_closed(france, day) for day in days] == [True, False, True, False]
    assert [is_closed(belgium, day) for day in days] == [False, True, True, False]
    assert is_closed(alsace, date(2026, 12, 26))
    bastille = datetime(2026, 7, 13, 14, 0, tzinfo=UTC)  # a Monday, four in the afternoon
    assert due(bastille, 4 * HOUR, belgium) == datetime(2026, 7, 14, 9, 0, tzinfo=UTC)
    assert due(bastille, 4 * HOUR, france) == datetime(2026, 7, 15, 9, 0, tzinfo=UTC)


def test_a_unit_without_hours_counts_plain_time() -> None:
    never = Calendar("Europe/Paris", week_of({}))
    start = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
    assert due(start, 3 * HOUR, never) == start + 3 * HOUR
    assert open_seconds(start, start + HOUR, never) == 0.0


TIMES = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02d}:{quarter % 4 * 15:02d}")
WEEKS = st.dictionaries(
    st.integers(0, 6).map(str), st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=3), min_size=2
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
NEAR_A_CHANGE = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes),
    st.sampled_from(
        [datetime(*day, tzinfo=UTC) for day in ((2026, 3, 28), (2026, 10, 24), (2026, 3, 7), (2026, 10, 31))]
    ),
    st.integers(0, 3 * 1440),
)
ZONES = st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
COUNTRIES = st.sampled_from(["", "FR", "BE"])


@settings(max_examples=25)
@given(
    WEEKS,
    ZONES,
    st.sampled_from(["", "FR", "BE"]),
    MOMENTS | NEAR_A_CHANGE,
    st.integers(0, 2 * 3600),
    st.integers(1, 3600),
)
def test_what_is_due_after_some_work_has_that_much_work_before_it(
    week: dict[str, list[tuple[str, str]]], zone: str, country: str, start: datetime, seconds: int, more: int
) -> None:
    calendar = Calendar(zone, week_of(week), country)
    at = due(start, timedelta(seconds=seconds), calendar)
    later = due(start, timedelta(seconds=seconds + more), calendar)
    assert start <= at < later
    assert open_seconds(start, at, calendar) == seconds
    assert open_seconds(start, later, calendar) == open_seconds(start, at, calendar) + open_seconds(at, later, calendar)
    assert due(at, timedelta(seconds=more), calendar) == later


@settings(max_examples=25)
@given(ZONES, NEAR_A_CHANGE, st.integers(0, 5 * 86400))
def test_round_the_clock_is_plain_time(zone: str, start: datetime, seconds: int) -> None:
    calendar = Calendar(zone, week_of(ROUND_THE_CLOCK))
    assert open_seconds(start, start + timedelta(seconds=seconds), calendar) == seconds


def test_countries_stand_by_name_in_the_readers_language_accents_where_they_belong() -> None:
    with translation.override("fr"):
        names = dict(_countries())
        order = list(names)
    with translation.override("en"):
        english = dict(_countries())

    assert (names["DE"], names["US"], names["GA"], names["XK"]) == ("Allemagne", "États-Unis", "Gabon", "Kosovo")
    assert order.index("ES") < order.index("US") < order.index("FI")
    assert (english["DE"], english["US"], english["CI"]) == ("Germany", "United States", "Côte d'Ivoire")
