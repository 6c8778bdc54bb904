"""The pages of weightings: those declared, declaring one, a figure raw beside weighted."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.core.translated import translated
from aisance.indicators.contracts import Asked, Definition, Estimate, IndicatorError
from aisance.indicators.dashboard.moves import is_weak
from aisance.indicators.definition_form import DIMENSION_NAMES
from aisance.indicators.drilling import chosen_of
from aisance.indicators.models import Weighting
from aisance.indicators.pages import indicator_or_404
from aisance.indicators.permissions import DEFINE, VIEW
from aisance.indicators.public import dimension_names, estimates_asked
from aisance.indicators.sheets import selection_words
from aisance.indicators.weighting.forms import WeightedForm, WeightingForm
from aisance.indicators.weighting.services import declare_weighting, remove_weighting
from aisance.indicators.weighting.sheets import sheet_of_weighted, sheet_of_weightings
from aisance.ui.drawings import Axis, axis_over
from aisance.ui.sheets import Sheet, wanted


@dataclass(frozen=True, slots=True)
class Declared:
    """A weighting in the list of all: what it is brought to, in words."""

    code: str
    name: str
    targets: list[tuple[str, str]]


@requires(VIEW)
@require_GET
def list_weightings(request: ViewerRequest) -> HttpResponseBase:
    """Every weighting that is declared."""
    every = Weighting.objects.order_by("code")
    if file := wanted(request):
        return file.of(sheet_of_weightings(every), "weightings")
    declared = [_declared(held) for held in every]
    may_define = request.viewer.holds(DEFINE)
    return render(request, "indicators/weighting_list.html", {"declared": declared, "may_define": may_define})


def _declared(held: Weighting) -> Declared:
    targets = [(str(DIMENSION_NAMES[dimension]), _in_words(shares)) for dimension, shares in held.targets.items()]
    return Declared(held.code, translated(held.name), targets)


def _in_words(shares: Any) -> str:
    if isinstance(shares, str):
        return _("as among all contacts")
    return ", ".join(f"{code} {100 * share:g}%" for code, share in shares.items())


@requires(DEFINE)
@require_http_methods(["GET", "POST"])
def add_weighting(request: ViewerRequest) -> HttpResponse:
    """Declare a weighting."""
    form = WeightingForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _declare(form, request.viewer):
        messages.success(request, _("The weighting is declared."))
        return redirect("weighting-list")
    return render(request, "indicators/weighting_add.html", {"form": form}, status=422 if form.is_bound else 200)


def _declare(form: WeightingForm, by: Viewer) -> bool:
    held = form.cleaned_data
    names = {"en": held["name_en"], "fr": held["name_fr"]}
    try:
        declare_weighting(
            code=held["code"], names=names, targets=form.targets, least=held["least"], most=held["most"], by=by
        )
    except IndicatorError as problem:
        form.refuse(problem)
        return False
    return True


@requires(DEFINE)
@require_POST
def take_weighting_away(request: ViewerRequest, code: str) -> HttpResponse:
    """Remove a weighting."""
    try:
        remove_weighting(code=code, by=request.viewer)
    except IndicatorError as problem:
        raise Http404(str(problem)) from problem
    messages.success(request, _("The weighting is removed."))
    return redirect("weighting-list")


@dataclass(frozen=True, slots=True)
class Pair:
    """One cell, raw beside weighted."""

    name: str
    raw: Estimate
    weighted: Estimate
    weak: bool


@dataclass(frozen=True, slots=True)
class Pairs:
    """The total and the cells on one axis."""

    total: Pair
    rows: list[Pair]
    axis: Axis
    dimension: str


@requires(VIEW)
@require_GET
def show_weighted(request: ViewerRequest, name: str) -> HttpResponseBase:
    """An indicator raw beside weighted, with what the weighting costs."""
    entry = indicator_or_404(name)
    form = WeightedForm(request.GET, entry=entry, viewer=request.viewer)
    pairs = None
    try:
        pairs = _pairs(entry, form.asked, request.viewer) if form.is_valid() and form.asked.weighting else None
    except IndicatorError as problem:
        form.refuse(problem)
    if pairs and (file := wanted(request)):
        return file.of(_sheet(entry, form.asked, pairs), "weighted", entry.name, *selection_words(form.asked))
    there_are = Weighting.objects.exists()
    page = {"definition": entry, "form": form, "pairs": pairs, "there_are": there_are}
    page["may_define"] = request.viewer.holds(DEFINE)
    page["chosen"] = chosen_of(form.asked, request.viewer) if pairs else None
    return render(request, "indicators/weighted.html", page, status=422 if form.errors else 200)


def _pairs(entry: Definition, asked: Asked, viewer: Viewer) -> Pairs:
    [total] = _beside(entry, replace(asked, by=(), compare=None, against={}), viewer)
    rows = _beside(entry, replace(asked, compare=None, against={}), viewer) if asked.by else []
    bounds = [b for pair in (total, *rows) for one in (pair.raw, pair.weighted) for b in (one.low, one.value, one.high)]
    dimension = str(DIMENSION_NAMES[asked.by[0]]) if asked.by else ""
    return Pairs(total, rows, axis_over([0.0, *bounds], first=3.0, last=97.0), dimension)


def _sheet(entry: Definition, asked: Asked, pairs: Pairs) -> Sheet:
    cells = [(pair.name, pair.raw, pair.weighted) for pair in pairs.rows or [pairs.total]]
    asked = replace(asked, compare=None, against={}, by=asked.by if pairs.rows else ())
    return sheet_of_weighted(entry, asked, cells, _("%(name)s, raw beside weighted") % {"name": entry.title})


def _beside(entry: Definition, asked: Asked, viewer: Viewer) -> list[Pair]:
    weighted = estimates_asked(entry.name, asked, viewer=viewer)
    raw = {_key(cell): cell for cell in estimates_asked(entry.name, replace(asked, weighting=""), viewer=viewer)}
    codes = [_key(cell) for cell in weighted]
    names = dimension_names(asked.by[0], codes, viewer=viewer) if asked.by else {"": ""}
    return [
        Pair(names[code] or (_("not known") if asked.by else ""), raw[code], cell, is_weak(entry, cell))
        for code, cell in zip(codes, weighted, strict=True)
        if code in raw
    ]


def _key(cell: Estimate) -> str:
    return next(iter(cell.dimensions.values()), "")
