"""What people say of a clause, and which sample they want."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.verbatims.wording import FEELING_NAMES

NOT_IT = "none"
SAID = [*((str(int(code)), name) for code, name in FEELING_NAMES.items()), (NOT_IT, _("Not this theme"))]
LANGUAGES = [("", pgettext_lazy("languages", "Every language")), ("fr", _("French")), ("en", _("English"))]


class CorrectionForm(forms.Form):
    """A clause by where it begins, a theme, and its feeling; or that it is not the theme. `after` when valid."""

    start = forms.IntegerField(min_value=0, max_value=10_000)
    theme = forms.ChoiceField()
    says = forms.ChoiceField(choices=SAID)

    def __init__(self, *args: Any, themes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["theme"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = list(themes.items())

    @property
    def after(self) -> int | None:
        """The feeling said; null: not this theme."""
        says = self.cleaned_data["says"]
        return None if says == NOT_IT else int(says)


class SampleForm(forms.Form):
    """How many clauses to draw, and in which language."""

    size = forms.IntegerField(label=_("How many sentences"), min_value=10, max_value=500, initial=60)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)


class CodingForm(forms.Form):
    """The themes and the feeling that one person reads in a clause."""

    feeling = forms.ChoiceField(
        label=_("Feeling"),
        choices=[(str(int(code)), name) for code, name in FEELING_NAMES.items()],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, themes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["themes"]
        assert isinstance(field, forms.MultipleChoiceField)  # declared above
        field.choices = list(themes.items())
