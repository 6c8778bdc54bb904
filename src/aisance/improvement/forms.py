"""The filters that the pages of improvement share: days and unit."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.accounts.public import units_in
from aisance.core import clock
from aisance.core.days import WITHIN_REACH
from aisance.core.permissions import Right, Viewer
from aisance.indicators.public import SPAN_NAMES, Selection, Span, days_of
from aisance.ui.inputs import DayInput

INDENT = "\u2003"


def unit_choices(viewer: Viewer, right: Right, everywhere: Any) -> list[tuple[str, str]]:
    """The viewer's units as a tree; a single root is what an empty choice means."""
    units = units_in(viewer.scope(right))
    top = min((unit.depth for unit in units), default=0)
    roots = [unit for unit in units if unit.depth == top]
    first = roots[0].name if len(roots) == 1 else str(everywhere)
    return [
        ("", first),
        *((u.code, INDENT * (u.depth - top) + u.name) for u in units if len(roots) > 1 or u != roots[0]),
    ]


class PeriodForm(forms.Form):
    """Days and, with the right by which units are seen, a unit, from the address. `selection` after `is_valid`."""

    all_optional = True

    period = forms.ChoiceField(label=gettext_lazy("Period"), choices=list(SPAN_NAMES.items()))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)

    def __init__(self, data: Any, *, viewer: Viewer, right: Right | None, default: Span = Span.QUARTER) -> None:
        start, end = days_of(default, clock.today())
        bound = {"period": default, "from": start.isoformat(), "to": end.isoformat()}
        super().__init__(bound | {name: value for name, value in data.items() if value}, auto_id="filter_%s")
        for name, label in (("from", _("From")), ("to", _("To, included"))):
            self.fields[name] = forms.DateField(label=label, required=False, widget=DayInput(), validators=WITHIN_REACH)
        if right is None:
            del self.fields["unit"]
        else:
            self._offer("unit", unit_choices(viewer, right, _("Every unit I see")))

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
        """What was chosen; other dates without a bound take that of the default."""
        span = Span(self.cleaned_data["period"])
        start, end = days_of(span, clock.today())
        if span == Span.CUSTOM:
            start, end = self.cleaned_data["from"] or start, self.cleaned_data["to"] or end
        return Selection(span, start, end, self.cleaned_data.get("unit", ""))
