"""A board as plain data for the typesetter: every word in the reader's language, every place in per cent.

The typesetter computes nothing and knows no figure: what stands here is what stands on the page.
"""

from collections.abc import Callable
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aisance.boards.contracts import PartKind
from aisance.boards.reading.board import BoardReading, PartReading
from aisance.boards.reading.cells import Cell
from aisance.boards.reading.selection import days_in_words
from aisance.boards.reading.shapes import (
    BreakdownShape,
    DistributionShape,
    FigureShape,
    JourneyShape,
    RankingShape,
    Shape,
    TableShape,
    TrendShape,
)
from aisance.indicators.contracts import Definition, Estimate
from aisance.ui import numbers
from aisance.ui.dates import date_format
from aisance.ui.drawings import Axis, tight_axis

MOST_ROWS = 100
MOST_COLUMNS = 24
"""Of one part on paper. A table of 5,000 rows took 2 GB and 20 s as one picture, and nobody reads it there."""

type Document = dict[str, Any]


def document_of(reading: BoardReading, *, company: str, landscape: bool = False) -> Document:
    """The whole board."""
    at = localtime(reading.computed_at)
    return {
        "lang": (get_language() or "en").split("-")[0],
        "title": reading.title,
        "company": company,
        "landscape": landscape,
        "lede": _("Figures of the units: %(units)s.") % {"units": reading.units},
        "computed": _("Computed on %(day)s at %(time)s")
        % {"day": date_format(at, "j F Y"), "time": date_format(at, "TIME_FORMAT")},
        "page": _("page"),
        "definitions_title": _("What the figures are"),
        "definitions": [_definition(entry) for entry in reading.definitions],
        "parts": [part_document(entry) for entry in reading.parts],
    }


def _definition(definition: Definition) -> Document:
    version = _("version %(version)s") % {"version": definition.version}
    return {"title": str(definition.title), "words": [version, str(definition.formula), str(definition.eligibility)]}


def part_document(entry: PartReading) -> Document:
    """One part: its title, what it stands on, its drawing as places and words, and all of it said in a sentence."""
    document: Document = {
        "id": entry.part.pk,
        "kind": entry.kind,
        "width": str(entry.part.width),
        "title": entry.title,
        "selection": entry.selection,
        "problem": entry.problem,
        "notes": notes(entry),
        "alt": said(entry),
    }
    if entry.shape is not None and entry.definition is not None:
        document |= DRAWN[entry.shape.kind](entry, entry.shape, entry.definition.unit)
    return document


def notes(entry: PartReading) -> list[str]:
    """What stands under a part: who is paid by it, weak and withheld values, ties."""
    if entry.definition is None or entry.shape is None:
        return []
    found = [entry.caution] if entry.caution else []
    if isinstance(entry.shape, RankingShape) and entry.shape.has_ties:
        found.append(_("Between tied rows the order cannot be told from chance."))
    if _is_cut(entry.shape):
        found.append(
            _("Only the first %(rows)s rows and %(columns)s columns; all of them are in the files of figures.")
            % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        )
    if entry.has_weak:
        found.append(
            _("Hollow, dotted or in grey: fewer than %(needed)s answers.") % {"needed": entry.definition.solid_n}
        )
    if entry.has_withheld:
        found.append(_("Withheld: fewer than %(needed)s answers.") % {"needed": entry.definition.minimum_n})
    return found


def _is_cut(shape: Shape) -> bool:
    """Whether paper holds less than the part does."""
    if isinstance(shape, BreakdownShape):
        return len(shape.lines) > MOST_ROWS or len(shape.columns) > MOST_COLUMNS
    return isinstance(shape, RankingShape | TableShape) and len(shape.cells) > MOST_ROWS


def said(entry: PartReading) -> str:
    """The part in words, for whoever hears it and does not see it."""
    if entry.problem or entry.shape is None or entry.definition is None:
        return f"{entry.title}. {entry.problem}".strip()
    unit = entry.definition.unit
    told = [_told(cell, unit) for cell in _named_cells(entry)]
    figures = f"{entry.title}, {entry.selection}. " + "; ".join(told[:40])
    return f"{figures}. {entry.caution}" if entry.caution else figures


def _named_cells(entry: PartReading) -> list[tuple[str, Cell]]:
    shape = entry.shape
    if isinstance(shape, TrendShape):
        return [(days_in_words(point.start, point.end), point.cell) for point in shape.points]
    if isinstance(shape, JourneyShape):
        return [(step.name, step.cell) for step in shape.steps]
    return [(cell.name, cell) for cell in (shape.cells if shape else [])]


def _told(named: tuple[str, Cell], unit: str) -> str:
    name, cell = named
    estimate = cell.estimate
    interval = numbers.shown_interval(estimate.low, estimate.high, unit)
    words = " ".join(filter(None, [value_text(cell, unit), interval]))
    told = f"{words}, n = {numbers.number(estimate.n)}"
    return f"{name}: {told}" if name else told


def value_text(cell: Cell, unit: str) -> str:
    """The value in words, or that it is withheld."""
    return _("withheld") if cell.withheld else numbers.shown_with_unit(cell.estimate.value, unit)


def _cell(cell: Cell, unit: str) -> Document:
    estimate = cell.estimate
    return {
        "text": value_text(cell, unit),
        "interval": numbers.shown_interval(estimate.low, estimate.high, unit),
        "n": numbers.number(estimate.n),
        "weak": cell.weak or estimate.value is None,
        "tone": cell.tone,
        "mark": cell.move.mark if cell.move and cell.move.is_established else "",
    }


