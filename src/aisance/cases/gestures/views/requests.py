"""Requests for gestures above somebody's autonomy or budget: those to answer, and one's own."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aisance.cases.gestures.amounts import amount_words
from aisance.cases.gestures.contracts import GestureRefusedError, GestureState
from aisance.cases.gestures.forms import WhyForm
from aisance.cases.gestures.permissions import DECIDE, GRANT
from aisance.cases.gestures.queries import gesture_for, requests_of, requests_waiting
from aisance.cases.gestures.services.deciding import approve, decline, pass_up
from aisance.cases.gestures.wording import kind_name, reason_words, refusal, state_words
from aisance.cases.models import Gesture
from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.public import names

SHOWN = timedelta(days=30)
MOST = 100


@requires(GRANT)
@require_safe
def requests(request: ViewerRequest) -> HttpResponse:
    """What waits for an answer, for whoever answers; and what became of one's own requests."""
    return _page(request, None, 0)


def _page(request: ViewerRequest, wrong: WhyForm | None, which: int) -> HttpResponse:
    viewer = request.viewer
    waiting = list(requests_waiting(viewer)[:MOST]) if viewer.holds(DECIDE) else []
    own = list(requests_of(viewer, clock.now() - SHOWN)[:MOST])
    called = names({row.customer_id for row in [*waiting, *own] if row.customer_id})
    to_answer = [_row(row, called, viewer, wrong if row.pk == which else None) for row in waiting]
    context = {
        "mine": [row for row in to_answer if row["for_me"]],
        "elsewhere": [row for row in to_answer if not row["for_me"]],
        "own": [_row(row, called, viewer) for row in own],
        "answers": viewer.holds(DECIDE),
        "most": MOST if len(waiting) == MOST else 0,
    }
    return render(request, "cases/gestures/requests.html", context, status=422 if wrong else 200)


def _row(row: Gesture, called: Any, viewer: Viewer, form: WhyForm | None = None) -> dict[str, Any]:
    here = row.waits_at.path if row.waits_at else ""
    return {
        "row": row,
        "name": kind_name(row.kind),
        "amount": amount_words(row.amount_minor, row.currency),
        "customer": called.get(row.customer_id or 0, ""),
        "state": state_words(row),
        "reason": reason_words(row.reason),
        "for_me": here in viewer.scope(DECIDE).paths or not here,
        "is_late": row.answer_due_at is None or row.answer_due_at < clock.now(),
        "is_own": row.by_id == viewer.person_id,
        "form": form or WhyForm(which=row.pk),
    }


@requires(DECIDE)
@require_POST
def answer(request: ViewerRequest, pk: int) -> HttpResponse:
    """Give it, decline it or pass it up, with a reason."""
    row = gesture_for(request.viewer, pk, DECIDE)
    if row is None:
        if gesture_for(request.viewer, pk) is not None:
            raise PermissionDenied(DECIDE.code)
        raise Http404
    form = WhyForm(request.POST, which=pk)
    if not form.is_valid():
        return _page(request, form, pk)
    try:
        said = _answered(request, row, form.cleaned_data["words"])
    except GestureRefusedError as problem:
        form.add_error("words", refusal(problem.reason))
        if problem.reason == "waits_no_more":
            messages.error(request, refusal(problem.reason))
            return redirect("gesture-requests")
        return _page(request, form, pk)
    messages.success(request, said)
    return redirect("gesture-requests")


def _answered(request: ViewerRequest, row: Gesture, words: str) -> str:
    act, pk = request.POST.get("act", ""), row.pk
    about = {"gesture": ", ".join(filter(None, [kind_name(row.kind), amount_words(row.amount_minor, row.currency)]))}
    if act == "approve":
        state = approve(gesture_id=pk, words=words, by=request.viewer)
        if state == GestureState.HELD_BACK:
            return _("You said yes, and the draw holds it back: this case gets no gesture.")
        return _("%(gesture)s: it is given.") % about
    if act == "decline":
        decline(gesture_id=pk, words=words, by=request.viewer)
        return _("%(gesture)s: it is declined; whoever asked sees why.") % about
    if act == "pass-up":
        pass_up(gesture_id=pk, words=words, by=request.viewer)
        return _("%(gesture)s: it waits for those above now.") % about
    raise Http404
