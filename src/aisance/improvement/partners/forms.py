"""Partners, criteria, and a file of measures."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from aisance.core.permissions import Viewer
from aisance.improvement.contracts import CriterionDraft
from aisance.improvement.forms import unit_choices
from aisance.improvement.partners.services import UNITS
from aisance.improvement.permissions import SET_PARTNERS
from aisance.indicators.public import definition, definitions

MOST_BYTES = 20_000_000
UNIT_NAMES = {
    "%": gettext_lazy("A share, in %"),
    "hours": gettext_lazy("Hours"),
    "seconds": gettext_lazy("Seconds"),
    "on the scale": gettext_lazy("A mark on a scale"),
    "points": gettext_lazy("Points, from −100 to 100"),
}


class PartnerForm(forms.Form):
    """A new partner."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    code = forms.SlugField(label=pgettext_lazy("of a thing", "Code"), max_length=60)
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit that holds their contacts"),
        required=False,
        help_text=gettext_lazy("Then the answers of their customers count for them too."),
    )

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data, auto_id="partner_%s")
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", pgettext("a unit", "None")), *unit_choices(viewer, SET_PARTNERS, "")[1:]]


class CriterionForm(forms.Form):
    """A criterion with its two thresholds. `draft` after `is_valid`."""

    title = forms.CharField(label=gettext_lazy("What is measured"), max_length=120)
    code = forms.SlugField(label=pgettext_lazy("of a thing", "Code"), max_length=60)
    indicator = forms.ChoiceField(label=gettext_lazy("From what customers say, or from files"), required=False)
    unit = forms.ChoiceField(
        label=gettext_lazy("From files: it is"), choices=[(unit, UNIT_NAMES[unit]) for unit in UNITS], required=False
    )
    higher_is_better = forms.BooleanField(label=gettext_lazy("More is better"), required=False, initial=True)
    watch = forms.FloatField(label=gettext_lazy("Watch from"), localize=True)
    act = forms.FloatField(
        label=gettext_lazy("Act from"),
        localize=True,
        help_text=gettext_lazy("As the figure is shown: 85 for 85%. One acts where the whole interval lies beyond it."),
    )
    minimum_n = forms.IntegerField(label=gettext_lazy("Least n"), min_value=1, max_value=10_000, initial=20)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="criterion_%s")
        field = self.fields["indicator"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("From files")),
            *((entry.name, str(entry.title)) for entry in definitions() if entry.kind != "employee"),
        ]

    @property
    def draft(self) -> CriterionDraft:
        """The criterion; thresholds as fractions where the figure is one."""
        held = dict(self.cleaned_data)
        unit = definition(held["indicator"]).unit if held["indicator"] else held["unit"] or "%"
        scale = 100 if unit in ("%", "points") else 1
        held |= {"watch": held["watch"] / scale, "act": held["act"] / scale, "unit": unit}
        return CriterionDraft(**held)


class FileForm(forms.Form):
    """A file of measures."""

    file = forms.FileField(
        label=gettext_lazy("File (CSV or XLSX)"),
        help_text=gettext_lazy("Columns: partner, criterion, number, day, value. A line known already is passed over."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB: bring it in by the command line."))
        return file
