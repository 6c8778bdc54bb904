"""What the page of imports sends."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.surveys.questionnaires.exchange.contracts import BYTES_AT_MOST


class FileForm(forms.Form):
    """A file to read."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Our own .toml, LimeSurvey’s .lss, Qualtrics’ .qsf; at most 2 MB."),
        widget=forms.FileInput({"accept": ".toml,.lss,.qsf,.xml,.json"}),
    )

    def clean_file(self) -> Any:
        """A file that one page can hold."""
        file = self.cleaned_data["file"]
        if file.size > BYTES_AT_MOST:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        return file


class TakeForm(forms.Form):
    """What was read and shown, to be made a questionnaire of; it comes back as our own file."""

    source = forms.CharField(widget=forms.HiddenInput(), max_length=BYTES_AT_MOST, strip=False)
    unit = forms.TypedChoiceField(label=_("For"), coerce=int)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # it is a field of choices
