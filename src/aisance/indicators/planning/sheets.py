"""How many more answers it takes, as a file."""

from aisance.indicators.contracts import Asked, Definition
from aisance.indicators.planning.need import Need, Plan
from aisance.indicators.sheets import Cells, Line, sheet_of_lines
from aisance.ui.sheets import Column, Sheet


def _wish(name: str) -> tuple[Column, ...]:
    """What was wished for, how many answers it takes in all, how many more, and in how many weeks."""
    counts = [Column(f"{name}_{what}", "whole") for what in ("answers", "more", "weeks")]
    return (Column(f"{name}_wanted", "number"), *counts)


MORE = (Column("answers_a_week", "number"), Column("half_width", "number"), *_wish("precision"), *_wish("change"))


def sheet_of_plan(
    definition: Definition, asked: Asked, found: Plan, *, precision: float | None, change: float | None, title: str
) -> Sheet:
    """One row: the figure as it stands, and what each wish takes; empty where it takes more than can be had."""
    needs = (*_cells(precision, found.precision), *_cells(change, found.change))
    return sheet_of_lines(
        title, asked, [Line((), found.now, definition, (found.a_week, found.half_width, *needs))], more=MORE
    )


def _cells(wanted: float | None, need: Need | None) -> Cells:
    return (wanted, need.in_all, need.more, need.weeks) if need else (wanted, None, None, None)
