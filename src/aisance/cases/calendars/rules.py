"""Working time: several intervals a day, past midnight, closed days, exact on the nights on which clocks change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
DAYS_AHEAD = 400
"""A unit that does not open for so long has no hours at all: its deadlines then run by the plain clock."""
_FARTHEST_OFFSET = timedelta(hours=15)

type Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The hours of a unit. `week` holds, from Monday, intervals in minutes after the day's midnight.

    An interval belongs to the day on which it begins: its end may lie beyond 1440, on the next one, and then also holds
    where that one is closed. Closed are `closed_days` and the public holidays of the country (and region).
    """

    zone: str
    week: tuple[tuple[tuple[int, int], ...], ...]
    country: str = ""
    region: str = ""
    closed_days: frozenset[date] = frozenset()


def week_of(stored: Mapping[str, Sequence[Sequence[str]]]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """The week as a calendar holds it, from how it is stored and typed.

    >>> week_of({"0": [["09:00", "12:30"], ["22:00", "02:00"]]})[0]
    ((540, 750), (1320, 1560))
    """
    return tuple(tuple(_interval(*pair) for pair in stored.get(str(day), ())) for day in range(7))


def _interval(start: str, end: str) -> tuple[int, int]:
    first, last = minutes_of(start), minutes_of(end)
    return (first, last if last > first else last + MINUTES_A_DAY)


def minutes_of(shown: str) -> int:
    """The minutes after midnight of a time as typed; ValueError for anything else. 24:00 is midnight at the end.

    >>> minutes_of("09:30"), minutes_of("24:00")
    (570, 1440)
    """
    if shown == "24:00":
        return MINUTES_A_DAY
    at = time.fromisoformat(shown)
    return at.hour * 60 + at.minute


@cache
def public_holidays(country: str, region: str, year: int) -> frozenset[date]:
    """The public holidays of a country, and of a part of it, in a year; none where nobody keeps them."""
    import holidays  # it takes a while to import, and a worker may never need it

    try:
        return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))
    except NotImplementedError:
        return frozenset()


def is_closed(calendar: Calendar, day: date) -> bool:
    """Whether a day is a holiday there, or one of the unit's own closed days.

    >>> be, fr = Calendar("Europe/Brussels", ((),) * 7, "BE"), Calendar("Europe/Paris", ((),) * 7, "FR")
    >>> [is_closed(one, date(2026, 7, 21)) for one in (be, fr)]
    [True, False]
    """
    if day in calendar.closed_days:
        return True
    return bool(calendar.country) and day in public_holidays(calendar.country, calendar.region, day.year)


@lru_cache(maxsize=20_000)
def spans_of_day(calendar: Calendar, day: date) -> tuple[Span, ...]:
    """The moments, in UTC, at which a unit works in the intervals that begin on a day.

    It works whenever the clock on its wall stands within an interval: what the night of spring leaves out is not
    worked, and the hour that the night of autumn has twice is worked twice.
    """
    if is_closed(calendar, day):
        return ()
    midnight = datetime.combine(day, time.min)
    found: list[Span] = []
    for first, last in calendar.week[day.weekday()]:
        wall = midnight + timedelta(minutes=first), midnight + timedelta(minutes=last)
        found += _moments(wall, calendar.zone)
    return tuple(found)


def _moments(wall: Span, zone: str) -> Iterator[Span]:
    """When the clock of a zone stands between two readings of it."""
    start, end = ((reading).replace(tzinfo=UTC) for reading in wall)
    for since, until, offset in _stretches(start - _FARTHEST_OFFSET, end + _FARTHEST_OFFSET, ZoneInfo(zone)):
        span = max(start - offset, since), min(end - offset, until)
        if span[0] < span[1]:
            yield span


def _stretches(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The stretches of time with one distance from UTC each, in their order."""
    since, at = start, start
    while at < end:
        later = min(at + timedelta(hours=1), end)
        if _offset(at, zone) != _offset(later, zone):
            change = _change(at, later, zone)
            yield since, change, _offset(at, zone)
            since = change
        at = later
    yield since, end, _offset(end, zone)


def _change(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The second between two moments from which the clock stands otherwise."""
    before = _offset(early, zone)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        middle = max(middle, early + timedelta(seconds=1))
        early, late = (middle, late) if _offset(middle, zone) == before else (early, middle)
    return late


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _spans_from(moment: datetime, calendar: Calendar, days: int) -> Iterator[Span]:
    """What is worked from a moment on, in order and without overlap."""
    # From the day before: its last interval may reach past midnight.
    first = moment.astimezone(ZoneInfo(calendar.zone)).date() - timedelta(days=1)
    reached = moment
    waiting: list[Span] = []
    for ahead in range(days + 1):
        # What begins later on this day may overlap what the day before still works.
        waiting = sorted([*waiting, *spans_of_day(calendar, first + timedelta(days=ahead))])
        following = spans_of_day(calendar, first + timedelta(days=ahead + 1))
        horizon = min((span[0] for span in following), default=None)
        while waiting and (horizon is None or waiting[0][0] <= horizon):
            start, end = waiting.pop(0)
            if end > reached:
                yield max(start, reached), end
                reached = end


def due(start: datetime, working: timedelta, calendar: Calendar) -> datetime:
    """The first moment, in UTC, by which so much working time has passed since `start`.

    Nothing to work is due at once. A calendar that does not open within 400 days counts plain time.

    >>> day = [["09:00", "12:00"], ["14:00", "18:00"]]
    >>> office = Calendar("Europe/Paris", week_of({str(weekday): day for weekday in range(5)}))
    >>> due(datetime(2026, 11, 20, 16, 0, tzinfo=UTC), timedelta(hours=4), office)  # a Friday, 17:00 there
    datetime.datetime(2026, 11, 23, 11, 0, tzinfo=datetime.timezone.utc)
    """
    start = start.astimezone(UTC)
    left = working
    if left <= timedelta():
        return start
    for since, until in _spans_from(start, calendar, DAYS_AHEAD):
        if until - since >= left:
            return since + left
        left -= until - since
    return start + working


def open_seconds(start: datetime, end: datetime, calendar: Calendar) -> float:
    """How many seconds a unit worked between two moments; 0 where the end is not after the start.

    >>> night = Calendar("Europe/Paris", week_of({"5": [["22:00", "06:00"]]}))
    >>> open_seconds(datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC), night) / 3600
    7.0
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if end <= start:
        return 0.0
    days = (end - start).days + 3
    worked = (min(until, end) - since for since, until in _spans_from(start, calendar, days) if since < end)
    return sum(worked, timedelta()).total_seconds()


def calendar_from(stored: Mapping[str, Any]) -> Calendar:
    """The calendar that a row of working hours describes."""
    return Calendar(
        stored["zone"],
        week_of(stored["week"]),
        stored.get("country", ""),
        stored.get("region", ""),
        frozenset(date.fromisoformat(day) for day in stored.get("closed_days", ())),
    )
