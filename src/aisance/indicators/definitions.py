"""The page of one indicator: what it is, what it stands on, and its value cut by a dimension."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.indicators import beside
from aisance.indicators.contracts import Asked, Definition, Estimate, IndicatorError, Part
from aisance.indicators.dashboard.moves import is_weak
from aisance.indicators.definition_form import DIMENSION_NAMES, DefinitionForm
from aisance.indicators.definition_sheets import sheet_of_cells, sheet_of_figures, sheet_of_series
from aisance.indicators.drilling import chosen_of
from aisance.indicators.permissions import DEFINE, VIEW
from aisance.indicators.public import as_table, definition, dimension_names, estimates_asked
from aisance.indicators.registry.contacts import with_window
from aisance.indicators.sheets import selection_words
from aisance.surveys.public import question_of
from aisance.ui.drawings import Axis, axis_over
from aisance.ui.numbers import number
from aisance.ui.sheets import Wanted, wanted


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the table; `compared` says difference, interval and verdict where there is a comparison."""

    name: str
    estimate: Estimate
    weak: bool
    compared: tuple[str, str, str] | None = None


IN_THEIR_OWN_ORDER = ("step", "month", "day")


@dataclass(frozen=True, slots=True)
class Figures:
    """The total and the cells, on one axis."""

    total: Row
    dimension: str
    rows: list[Row]
    axis: Axis


@requires(VIEW)
@require_GET
def show_definition(request: ViewerRequest, name: str) -> HttpResponseBase:
    """The definition, and its figures for the chosen days and units; `format` gives one of its tables as a file."""
    entry = _definition_or_404(name, request.GET.get("version", ""))
    form = DefinitionForm(request.GET, entry=entry, viewer=request.viewer)
    try:
        figures = _figures(entry, form.asked, request.viewer) if form.is_valid() else None
    except IndicatorError as problem:
        form.refuse(problem)
        figures = None
    if figures and (file := wanted(request)):
        return _taken(file, entry, form.asked, figures, request.viewer)
    shown = with_window(entry, form.asked.within_days)
    page = {"definition": shown, "form": form, "figures": figures, "worths": _worths(entry)}
    page["rows"] = _in_order(entry, form.asked, figures.rows) if figures else []
    page["narrowed"] = bool(form.asked.start or form.asked.end or form.asked.where)
    page["chosen"] = chosen_of(form.asked, request.viewer)
    page |= _beside(request.viewer, entry, form.asked if figures else Asked())
    return render(request, "indicators/definition.html", page, status=200 if figures else 422)


def _definition_or_404(name: str, version: str) -> Definition:
    """The version in force, or the one of the address; one that does not exist is said by the form."""
    try:
        entry = definition(name)
    except IndicatorError as problem:
        raise Http404(str(problem)) from problem
    try:
        return definition(name, int(version)) if version.isascii() and version.isdigit() else entry
    except IndicatorError:
        return entry


def _beside(viewer: Viewer, entry: Definition, asked: Asked) -> dict[str, Any]:
    siblings, cousins = beside.family_of(entry)
    return {
        "said_by": beside.source_in_words(entry),
        "interval_words": beside.interval_in_words(entry, asked),
        "series": beside.series_of(viewer, entry, asked),
        "parts": beside.part_figures(viewer, entry, asked),
        "resolution": beside.resolution_of(viewer, entry, asked),
        "siblings": siblings,
        "cousins": cousins,
        "may_define": entry.is_own and viewer.holds(DEFINE),
    }


def _figures(entry: Definition, asked: Asked, viewer: Viewer) -> Figures:
    whole = replace(asked, by=())
    [total] = estimates_asked(entry.name, whole, viewer=viewer)
    cells = estimates_asked(entry.name, asked, viewer=viewer) if asked.by else []
    dimension = asked.by[0] if asked.by else ""
    names = dimension_names(dimension, [cell.dimensions[dimension] for cell in cells], viewer=viewer) if cells else {}
    rows = [_row(entry, asked, names[cell.dimensions[dimension]] or _("not known"), cell) for cell in cells]
    bounds = [bound for cell in [total, *cells] for bound in (cell.low, cell.value, cell.high)]
    title = str(DIMENSION_NAMES[dimension]) if dimension else ""
    return Figures(_row(entry, whole, "", total), title, rows, axis_over([0.0, *bounds], first=3.0, last=97.0))


def _in_order(entry: Definition, asked: Asked, rows: list[Row]) -> list[Row]:
    """The best first, as in a ranking, the most first for a count; steps and days stay in their own order."""
    if asked.by[:1] and asked.by[0] in IN_THEIR_OWN_ORDER:
        return rows
    sign = -1.0 if entry.higher_is_better or entry.measure == "count" else 1.0
    return sorted(rows, key=lambda row: (row.estimate.value is None, sign * (row.estimate.value or 0.0)))


def _row(entry: Definition, asked: Asked, name: str, estimate: Estimate) -> Row:
    compared = None
    if asked.is_compared:
        difference, interval, _p, _needed, verdict = as_table(entry, asked, [estimate])[1][-5:]
        compared = difference, interval, verdict
    return Row(name, estimate, is_weak(entry, estimate), compared)


def _taken(file: Wanted, entry: Definition, asked: Asked, figures: Figures, viewer: Viewer) -> HttpResponseBase:
    """The table that is asked for as a file; the cells where none is named."""
    words = (entry.name, *selection_words(asked))
    if file.table == "series" and (series := beside.series_of(viewer, entry, asked)):
        return file.of(sheet_of_series(asked, series), "versions", *words)
    if file.table == "parts" and (parts := beside.part_figures(viewer, entry, asked)):
        return file.of(sheet_of_figures(_("Question by question"), beside.whole(asked), parts), "questions", *words)
    if file.table == "resolution" and (resolution := beside.resolution_of(viewer, entry, asked)):
        sheet = sheet_of_figures(_("Said and observed"), beside.whole(asked), resolution.both)
        return file.of(sheet, "said-and-observed", *words)
    rows = _in_order(entry, asked, figures.rows)
    asked = asked if rows else replace(asked, by=())
    cells = [(row.name, row.estimate) for row in rows or [figures.total]]
    return file.of(sheet_of_cells(entry, asked, cells), "figures", *words)


def _worths(entry: Definition) -> list[tuple[Part, str, list[tuple[int, str]]]]:
    """For each question it is made of, the scores of the scale and what each is worth, as shown: +1, 0, −1."""
    signed = entry.unit == "points"
    found = []
    for part in entry.parts:
        card = question_of(part.question)
        worths = [(score, number(value, _decimals(value), signed=signed)) for score, value in part.values.items()]
        found.append((part, card.name if card else part.question, worths))
    return found


def _decimals(value: float) -> int:
    return 0 if value == int(value) else 2


urlpatterns = [path("indicators/<slug:name>/", show_definition, name="indicator-definition")]
