"""The pages of results, of a programme and of a questionnaire."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aisance.accounts.public import units_in
from aisance.core.permissions import Right, ViewerRequest, requires
from aisance.core.translated import translated
from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.permissions import VIEW_ANSWERS, VIEW_PROGRAMMES, VIEW_QUESTIONNAIRES
from aisance.surveys.queries.programmes import programme_seen_by, programmes_seen_by
from aisance.surveys.questionnaires.describing import kind_names
from aisance.surveys.questionnaires.queries import questionnaire_seen_by
from aisance.surveys.results.contracts import Group, ItemResult, Results, Selection, Shape
from aisance.surveys.results.counting import day_of
from aisance.surveys.results.drawing import rows_of
from aisance.surveys.results.forms import ResultsForm
from aisance.surveys.results.queries import (
    Asked,
    latest_words,
    read_results,
    units_kept,
    versions_of_programme,
    versions_of_questionnaire,
)
from aisance.surveys.results.sheets import sheet_of_results
from aisance.ui.drawings import Axis, axis_over
from aisance.ui.sheets import wanted


@dataclass(frozen=True, slots=True)
class Whose:
    """What a page of results is of: its name, the page it belongs to, the right by which units count."""

    code: str
    name: str
    page: str
    right: Right
    asked: Sequence[Asked]


@requires(VIEW_PROGRAMMES)
@require_safe
def programme_results(request: ViewerRequest, code: str) -> HttpResponseBase:
    """What every question of a programme brought, over its versions."""
    programme = programme_seen_by(request.viewer, code)
    if programme is None:
        raise Http404
    page, name = reverse("programme-detail", args=[code]), translated(programme.name)
    return _results(request, Whose(code, name, page, VIEW_PROGRAMMES, versions_of_programme(programme)))


@requires(VIEW_QUESTIONNAIRES)
@require_safe
def questionnaire_results(request: ViewerRequest, code: str) -> HttpResponseBase:
    """What every question of a questionnaire brought, in every programme that took it."""
    row = questionnaire_seen_by(request.viewer, code)
    if row is None:
        raise Http404
    asked = versions_of_questionnaire(row, programmes_seen_by(request.viewer))
    page, name = reverse("questionnaire-detail", args=[code]), translated(row.name) or code
    return _results(request, Whose(code, name, page, VIEW_QUESTIONNAIRES, asked))


def _results(request: ViewerRequest, whose: Whose) -> HttpResponseBase:
    form = ResultsForm(
        request.GET, asked=whose.asked, units=units_in(request.viewer.scope(whose.right)), languages=_languages(whose)
    )
    valid = form.is_valid()
    kept = [one for one in whose.asked if one.kind == form.kind_shown] if valid else []
    selection = _selection(request, whose, form, kept) if valid else None
    results = read_results(selection, kept) if selection else Results(0, 0)
    if selection and (file := wanted(request)):
        title = _("Results of “%(name)s”") % {"name": whose.name}
        return file.of(sheet_of_results(results, title), "results", whose.code, selection.start, selection.end)
    context = {
        "whose": whose,
        "form": form,
        "results": results,
        "items": _shown(request, results, selection) if selection else [],
        "of_employees": form.kind_shown == ProgrammeKind.EMPLOYEE,
        "may_read": request.viewer.holds(VIEW_ANSWERS),
        "selection": selection,
    }
    return render(request, "surveys/results/page.html", context, status=200 if valid else 422)


def _languages(whose: Whose) -> list[str]:
    return sorted({code for one in whose.asked for item in one.items for code in item.wording})


def _selection(request: ViewerRequest, whose: Whose, form: ResultsForm, kept: list[Asked]) -> Selection:
    chosen = form.cleaned_data
    if chosen["version"]:
        kept[:] = [one for one in kept if str(one.number) == chosen["version"]]
    return Selection(
        version_ids=tuple(sorted(one.version_id for one in kept)),
        start=chosen["start"],
        end=chosen["end"],
        unit_ids=units_kept(request.viewer, whose.right, chosen["unit"]),
        **{name: chosen[name] for name in ("channel", "language", "collected_by")},
    )


def _shown(request: ViewerRequest, results: Results, selection: Selection) -> list[dict[str, Any]]:
    """The items as the template draws them: named, on an axis of their own, the words beside."""
    kinds = kind_names(item.kind for item in results.items)
    in_words = [item.code for item in results.items if item.shape is Shape.WORDS and item.answered]
    said = latest_words(request.viewer, selection, in_words)
    return [
        {
            "item": item,
            "kind": kinds.get(item.kind, item.kind),
            "axis": _axis(item),
            "groups": [_on_page(group, item.shape) for group in item.groups],
            "quartiles": _quartiles(item),
            "voices": said.get(item.code, []),
        }
        for item in results.items
    ]


def _on_page(group: Group, shape: Shape) -> dict[str, Any]:
    """A group, with the rows of its table; those of a matrix stand side by side instead."""
    axis = axis_over([0.0, *(line.high for line in group.lines)])
    return {"group": group, "axis": axis, "rows": "" if shape is Shape.MATRIX else rows_of(group, axis)}


def _axis(item: ItemResult) -> Axis:
    """One axis for the first places of a ranking."""
    return axis_over([0.0, *(rank.first.high for rank in item.ranks)])


def _quartiles(item: ItemResult) -> dict[str, Any]:
    """Where numbers lie; days as days."""
    if item.spread is None:
        return {}
    values = {name: getattr(item.spread, name) for name in ("least", "lower", "median", "upper", "most")}
    return {name: day_of(value) for name, value in values.items()} if item.shape is Shape.DATE else values
