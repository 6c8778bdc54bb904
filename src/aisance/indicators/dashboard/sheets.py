"""The tables of the first page as files."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from aisance.indicators.contracts import Asked
from aisance.indicators.dashboard.journey import JourneyStrip
from aisance.indicators.dashboard.page import FirstPage
from aisance.indicators.dashboard.ranking import Ranking
from aisance.indicators.dashboard.tiles import Tile
from aisance.indicators.dashboard.trend import ONE_DAY, filters_of
from aisance.indicators.sheets import (
    FIGURE_COLUMNS,
    OPENING_COLUMNS,
    Cells,
    Line,
    about_figures,
    coded_columns,
    figure_cells,
    opening_of,
    sheet_of_lines,
)
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


def sheet_of_ranking(ranking: Ranking, asked: Asked) -> Sheet:
    """One row a channel, the easiest first; channels that are tied share a rank."""
    lines = [
        Line((row.estimate.dimensions["channel"], row.name), row.estimate, ranking.definition, (row.rank, row.is_tied))
        for row in ranking.rows
    ]
    more = [Column("rank", "whole"), Column("tied", "truth")]
    return sheet_of_lines(_("Channels by ease"), asked, lines, names=coded_columns("channel"), more=more)


def sheet_of_strip(strip: JourneyStrip, asked: Asked) -> Sheet:
    """One row a step of the journey, in its order, also where nobody was asked about it."""
    lines = [Line((row.position, row.code, row.name), row.estimate, strip.definition) for row in strip.rows]
    names = [Column("position", "whole"), *coded_columns("step")]
    return sheet_of_lines(_("Ease by step"), asked, lines, names=names)
