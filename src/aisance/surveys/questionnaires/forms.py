"""What the editor's pages send: a questionnaire's frame, a new one, a language to add, texts to translate."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.surveys.questionnaires.checks import LANGUAGE
from aisance.surveys.questionnaires.contracts import Content, Words
from aisance.surveys.questionnaires.languages import NAMES, language_name

TEXT_AT_MOST = 500


def text_field(label: Any, *, rows: int = 1, required: bool = False, limit: int = TEXT_AT_MOST, **more: Any) -> Any:
    """A field for words, one line high or more."""
    widget = forms.TextInput() if rows == 1 else forms.Textarea({"rows": rows})
    return forms.CharField(label=label, max_length=limit, required=required, widget=widget, **more)


def speak(field: forms.BoundField, language: str) -> None:
    """Tell browsers and screen readers in which language a field is written, and from which side."""
    field.field.widget.attrs |= {"lang": language, "dir": "auto"}


class FrameForm(forms.Form):
    """The title, the languages, the usual one and the thanks of a questionnaire."""

    all_optional = True

    def __init__(self, *args: Any, content: Content, languages: Sequence[str], **kwargs: Any) -> None:
        titles = {f"title_{code}": content.title.get(code, "") for code in languages}
        thanks = {f"thanks_{code}": content.thanks.get(code, "") for code in languages}
        kwargs["initial"] = {**titles, **thanks, "language": content.language}
        super().__init__(*args, **kwargs)
        self.codes, self.usual = list(languages), content.language
        for code in languages:
            name = {"language": language_name(code)}
            self.fields[f"title_{code}"] = text_field(_("Title (%(language)s)") % name, limit=150)
            self.fields[f"thanks_{code}"] = text_field(_("Thanks (%(language)s)") % name, rows=2)
            speak(self[f"title_{code}"], code)
            speak(self[f"thanks_{code}"], code)
        help_text = _("Its words stand in wherever another language has none.")
        choices = [(code, language_name(code)) for code in languages]
        self.fields["language"] = forms.ChoiceField(label=_("Usual language"), choices=choices, help_text=help_text)

    def clean(self) -> dict[str, Any]:
        """The usual language must have a title."""
        usual = self.cleaned_data.get("language", self.usual)
        if not self.cleaned_data.get(f"title_{usual}"):
            self.add_error(f"title_{usual}", _("The title is needed in the usual language."))
        return self.cleaned_data

    def _words(self, name: str, *, keep_empty: bool) -> Words:
        texts = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in self.codes}
        return {code: text for code, text in texts.items() if text or keep_empty}

    def frame(self) -> dict[str, Any]:
        """What the form says, as `edits.put_frame` takes it."""
        title, thanks = self._words("title", keep_empty=True), self._words("thanks", keep_empty=False)
        return {"title": title, "language": self.cleaned_data["language"], "thanks": thanks}


class LanguageForm(forms.Form):
    """A language to add, by its code, from a list or written."""

    code = forms.CharField(label=_("Add a language"), max_length=12, help_text=_("A code such as es, nl-be or ar."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = sorted(NAMES.items())
        self.fields["code"].widget.attrs |= {"list": "languages-offered", "autocomplete": "off"}

    def clean_code(self) -> str:
        """A code of a language, in small letters."""
        code = str(self.cleaned_data["code"]).strip().lower().replace("_", "-")
        if not LANGUAGE.fullmatch(code):
            raise forms.ValidationError(_("A language has a code such as fr, en or nl-be."))
        return code


class NewForm(forms.Form):
    """What a new questionnaire begins with."""

    title = text_field(_("Title"), required=True, limit=150)
    unit = forms.TypedChoiceField(label=_("For"), coerce=int)
    start = forms.ChoiceField(
        label=_("Begin with"),
        choices=[
            ("ready", _("the ready questions after a contact")),
            ("barometer", _("the questions of a barometer")),
            ("empty", _("no question")),
        ],
    )

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # it is a field of choices


class WordsForm(forms.Form):
    """Every text of a questionnaire in one language, each beside the same in the usual one."""

    all_optional = True

    def __init__(self, *args: Any, texts: Mapping[str, Words], language: str, usual: str, **kwargs: Any) -> None:
        names = {key: f"text_{number}" for number, key in enumerate(texts)}
        kwargs["initial"] = {names[key]: words.get(language, "") for key, words in texts.items()}
        super().__init__(*args, **kwargs)
        self.names, self.rows = names, []
        for key, words in texts.items():
            self.fields[names[key]] = text_field(words.get(usual, "") or key, rows=1 if key == "title" else 2)
            speak(self[names[key]], language)
            self.rows.append({"key": key, "usual": words.get(usual, ""), "field": self[names[key]]})

    def texts(self) -> dict[str, str]:
        """What was written, by key."""
        return {key: self.cleaned_data[name] for key, name in self.names.items()}
