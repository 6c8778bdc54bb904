"""The page that compares any two selections of one indicator."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aisance.boards.comparison_form import ComparisonForm
from aisance.boards.files import sheet_of_sides
from aisance.boards.permissions import VIEW
from aisance.boards.reading.kinds import axis_over_estimates
from aisance.boards.reading.selection import figures_address, in_words
from aisance.boards.selections import NotComparableError, Sides, compared
from aisance.core.permissions import ViewerRequest, requires
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.public import behind
from aisance.ui.sheets import Wanted, wanted


@requires(VIEW)
@require_GET
def compare(request: ViewerRequest) -> HttpResponseBase:
    """Selections A and B from the address; the verdict, or what keeps it from being given."""
    form = ComparisonForm(request.GET, viewer=request.viewer)
    page: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            page |= _sides(request, form)
        except (NotComparableError, IndicatorError) as problem:
            form.add_error(None, str(problem))
    if "sides" in page and (file := wanted(request)):
        return _taken(file, page["sides"], form)
    return render(request, "boards/comparison.html", page, status=200 if form.is_valid() else 422)


def _taken(file: Wanted, sides: Sides, form: ComparisonForm) -> HttpResponseBase:
    a, b = form.side("a"), form.side("b")
    title = _("%(name)s: A against B") % {"name": sides.definition.title}
    days = [day.isoformat() for side in (a, b) for day in (side.start, side.end)]
    return file.of(sheet_of_sides(sides, a, b, title), "comparison", sides.definition.name, *days)


def _sides(request: ViewerRequest, form: ComparisonForm) -> dict[str, Any]:
    a, b, definition = form.side("a"), form.side("b"), form.definition
    sides: Sides = compared(definition, a, b, request.viewer)
    rows = [
        {
            "name": name,
            "words": in_words(narrowed, request.viewer),
            "estimate": estimate,
            "weak": weak,
            "figures": figures_address(definition, narrowed),
            "behind": behind(definition, estimate, narrowed.chosen_by(request.viewer), name=name),
        }
        for name, narrowed, estimate, weak in (("A", a, sides.a, sides.a_weak), ("B", b, sides.b, sides.b_weak))
    ]
    return {"sides": sides, "rows": rows, "axis": axis_over_estimates([sides.a, sides.b])}
