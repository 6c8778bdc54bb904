"""The page that says how many more answers it takes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.indicators.contracts import Asked, Definition, IndicatorError
from aisance.indicators.definition_form import DefinitionForm, without
from aisance.indicators.pages import indicator_or_404
from aisance.indicators.permissions import VIEW
from aisance.indicators.planning.need import MEASURES, Need, Plan, plan
from aisance.indicators.planning.sheets import sheet_of_plan
from aisance.indicators.sheets import selection_words
from aisance.ui.numbers import number
from aisance.ui.sheets import Sheet, wanted

FOUR_WEEKS = timedelta(days=27)


class PlanForm(DefinitionForm):
    """What is wanted, in the unit that is shown, for which days and units."""

    def __init__(self, address: QueryDict, *, entry: Definition, viewer: Viewer) -> None:
        bound = address.copy()
        today = clock.today()
        for name, day in (("from", today - FOUR_WEEKS), ("to", today)):
            if not bound.get(name):
                bound[name] = day.isoformat()
        super().__init__(bound, entry=entry, viewer=viewer)
        without(self, "by", "compare", "against")
        for name, label in (("precision", _("To be precise to ±")), ("change", _("To see a change of"))):
            self.fields[name] = forms.FloatField(label=label, required=False, min_value=0.01, max_value=1_000_000)
        self.order_fields(["precision", "change"])

    def wanted(self, name: str) -> float | None:
        value: float | None = self.cleaned_data.get(name)
        return value and value / (100 if self.entry.unit in ("points", "%") else 1)


@requires(VIEW)
@require_GET
def show_precision(request: ViewerRequest, name: str) -> HttpResponseBase:
    """How many more answers an indicator needs."""
    entry = indicator_or_404(name)
    form = PlanForm(request.GET, entry=entry, viewer=request.viewer)
    found = None
    try:
        found = _plan(entry, form, request.viewer) if form.is_valid() else None
    except IndicatorError as problem:
        form.refuse(problem)
    if found and (file := wanted(request)):
        return file.of(_sheet(entry, form, found), "answers-needed", entry.name, *selection_words(form.asked))
    page: dict[str, Any] = {"definition": entry, "form": form, "plan": found}
    if found:
        page["lines"] = _lines(found)
    return render(request, "indicators/precision.html", page, status=200 if found else 422)


def _plan(entry: Definition, form: PlanForm, viewer: Viewer) -> Plan:
    if entry.measure not in MEASURES:
        message = _("precision: %(title)s is no mean of answers, so this does not apply to it.")
        raise IndicatorError(message % {"title": entry.title}, field="indicator", value=entry.name)
    asked: Asked = replace(form.asked, by=())
    return plan(viewer, entry, asked, precision=form.wanted("precision"), change=form.wanted("change"))


def _sheet(entry: Definition, form: PlanForm, found: Plan) -> Sheet:
    precision, change = form.wanted("precision"), form.wanted("change")
    title = _("How many more answers for %(name)s") % {"name": entry.title}
    return sheet_of_plan(entry, form.asked, found, precision=precision, change=change, title=title)


def _lines(found: Plan) -> list[str]:
    lines = []
    if found.precision:
        lines.append(_precision_in_words(found.precision))
    if found.change:
        lines.append(_change_in_words(found.change))
    return lines


def _precision_in_words(need: Need) -> str:
    if need.more is None or need.in_all is None:
        return _("No number of answers that can be had is as precise as that.")
    if not need.more:
        return _("It is as precise as that already.")
    words = _("%(in_all)s answers are needed for that precision: %(more)s more.") % {
        "in_all": number(need.in_all),
        "more": number(need.more),
    }
    return f"{words} {_when(need.weeks)}"


def _change_in_words(need: Need) -> str:
    if need.in_all is None:
        return _("No number of answers that can be had would show so small a change.")
    words = _("%(needed)s answers in each period are needed to see such a change, four times in five.") % {
        "needed": number(need.in_all)
    }
    if need.weeks is None:
        return f"{words} {_when(None)}"
    weeks = ngettext(
        "At the present rate a period of about %(weeks)s week holds as many.",
        "At the present rate a period of about %(weeks)s weeks holds as many.",
        need.weeks,
    )
    return f"{words} {weeks % {'weeks': number(need.weeks)}}"


def _when(weeks: int | None) -> str:
    if weeks is None:
        return _("At the present rate they are years away.")
    words = ngettext(
        "At the present rate they are in after about %(weeks)s week.",
        "At the present rate they are in after about %(weeks)s weeks.",
        weeks,
    )
    return words % {"weeks": number(weeks)}
