"""The form of a status of another desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.cases.bridges.desks.contracts import Desk
from aisance.cases.bridges.desks.mapping import Meaning
from aisance.cases.bridges.desks.wording import DESKS, meaning_choices
from aisance.cases.contracts import CaseOutcome, CaseStatus


class MeaningForm(forms.Form):
    """What one status of theirs means here."""

    desk = forms.ChoiceField(label=_("Desk"))
    theirs = forms.CharField(label=_("Their status"), max_length=60, help_text=_("As it is written there."))
    meaning = forms.ChoiceField(label=_("Here it means"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = list(DESKS.items())  # type: ignore[attr-defined]
        self.fields["meaning"].choices = meaning_choices()  # type: ignore[attr-defined]

    @property
    def drafted(self) -> tuple[Desk, Meaning]:
        """The desk, and the row that was filled in."""
        status, _colon, outcome = self.cleaned_data["meaning"].partition(":")
        theirs = self.cleaned_data["theirs"].strip()
        found = Meaning(theirs, CaseStatus(status), CaseOutcome(outcome) if outcome else None)
        return Desk(self.cleaned_data["desk"]), found
