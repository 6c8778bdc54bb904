"""When a message may leave: opening hours by the customer's own clock, exact on the nights on which clocks change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number

DAYS_AHEAD = 8
WEEK = frozenset(range(1, 8))
_LATEST = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Hours:
    """Days of the week (1 = Monday) and the time from which, and before which, messages may leave.

    `zone` names the time zone of customers whose own is not known; empty stands for the company's.
    """

    days: frozenset[int]
    start: time
    end: time
    zone: str = ""


def hours_of(data: Mapping[str, Any]) -> Hours | None:
    """The hours as a version stores them; null where messages may leave at any time.

    >>> hours_of({"days": [1, 2], "from": "09:00", "to": "20:00"}).end
    datetime.time(20, 0)
    >>> hours_of({}) is None
    True
    """
    if not data:
        return None
    start, end = time.fromisoformat(data.get("from", "00:00")), time.fromisoformat(data.get("to", "23:59"))
    return Hours(frozenset(data.get("days") or WEEK), start, end, data.get("zone", ""))


def is_open(moment: datetime, zone: ZoneInfo, hours: Hours) -> bool:
    """Whether the clock on the customer's wall stands within the hours at a moment."""
    there = moment.astimezone(zone)
    return there.isoweekday() in hours.days and hours.start <= there.time().replace(fold=0) < hours.end


def next_open(moment: datetime, zone: ZoneInfo, hours: Hours) -> datetime | None:
    """The first moment, from this one on, at which a message may leave; null where none comes within a week.

    An opening in the hour that a spring night leaves out is at the change itself; in the hour that an autumn night has
    twice, the window is open twice.

    >>> hours = Hours(WEEK, time(9), time(20))
    >>> next_open(datetime(2026, 11, 19, 21, 30, tzinfo=UTC), ZoneInfo("Europe/Paris"), hours)
    datetime.datetime(2026, 11, 20, 8, 0, tzinfo=datetime.timezone.utc)
    """
    if is_open(moment, zone, hours):
        return moment
    first = moment.astimezone(zone).date()
    for ahead in range(DAYS_AHEAD):
        openings = _moments(first + timedelta(days=ahead), hours.start, zone)
        later = [at for at in openings if at >= moment and is_open(at, zone, hours)]
        if later:
            return min(later)
    return None


def _moments(day: date, at: time, zone: ZoneInfo) -> list[datetime]:
    """The moments at which the clock shows a time on a day: one, or two in autumn, or the change that skips it."""
    shown = [datetime.combine(day, at, tzinfo=zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    late, early = shown
    return [late, early, _change(early, late, zone)] if early < late else shown


def _change(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The minute between two moments from which the clock is ahead."""
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) // 2
        middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
        middle = middle if middle > early else early + timedelta(minutes=1)
        early, late = (middle, late) if middle.astimezone(zone).utcoffset() == before else (early, middle)
    return late


def open_everywhere(moment: datetime, zones: Iterable[str], hours: Hours) -> datetime | None:
    """The first moment from this one on at which a message may leave in every one of the zones.

    A number of a country with several zones does not say in which of them its owner is, so nobody is woken. Where the
    zones have no open moment in common, the first of them decides; null where nothing is open at all.
    """
    places = [zone_of(name) for name in zones]
    at: datetime | None = moment
    while at is not None and at - moment < _LATEST:
        openings = [next_open(at, place, hours) for place in places]
        latest = max((opening for opening in openings if opening is not None), default=None)
        if None in openings or latest == at:
            return None if None in openings else at
        at = latest
    return next_open(moment, places[0], hours) if places else None


@cache
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@cache
def _known_zones() -> set[str]:
    return available_timezones()


def is_zone(name: str) -> bool:
    """Whether a time zone of this name is known."""
    return name in _known_zones()


@lru_cache(maxsize=50_000)
def zones_of_phone(number: str) -> tuple[str, ...]:
    """The time zones in which a telephone number in international form may be; empty where nothing is known.

    >>> zones_of_phone("+33612345678")
    ('Europe/Paris',)
    """
    try:
        found = time_zones_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return ()
    return tuple(name for name in found if name != UNKNOWN_TIMEZONE and is_zone(name))


def zones_of_customer(told: str, phone: str, hours: Hours, company: str) -> tuple[str, ...]:
    """Where a customer's clock is: as the contact told, else by their telephone number, else where the programme says.

    >>> nine_to_five = Hours(WEEK, time(9), time(17))
    >>> zones_of_customer("", "+33612345678", nine_to_five, "Europe/Brussels")
    ('Europe/Paris',)
    >>> zones_of_customer("", "", nine_to_five, "Europe/Brussels")
    ('Europe/Brussels',)
    """
    if told and is_zone(told):
        return (told,)
    return (zones_of_phone(phone) if phone else ()) or (hours.zone or company,)
