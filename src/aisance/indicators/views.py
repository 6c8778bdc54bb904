"""The pages of figures: the first page, the choice of indicators, the list of all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.indicators.contracts import Asked
from aisance.indicators.dashboard.page import FirstPage, every_indicator, first_page, is_empty
from aisance.indicators.dashboard.sheets import sheet_of_ranking, sheet_of_strip, sheet_of_trends
from aisance.indicators.definition_sheets import sheet_of_list
from aisance.indicators.drilling import Chosen
from aisance.indicators.forms import FilterForm, ScorecardForm
from aisance.indicators.permissions import DEFINE, VIEW
from aisance.indicators.registry.families import families
from aisance.indicators.scorecards import choose_indicators, chosen_indicators
from aisance.indicators.sheets import asked_of, selection_words
from aisance.ui.sheets import Wanted, wanted


@requires(VIEW)
@require_GET
def show_first_page(request: ViewerRequest) -> HttpResponseBase:
    """How the company stands, for the chosen period, unit and channel."""
    form = FilterForm(request.GET, viewer=request.viewer)
    if not form.is_valid():
        return render(request, "indicators/first_page.html", {"form": form}, status=422)
    page = first_page(form.selection, request.viewer)
    if file := wanted(request):
        return _taken(file, page, asked_of(form.selection))
    empty = all(tile.now.n == 0 for tile in page.tiles) and is_empty(request.viewer)
    template = "indicators/nothing_yet.html" if empty else "indicators/first_page.html"
    context = {"form": form, "page": page, "place": _place(form), "chosen": _shown(form, request.viewer)}
    return render(request, template, context)


def _taken(file: Wanted, page: FirstPage, asked: Asked) -> HttpResponseBase:
    """The table that is asked for as a file; the trends where none is named."""
    words = selection_words(asked)
    if file.table == "channels":
        return file.of(sheet_of_ranking(page.ranking, asked), "channels-by-ease", *words)
    if file.table == "journey" and page.journey:
        return file.of(sheet_of_strip(page.journey, asked), "journey-by-ease", *words)
    return file.of(sheet_of_trends(page, asked), "trends", *words)


def _shown(form: FilterForm, viewer: Viewer) -> Chosen:
    """What the figures of the page are of, for the links to their rows."""
    selection = form.selection
    return Chosen(viewer, selection.start, selection.end, selection.where)


def _place(form: FilterForm) -> str:
    """The chosen unit in words."""
    offered = dict(form["unit"].field.choices)  # type: ignore[attr-defined]  # a ChoiceField
    return str(offered[form.selection.unit]).strip()


@requires(VIEW)
@require_GET
def list_indicators(request: ViewerRequest) -> HttpResponseBase:
    """Every indicator with its value."""
    form = FilterForm(request.GET, viewer=request.viewer)
    if not form.is_valid():
        return render(request, "indicators/indicator_list.html", {"form": form}, status=422)
    groups = every_indicator(form.selection, request.viewer)
    if file := wanted(request):
        asked = asked_of(form.selection)
        return file.of(sheet_of_list(asked, groups), "indicators", *selection_words(asked))
    page = {"groups": groups, "may_define": request.viewer.holds(DEFINE)}
    page["chosen"] = _shown(form, request.viewer)
    return render(request, "indicators/indicator_list.html", {"form": form, **page})


@requires(VIEW)
@require_http_methods(["GET", "POST"])
def choose_scorecard(request: ViewerRequest) -> HttpResponse:
    """Which indicators stand first for the person who asks."""
    if request.method == "POST":
        return _chosen(request, request.viewer)
    form = ScorecardForm(chosen=chosen_indicators(request.viewer))
    return _scorecard(request, form, 200)


def _chosen(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = ScorecardForm(request.POST)
    if not form.is_valid():
        return _scorecard(request, form, 422)
    choose_indicators(names=form.chosen, by=viewer)
    messages.success(request, _("Your indicators are chosen."))
    return redirect("first-page")


def _scorecard(request: HttpRequest, form: ScorecardForm, status: int) -> HttpResponse:
    return render(request, "indicators/scorecard.html", {"form": form, "families": families()}, status=status)
