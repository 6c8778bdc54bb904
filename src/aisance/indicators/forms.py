"""The filters of a page of figures, and the choice of indicators."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.accounts.public import units_in
from aisance.core import clock
from aisance.core.days import WITHIN_REACH
from aisance.core.permissions import Viewer
from aisance.indicators.dashboard.selection import SPAN_NAMES, Selection, Span, days_of
from aisance.indicators.permissions import VIEW
from aisance.indicators.registry.families import grouped_choices
from aisance.indicators.scorecards import MORE_THAN_FOUR, MOST
from aisance.journeys.public import channel_names
from aisance.ui.dates import date_format
from aisance.ui.inputs import DayInput

INDENT = "\u2003"


class FilterForm(forms.Form):
    """Period, unit and channel, read from the address. `selection` after `is_valid`."""

    all_optional = True  # so that the fields do not say it one by one

    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)

    def __init__(self, data: Any, *, viewer: Viewer, default: Span = Span.MONTH) -> None:
        today = clock.today()
        start, end = days_of(default, today)
        # A browser shows what is bound: an address without filters shows the default period.
        bound = {"period": default, "from": start.isoformat(), "to": end.isoformat()}
        bound |= {name: value for name, value in data.items() if value}
        super().__init__(bound, auto_id="filter_%s")
        self.fields["from"] = forms.DateField(
            label=_("From"), required=False, widget=DayInput(), validators=WITHIN_REACH
        )
        self.fields["to"] = forms.DateField(
            label=_("To, included"), required=False, widget=DayInput(), validators=WITHIN_REACH
        )
        self._choices(today, viewer)

    def _choices(self, today: date, viewer: Viewer) -> None:
        self._offer("period", [(span, _named_span(span, today)) for span in Span])
        units = units_in(viewer.scope(VIEW))
        top = min((unit.depth for unit in units), default=0)
        roots = [unit for unit in units if unit.depth == top]
        everywhere = roots[0].name if len(roots) == 1 else _("Every unit I see")
        indented = [
            (unit.code, INDENT * (unit.depth - roots[0].depth) + unit.name)
            for unit in units
            if len(roots) > 1 or unit != roots[0]
        ]
        self._offer("unit", [("", everywhere), *indented])
        named = sorted((name, code) for code, name in channel_names().items())
        self._offer("channel", [("", _("Every channel")), *((code, name) for name, code in named)])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("from"), cleaned.get("to")
        if cleaned.get("period") == Span.CUSTOM and start and end and start > end:
            self.add_error("to", _("The last day lies before the first."))
        return cleaned

    @property
    def wants_other_dates(self) -> bool:
        return bool(self["period"].value() == Span.CUSTOM)

    @property
    def selection(self) -> Selection:
        """What was chosen; a custom period without a bound takes the default's."""
        span = Span(self.cleaned_data["period"])
        start, end = days_of(span, clock.today())
        if span == Span.CUSTOM:
            start, end = self.cleaned_data["from"] or start, self.cleaned_data["to"] or end
        return Selection(span, start, end, self.cleaned_data["unit"], self.cleaned_data.get("channel", ""))


def _named_span(span: Span, today: date) -> str:
    if span == Span.CUSTOM:
        return str(SPAN_NAMES[span])
    start, end = days_of(span, today)
    return _("%(period)s: %(start)s to %(end)s") % {
        "period": SPAN_NAMES[span],
        "start": date_format(start, "j N" if start.year == end.year else "j N Y"),
        "end": date_format(end, "j N Y"),
    }


class ScorecardForm(forms.Form):
    """Up to four indicators, in order. `chosen` after `is_valid`."""

    def __init__(self, data: Any = None, *, chosen: list[str] | None = None) -> None:
        super().__init__(data)
        choices = grouped_choices()
        titles = [_("First"), _("Second"), _("Third"), _("Fourth")]
        for place, title in enumerate(titles):
            initial = chosen[place] if chosen and place < len(chosen) else ""
            self.fields[f"place_{place + 1}"] = forms.ChoiceField(
                label=title, required=place == 0, choices=[("", _("None")), *choices], initial=initial
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # The page has four places; whoever sends more by hand is told why as well.
        given = [value for name, value in self.data.items() if name.startswith("place_") and value]
        if len(given) > MOST:
            raise forms.ValidationError(MORE_THAN_FOUR % {"most": MOST, "n": len(given)})
        seen: set[str] = set()
        for name, value in list(cleaned.items()):
            if value and value in seen:
                self.add_error(name, _("This indicator is chosen already."))
            seen.add(value)
        return cleaned

    @property
    def chosen(self) -> list[str]:
        return [value for value in self.cleaned_data.values() if value]
