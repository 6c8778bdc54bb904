"""The pages of customers, journeys and contact reasons."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aisance.core.permissions import ViewerRequest, requires
from aisance.journeys import queries
from aisance.journeys.forms import ReasonForm, StepForm, WordsForm
from aisance.journeys.models import Step
from aisance.journeys.permissions import EDIT_JOURNEYS, VIEW_JOURNEYS
from aisance.journeys.public import add_reason, add_step, reasons, rename_step


@require_safe
@requires(VIEW_JOURNEYS)
def journey_list(request: ViewerRequest) -> HttpResponse:
    """Every journey with its steps, and the tree of contact reasons."""
    context = {
        "journeys": queries.journeys(),
        "reasons": [(reason, reason.path.count("/") - 2) for reason in reasons()],
        "may_edit": request.viewer.holds(EDIT_JOURNEYS),
    }
    return render(request, "journeys/journey_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_JOURNEYS)
def step_add(request: ViewerRequest, journey_code: str) -> HttpResponse:
    """Add a step at the end of a journey."""
    if journey_code not in {journey.code for journey in queries.journeys()}:
        raise Http404
    form = StepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        add_step(journey_code=journey_code, code=code, names=form.words(), by=request.viewer)
        return redirect("journey-list")
    return _small_form(request, form, _("Add a step"))


def _step(code: str) -> Step:
    step = queries.step_of(code)
    if step is None:
        raise Http404
    return step


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_JOURNEYS)
def step_rename(request: ViewerRequest, code: str) -> HttpResponse:
    """Give a step other words."""
    step = _step(code)
    initial = {"name_fr": step.name.get("fr", ""), "name_en": step.name.get("en", "")}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        rename_step(code=code, names=form.words(), by=request.viewer)
        return redirect("journey-list")
    return _small_form(request, form, _("Rename the step %(code)s") % {"code": code})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_JOURNEYS)
def reason_add(request: ViewerRequest) -> HttpResponse:
    """Add a contact reason."""
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"parent": request.GET.get("parent")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        add_reason(code=given["code"], names=form.words(), parent=given["parent"], by=request.viewer)
        return redirect("journey-list")
    return _small_form(request, form, _("Add a contact reason"))


def _small_form(request: ViewerRequest, form: Any, title: str) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "journeys/small_form.html", {"form": form, "title": title}, status=status)
