"""The page of representativity, dimension by dimension."""

from typing import Any

from django import forms
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.indicators.contracts import Definition, IndicatorError
from aisance.indicators.definition_form import DIMENSION_NAMES, DefinitionForm, without
from aisance.indicators.pages import indicator_or_404
from aisance.indicators.permissions import VIEW
from aisance.indicators.sheets import selection_words
from aisance.indicators.weighting.resemblance import Resemblance, furthest_in_words, in_words, resemblance
from aisance.indicators.weighting.services import WEIGHTED_BY
from aisance.indicators.weighting.sheets import sheet_of_resemblance
from aisance.surveys.public import programmes_by_code
from aisance.ui.sheets import wanted


class ResemblanceForm(DefinitionForm):
    """The days and units of the comparison, and the programme where it is one's."""

    def __init__(self, address: QueryDict, *, entry: Definition, viewer: Viewer) -> None:
        super().__init__(address, entry=entry, viewer=viewer)
        without(self, "by", "compare", "against", "weighting", "cluster")
        self.programmes = programmes_by_code(viewer)
        named = [(code, name) for code, (_id, name) in self.programmes.items()]
        choices = [("", _("All contacts")), *named]
        self.fields["programme"] = forms.ChoiceField(label=_("Could have answered"), required=False, choices=choices)
        self.order_fields(["programme"])

    @property
    def programme(self) -> int | None:
        code = self.cleaned_data.get("programme")
        return self.programmes[code][0] if code else None


@requires(VIEW)
@require_GET
def show_representativity(request: ViewerRequest, name: str) -> HttpResponseBase:
    """Whether those who answered resemble those who could have, by each dimension."""
    entry = indicator_or_404(name)
    form = ResemblanceForm(request.GET, entry=entry, viewer=request.viewer)
    found: list[Resemblance] = []
    try:
        found = _every(entry, form, request.viewer) if form.is_valid() else []
    except IndicatorError as problem:
        form.refuse(problem)
    if found and (file := wanted(request)):
        title = _("Who answers %(name)s") % {"name": entry.title}
        sheet = sheet_of_resemblance(entry, form.asked, found, title, form.cleaned_data["programme"])
        words = [form.cleaned_data["programme"], *selection_words(form.asked)]
        return file.of(sheet, "representativity", entry.name, *words)
    page = {"definition": entry, "form": form, "shown": [_shown(held) for held in found]}
    return render(request, "indicators/representativity.html", page, status=422 if form.errors else 200)


def _every(entry: Definition, form: ResemblanceForm, viewer: Viewer) -> list[Resemblance]:
    return [resemblance(viewer, entry, form.asked, dimension, form.programme) for dimension in WEIGHTED_BY]


def _shown(held: Resemblance) -> dict[str, Any]:
    return {
        "title": DIMENSION_NAMES[held.dimension],
        "held": held,
        "words": in_words(held),
        "furthest": furthest_in_words(held),
        "rows": [(held.names[row.code], row) for row in held.found.categories],
        "set_aside": [held.names[code] for code in held.set_aside],
    }
