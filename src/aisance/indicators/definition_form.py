"""The form of a definition page: the words of the API, so that an address here reads like one there."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.core.translated import translated
from aisance.indicators.asking import DIMENSIONS, WORDS
from aisance.indicators.contracts import Asked, Definition, IndicatorError
from aisance.indicators.models import Weighting
from aisance.indicators.permissions import VIEW
from aisance.indicators.public import asked_in_words
from aisance.indicators.registry.calls import CALL_INDICATORS
from aisance.journeys.public import channel_names

DIMENSION_NAMES = {
    "channel": gettext_lazy("Channel"),
    "step": gettext_lazy("Journey step"),
    "reason": gettext_lazy("Contact reason"),
    "unit": gettext_lazy("Unit"),
    "advisor": gettext_lazy("Advisor"),
    "language": gettext_lazy("Language"),
    "month": gettext_lazy("Month"),
    "day": pgettext_lazy("dimension", "Day"),
}

INDENT = "\u2003"
EMPLOYEES_BY = ("unit", "month")
WITH_WINDOW = ("resolved", "resolved_observed", "repeat_contacts")
"""Those that a number of days decides, or that stand beside one of them."""


class DefinitionForm(forms.Form):
    """By what to cut, which days, which unit and channel. `asked` after `is_valid`."""

    by = forms.ChoiceField(label=gettext_lazy("Cut by"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)

    def __init__(self, address: QueryDict, *, entry: Definition, viewer: Viewer) -> None:
        bound = address.copy()
        bound.setdefault("by", _usual_cut(entry))
        super().__init__(bound, auto_id="cut_%s")
        self.address = bound
        self.entry = entry
        self.asked = Asked()
        offered = EMPLOYEES_BY if entry.kind == "employee" else DIMENSIONS
        self._offer("by", [("", _("Nothing: the total")), *((name, DIMENSION_NAMES[name]) for name in offered)])
        self._offer("unit", [("", _("Every unit I see")), *_units(viewer)])
        self._add_what_the_indicator_takes()
        for name, label in (("from", _("From")), ("to", _("To, included"))):
            self.fields[name] = forms.CharField(
                label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            )
        self._add_comparisons(viewer)
        self._add_ways_of_counting()
        if "version" in bound:
            self.fields["version"] = forms.CharField(required=False, widget=forms.HiddenInput())

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _add_what_the_indicator_takes(self) -> None:
        """Calls are all on the phone; some indicators have a threshold or a window of their own."""
        if self.entry not in CALL_INDICATORS and self.entry.kind != "employee":
            self._add_choice("channel", _("Channel"), [("", _("Every channel")), *_channels()])
        if self.entry.name == "answered_within":
            seconds = forms.NumberInput(attrs={"min": 0, "placeholder": "20"})
            self.fields["within"] = forms.CharField(label=_("Within, in seconds"), required=False, widget=seconds)
        if self.entry.name in WITH_WINDOW:
            days = forms.NumberInput(attrs={"min": 1, "max": 90, "placeholder": "7"})
            self.fields["days"] = forms.CharField(label=_("Repeated within, in days"), required=False, widget=days)

    def _add_comparisons(self, viewer: Viewer) -> None:
        self._add_choice("compare", _("Compare with"), [("", _("No other days")), ("previous", _("The period before"))])
        others = [(_("Unit"), [(f"unit:{code}", name) for code, name in _units(viewer)])]
        if "channel" in self.fields:
            others.append((_("Channel"), [(f"channel:{code}", name) for code, name in _channels()]))
        self._add_choice("against", _("Compare with others"), [("", _("Nobody else")), *others])

    def _add_ways_of_counting(self) -> None:
        """How answers weigh, and whether those of one customer belong together; only for means of answers."""
        if not self.entry.parts or self.entry.kind == "employee":
            return
        if weightings := [(row.code, translated(row.name)) for row in Weighting.objects.order_by("code")]:
            self._add_choice("weighting", _("Weighting"), [("", _("None: each answer counts once")), *weightings])
        together = [("", _("Each by itself")), ("customer", _("Those of one customer together"))]
        self._add_choice("cluster", _("Answers taken"), together)

    def _add_choice(self, name: str, label: str, choices: list[Any]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # Words of the API that the form has no field for (a step, a reason) stay in force.
        words = {word: texts for word, texts in self.address.lists() if word in WORDS}
        if not self.errors:
            try:
                self.asked = asked_in_words(self.entry, words)
            except IndicatorError as problem:
                self.refuse(problem)
        return cleaned

    def refuse(self, problem: IndicatorError) -> None:
        """Say it under the field it is about, or above the form where there is no such field."""
        self.add_error(problem.field if problem.field in self.fields else None, str(problem))


def without(form: DefinitionForm, *names: str) -> None:
    """Take fields off that another page of the indicator does not ask; their words in the address are passed over."""
    for name in names:
        form.fields.pop(name, None)
        form.address.pop(name, None)


def _units(viewer: Viewer) -> list[tuple[str, str]]:
    units = units_in(viewer.scope(VIEW))
    top = min((unit.depth for unit in units), default=0)
    return [(unit.code, INDENT * (unit.depth - top) + unit.name) for unit in units]


def _channels() -> list[tuple[str, str]]:
    return [(code, name) for name, code in sorted((name, code) for code, name in channel_names().items())]


def _usual_cut(entry: Definition) -> str:
    if entry.kind == "employee":
        return "unit"
    return "reason" if entry.fact == "interactions" else "channel"
