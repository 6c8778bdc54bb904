"""The page that says whether an indicator left what was to be expected."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.indicators.contracts import Definition, IndicatorError
from aisance.indicators.drift.drawing import drawing_of
from aisance.indicators.drift.queries import drifts_of
from aisance.indicators.drift.services import mark_seen
from aisance.indicators.drift.sheets import SIX_DAYS, sheet_of_drifts, sheet_of_weeks
from aisance.indicators.drift.weeks import Week, clipped, weeks_of
from aisance.indicators.drilling import Chosen
from aisance.indicators.pages import indicator_or_404
from aisance.indicators.permissions import VIEW
from aisance.ui.sheets import Wanted, wanted

INDENT = "\u2003"
ROWS = 26


class UnitForm(forms.Form):
    """Which unit to draw."""

    unit = forms.ChoiceField(required=False)

    def __init__(self, data: object, *, viewer: Viewer) -> None:
        super().__init__(data, auto_id="drift_%s")  # type: ignore[arg-type]  # a QueryDict
        units = units_in(viewer.scope(VIEW))
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.label = _("Unit")
        field.choices = [("", _("Every unit I see")), *((u.code, INDENT * u.depth + u.name) for u in units)]


@dataclass(frozen=True, slots=True)
class Row:
    """A week in the table, with its last day."""

    week: Week
    sunday: date
    low: float | None
    high: float | None


@requires(VIEW)
@require_GET
def show_drift(request: ViewerRequest, name: str) -> HttpResponseBase:
    """The weeks of an indicator with what was to be expected of each, and the drifts that were found."""
    entry = indicator_or_404(name)
    form = UnitForm(request.GET, viewer=request.viewer)
    drifts, file = drifts_of(request.viewer, entry), wanted(request)
    if file and file.table == "found":
        return file.of(sheet_of_drifts(entry, drifts), "drifts", entry.name)
    page: dict[str, Any] = {"definition": entry, "form": form, "weeks": [], "drifts": list(drifts[:ROWS])}
    if form.is_valid():
        code = form.cleaned_data["unit"]
        try:
            where = {"unit": (code,)} if code else {}
            weeks = weeks_of(request.viewer, entry, where)
            if weeks and file:
                return _taken(file, entry, weeks, code)
            page |= _shown(entry, weeks) | {"chosen": Chosen(request.viewer, where=where)}
        except IndicatorError as problem:
            form.add_error(None, str(problem))
    page["waiting"] = any(drift.seen_by_id is None for drift in page["drifts"])
    return render(request, "indicators/drift.html", page, status=422 if form.errors else 200)


def _taken(file: Wanted, entry: Definition, weeks: list[Week], code: str) -> HttpResponseBase:
    """The weeks that the page shows."""
    title = _("%(name)s, week by week") % {"name": entry.title}
    sheet = sheet_of_weeks(entry, weeks[: -ROWS - 1 : -1], {"unit": (code,)} if code else {}, title)
    return file.of(sheet, "weeks", entry.name, code)


def _shown(entry: Definition, weeks: list[Week]) -> dict[str, object]:
    charts = [(week, clipped(entry, week.chart)) for week in reversed(weeks[-ROWS:])]
    rows = [Row(week, week.monday + SIX_DAYS, chart.low, chart.high) for week, chart in charts]
    return {"weeks": rows, "drawing": drawing_of(entry, weeks) if weeks else None, "sentence": _sentence(entry, weeks)}


def _sentence(entry: Definition, weeks: list[Week]) -> str:
    """What the last complete week says."""
    words = {"name": entry.title}
    if not weeks or weeks[-1].chart.expected is None:
        return _("Twelve complete weeks are needed before anything can be expected of %(name)s.") % words
    last = weeks[-1]
    if last.estimate.value is None:
        return _("Too few answers last week to hold %(name)s against what was expected.") % words
    if last.chart.outside == "above":
        return _("%(name)s was higher last week than the weeks before let expect.") % words
    if last.chart.outside == "below":
        return _("%(name)s was lower last week than the weeks before let expect.") % words
    return _("%(name)s is where the weeks before let expect it.") % words


@requires(VIEW)
@require_POST
def see_drifts(request: ViewerRequest, name: str) -> HttpResponse:
    """Mark the drifts of an indicator as looked at."""
    entry = indicator_or_404(name)
    mark_seen(definition=entry, by=request.viewer)
    messages.success(request, _("Noted: the first page does not show it any more."))
    return redirect("indicator-drift", name=entry.name)
