"""The page of one indicator: what it is, what it stands on, and its value cut by a dimension."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.indicators import beside
from aisance.indicators.contracts import Asked, Definition, Estimate, IndicatorError, Part
from aisance.indicators.dashboard.moves import is_weak
from aisance.indicators.definition_form import DIMENSION_NAMES, DefinitionForm
from aisance.indicators.drilling import chosen_of
from aisance.indicators.permissions import DEFINE, VIEW
from aisance.indicators.public import as_csv, as_table, definition, dimension_names, estimates_asked
from aisance.surveys.public import question_of
from aisance.ui.drawings import Axis, axis_over
from aisance.ui.numbers import number


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
def show_definition(request: ViewerRequest, name: str) -> HttpResponse:
    """The definition, and its figures for the chosen days and units; `format=csv` gives the figures alone."""
    entry = _definition_or_404(name, request.GET.get("version", ""))
    form = DefinitionForm(request.GET, entry=entry, viewer=request.viewer)
    try:
        figures = _figures(entry, form.asked, request.viewer) if form.is_valid() else None
    except IndicatorError as problem:
        form.refuse(problem)
        figures = None
    if figures and request.GET.get("format") == "csv":
        return _csv(entry, form.asked, [row.estimate for row in figures.rows] or [figures.total.estimate])
    page = {"definition": entry, "form": form, "figures": figures, "worths": _worths(entry)}
    page["rows"] = _in_order(entry, form.asked, figures.rows) if figures else []
    page["csv"] = f"?{_address(request)}&format=csv"
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


def _address(request: ViewerRequest) -> str:
    words = request.GET.copy()
    words.pop("format", None)
    return words.urlencode()


def _csv(entry: Definition, asked: Asked, estimates: list[Estimate]) -> HttpResponse:
    by = asked.by if estimates and estimates[0].dimensions else ()
    response = HttpResponse(as_csv(entry, estimates, by), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{entry.name}.csv"'
    return response


urlpatterns = [path("indicators/<slug:name>/", show_definition, name="indicator-definition")]
