"""The pages of plans."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.accounts.public import units_by_code
from aisance.advocacy.public import idea_cards
from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.improvement.contracts import CauseFate, ImprovementError, PlanStatus
from aisance.improvement.inner.queries import topics_seen
from aisance.improvement.models import Plan
from aisance.improvement.permissions import LEAD_PLANS, VIEW_PLANS
from aisance.improvement.plans.causes import ask_for_plan, mends, say_of_cause
from aisance.improvement.plans.drawing import lines_of, range_of
from aisance.improvement.plans.effects import Figure
from aisance.improvement.plans.forms import AskedForm, CauseForm, PlanForm, WordsForm
from aisance.improvement.plans.measuring import Effect, effect_of
from aisance.improvement.plans.queries import plan_seen, plans_seen
from aisance.improvement.plans.services import begin_plan, conclude_plan, note_on_plan, stop_plan, write_plan
from aisance.improvement.plans.sheets import sheet_of_plans, sheet_of_weeks
from aisance.improvement.plans.wording import (
    against_expected,
    cause_words,
    expected_words,
    of_figure,
    strength_words,
    trends_words,
    verdict_on,
)
from aisance.improvement.wording import FATE_NAMES, KIND_NAMES, STATUS_NAMES, TOPIC_NAMES
from aisance.indicators.contracts import Definition
from aisance.indicators.public import definition
from aisance.ui.sheets import wanted

MEASURABLE = (PlanStatus.RUNNING, PlanStatus.MEASURED)
ENTRY_NAMES = {**{str(status): name for status, name in STATUS_NAMES.items()}, "cause": pgettext_lazy("a log", "cause")}
FATE_TONES = {  # somebody says so: green would claim that it was measured
    CauseFate.REMOVED: ("plain", "down"),
    CauseFate.EASED: ("plain", "down"),
    CauseFate.STAYS: ("unsure", "same"),
}


@requires(VIEW_PLANS)
@require_safe
def list_plans(request: ViewerRequest) -> HttpResponseBase:
    """Every plan of the viewer's units, with what was measured."""
    plans = list(plans_seen(request.viewer))
    if file := wanted(request):
        return file.of(sheet_of_plans(plans), "plans")
    lines = [_line(plan) for plan in plans]
    page = {"lines": lines, "may_lead": request.viewer.holds(LEAD_PLANS)}
    return render(request, "improvement/plans/list.html", page)


def _line(plan: Plan) -> dict[str, Any]:
    entry = definition(plan.indicator)
    said = figure = None
    if kept := plan.result.get("figure"):
        figure = Figure(**kept)
        said = of_figure(figure, plan.wanted)
    strength = plan.result.get("strength")
    return {
        "plan": plan,
        "cause": cause_words(plan),
        "status": STATUS_NAMES[plan.status],
        "expected": expected_words(plan, entry),
        "said": said,
        "figure": figure,
        "unit": entry.unit,
        "strength": strength_words(strength, plan) if strength else "",
        "fate": (FATE_NAMES[plan.cause], *FATE_TONES[CauseFate(plan.cause)]) if plan.cause else None,
    }


def _plan(viewer: Viewer, plan_id: int) -> Plan:
    plan = plan_seen(viewer, plan_id)
    if plan is None:
        raise Http404
    return plan


def _led(viewer: Viewer, plan_id: int) -> Plan:
    plan = _plan(viewer, plan_id)
    if not viewer.scope(LEAD_PLANS).covers(plan.unit.path or ""):
        raise PermissionDenied(LEAD_PLANS.code)
    return plan


@requires(VIEW_PLANS)
@require_safe
def show_plan(request: ViewerRequest, plan_id: int) -> HttpResponseBase:
    """One plan: what was expected, what it brought so far, how sure that is, and its log."""
    plan = _plan(request.viewer, plan_id)
    if file := wanted(request):
        effect = effect_of(plan) if plan.status in MEASURABLE else None
        return file.of(sheet_of_weeks(plan, effect), "plan", plan.pk) if effect else _page(request, plan)
    return _page(request, plan)


def _page(request: ViewerRequest, plan: Plan, *, cause: CauseForm | None = None) -> HttpResponse:
    entry = definition(plan.indicator)
    effect = effect_of(plan) if plan.status in MEASURABLE else None
    may_lead = request.viewer.scope(LEAD_PLANS).covers(plan.unit.path or "")
    page: dict[str, Any] = {
        **_line(plan),
        "entry": entry,
        "effect": effect,
        "log": [(one, ENTRY_NAMES.get(one.kind, _("note"))) for one in plan.entries.all()],
        "said": next((one for one in reversed(plan.entries.all()) if one.kind == "cause"), None),
        **_measured(plan, effect),
        "may_lead": may_lead,
        "mends": mends(plan),
        "form": WordsForm(),
        "asked": idea_cards(request.viewer, list(plan.ideas.values_list("idea_id", flat=True))),
        "topics": topics_seen(request.viewer).filter(plan=plan),
        "topic_names": TOPIC_NAMES,
        "left_out": [card.name for card in units_by_code((plan.lot or {}).get("left_out", {})).values()],
        "kind": KIND_NAMES.get(plan.lot["kind"], "") if plan.lot else "",
        "computed_at": clock.now(),
    }
    if may_lead and plan.cause != CauseFate.REMOVED and plan.status in MEASURABLE:
        page |= {"cause_form": cause or CauseForm(), "ask": AskedForm(viewer=request.viewer)}
    if effect:
        page |= _of_effect(effect, plan, entry)
    return render(request, "improvement/plans/detail.html", page, status=422 if cause else 200)