def _range(estimate: Estimate, axis: Axis, *, weak: bool) -> Document:
    """Places in per cent; null where there is none."""
    bounds = {"low": estimate.low, "value": estimate.value, "high": estimate.high}
    places = {name: None if bound is None else axis.at(bound) for name, bound in bounds.items()}
    return places | {"weak": weak, "zero": axis.at(0.0) if axis.holds(0.0) else None}


def _verdict(cell: Cell) -> Document | None:
    move = cell.move
    return {"tone": move.tone, "mark": move.mark, "words": move.words, "rest": move.rest} if move else None


def _figure(entry: PartReading, shape: FigureShape, unit: str) -> Document:
    now, before = shape.now, shape.before
    axis = tight_axis([now.estimate.low, now.estimate.value, now.estimate.high, before.low, before.value, before.high])
    return {
        "now": _cell(now, unit),
        "range": _range(now.estimate, axis, weak=now.weak),
        "before": _range(before, axis, weak=False),
        "low": numbers.shown(now.estimate.low, unit),
        "high": numbers.shown(now.estimate.high, unit),
        "verdict": _verdict(now),
    }


def _trend(entry: PartReading, shape: TrendShape, unit: str) -> Document:
    return {
        "ticks": [{"at": shape.axis.at(tick), "text": numbers.axis_number(tick, unit)} for tick in shape.axis.ticks],
        "points": [
            {
                "x": point.at,
                "label": point.label,
                "now": point.is_now,
                **_range(point.cell.estimate, shape.axis, weak=point.cell.weak),
            }
            for point in shape.points
        ],
        "cut": shape.cut,
        "marks": [
            {
                "x": mark.at,
                "until": mark.until,
                "number": str(mark.number),
                "words": mark.words,
                "kind": mark.kind,
                "days": days_in_words(mark.day, mark.last or mark.day),
            }
            for mark in shape.marks
        ],
    }


def _axis(axis: Axis, unit: str) -> list[Document]:
    ticks = axis.ticks
    every = 1 if len(ticks) <= 4 else 2
    first = ticks.index(0.0) % every if 0.0 in ticks else 0
    return [{"at": axis.at(tick), "text": numbers.axis_number(tick, unit)} for tick in ticks[first::every]]


def _ranking(entry: PartReading, shape: RankingShape, unit: str) -> Document:
    assert entry.definition is not None
    return {
        "head": {"rank": _("Rank"), "name": str(shape.dimension), "value": str(entry.definition.title)},
        "axis": _axis(shape.axis, unit),
        "rows": [
            {
                "rank": f"{place.rank}{' =' if place.is_tied else ''}",
                "opens": place.opens,
                "name": place.cell.name,
                "range": _range(place.cell.estimate, shape.axis, weak=place.cell.weak),
                **_cell(place.cell, unit),
            }
            for place in shape.places[:MOST_ROWS]
        ],
    }


def _breakdown(entry: PartReading, shape: BreakdownShape, unit: str) -> Document:
    return {
        "head": [str(shape.row_dimension), *shape.columns[:MOST_COLUMNS]],
        "rows": [
            {"name": name, "cells": [_cell(cell, unit) if cell else None for cell in cells[:MOST_COLUMNS]]}
            for name, cells in shape.lines[:MOST_ROWS]
        ],
    }


def _journey(entry: PartReading, shape: JourneyShape, unit: str) -> Document:
    assert entry.definition is not None
    return {
        "head": {"rank": "", "name": _("Journey step"), "value": str(entry.definition.title)},
        "axis": _axis(shape.axis, unit),
        "rows": [
            {
                "rank": f"{step.position}.",
                "opens": False,
                "name": step.name,
                "worst": step.is_worst,
                "range": _range(step.cell.estimate, shape.axis, weak=step.cell.weak),
                **_cell(step.cell, unit),
            }
            for step in shape.steps
        ],
    }


def _distribution(entry: PartReading, shape: DistributionShape, unit: str) -> Document:
    return {
        "head": {"score": _("Score"), "share": _("Share")},
        "bars": [
            {
                "score": str(bar.score),
                "width": bar.width,
                "share": numbers.shown_with_unit(bar.share, "%"),
                "interval": numbers.shown_interval(bar.low, bar.high, "%"),
                "n": numbers.number(bar.n),
            }
            for bar in shape.bars
        ],
    }


def _table(entry: PartReading, shape: TableShape, unit: str) -> Document:
    assert entry.definition is not None
    # xgettext:no-python-format
    interval = _("95% interval")
    head = [*map(str, shape.dimensions), str(entry.definition.title), interval, "n"]
    if shape.is_compared:
        head.append(_("Against %(before)s") % {"before": entry.before})
    return {
        "head": head,
        "names": len(shape.dimensions),
        "compared": shape.is_compared,
        "rows": [
            {"names": list(cell.names), **_cell(cell, unit), "verdict": _verdict(cell)}
            for cell in shape.cells[:MOST_ROWS]
        ],
    }


DRAWN: dict[PartKind, Callable[[PartReading, Any, str], Document]] = {
    PartKind.FIGURE: _figure,
    PartKind.TREND: _trend,
    PartKind.RANKING: _ranking,
    PartKind.BREAKDOWN: _breakdown,
    PartKind.JOURNEY: _journey,
    PartKind.DISTRIBUTION: _distribution,
    PartKind.TABLE: _table,
}
