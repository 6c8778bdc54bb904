"""The filters of the map, with the journey; and the form that marks a moment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Viewer
from aisance.indicators.dashboard.selection import Span
from aisance.indicators.forms import FilterForm
from aisance.indicators.journeymap.columns import KIND_NAMES
from aisance.indicators.journeymap.moments import LONGEST
from aisance.journeys.contracts import JourneyCard
from aisance.journeys.public import journey_cards, steps


class MapForm(FilterForm):
    """Which journey, and the filters of the first page. `journey` after `is_valid`."""

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        super().__init__(data, viewer=viewer, default=Span.QUARTER)
        self.journeys = journey_cards()
        choices = [("", self.journeys[0].name)] if self.journeys else []
        choices += [(journey.code, journey.name) for journey in self.journeys[1:]]
        self.fields["journey"] = forms.ChoiceField(label=_("Journey"), required=False, choices=choices)
        if self.journeys and self.data.get("journey") == self.journeys[0].code:
            self.data = {**self.data, "journey": ""}

    @property
    def offers_journeys(self) -> bool:
        """Whether there is anything to choose, or to say of a choice that cannot be read."""
        return len(self.journeys) > 1 or "journey" in self.errors

    @property
    def journey(self) -> JourneyCard | None:
        """The journey chosen, by default the main one; null where there is none at all."""
        chosen = self.cleaned_data["journey"]
        return next((journey for journey in self.journeys if journey.code == chosen), next(iter(self.journeys), None))


class MomentForm(forms.Form):
    """A step, a kind of moment and a sentence."""

    step = forms.ChoiceField(label=_("Step"))
    kind = forms.ChoiceField(label=_("Kind of moment"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What happens there"),
        max_length=LONGEST,
        help_text=_("In one sentence, for everybody who reads the map."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {journey.code: journey.name for journey in journey_cards()}
        offered = [(step.code, f"{names[step.journey_code]} · {step.name}") for step in steps()]
        for name, choices in (("step", offered), ("kind", list(KIND_NAMES.items()))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
