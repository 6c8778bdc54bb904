"""A ranking as a file."""

from aisance.indicators.contracts import Asked
from aisance.indicators.ranks.table import Ranked, RankTable, sentence
from aisance.indicators.sheets import Cells, Line, coded_columns, sheet_of_lines
from aisance.ui.sheets import Column, Sheet

MORE = (
    Column("stabilised", "number"),
    Column("stabilised_low", "number"),
    Column("stabilised_high", "number"),
    Column("best_rank", "whole"),
    Column("worst_rank", "whole"),
    Column("tie_group", "whole"),
)


def sheet_of_ranking(table: RankTable, asked: Asked) -> Sheet:
    """One row a cell, the best first, as on the page; the ranks that it may have in the last columns."""
    lines = [Line((row.code, row.name), row.estimate, table.definition, _more(row)) for row in table.rows]
    return sheet_of_lines(sentence(table), asked, lines, names=coded_columns(table.dimension), more=MORE)


def _more(row: Ranked) -> Cells:
    shown = row.stabilised
    drawn = (shown.value, shown.low, shown.high) if shown else (None, None, None)
    return (*drawn, row.best, row.worst, row.group)
