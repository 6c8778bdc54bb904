"""The tables on the page of one indicator as files."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from aisance.indicators.beside import Figure, Series
from aisance.indicators.contracts import Asked, Definition, Estimate
from aisance.indicators.dashboard.page import Group
from aisance.indicators.sheets import Cells, Line, coded_columns, sheet_of_lines
from aisance.ui.sheets import Column, Sheet

WEIGHED = (
    Column("weighting"),
    Column("raw_value", "number"),
    Column("n_effective", "number"),
    Column("design_effect", "number"),
)


def sheet_of_cells(definition: Definition, asked: Asked, cells: Sequence[tuple[str, Estimate]]) -> Sheet:
    """Named cells in the order of the page; without a dimension the total alone."""
    by = asked.by[:1]
    weighed = bool(asked.weighting or asked.cluster or asked.population)
    lines = [
        Line((cell.dimensions[by[0]], name) if by else (), cell, definition, _weighed(asked, cell) if weighed else ())
        for name, cell in cells
    ]
    title = str(definition.title)
    return sheet_of_lines(title, asked, lines, names=coded_columns(*by), more=WEIGHED if weighed else ())


def _weighed(asked: Asked, cell: Estimate) -> Cells:
    return (asked.weighting or None, cell.raw, cell.n_effective, cell.design_effect)


def sheet_of_figures(title: Any, asked: Asked, found: Sequence[Figure]) -> Sheet:
    """Figures that stand beside each other: the questions of a composite, or what is said and what is observed."""
    lines = [
        Line((figure.name or str(figure.definition.title),), figure.estimate, figure.definition, (figure.share,))
        for figure in found
    ]
    more = [Column("weight", "number")]
    return sheet_of_lines(str(title), asked, lines, names=[Column("title")], more=more)


def sheet_of_list(asked: Asked, groups: Sequence[Group]) -> Sheet:
    """Every indicator with its value, family by family."""
    lines = [
        Line((str(group.family.title), str(line.definition.title)), line.estimate, line.definition, ())
        for group in groups
        for line in group.lines
    ]
    return sheet_of_lines(_("Every indicator"), asked, lines, names=[Column("family"), Column("title")])


def sheet_of_series(asked: Asked, found: Sequence[Series]) -> Sheet:
    """The versions of an own indicator, the newest first, each with the days of its series."""
    lines = [
        Line((), one.figure.estimate, one.figure.definition, (one.first, one.last, str(one.figure.definition.formula)))
        for one in found
    ]
    more = [Column("series_from", "day"), Column("series_to", "day"), Column("formula")]
    return sheet_of_lines(_("Its versions"), Asked(where=asked.where), lines, more=more)
