"""The weeks of an indicator, and the drifts that were found in them, as files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from aisance.indicators.contracts import Definition
from aisance.indicators.drift.weeks import Week, clipped
from aisance.indicators.models import Drift
from aisance.indicators.sheets import FIGURE_COLUMNS, OPENING_COLUMNS, Cells, about_figures, figure_cells, opening_cells
from aisance.ui.sheets import Column, Sheet

SIX_DAYS = timedelta(days=6)

EXPECTED = (
    Column("expected", "number"),
    Column("expected_low", "number"),
    Column("expected_high", "number"),
    Column("outside"),
)

FOUND = (
    Column("unit_name"),
    Column("n", "whole"),
    Column("value", "number"),
    *EXPECTED,
    Column("found_at", "moment"),
    Column("seen_by"),
)


def sheet_of_weeks(
    definition: Definition, weeks: Sequence[Week], kept: Mapping[str, tuple[str, ...]], title: str
) -> Sheet:
    """One row a week, the latest first, as on the page; what was to be expected of it in the last columns."""
    rows = [_row(definition, week, kept) for week in weeks]
    about = [(_("Table"), title), *about_figures([definition])]
    return Sheet(title, [*OPENING_COLUMNS, *FIGURE_COLUMNS, *EXPECTED], rows, about)


def _row(definition: Definition, week: Week, kept: Mapping[str, tuple[str, ...]]) -> Cells:
    chart = clipped(definition, week.chart)
    return (
        *opening_cells(definition, week.monday, week.monday + SIX_DAYS, kept),
        *figure_cells(week.estimate),
        *(chart.expected, chart.low, chart.high, chart.outside or None),
    )


def sheet_of_drifts(definition: Definition, found: Iterable[Drift]) -> Sheet:
    """One row a week and unit in which something was found, the latest first, with the figures as they were then."""
    title = _("What was found")
    about = [(_("Table"), title), *about_figures([definition])]
    return Sheet(title, [*OPENING_COLUMNS, *FOUND], [_drift_row(definition, drift) for drift in found], about)


def _drift_row(definition: Definition, drift: Drift) -> Cells:
    as_it_was = replace(definition, version=drift.version)
    return (
        *opening_cells(as_it_was, drift.week, drift.week + SIX_DAYS, {"unit": drift.unit.code}),
        *(drift.unit.name, drift.n, drift.value, drift.expected, drift.low, drift.high, drift.direction),
        *(drift.found_at, drift.seen_by.name if drift.seen_by else None),
    )
