"""Figures as sheets: the columns that every table of figures has, and what stands in them.

Values are fractions, as in the API, and not rounded. Where there is no value the cells are empty, never 0; where a
value is withheld the last columns say under how many answers, and in words why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from aisance.indicators.asking import FILTERS
from aisance.indicators.contracts import Asked, Comparison, Definition, Estimate
from aisance.indicators.dashboard.selection import Selection
from aisance.indicators.documents import withheld_because
from aisance.ui.sheets import Column, Sheet

OPENING_COLUMNS = (
    Column("indicator"),
    Column("version", "whole"),
    Column("measured_in"),
    Column("from", "day"),
    Column("to", "day"),
    *(Column(f"kept_{name}") for name in FILTERS),
)
"""What is measured, on which days, and what was kept of it: empty days are without end, an empty filter keeps all."""

FIGURE_COLUMNS = (
    Column("n", "whole"),
    Column("value", "number"),
    Column("low", "number"),
    Column("high", "number"),
    Column("withheld_under", "whole"),
    Column("withheld_because"),
)

COMPARED_COLUMNS = (
    Column("compared_from", "day"),
    Column("compared_to", "day"),
    Column("compared_with"),
    Column("difference", "number"),
    Column("difference_low", "number"),
    Column("difference_high", "number"),
    Column("p_value", "number"),
    Column("p_adjusted", "number"),
    Column("verdict"),
    Column("answers_needed", "whole"),
    Column("other_n", "whole"),
)

type Cells = tuple[Any, ...]


def opening_cells(definition: Definition, start: date | None, end: date | None, kept: Mapping[str, Any]) -> Cells:
    """The first cells of a row; `kept` holds a code, or several, for each filter that narrows it."""
    codes = [kept.get(name) for name in FILTERS]
    joined = [code if isinstance(code, str) else ",".join(code or ()) for code in codes]
    return (definition.name, definition.version, definition.unit, start, end, *(text or None for text in joined))


def opening_of(definition: Definition, asked: Asked) -> Cells:
    """The same for a question."""
    return opening_cells(definition, asked.start, asked.end, asked.where)


def figure_cells(estimate: Estimate) -> Cells:
    """n, the value with its interval, and why there is none where it is withheld."""
    reason = withheld_because(estimate) if estimate.masked else None
    return (estimate.n, estimate.value, estimate.low, estimate.high, estimate.masked, reason)


def compared_cells(asked: Asked, found: Comparison | None) -> Cells:
    """With what a figure is compared, and what came out."""
    start, end = asked.compare or (asked.start, asked.end)
    against = " ".join(f"{name}:{','.join(codes)}" for name, codes in asked.against.items())
    if found is None:
        return (start, end, against or None, *[None] * 8)
    return (
        *(start, end, against or None),
        *(found.difference, found.low, found.high, found.p_value, found.p_adjusted),
        *(found.verdict.value if found.verdict else None, found.answers_needed, found.other_n),
    )


def coded_columns(*dimensions: str) -> list[Column]:
    """Two columns for each dimension: the code, and the name in the reader's language."""
    return [column for name in dimensions for column in (Column(name), Column(f"{name}_name"))]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet of figures: how its cells are called, and what was measured in it."""

    names: Cells
    estimate: Estimate
    definition: Definition
    more: Cells = ()


def sheet_of_lines(
    title: str, asked: Asked, lines: Iterable[Line], *, names: Sequence[Column] = (), more: Sequence[Column] = ()
) -> Sheet:
    """Rows of figures of one selection: what is measured, `names` of the cell, the figure, then `more`."""
    found = list(lines)
    comparing = COMPARED_COLUMNS if asked.is_compared else ()
    rows = [
        (
            *opening_of(line.definition, asked),
            *line.names,
            *figure_cells(line.estimate),
            *(compared_cells(asked, line.estimate.compare) if comparing else ()),
            *line.more,
        )
        for line in found
    ]
    columns = [*OPENING_COLUMNS, *names, *FIGURE_COLUMNS, *comparing, *more]
    definitions = list({(line.definition.name, line.definition.version): line.definition for line in found}.values())
    cells = (
        [(_("Rows"), _("One for each cell; the total is left out, so that sums count nothing twice."))] if names else []
    )
    return Sheet(title, columns, rows, [(_("Table"), title), *cells, *about_figures(definitions)])


def selection_words(asked: Asked) -> list[Any]:
    """What a selection is called in the name of a file: by what it is cut, what is kept, its days."""
    kept = [code for codes in asked.where.values() for code in codes]
    return [*asked.by, *kept, *(day.isoformat() for day in (asked.start, asked.end) if day)]


def asked_of(selection: Selection) -> Asked:
    """The filters of a page as a question."""
    where = {name: tuple(codes) for name, codes in selection.where.items()}
    return Asked(start=selection.start, end=selection.end, where=where)


def about_figures(definitions: Iterable[Definition]) -> list[tuple[str, str]]:
    """What the reader of a file must know of its figures, in their language."""
    return [*(pair for definition in definitions for pair in _of(definition)), *reading_notes()]


def _of(definition: Definition) -> list[tuple[str, str]]:
    return [
        (_("Indicator"), f"{definition.title} ({definition.name})"),
        (_("Version of the definition"), str(definition.version)),
        (_("Question"), str(definition.question)),
        (_("Formula"), str(definition.formula)),
        (_("What counts"), str(definition.eligibility)),
        (_("Source"), f"{definition.source} {definition.source_url}".strip()),
    ]


def reading_notes() -> list[tuple[str, str]]:
    """How values, bounds and empty cells are to be read."""
    return [
        (_("Values"), _("Fractions, whatever the unit: 0.25 is 25% or 25 points. An empty cell is no value, never 0.")),
        (
            _("Bounds"),
            # xgettext:no-python-format
            _("Those of the 95% interval."),
        ),
        (_("Withheld"), _("Where “withheld_under” holds a number, fewer answers than that stand behind the cell.")),
    ]
