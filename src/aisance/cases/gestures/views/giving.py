"""Gestures on the page of a case: what may be given now, and giving it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aisance.cases.gestures.amounts import amount_words
from aisance.cases.gestures.contracts import STANDING, GestureReason, GestureRefusedError, GestureState, Purse
from aisance.cases.gestures.forms import GiveForm, WhyForm
from aisance.cases.gestures.permissions import GRANT, VIEW
from aisance.cases.gestures.queries import (
    autonomies,
    gesture_for,
    gestures_of_case,
    kinds_on,
    purses_of,
    situations,
    terms_of,
)
from aisance.cases.gestures.rules import must_ask
from aisance.cases.gestures.rules import refusal as condition_failed
from aisance.cases.gestures.services.granting import give, may_withdraw, withdraw
from aisance.cases.gestures.wording import cost_words, kind_name, reason_words, refusal, state_words
from aisance.cases.models import Case, Gesture, GestureHoldBack, GestureKind
from aisance.cases.public import case_at, case_for
from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.ui.blocks import shown_at


@shown_at("case")
def of_case(viewer: Viewer, case_id: int) -> tuple[str, dict[str, Any]] | None:
    """What was given in a case, and what may be given now with what is left to give it from."""
    case = case_at(viewer, case_id)
    may_see = case is not None and any(viewer.scope(right).covers(case.unit.path or "") for right in (GRANT, VIEW))
    if case is None or not may_see:
        return None
    return "cases/gestures/on_case.html", shown_on(case, viewer, None)


def shown_on(case: Case, viewer: Viewer, form: GiveForm | None) -> dict[str, Any]:
    """What the block holds; `form` is one that was posted and is wrong."""
    path = case.unit.path or ""
    grants = viewer.scope(GRANT).covers(path) and case.customer_id is not None
    given = gestures_of_case(viewer, case.pk, GRANT if viewer.scope(GRANT).covers(path) else VIEW)
    kinds = kinds_on() if grants else []
    purses = purses_of(viewer.person_id, path, clock.today()) if grants else []
    options = _options(case, kinds, viewer, purses, given)
    return {
        "case": case,
        "given": [_given(row, viewer) for row in given],
        "options": options,
        "second": any(option["is_second"] for option in options),
        "purse": next((_purse(one) for one in purses if one.person_id), None),
        "unit_purse": min((_purse(one) for one in purses if not one.person_id), key=lambda one: one["left_minor"])
        if any(not one.person_id for one in purses)
        else None,
        "form": form or (GiveForm(kinds=kinds) if kinds else None),
        "grants": grants,
    }


def _purse(purse: Purse) -> dict[str, Any]:
    return {
        "left_minor": purse.left_minor,
        "amount_minor": purse.amount_minor,
        "left": amount_words(purse.left_minor),
        "amount": amount_words(purse.amount_minor),
    }


def _options(
    case: Case, kinds: list[GestureKind], viewer: Viewer, purses: list[Purse], given: list[Gesture]
) -> list[dict[str, Any]]:
    """Every kind that may be given now, what it costs, and whether somebody is asked; the others with why not."""
    limits = autonomies(viewer, kinds, case.unit.path or "")
    found = situations(case, kinds)
    standing = {row.kind_id for row in given if row.state in STANDING}
    options = []
    for kind in kinds:
        why_not = condition_failed(terms_of(kind), found[kind.pk], kind.least_minor)
        above = must_ask(kind.least_minor, limits.get(kind.pk), purses)
        options.append(
            {
                "id": kind.pk,
                "name": kind_name(kind),
                "cost": cost_words(kind),
                "why_not": reason_words(why_not) if why_not else "",
                "is_asked": above is not None,
                "alone": amount_words(min(limits[kind.pk], kind.most_minor))
                if kind.pk in limits and not kind.is_fixed
                else "",
                "is_second": kind.pk in standing,
            }
        )
    return sorted(options, key=lambda option: bool(option["why_not"]))


def _given(row: Gesture, viewer: Viewer) -> dict[str, Any]:
    takes_back = row.state in {GestureState.GRANTED, GestureState.ASKED} and may_withdraw(row, viewer)
    return {
        "row": row,
        "name": kind_name(row.kind),
        "amount": amount_words(row.amount_minor, row.currency),
        "state": state_words(row),
        "reason": reason_words(row.reason),
        "because": _why_held_back(row),
        "form": WhyForm(which=row.pk) if takes_back else None,
    }


def _why_held_back(row: Gesture) -> str:
    """What whoever set the draw says of it; empty for all others."""
    if row.state != GestureState.HELD_BACK:
        return ""
    terms = GestureHoldBack.objects.filter(pk=row.policy.get("hold_back", 0)).first()
    return terms.words if terms else ""


@requires(GRANT)
@require_POST
def case_gesture(request: ViewerRequest, number: str) -> HttpResponse:
    """Give a gesture in a case, or ask for it; either way the decision is kept with its reason."""
    case = case_for(request.viewer, number)
    if case is None or not request.viewer.scope(GRANT).covers(case.unit.path or ""):
        raise Http404
    form = GiveForm(request.POST, kinds=kinds_on())
    if form.is_valid() and _gave(request, case, form):
        return redirect(_address(case))
    return _wrong(request, case, form)


def _gave(request: ViewerRequest, case: Case, form: GiveForm) -> bool:
    held = form.cleaned_data
    try:
        given = give(
            case=case,
            kind_id=held["kind"],
            amount_minor=held["amount"],
            words=held["words"],
            second_because=held["second_because"],
            by=request.viewer,
        )
    except GestureRefusedError as problem:
        form.add_error("second_because", refusal(problem.reason))
        return False
    if given.state == GestureState.GRANTED:
        messages.success(request, _("The gesture is given."))
    elif given.state == GestureState.ASKED:
        messages.success(request, _("It is more than you decide alone: your request waits for an answer."))
    elif given.state == GestureState.HELD_BACK:
        messages.info(request, reason_words(GestureReason.DRAWN))
    else:
        messages.error(request, reason_words(given.reason))
    return True


def _wrong(request: ViewerRequest, case: Case, form: GiveForm | None, why: WhyForm | None = None) -> HttpResponse:
    """A page of its own, with what was typed: the page of the case is not ours."""
    context = {**shown_on(case, request.viewer, form), "back": _address(case)}
    if why is not None:
        context["why"] = why
    return render(request, "cases/gestures/give.html", context, status=422)


def _address(case: Case) -> str:
    return reverse("case-detail", args=[case.number]) + "#gestures"


@requires(GRANT)
@require_POST
def gesture_withdraw(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a gesture or a request back, with a reason."""
    row = gesture_for(request.viewer, pk)
    if row is None:
        raise Http404
    form = WhyForm(request.POST, which=pk)
    if form.is_valid():
        try:
            withdraw(gesture_id=pk, words=form.cleaned_data["words"], by=request.viewer)
        except GestureRefusedError as problem:
            form.add_error("words", refusal(problem.reason))
        else:
            messages.success(request, _("It is taken back, and the amount is free again."))
            return redirect(_address(row.case))
    return _wrong(request, row.case, None, form)
