"""What to explain: two periods or two selections, and by which dimensions. The words are those of the API."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.accounts.public import units_in
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.indicators.asking import FILTERS, asked_in_words
from aisance.indicators.contracts import Asked, Definition, IndicatorError
from aisance.indicators.dashboard.selection import Span, days_of
from aisance.indicators.explaining.by_theme import STORY_DIMENSIONS, THEME, has_themes
from aisance.indicators.explaining.story import EXPLAINED_BY, checked_story, usual_dimensions
from aisance.indicators.permissions import VIEW
from aisance.journeys.public import channel_names

INDENT = "\u2003"
CALLS_BY = ("reason", "unit", "language")


class WhyForm(forms.Form):
    """`asked` after `is_valid`. Without days, the last four weeks; without other days, those before."""

    all_optional = True

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    against = forms.ChoiceField(label=gettext_lazy("Compared with"), required=False)
    by = forms.MultipleChoiceField(
        label=gettext_lazy("Explained by"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, address: QueryDict, *, entry: Definition, viewer: Viewer) -> None:
        self.address = _with_defaults(address, entry)
        super().__init__(self.address, auto_id="why_%s")
        self.entry = entry
        self.asked = Asked()
        units = [(unit.code, INDENT * unit.depth + unit.name) for unit in units_in(viewer.scope(VIEW))]
        channels = sorted(((code, name) for code, name in channel_names().items()), key=lambda pair: pair[1])
        self._offer("unit", [("", _("Every unit I see")), *units])
        self._offer("channel", [("", _("Every channel")), *channels])
        others = [(_("Another unit"), [(f"unit:{code}", name) for code, name in units])]
        if entry.fact != "interactions":
            others.append((_("Another channel"), [(f"channel:{code}", name) for code, name in channels]))
        self._offer("against", [("", _("Other days")), *others])
        offered: tuple[str, ...] = CALLS_BY if entry.fact == "interactions" else EXPLAINED_BY
        if entry.kind == "employee":
            offered = ("unit",)
        offered = (*offered, THEME) if has_themes(entry) else offered
        self._offer("by", [(dimension, STORY_DIMENSIONS[dimension]) for dimension in offered])
        for name, label in _day_labels():
            widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            self.fields[name] = forms.CharField(label=label, required=False, widget=widget)
        if entry.fact == "interactions":
            del self.fields["channel"]
        self.order_fields(["from", "to", "against", "other_from", "other_to", "unit", "channel", "by"])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.asked = checked_story(self.entry, asked_in_words(self.entry, self._words(), also=(THEME,)))
            except IndicatorError as problem:
                self.refuse(problem)
        return cleaned

    def _words(self) -> dict[str, list[str]]:
        """The words of the API; filters that the form has no field for stay in force."""
        given = {word: texts for word, texts in self.address.lists() if any(texts)}
        words = {word: texts for word, texts in given.items() if word in (*FILTERS, "by", "from", "to", "against")}
        other = [(given.get(name) or [""])[-1] for name in ("other_from", "other_to")]
        if all(other):
            words["compare"] = ["..".join(other)]
        elif "against" not in words:
            words["compare"] = given.get("compare") or ["previous"]
        return words

    def refuse(self, problem: IndicatorError) -> None:
        """Say it under the field it is about, or above the form where there is no such field."""
        field = "other_from" if problem.field == "compare" else problem.field
        self.add_error(field if field in self.fields else None, str(problem))


def _with_defaults(address: QueryDict, entry: Definition) -> QueryDict:
    bound = address.copy()
    for name, day in zip(("from", "to"), days_of(Span.MONTH, clock.today()), strict=True):
        if not bound.get(name):
            bound[name] = _iso(day)
    chosen = [code for text in bound.getlist("by") for code in text.split(",") if code]
    bound.setlist("by", chosen or list(usual_dimensions(entry)))
    first, dots, last = (bound.get("compare") or "").partition("..")
    if dots and not bound.get("other_from"):
        bound["other_from"], bound["other_to"] = first, last
    return bound


def _iso(day: date) -> str:
    return day.isoformat()


def _day_labels() -> tuple[tuple[str, str], ...]:
    return (
        ("from", _("From")),
        ("to", _("To, included")),
        ("other_from", _("Other days from")),
        ("other_to", _("Other days to, included")),
    )
