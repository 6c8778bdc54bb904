"""Forms of mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import units_in
from aisance.cases.models import Case
from aisance.cases.permissions import SET_RULES
from aisance.cases.queries.reading import case_for
from aisance.core.permissions import Viewer


class AttachForm(forms.Form):
    """The case that a mail belongs to."""

    number = forms.CharField(label=_("Number of the case"), max_length=20)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_number(self) -> Case:
        found = case_for(self.viewer, self.cleaned_data["number"].strip())
        if found is None:
            raise forms.ValidationError(_("You see no case with this number."))
        return found


class TermsForm(forms.Form):
    """What is done with mail that answers no case."""

    opens_for_known = forms.BooleanField(
        label=_("Open a case for a customer we know"),
        help_text=_("Otherwise their mail waits to be sorted."),
        required=False,
    )
    unit = forms.TypedChoiceField(
        label=_("Who sorts what we cannot place"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(unit.id, unit.name) for unit in units_in(viewer.scope(SET_RULES))]
        self.fields["unit"].choices = [("", _("The company as a whole")), *units]  # type: ignore[attr-defined]