def _measured(plan: Plan, effect: Effect | None) -> dict[str, Any]:
    """The figure that stands beside what is said of the cause: as it was kept, or as it is while the plan runs."""
    held = plan.result.get("figure")
    kept = Figure(**held) if held else None
    figure = kept if plan.status == PlanStatus.MEASURED else effect.figure if effect else None
    return {"figure_then": figure, "words_then": of_figure(figure, plan.wanted)[2] if figure else ""}


def _of_effect(effect: Effect, plan: Plan, entry: Definition) -> dict[str, Any]:
    expected = (plan.size if plan.wanted == "up" else -plan.size) if plan.size else None
    return {
        "verdict": verdict_on(effect, plan),
        "range": range_of(effect.figure, expected) if effect.figure else None,
        "lines": lines_of(effect),
        "trends": trends_words(effect, entry),
        "beside": against_expected(effect.figure, plan, entry),
        "weeks": _weeks(effect),
    }


def _weeks(effect: Any) -> list[dict[str, Any]]:
    others = effect.others
    return [
        {
            "start": start,
            "n": effect.pilots.n[i],
            "mean": effect.pilots.mean[i],
            "others_n": others.n[i] if others else None,
            "others": others.mean[i] if others else None,
        }
        for i, start in enumerate(effect.starts)
    ]


@requires(LEAD_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_plan(request: ViewerRequest) -> HttpResponse:
    """A new plan; the cause may stand in the address."""
    asked = {name: request.GET[name] for name in ("reason", "theme", "indicator") if name in request.GET}
    first = {"indicator": "repeat_contacts", "wanted": "down", "starts_on": clock.today(), **asked}
    form = PlanForm(request.POST or None, viewer=request.viewer, initial=first)
    if form.is_bound and form.is_valid():
        try:
            plan = write_plan(draft=form.draft, by=request.viewer)
        except ImprovementError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            messages.success(request, _("The plan is proposed. Begin it when it begins."))
            return redirect("plan-detail", plan.pk)
    return render(request, "improvement/plans/add.html", {"form": form}, status=422 if form.is_bound else 200)


@requires(LEAD_PLANS)
@require_POST
def move_plan(request: ViewerRequest, plan_id: int, step: str) -> HttpResponse:
    """Begin, measure, stop, or note something."""
    plan = _led(request.viewer, plan_id)
    if step in ("end", "cause"):
        return _say_of_cause(request, plan)
    if step == "ask":
        return _ask(request, plan)
    form = WordsForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        _take(step, plan, words, request.viewer)
    except ImprovementError as problem:
        messages.error(request, str(problem))
    return redirect("plan-detail", plan.pk)


def _say_of_cause(request: ViewerRequest, plan: Plan) -> HttpResponse:
    """Say what became of the cause; a plan that still runs ends with its measure first."""
    form = CauseForm(request.POST)
    if not form.is_valid():
        return _page(request, plan, cause=form)
    fate, words = CauseFate(form.cleaned_data["fate"]), form.cleaned_data["words"]
    try:
        with transaction.atomic():
            if plan.status == PlanStatus.RUNNING:
                conclude_plan(plan_id=plan.pk, by=request.viewer)
            say_of_cause(plan_id=plan.pk, fate=fate, words=words, by=request.viewer)
    except ImprovementError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Noted, with the measure of today beside it."))
    return redirect("plan-detail", plan.pk)


def _ask(request: ViewerRequest, plan: Plan) -> HttpResponse:
    form = AskedForm(request.POST, viewer=request.viewer)
    chosen = form.cleaned_data if form.is_valid() else {}
    try:
        if not any(chosen.values()):
            raise ImprovementError(_("Choose an idea, or what gets in the way."))
        ask_for_plan(plan_id=plan.pk, idea_id=chosen["idea"], topic_id=chosen["topic"], by=request.viewer)
    except ImprovementError as problem:
        messages.error(request, str(problem))
    return redirect("plan-detail", plan.pk)


def _take(step: str, plan: Plan, words: str, by: Viewer) -> None:
    if step == "begin":
        begin_plan(plan_id=plan.pk, by=by)
    elif step == "measure":
        conclude_plan(plan_id=plan.pk, words=words, by=by)
    elif step == "stop" and words:
        stop_plan(plan_id=plan.pk, words=words, by=by)
    elif step == "note" and words:
        note_on_plan(plan_id=plan.pk, words=words, by=by)
    elif step in ("stop", "note"):
        raise ImprovementError(_("Say it in words: the log keeps them."))
    else:
        raise Http404
