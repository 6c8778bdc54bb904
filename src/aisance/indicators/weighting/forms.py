"""The form that declares a weighting, and the one that sets a figure raw beside weighted."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.core.scope import EVERYTHING
from aisance.core.translated import translated
from aisance.indicators.contracts import Definition, IndicatorError
from aisance.indicators.definition_form import DIMENSION_NAMES, DefinitionForm, without
from aisance.indicators.dimensions import names_of
from aisance.indicators.models import Weighting
from aisance.indicators.weighting.services import WEIGHTED_BY, Targets
from aisance.indicators.weights import ELIGIBLE
from aisance.journeys.public import channel_names, reasons, steps

SHARES = "shares"
LANGUAGES = ("fr", "nl", "en", "de")
INDENT = "\u2003"


class WeightingForm(forms.Form):
    """A code, a name, and for each dimension used the shares in per cent, or those of all contacts."""

    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=60, help_text=gettext_lazy("Stands in addresses: small letters, digits.")
    )
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=100)
    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=100, required=False)
    least = forms.FloatField(
        label=gettext_lazy("Least weight"),
        initial=0.2,
        min_value=0,
        max_value=1,
        help_text=gettext_lazy("From 0 to 1."),
    )
    most = forms.FloatField(
        label=gettext_lazy("Most weight"), initial=5, min_value=1, max_value=1000, help_text=gettext_lazy("1 or more.")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="weighting_%s")
        for dimension in WEIGHTED_BY:
            self._add_dimension(dimension)

    def _add_dimension(self, dimension: str) -> None:
        choices = [("", _("Not used")), (SHARES, _("These shares")), (ELIGIBLE, _("As among all contacts"))]
        label = str(DIMENSION_NAMES[dimension])
        self.fields[dimension] = forms.ChoiceField(label=label, required=False, choices=choices)
        for code, name in _codes(dimension):
            self.fields[_field(dimension, code)] = forms.DecimalField(
                label=name, required=False, min_value=0, max_value=100, decimal_places=4
            )

    @property
    def dimensions(self) -> list[tuple[Any, list[Any]]]:
        """For the template: the choice of each dimension and the shares below it."""
        return [
            (self[dimension], [self[_field(dimension, c)] for c, _name in _codes(dimension)])
            for dimension in WEIGHTED_BY
        ]

    @property
    def heads(self) -> list[Any]:
        return [self[name] for name in ("code", "name_en", "name_fr", "least", "most")]

    @property
    def targets(self) -> Targets:
        """What was declared, as shares; after `is_valid`."""
        chosen = {dimension: self.cleaned_data[dimension] for dimension in WEIGHTED_BY if self.cleaned_data[dimension]}
        return {
            dimension: ELIGIBLE if mode == ELIGIBLE else self._shares(dimension) for dimension, mode in chosen.items()
        }

    def _shares(self, dimension: str) -> dict[str, float]:
        given = {code: self.cleaned_data[_field(dimension, code)] for code, _name in _codes(dimension)}
        return {code: float(percent / Decimal(100)) for code, percent in given.items() if percent}

    def refuse(self, problem: IndicatorError) -> None:
        """Say it under the field it is about, or above the form."""
        self.add_error(problem.field if problem.field in self.fields else None, str(problem))


def _field(dimension: str, code: str) -> str:
    return f"{dimension}:{code}"


def _codes(dimension: str) -> list[tuple[str, str]]:
    """The codes that may have a share; weightings are declared for the whole company."""
    if dimension == "channel":
        return sorted(channel_names().items(), key=lambda pair: pair[1])
    if dimension == "unit":
        return [(unit.code, INDENT * unit.depth + unit.name) for unit in units_in(EVERYTHING)]
    if dimension == "language":
        names = names_of("language", LANGUAGES, ())
        return [(code, names[code]) for code in LANGUAGES]
    return [(card.code, card.name) for card in (steps() if dimension == "step" else reasons())]


class WeightedForm(DefinitionForm):
    """A figure raw beside weighted: what the page of an indicator asks, and by which weighting."""

    def __init__(self, address: QueryDict, *, entry: Definition, viewer: Viewer) -> None:
        declared = [(held.code, translated(held.name)) for held in Weighting.objects.order_by("code")]
        bound = address.copy()
        if declared and not bound.get("weighting"):
            bound["weighting"] = declared[0][0]
        super().__init__(bound, entry=entry, viewer=viewer)
        # A code that is not declared is refused with what there is, by the reading itself.
        given = bound.get("weighting")
        choices = declared if not given or given in dict(declared) else [*declared, (given, given)]
        self.fields["weighting"] = forms.ChoiceField(label=_("Weighting"), required=False, choices=choices)
        without(self, "compare", "against", "cluster")
        self.order_fields(["weighting"])
