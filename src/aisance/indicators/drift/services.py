"""Finds drifts and remembers them, quietly: no mail, one line on the first page."""

from datetime import date

from django.db import transaction

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import units_in
from aisance.core import audit, clock
from aisance.core.permissions import Viewer, system_viewer
from aisance.core.scope import EVERYTHING
from aisance.indicators.contracts import Definition
from aisance.indicators.drift.queries import drifts_of
from aisance.indicators.drift.weeks import WEEK, Week, outside_since, weeks_of
from aisance.indicators.models import Drift, Scorecard
from aisance.indicators.registry import definitions
from aisance.indicators.scorecards import USUAL

DEEPEST_UNIT = 1
"""Company and countries: below, so many charts would be looked at that chance alone would speak every week."""

WEEKS_BACK = 13
"""Only what happened in the last quarter is news, also where the chart is drawn for the first time."""

WEEKS_APART = 6
"""A second finding on the same side so soon is the same move, told anew because late answers came in."""

_looked_on: set[date] = set()


def find_drifts_once_a_day() -> int:
    """Look for drifts on the first call of a day in this process; how many were found."""
    today = clock.today()
    if today in _looked_on:
        return 0
    _looked_on.clear()
    _looked_on.add(today)
    return find_drifts(by=system_viewer("worker"))


def find_drifts(*, by: Viewer) -> int:
    """Draw the chart of every indicator that somebody steers by, for company and countries; drifts found."""
    units = [unit for unit in units_in(EVERYTHING) if unit.depth <= DEEPEST_UNIT]
    return sum(_look(entry, unit, by) for entry in _steered_by() for unit in units)


def _steered_by() -> list[Definition]:
    names = {name for chosen in Scorecard.objects.values_list("indicators", flat=True) for name in chosen} | set(USUAL)
    return [entry for entry in definitions() if entry.name in names and entry.kind != "employee"]


def _look(definition: Definition, unit: UnitCard, by: Viewer) -> int:
    where = {"unit": (unit.code,)} if unit.depth else {}
    weeks = weeks_of(system_viewer("worker"), definition, where)
    since = clock.today() - WEEKS_BACK * WEEK
    return sum(_remember(definition, unit, week, by) for week in outside_since(weeks) if week.monday >= since)


def _remember(definition: Definition, unit: UnitCard, week: Week, by: Viewer) -> int:
    """One row for a move, however often it is found and however many workers find it."""
    chart, estimate = week.chart, week.estimate
    if chart.expected is None or chart.low is None or chart.high is None or estimate.value is None:
        return 0
    same = Drift.objects.filter(indicator=definition.name, version=definition.version, unit_id=unit.id)
    near = same.filter(direction=chart.outside, week__gt=week.monday - WEEKS_APART * WEEK)
    if near.filter(week__lt=week.monday + WEEKS_APART * WEEK).exists():
        return 0
    with transaction.atomic():
        drift, is_new = Drift.objects.get_or_create(
            indicator=definition.name,
            version=definition.version,
            unit_id=unit.id,
            week=week.monday,
            defaults={
                "n": estimate.n,
                "value": estimate.value,
                "expected": chart.expected,
                "low": chart.low,
                "high": chart.high,
                "direction": chart.outside or "",
                "found_at": clock.now(),
            },
        )
        if is_new:
            changes = {"indicator": definition.name, "unit": unit.code, "week": week.monday.isoformat()}
            audit.record(by, "drift.found", what="drift", which=drift.pk, changes=changes)
    return int(is_new)


def mark_seen(*, definition: Definition, by: Viewer) -> int:
    """Say that the drifts of an indicator in the viewer's units were looked at; how many were not yet."""
    with transaction.atomic():
        waiting = list(drifts_of(by, definition).filter(seen_by=None).values_list("pk", flat=True))
        if waiting:
            Drift.objects.filter(pk__in=waiting, seen_by=None).update(seen_by_id=by.person_id)
            audit.record(by, "drift.seen", what="drift", which=definition.name, changes={"drifts": len(waiting)})
    return len(waiting)
