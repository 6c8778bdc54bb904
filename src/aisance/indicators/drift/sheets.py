"""The weeks of an indicator as a file."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from aisance.indicators.contracts import Definition
from aisance.indicators.drift.weeks import Week, clipped
from aisance.indicators.sheets import FIGURE_COLUMNS, OPENING_COLUMNS, Cells, about_figures, figure_cells, opening_cells
from aisance.ui.sheets import Column, Sheet

SIX_DAYS = timedelta(days=6)

EXPECTED = (
    Column("expected", "number"),
    Column("expected_low", "number"),
    Column("expected_high", "number"),
    Column("outside"),
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
