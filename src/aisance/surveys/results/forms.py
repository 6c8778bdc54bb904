"""Which responses a page of results counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.accounts.contracts import UnitCard
from aisance.journeys.public import channel_names
from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.forms import PeriodForm
from aisance.surveys.programme_name_form import KIND_NAMES
from aisance.surveys.questionnaires.languages import language_name
from aisance.surveys.results.queries import Asked

EVERY = pgettext_lazy("filter", "All")
WAYS: dict[str, Any] = {
    "email": pgettext_lazy("way to answer", "E-mail"),
    "sms": pgettext_lazy("way to answer", "Text message"),
    "link": _("Link or QR code"),
    "kiosk": _("Tablet on the spot"),
    "widget": _("Widget of a web page"),
    "paper": _("Paper form"),
    "ivr": pgettext_lazy("way to answer", "Telephone"),
    "social": pgettext_lazy("way to answer", "Social network"),
}


class ResultsForm(PeriodForm):
    """The filters of the page; nothing chosen means all. What there is only one of is not offered.

    Hot and cold programmes are never counted together: `kind` is always one of them.
    """

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    version = forms.ChoiceField(label=_("Version"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    collected_by = forms.ChoiceField(label=_("Answered by"), required=False)

    def __init__(
        self, given: Mapping[str, Any], *, asked: Sequence[Asked], units: Sequence[UnitCard], languages: Sequence[str]
    ) -> None:
        super().__init__(given)
        kinds = [kind for kind in ProgrammeKind if any(one.kind == kind for one in asked)]
        self.usual_kind = kinds[0].value if kinds else ""
        numbers = sorted({one.number for one in asked}, reverse=True)
        self._offer("kind", [(kind.value, KIND_NAMES[kind]) for kind in kinds], every=False)
        self._offer("version", [(str(number), str(number)) for number in numbers])
        self._offer("unit", [(unit.code, f"{'\u2003' * unit.depth}{unit.name}") for unit in units])
        self._offer("channel", list(channel_names().items()))
        self._offer("language", [(code, language_name(code)) for code in languages])
        self._offer("collected_by", list(WAYS.items()))

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]], *, every: bool = True) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [("", EVERY), *choices] if every else list(choices)
        if len(choices) < 2:
            field.widget = forms.HiddenInput()

    @property
    def kind_shown(self) -> str:
        """The kind of programmes that count, also where the form is not valid."""
        return self.data.get("kind") or self.usual_kind
