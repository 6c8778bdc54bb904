"""The board of causes, the judgement of a reason, the cost of a minute."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.improvement.causes.forms import CausesForm, CostForm, JudgementForm
from aisance.improvement.causes.queries import Board, causes_seen, minute_costs
from aisance.improvement.causes.rules import dots, first_beyond_chance
from aisance.improvement.causes.services import judge_reason, set_minute_cost
from aisance.improvement.causes.sheets import sheet_of_causes
from aisance.improvement.contracts import ImprovementError, Square
from aisance.improvement.models import Judgement
from aisance.improvement.permissions import JUDGE_CAUSES, VIEW_CAUSES
from aisance.improvement.wording import SQUARE_MEANINGS, SQUARE_NAMES
from aisance.indicators.public import definition
from aisance.journeys.public import reasons
from aisance.ui.drawings import axis_over
from aisance.ui.sheets import wanted
from aisance.verbatims.public import theme_names

# From the top left of the map: what the company values above, what the customer values to the right.
SQUARES = (Square.SIMPLIFY, Square.LEVERAGE, Square.REMOVE, Square.AUTOMATE)
CORNERS = {Square.SIMPLIFY: (2, 5), Square.LEVERAGE: (52, 5), Square.REMOVE: (2, 55), Square.AUTOMATE: (52, 55)}


@requires(VIEW_CAUSES)
@require_GET
def show_causes(request: ViewerRequest) -> HttpResponseBase:
    """Contact reasons of a period, those that repeat most first."""
    form = CausesForm(request.GET, viewer=request.viewer)
    if not form.is_valid():
        return render(request, "improvement/causes/page.html", {"form": form}, status=422)
    sought = form.sought
    board = causes_seen(request.viewer, sought)
    if file := wanted(request):
        return file.of(sheet_of_causes(board, sought), "causes", sought.unit, sought.reason, *sought.period)
    page = {
        "form": form,
        "board": board,
        "sought": sought,
        "before_words": form.selection.before_in_words,
        "computed_at": clock.now(),
        "may_judge": request.viewer.holds(JUDGE_CAUSES),
    }
    return render(request, "improvement/causes/page.html", page | _context(board))


def _context(board: Board) -> dict[str, Any]:
    bounds = {cause.code: _bounds(cause.repeats) for cause in board.causes}
    first = first_beyond_chance(bounds)
    estimates = [(cause.repeats, cause.ease) for cause in board.causes]
    repeats, ease = ([one for pair in estimates for one in (pair[i].low, pair[i].high)] for i in (0, 1))
    return {
        "first": next((cause for cause in board.causes if cause.code == first), None),
        "repeats_axis": axis_over([0.0, *repeats]),
        "ease_axis": axis_over([0.0, *ease]),
        "ease": definition("net_easy"),
        "themes": theme_names(),
        "squares": _squares(board),
        "dots": _dots(board),
    }


def _bounds(estimate: Any) -> tuple[float, float] | None:
    return (estimate.low, estimate.high) if estimate.low is not None else None


def _dots(board: Board) -> list[Any]:
    judged = [(number, cause) for number, cause in enumerate(board.causes, start=1) if cause.square]
    places = [
        (number, cause.judgement.to_customer or 0, cause.judgement.to_company or 0, cause.contacts)
        for number, cause in judged
        if cause.judgement
    ]
    return list(zip(dots(places), [cause for _, cause in judged], strict=True))


def _squares(board: Board) -> list[dict[str, Any]]:
    return [
        {
            "code": square,
            "name": SQUARE_NAMES[square],
            "means": SQUARE_MEANINGS[square],
            "x": CORNERS[square][0],
            "y": CORNERS[square][1],
            "causes": [(i, cause) for i, cause in enumerate(board.causes, start=1) if cause.square == square],
            "contacts": sum(cause.contacts for cause in board.causes if cause.square == square),
        }
        for square in SQUARES
    ]


@requires(JUDGE_CAUSES)
@require_http_methods(["GET", "HEAD", "POST"])
def judge_cause(request: ViewerRequest, code: str) -> HttpResponse:
    """What a reason is worth, and to whom; who could mend it."""
    card = next((card for card in reasons() if card.code == code), None)
    if card is None:
        raise Http404
    held = Judgement.objects.filter(reason_id=card.id).first()
    form = JudgementForm(request.POST or None, initial=_said(held))
    if form.is_bound and form.is_valid():
        judge_reason(draft=form.draft(code), by=request.viewer)
        messages.success(request, _("Noted. The map of causes shows it."))
        return redirect("cause-list")
    status = 422 if form.is_bound else 200
    page = {"form": form, "reason": card, "held": held, "squares": _meanings()}
    return render(request, "improvement/causes/judge.html", page, status=status)


def _meanings() -> list[tuple[Any, Any]]:
    return [(SQUARE_NAMES[square], SQUARE_MEANINGS[square]) for square in SQUARES]


def _said(held: Judgement | None) -> dict[str, Any]:
    if held is None:
        return {}
    names = ("to_customer", "to_company", "owner_name", "owner_team", "owner_mail", "words")
    return {name: getattr(held, name) for name in names}


@requires(JUDGE_CAUSES)
@require_http_methods(["GET", "HEAD", "POST"])
def set_cost(request: ViewerRequest) -> HttpResponse:
    """What a minute costs, since when, and who says so."""
    costs = minute_costs()
    currency = costs[0].currency if costs else "EUR"
    form = CostForm(request.POST or None, initial={"currency": currency, "since": clock.today()})
    if form.is_bound and form.is_valid():
        try:
            set_minute_cost(draft=form.draft, by=request.viewer)
        except ImprovementError as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            messages.success(request, _("Noted. Costs are computed with it from that day on."))
            return redirect(reverse("minute-cost"))
    status = 422 if form.is_bound else 200
    return render(request, "improvement/causes/cost.html", {"form": form, "costs": costs}, status=status)
