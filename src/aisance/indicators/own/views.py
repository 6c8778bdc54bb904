"""The pages on which managers define indicators, without code."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aisance.core.decisions import Decision, Refused
from aisance.core.permissions import ViewerRequest, requires
from aisance.indicators.models import OwnVersion
from aisance.indicators.own.contracts import DefinitionRefused
from aisance.indicators.own.forms import QuestionForm, ReadingForm, WantedForm
from aisance.indicators.own.queries import figure_of, newest_version, own_indicator, own_indicators, reading_of_version
from aisance.indicators.own.services import (
    approve_indicator,
    define_indicator,
    discard_draft,
    redraft_indicator,
    retire_indicator,
    version_of,
)
from aisance.indicators.own.sheets import sheet_of_own
from aisance.indicators.permissions import DEFINE
from aisance.indicators.registry.own import as_definition
from aisance.surveys.contracts import OWN_SCALE, QuestionRefused
from aisance.surveys.public import create_question
from aisance.ui.sheets import wanted

REFUSALS = {
    "no_draft": gettext_lazy("There is no draft."),
    "not_in_force": gettext_lazy("No version of it is in force."),
}


@requires(DEFINE)
@require_GET
def show_own_indicators(request: ViewerRequest) -> HttpResponseBase:
    """Every own indicator with its status and its versions."""
    cards = own_indicators(request.viewer)
    if file := wanted(request):
        return file.of(sheet_of_own(cards), "own-indicators")
    return render(request, "indicators/own_list.html", {"cards": cards})


@requires(DEFINE)
@require_http_methods(["GET", "POST"])
def add_own_indicator(request: ViewerRequest) -> HttpResponse:
    """First which question and how to read it, then the words and what each score is worth."""
    choosing = ReadingForm(request.GET if "read" in request.GET or "q" in request.GET else None)
    if not choosing.is_valid():
        return _choose(request, choosing)
    form = WantedForm(request.POST or None, reading=choosing.reading, chosen=choosing.chosen)
    return _written(request, form, None)


@requires(DEFINE)
@require_http_methods(["GET", "POST"])
def edit_own_indicator(request: ViewerRequest, code: str) -> HttpResponse:
    """The same of one that is there: writes its draft, or begins one for the next version."""
    version = newest_version(request.viewer, code)
    if version is None:
        raise Http404(code)
    stands = _stands(version)
    if "choose" in request.GET:
        return _choose(request, ReadingForm(initial=stands, kept=stands["q"]), version)
    asked = {"read": request.GET.get("read", stands["read"]), "q": request.GET.getlist("q") or stands["q"]}
    choosing = ReadingForm(asked, kept=stands["q"])
    if not choosing.is_valid():
        return _choose(request, choosing, version)
    initial = WantedForm.initial_of(version)
    form = WantedForm(
        request.POST or None, reading=choosing.reading, chosen=choosing.chosen, code=code, initial=initial
    )
    return _written(request, form, version)


def _stands(version: OwnVersion) -> dict[str, Any]:
    keys = [f"{part['question']}@{part['scale']}" for part in version.parts]
    return {"read": reading_of_version(version), "q": keys}


def _choose(request: ViewerRequest, form: ReadingForm, version: OwnVersion | None = None) -> HttpResponse:
    page = {"form": form, "question": QuestionForm(), "version": version}
    return render(request, "indicators/own_choose.html", page, status=422 if form.is_bound else 200)


def _written(request: ViewerRequest, form: WantedForm, version: OwnVersion | None) -> HttpResponse:
    """The second page: shown, previewed, or saved and led on to the indicator."""
    page: dict[str, Any] = {"form": form, "version": version, "again": _choosing_again(form, version)}
    if not form.is_bound:
        return render(request, "indicators/own_edit.html", page)
    if form.is_valid():
        if "preview" in request.POST:
            drawn = version_of(form.wanted)
            page |= {"preview": figure_of(request.viewer, drawn), "definition": as_definition(drawn)}
            return render(request, "indicators/own_edit.html", page)
        try:
            service = redraft_indicator if version else define_indicator
            number = service(wanted=form.wanted, by=request.viewer)
        except DefinitionRefused as refused:
            form.refuse(refused.problems)
        else:
            messages.success(request, _("Version %(number)d is saved as a draft.") % {"number": number})
            return redirect("own-indicators")
    return render(request, "indicators/own_edit.html", page, status=422)


def _choosing_again(form: WantedForm, version: OwnVersion | None) -> str:
    """The address at which another question or way of reading is chosen."""
    if version:
        return reverse("own-indicator-edit", args=[version.indicator.code]) + "?choose=1"
    return reverse("own-indicator-add")


@requires(DEFINE)
@require_POST
def add_question(request: ViewerRequest) -> HttpResponse:
    """Make a question, and go on to the indicator that reads it."""
    form = QuestionForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            create_question(
                code=data["question_code"],
                wording=form.wording,
                minimum=data["minimum"],
                maximum=data["maximum"],
                low_is_good=data["low_is_good"],
                by=request.viewer,
            )
        except QuestionRefused as refused:
            form.refuse(refused.problems)
        else:
            messages.success(request, _("The question is made; programmes may ask it from now on."))
            key = f"{data['question_code']}@{OWN_SCALE}{data['question_code']}"
            return redirect(reverse("own-indicator-add") + "?" + urlencode({"read": "share", "q": key}))
    page = {"form": ReadingForm(), "question": form, "version": None}
    return render(request, "indicators/own_choose.html", page, status=422)


def _deciding(service: Callable[..., Decision], done: Any) -> Callable[..., HttpResponseBase]:
    """A view that does one thing to an own indicator by posting, says so and goes back to the list."""

    @requires(DEFINE)
    @require_POST
    def decided(request: ViewerRequest, code: str) -> HttpResponse:
        if own_indicator(request.viewer, code) is None:
            raise Http404(code)
        decision = service(code=code, by=request.viewer)
        if isinstance(decision, Refused):
            messages.error(request, REFUSALS[decision.reason])
        else:
            messages.success(request, done)
        return redirect("own-indicators")

    return decided


approve = _deciding(approve_indicator, gettext_lazy("The draft is in force from today on."))
retire = _deciding(retire_indicator, gettext_lazy("The indicator is retired; its figures can still be read."))
discard = _deciding(discard_draft, gettext_lazy("The draft is thrown away."))
