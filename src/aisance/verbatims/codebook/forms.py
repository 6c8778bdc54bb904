"""The form of a theme."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.core.translated import translated
from aisance.verbatims.reading.book import CODE, MAX_DEPTH, SIGNS, Entry, of_entries

LANGUAGES = (("fr", _("French")), ("en", _("English")))
PATTERNS_HELP = _(
    "One word or phrase a line, in any form: their base forms are compared. Of a phrase, the words come in this order."
)
BARS_HELP = _("A clause that holds one of these is not about the theme.")
SAYS_HELP = _("What customers may write, one sentence a line: begin with + (pleased), - (displeased) or = (neither).")
INDENT = "\u2003"
ROWS = {"lemmas": 5, "not": 2, "says": 6}


class ThemeForm(forms.Form):
    """A theme in both languages. `entry` when valid. A new theme has a short name and a place in the tree."""

    code = forms.RegexField(
        rf"\A{CODE.pattern}\Z",
        label=_("Short name"),
        max_length=30,
        help_text=_("Small letters, digits and dashes. It stays as it is."),
    )
    parent = forms.ChoiceField(label=_("Below"), required=False)

    def __init__(self, *args: Any, themes: list[Entry], theme: Entry | None = None, **kwargs: Any) -> None:
        self.theme = theme
        self.themes = themes
        if theme is not None:
            kwargs.setdefault("initial", _initial(theme))
        super().__init__(*args, **kwargs)
        if theme is not None:
            del self.fields["code"], self.fields["parent"]
        else:
            self._offer_parents()
        for language, name in LANGUAGES:
            self._add_language(language, name)

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """The short name and the place of a new theme."""
        return [self[name] for name in ("code", "parent") if name in self.fields]

    @property
    def by_language(self) -> list[list[forms.BoundField]]:
        """The other fields, language by language, in one order."""
        names = [name for name in self.fields if name not in ("code", "parent")]
        return [[self[name] for name in names if name.endswith(f"_{language}")] for language, _name in LANGUAGES]

    def _offer_parents(self) -> None:
        field = self.fields["parent"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        above = [one for one in self.themes if one["code"].count(".") < MAX_DEPTH - 1]
        named = [(one["code"], INDENT * one["code"].count(".") + translated(one["title"])) for one in above]
        field.choices = [("", _("Nothing: a theme of its own")), *named]

    def _add_language(self, language: str, name: Any) -> None:
        fields = self.fields
        fields[f"title_{language}"] = forms.CharField(
            label=_("Name (%(language)s)") % {"language": name}, max_length=60
        )
        fields[f"about_{language}"] = forms.CharField(
            label=_("What it is about (%(language)s)") % {"language": name}, max_length=200, required=False
        )
        labels = {
            "lemmas": (_("Words that find it (%(language)s)"), PATTERNS_HELP),
            "not": (_("Words that rule it out (%(language)s)"), BARS_HELP),
            "says": (_("Example sentences (%(language)s)"), SAYS_HELP),
        }
        for key, (label, help_text) in labels.items():
            fields[f"{key}_{language}"] = forms.CharField(
                label=label % {"language": name},
                help_text=help_text,
                required=False,
                max_length=8000,
                widget=forms.Textarea(attrs={"rows": ROWS[key], "lang": language}),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for language, _name in LANGUAGES:
            for line in _lines(given.get(f"says_{language}", "")):
                if line[:1] not in SIGNS or len(line) < 4:
                    self.add_error(
                        f"says_{language}", _("This line begins with no sign: %(line)s") % {"line": line[:60]}
                    )
        if self.theme is None and any(one["code"] == self._code(given) for one in self.themes):
            self.add_error("code", _("There is such a theme already."))
        if not self.errors:
            self._check_whole(given)
        return given

    def _check_whole(self, given: dict[str, Any]) -> None:
        try:
            of_entries([{**self._entry(given), "code": "x"}], "checked")
        except ValueError as problem:
            self.add_error(None, str(problem))

    def _code(self, given: dict[str, Any]) -> str:
        if self.theme is not None:
            return str(self.theme["code"])
        return ".".join(part for part in (given.get("parent", ""), given.get("code", "")) if part)

    def _entry(self, given: dict[str, Any]) -> Entry:
        texts = {
            key: {language: given[f"{key}_{language}"] for language, _name in LANGUAGES if given[f"{key}_{language}"]}
            for key in ("title", "about")
        }
        lists = {
            key: {language: _lines(given[f"{key}_{language}"]) for language, _name in LANGUAGES}
            for key in ("lemmas", "not", "says")
        }
        return {"code": self._code(given), **texts, **lists}

    @property
    def entry(self) -> Entry:
        """The theme as a valid form holds it."""
        return self._entry(self.cleaned_data)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _initial(theme: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for language, _name in LANGUAGES:
        for key in ("title", "about"):
            found[f"{key}_{language}"] = theme.get(key, {}).get(language, "")
        for key in ("lemmas", "not", "says"):
            found[f"{key}_{language}"] = "\n".join(theme.get(key, {}).get(language, []))
    return found


class NoteForm(forms.Form):
    """What is said of a version when it is put in force."""

    note = forms.CharField(label=_("What changed"), max_length=200, required=False)
