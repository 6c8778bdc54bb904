"""The hours of a unit: its own, else those of the nearest one above, else the company's usual."""

from datetime import datetime, timedelta

from django.conf import settings

from aisance.accounts.public import unit_with_id
from aisance.cases.calendars.rules import Calendar, calendar_from
from aisance.cases.calendars.rules import due as due_by
from aisance.cases.models import WorkingHours

USUAL_WEEK = {str(day): [["09:00", "18:00"]] for day in range(5)}


def usual_calendar() -> Calendar:
    """Monday to Friday, nine to six, by the company's clock; no holidays, which somebody must choose."""
    return calendar_from({"zone": settings.TIME_ZONE, "week": USUAL_WEEK})


def paths_up(path: str) -> list[str]:
    """The paths of a unit and of those above it, nearest first.

    >>> paths_up("/1/4/9/")
    ['/1/4/9/', '/1/4/', '/1/']
    """
    steps = path.strip("/").split("/")
    return ["/" + "/".join(steps[:depth]) + "/" for depth in range(len(steps), 0, -1)]


def hours_in_force(path: str) -> WorkingHours | None:
    """The row that holds for the unit with this path; null where nobody set any."""
    rows = WorkingHours.objects.filter(unit__path__in=paths_up(path)).select_related("unit")
    return max(rows, key=lambda row: len(row.unit.path or ""), default=None)


def calendar_of_row(row: WorkingHours) -> Calendar:
    """The calendar that a row describes."""
    stored = {name: getattr(row, name) for name in ("zone", "week", "country", "region", "closed_days")}
    return calendar_from(stored)


def calendar_at(path: str) -> Calendar:
    """The calendar of the unit with this path."""
    row = hours_in_force(path)
    return calendar_of_row(row) if row else usual_calendar()


def calendar_of(unit_id: int) -> Calendar:
    """The calendar of a unit by its id; the usual one where there is no such unit."""
    unit = unit_with_id(unit_id)
    return calendar_at(unit.path) if unit else usual_calendar()


def due(unit_id: int, start: datetime, working: timedelta) -> datetime:
    """The moment at which so much working time of a unit has passed since `start`."""
    return due_by(start, working, calendar_of(unit_id))
