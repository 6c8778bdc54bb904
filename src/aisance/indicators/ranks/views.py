"""The page of a ranking."""

from itertools import pairwise

from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.indicators.contracts import Definition, IndicatorError
from aisance.indicators.dashboard.moves import is_weak
from aisance.indicators.definition_form import DIMENSION_NAMES, DefinitionForm, without
from aisance.indicators.drilling import chosen_of
from aisance.indicators.pages import indicator_or_404
from aisance.indicators.permissions import VIEW
from aisance.indicators.ranks.sheets import sheet_of_ranking
from aisance.indicators.ranks.table import RANKED_BY, Ranked, RankTable, rank_in_words, ranking_of, sentence
from aisance.indicators.sheets import selection_words
from aisance.ui.drawings import Axis, axis_over
from aisance.ui.sheets import wanted


class RankForm(DefinitionForm):
    """What to rank, in which days and units."""

    def __init__(self, address: QueryDict, *, entry: Definition, viewer: Viewer) -> None:
        bound = address.copy()
        if not bound.get("by"):
            bound["by"] = "unit"
        super().__init__(bound, entry=entry, viewer=viewer)
        without(self, "compare", "against")
        self._offer("by", [(name, DIMENSION_NAMES[name]) for name in RANKED_BY])


@requires(VIEW)
@require_GET
def show_ranking(request: ViewerRequest, name: str) -> HttpResponseBase:
    """An indicator ranked by one dimension, as sure as the answers let it be."""
    entry = indicator_or_404(name)
    form = RankForm(request.GET, entry=entry, viewer=request.viewer)
    table = None
    try:
        table = ranking_of(request.viewer, entry, form.asked) if form.is_valid() else None
    except IndicatorError as problem:
        form.refuse(problem)
    if table and (file := wanted(request)):
        return file.of(sheet_of_ranking(table, form.asked), "ranking", entry.name, *selection_words(form.asked))
    page = {"definition": entry, "form": form, "table": table, "chosen": chosen_of(form.asked, request.viewer)}
    page |= _drawn(entry, table) if table else {}
    return render(request, "indicators/ranks.html", page, status=200 if table else 422)


def _drawn(entry: Definition, table: RankTable) -> dict[str, object]:
    return {
        "sentence": sentence(table),
        "dimension": DIMENSION_NAMES[table.dimension],
        "axis": _axis(table.rows),
        "rows": _lines(entry, table.rows),
    }


def _lines(entry: Definition, rows: list[Ranked]) -> list[dict[str, object]]:
    """Each row with its rank in words and whether it opens a group of ties."""
    opens = [True, *(one.group != other.group for one, other in pairwise(rows))]
    return [
        {"row": row, "rank": rank_in_words(row), "opens": first, "weak": is_weak(entry, row.estimate)}
        for row, first in zip(rows, opens, strict=False)
    ]


def _axis(rows: list[Ranked]) -> Axis:
    bounds = [bound for row in rows for bound in (row.estimate.low, row.estimate.value, row.estimate.high)]
    return axis_over([0.0, *bounds], first=3.0, last=97.0)
