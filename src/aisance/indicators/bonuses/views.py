"""The page of bonuses on scores."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aisance.core.permissions import ViewerRequest, requires
from aisance.indicators.bonuses.forms import BonusForm
from aisance.indicators.bonuses.queries import bonuses_seen_by, may_mark
from aisance.indicators.bonuses.services import mark_bonus, remove_bonus
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.permissions import MARK_BONUS, VIEW_ASKED
from aisance.indicators.registry import definition


@requires(VIEW_ASKED)
@require_http_methods(["GET", "HEAD", "POST"])
def list_bonuses(request: ViewerRequest) -> HttpResponse:
    """Where bonuses depend on a score, and the form that says so."""
    marks = request.viewer.holds(MARK_BONUS)
    if request.method == "POST" and not marks:
        raise PermissionDenied(MARK_BONUS.code)
    form = BonusForm(request.POST or None, viewer=request.viewer) if marks else None
    if form and form.is_bound and form.is_valid() and _marked(form, request):
        return redirect("bonus-list")
    held = [
        {"mark": mark, "score": _title(mark.indicator), "mine": may_mark(request.viewer, mark.unit.path or "")}
        for mark in bonuses_seen_by(request.viewer)
    ]
    status = 422 if form and form.is_bound else 200
    return render(request, "indicators/bonuses/list.html", {"form": form, "held": held}, status=status)


def _marked(form: BonusForm, request: ViewerRequest) -> bool:
    try:
        mark_bonus(**form.marked, by=request.viewer)
    except IndicatorError as problem:
        form.add_error("indicator", str(problem))
        return False
    messages.success(request, _("Marked: a caution stands beside the figure from now on."))
    return True


def _title(indicator: str) -> str:
    if not indicator:
        return _("Every score")
    try:
        return str(definition(indicator).title)
    except IndicatorError:
        return indicator


@requires(MARK_BONUS)
@require_POST
def take_bonus_away(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a mark away."""
    held = bonuses_seen_by(request.viewer).filter(pk=pk).first()
    if held is None:
        raise Http404
    if not may_mark(request.viewer, held.unit.path or ""):
        raise PermissionDenied(MARK_BONUS.code)
    remove_bonus(held=held, by=request.viewer)
    messages.success(request, _("The mark is gone, and with it the caution."))
    return redirect("bonus-list")
