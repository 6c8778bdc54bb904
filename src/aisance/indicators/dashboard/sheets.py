"""The trends of the first page as a file."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from aisance.indicators.contracts import Asked
from aisance.indicators.dashboard.page import FirstPage
from aisance.indicators.dashboard.tiles import Tile
from aisance.indicators.dashboard.trend import ONE_DAY, filters_of
from aisance.indicators.sheets import FIGURE_COLUMNS, OPENING_COLUMNS, Cells, about_figures, figure_cells, opening_of
from aisance.ui.sheets import Column, Sheet


def sheet_of_trends(page: FirstPage, asked: Asked) -> Sheet:
    """One row an indicator and period, the days of the period in the columns of days."""
    title = _("Indicators by period")
    rows = [cells for tile in page.tiles for cells in _periods(page, tile, asked)]
    about = [(_("Table"), title), *about_figures([tile.definition for tile in page.tiles])]
    return Sheet(title, [*OPENING_COLUMNS, Column("title"), *FIGURE_COLUMNS], rows, about)


def _periods(page: FirstPage, tile: Tile, asked: Asked) -> Iterator[Cells]:
    kept = {name: tuple(codes) for name, codes in filters_of(tile.definition, page.selection).items()}
    starts = tile.trend.starts
    ends = [*(start - ONE_DAY for start in starts[1:]), page.selection.end]
    for start, end, estimate in zip(starts, ends, tile.trend.estimates, strict=True):
        period = replace(asked, start=start, end=end, where=kept)
        yield (*opening_of(tile.definition, period), str(tile.definition.title), *figure_cells(estimate))
