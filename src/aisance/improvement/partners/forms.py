"""Partners, criteria, and a file of measures."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aisance.core.permissions import Viewer
from aisance.improvement.contracts import CriterionDraft
from aisance.improvement.forms import unit_choices
from aisance.improvement.partners.queries import partners_set
from aisance.improvement.partners.services import UNITS, as_shown
from aisance.improvement.permissions import SET_PARTNERS
from aisance.indicators.public import definitions

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
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Units that hold their contacts"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=gettext_lazy("Then the answers of their customers count for them too. None, one or several."),
    )

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data, auto_id="partner_%s")
        offer(self, "units", unit_choices(viewer, SET_PARTNERS, "")[1:])


class UnitsForm(forms.Form):
    """Other units for a partner."""

    partner = forms.ChoiceField(label=gettext_lazy("Partner"))
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Units that hold their contacts"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=gettext_lazy("Those that are chosen stand in place of those before."),
    )

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data, auto_id="units_%s")
        offer(self, "units", unit_choices(viewer, SET_PARTNERS, "")[1:])
        offer(self, "partner", [(str(row.pk), row.name) for row in partners_set(viewer)])


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Choices that depend on who asks."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


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
        return as_shown(CriterionDraft(**{**self.cleaned_data, "unit": self.cleaned_data["unit"] or "%"}))


class FileForm(forms.Form):
    """A file of measures, or of criteria."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it holds"),
        choices=[("partner-measures", gettext_lazy("Measures")), ("partner-criteria", gettext_lazy("Criteria"))],
    )
    file = forms.FileField(
        label=gettext_lazy("File (CSV or XLSX)"),
        help_text=gettext_lazy(
            "Measures: partner, criterion, number, day, value, and unit if you like. Criteria: code, title, watch, "
            "act, and indicator, unit, better, minimum_n if you like. A line known already is passed over."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB: bring it in by the command line."))
        return file
