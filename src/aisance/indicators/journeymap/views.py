"""The map of a journey, and the moments that people mark on it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.indicators.contracts import Asked, IndicatorError
from aisance.indicators.drilling import Chosen
from aisance.indicators.journeymap.columns import JourneyMap, journey_map
from aisance.indicators.journeymap.forms import MapForm, MomentForm
from aisance.indicators.journeymap.measures import ABANDONED, NAMED, STRUGGLED
from aisance.indicators.journeymap.moments import mark_moment, moments_at, remove_moment
from aisance.indicators.journeymap.sheets import sheet_of_step_figures, sheet_of_steps
from aisance.indicators.permissions import DEFINE, VIEW
from aisance.indicators.registry import definition
from aisance.indicators.sheets import asked_of, selection_words
from aisance.journeys.public import steps
from aisance.ui.sheets import Wanted, wanted


@requires(VIEW)
@require_GET
def show_map(request: ViewerRequest) -> HttpResponseBase:
    """Effort step by step, for the chosen journey, period, unit and channel."""
    form = MapForm(request.GET, viewer=request.viewer)
    if not form.is_valid():
        return render(request, "indicators/map/page.html", {"form": form}, status=422)
    if form.journey and (file := wanted(request)):
        return _taken(file, _map(form, request), asked_of(form.selection))
    context: dict[str, Any] = {"form": form, "may_mark": request.viewer.holds(DEFINE), "computed_at": clock.now()}
    if form.journey:
        context |= {"map": _map(form, request), "struggled": STRUGGLED, "named": NAMED, "abandoned": ABANDONED}
        selection = form.selection
        context |= {"csat": definition("csat"), "before": selection.before_in_words}
        context["chosen"] = Chosen(request.viewer, selection.start, selection.end, selection.where)
    return render(request, "indicators/map/page.html", context)


def _map(form: MapForm, request: ViewerRequest) -> JourneyMap:
    selection = form.selection
    assert form.journey
    return journey_map(
        form.journey,
        request.viewer,
        where=selection.where,
        period=(selection.start, selection.end),
        before=selection.before,
    )


def _taken(file: Wanted, found: JourneyMap, asked: Asked) -> HttpResponseBase:
    """The other figures of the steps where they are asked for, else the steps with their levels."""
    if file.table == "figures":
        return file.of(sheet_of_step_figures(found, asked), "step-figures", found.journey.code, *selection_words(asked))
    return file.of(sheet_of_steps(found, asked), "journey-map", found.journey.code, *selection_words(asked))


@requires(DEFINE)
@require_http_methods(["GET", "POST"])
def mark(request: ViewerRequest) -> HttpResponse:
    """Mark a step as a moment; `step` and `kind` in the address fill the form in."""
    form = MomentForm(request.POST) if request.method == "POST" else MomentForm(initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            mark_moment(**form.cleaned_data, by=request.viewer)
        except IndicatorError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            messages.success(request, _("The moment is marked."))
            return redirect(_address_of(form.cleaned_data["step"]))
    return render(request, "indicators/map/mark.html", {"form": form}, status=422 if form.errors else 200)


def _address_of(step_code: str) -> str:
    """The map of the journey to which a step belongs."""
    journey = next((step.journey_code for step in steps() if step.code == step_code), "")
    return f"{reverse('journey-map')}?{urlencode({'journey': journey})}"


@requires(DEFINE)
@require_POST
def unmark(request: ViewerRequest, moment_id: int) -> HttpResponse:
    """Take a moment off the map."""
    by_id = {step.id: step.code for step in steps()}
    moment = next((one for one in moments_at(by_id) if one.pk == moment_id), None)
    if moment is None or not remove_moment(moment_id=moment_id, by=request.viewer):
        raise Http404
    messages.success(request, _("The moment is taken off the map."))
    return redirect(_address_of(by_id[moment.step_id]))
