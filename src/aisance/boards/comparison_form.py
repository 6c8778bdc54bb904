"""The form of a comparison: one indicator, and days and filters twice. It stays in the address."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.accounts.public import units_in
from aisance.boards.forms import INDENT
from aisance.boards.reading.selection import FILTERS, Narrowed
from aisance.core import clock
from aisance.core.days import WITHIN_REACH
from aisance.core.permissions import RIGHTS, Viewer
from aisance.indicators.contracts import Definition
from aisance.indicators.public import Selection, Span, definition, definitions
from aisance.journeys.public import channel_names, reasons, steps
from aisance.ui.inputs import DayInput


class ComparisonForm(forms.Form):
    """Fields `a_from`, `a_to`, `a_unit` and so on, the same for B. `side` and `definition` after `is_valid`."""

    all_optional = True

    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"))

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        today = clock.today()
        bound = {
            "indicator": "net_easy",
            "a_from": (today - timedelta(days=27)).isoformat(),
            "a_to": today.isoformat(),
            "b_from": (today - timedelta(days=55)).isoformat(),
            "b_to": (today - timedelta(days=28)).isoformat(),
        }
        super().__init__(bound | {name: value for name, value in data.items() if value}, auto_id="compare_%s")
        field = self.fields["indicator"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(entry.name, entry.title) for entry in definitions()]
        offered = _offered(viewer)
        for letter in ("a", "b"):
            for name, label in (("from", _("From")), ("to", _("To, included"))):
                self.fields[f"{letter}_{name}"] = forms.DateField(
                    label=label, widget=DayInput(), validators=WITHIN_REACH
                )
            for name, (title, choices) in offered.items():
                self.fields[f"{letter}_{name}"] = forms.ChoiceField(label=title, required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for letter in ("a", "b"):
            start, end = cleaned.get(f"{letter}_from"), cleaned.get(f"{letter}_to")
            if start and end and start > end:
                self.add_error(f"{letter}_to", _("The last day lies before the first."))
        return cleaned

    def side(self, letter: str) -> Narrowed:
        given = self.cleaned_data
        filters = {name: given[f"{letter}_{name}"] for name in FILTERS if given[f"{letter}_{name}"]}
        period = Selection(Span.CUSTOM, given[f"{letter}_from"], given[f"{letter}_to"])
        return Narrowed(period, filters)

    @property
    def definition(self) -> Definition:
        return definition(self.cleaned_data["indicator"])

    @property
    def sides(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each side, for the page."""
        names = ("from", "to", *FILTERS)
        return [(letter.upper(), [self[f"{letter}_{name}"] for name in names]) for letter in ("a", "b")]


def _offered(viewer: Viewer) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """What each filter may hold, with its label."""
    units = units_in(viewer.scope(RIGHTS["indicators.view"]))
    top = min((unit.depth for unit in units), default=0)
    named = sorted((name, code) for code, name in channel_names().items())
    return {
        "unit": (
            _("Unit"),
            [("", _("Every unit I see")), *((u.code, INDENT * (u.depth - top) + u.name) for u in units)],
        ),
        "channel": (_("Channel"), [("", _("Every channel")), *((code, name) for name, code in named)]),
        "step": (_("Journey step"), [("", _("Every step")), *((card.code, card.name) for card in steps())]),
        "reason": (_("Contact reason"), [("", _("Every reason")), *((card.code, card.name) for card in reasons())]),
    }
