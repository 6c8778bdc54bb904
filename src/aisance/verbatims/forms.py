"""The filters of the pages, which stay in the address."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.accounts.public import units_in
from aisance.core import clock
from aisance.core.days import WITHIN_REACH
from aisance.core.permissions import Viewer
from aisance.journeys.public import channel_names
from aisance.surveys.contracts import ProgrammeKind
from aisance.ui.inputs import DayInput
from aisance.verbatims.permissions import VIEW_WORDS
from aisance.verbatims.queries import Chosen
from aisance.verbatims.wording import FEELING_NAMES

INDENT = "\u2003"
LANGUAGES = (("", pgettext_lazy("languages", "Every language")), ("fr", _("French")), ("en", _("English")))
KINDS = (
    (ProgrammeKind.HOT.value, pgettext_lazy("kind of programme", "Hot")),
    (ProgrammeKind.COLD.value, pgettext_lazy("kind of programme", "Cold")),
)


class WordsForm(forms.Form):
    """Days, kind of programme, unit, channel, language; the last 28 days where nothing is said. `chosen` when valid."""

    all_optional = True

    start = forms.DateField(label=_("From"), widget=DayInput(), validators=WITHIN_REACH)
    end = forms.DateField(label=_("To"), widget=DayInput(), validators=WITHIN_REACH)
    kind = forms.ChoiceField(label=_("Programmes"), choices=KINDS)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=LANGUAGES)

    def __init__(self, given: Mapping[str, Any], *, viewer: Viewer) -> None:
        usual = {
            "start": str(clock.today() - timedelta(days=27)),
            "end": str(clock.today()),
            "kind": ProgrammeKind.HOT.value,
        }
        super().__init__({**usual, **{name: value for name, value in given.items() if value}})
        units = units_in(viewer.scope(VIEW_WORDS))
        top = min((unit.depth for unit in units), default=0)
        indented = [(unit.code, INDENT * (unit.depth - top) + unit.name) for unit in units]
        self._offer("unit", [("", _("Every unit I see")), *indented])
        named = sorted((name, code) for code, name in channel_names().items())
        self._offer("channel", [("", _("Every channel")), *((code, name) for name, code in named)])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, end = given.get("start"), given.get("end")
        if start and end and start > end:
            self.add_error("end", _("The last day lies before the first."))
        return given

    @property
    def chosen(self) -> Chosen:
        """What a valid form holds."""
        given = self.cleaned_data
        return Chosen(given["start"], given["end"], given["kind"], given["unit"], given["channel"], given["language"])


class QuoteForm(WordsForm):
    """The same, and the feeling of the words to read."""

    feeling = forms.ChoiceField(label=_("Feeling"), required=False)

    def __init__(self, given: Mapping[str, Any], *, viewer: Viewer) -> None:
        super().__init__(given, viewer=viewer)
        every = ("", pgettext_lazy("feelings", "Every feeling"))
        self._offer("feeling", [every, *((str(int(code)), name) for code, name in FEELING_NAMES.items())])

    @property
    def felt(self) -> int | None:
        """The feeling chosen, or null."""
        given = self.cleaned_data["feeling"]
        return int(given) if given else None
