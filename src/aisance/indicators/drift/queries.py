"""The drifts that were found, as the viewer may see them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Definition
from aisance.indicators.drift.weeks import WEEK
from aisance.indicators.models import Drift
from aisance.indicators.permissions import VIEW
from aisance.indicators.registry import definitions

WEEKS_SHOWN = 6
"""A drift that nobody has looked at for so long is history and no news."""


class DriftLine(NamedTuple):
    """A drift on the first page."""

    definition: Definition
    unit: str
    unit_code: str
    week: date
    direction: str


def drifts_of(viewer: Viewer, definition: Definition) -> QuerySet[Drift]:
    """The drifts of an indicator in the viewer's units, the newest first."""
    rows = Drift.objects.filter(viewer.scope(VIEW).rows("unit"), indicator=definition.name)
    return rows.select_related("unit", "seen_by").order_by("-week", "unit__path")


def drifts_found(viewer: Viewer, names: Sequence[str], *, seen: bool | None = None) -> QuerySet[Drift]:
    """The drifts of several indicators in the viewer's units, the newest first; only seen or unseen ones if said."""
    rows = Drift.objects.filter(viewer.scope(VIEW).rows("unit"), indicator__in=names)
    if seen is not None:
        rows = rows.filter(seen_by__isnull=not seen)
    return rows.select_related("unit").order_by("-week", "indicator", "unit__path")


def drifts_unseen(viewer: Viewer, names: list[str]) -> list[DriftLine]:
    """The recent drifts of these indicators that nobody has looked at, the newest first."""
    known = {entry.name: entry for entry in definitions() if entry.name in names}
    since = clock.today() - WEEKS_SHOWN * WEEK
    rows = Drift.objects.filter(
        viewer.scope(VIEW).rows("unit"), indicator__in=known, seen_by=None, week__gte=since
    ).select_related("unit")
    return [
        DriftLine(known[row.indicator], row.unit.name, row.unit.code, row.week, row.direction)
        for row in rows.order_by("-week", "unit__path")
        if row.version == known[row.indicator].version
    ]
