"""What staff and customers fill in about testimonials."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.advocacy.contracts import Naming
from aisance.advocacy.models.testimonials import NAMING_NAMES, PLACE_NAMES
from aisance.core import clock
from aisance.ui.inputs import DayInput

LONGEST = 2_000


class GivingForm(forms.Form):
    """What a customer gives. Nothing is ticked beforehand."""

    text = forms.CharField(
        label=_("In your own words"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}), min_length=10
    )
    naming = forms.ChoiceField(
        label=_("How shall we name you?"), choices=list(NAMING_NAMES.items()), widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Your name, as it may be shown"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    places = forms.MultipleChoiceField(
        label=_("Where may it be shown?"), choices=list(PLACE_NAMES.items()), widget=forms.CheckboxSelectMultiple
    )
    agrees = forms.BooleanField(label=_("I agree"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("naming") in {Naming.FULL, Naming.FIRST} and not cleaned.get("name", "").strip():
            self.add_error("name", _("Write the name, or choose to be shown without it."))
        return cleaned


class WordingForm(forms.Form):
    """Other words for a testimonial."""

    text = forms.CharField(
        label=_("The words as you would show them"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Shorten, never add. The customer decides; until then nothing new may be shown."),
    )


class UseForm(forms.Form):
    """Where a testimonial stands; only places that its author allowed can be chosen."""

    place = forms.ChoiceField(label=pgettext_lazy("of a testimonial", "Place"))
    where = forms.CharField(label=_("Where exactly"), max_length=300, help_text=_("An address, a page, a wall."))
    used_on = forms.DateField(label=_("Since"), widget=DayInput())

    def __init__(self, *args: Any, places: list[str], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"used_on": clock.today()})
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(code, PLACE_NAMES[code]) for code in places if code in PLACE_NAMES]  # type: ignore[attr-defined]  # a ChoiceField


class RuleForm(forms.Form):
    """Whether the product asks by itself, and how many a day."""

    asks_by_rule = forms.BooleanField(label=_("Ask by rule, each day"), required=False)
    asks_a_day = forms.IntegerField(label=_("At most so many requests a day"), min_value=1, max_value=100)
