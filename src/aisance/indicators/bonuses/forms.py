"""The form that marks a bonus."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.accounts.public import advisors_by_code, units_in
from aisance.core.permissions import Viewer
from aisance.indicators.forms import INDENT
from aisance.indicators.permissions import MARK_BONUS
from aisance.indicators.registry.families import grouped_choices


class BonusForm(forms.Form):
    """A unit, perhaps one advisor of it, and a score. `marked` after `is_valid`."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    advisor = forms.CharField(
        label=gettext_lazy("Advisor, by code"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Empty: everybody in the unit."),
    )
    indicator = forms.ChoiceField(label=gettext_lazy("Score"), required=False)
    words = forms.CharField(
        label=gettext_lazy("What is paid for"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: quarterly bonus from 30 points on. No amounts, no names."),
    )

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data)
        self.units = {unit.code: unit for unit in units_in(viewer.scope(MARK_BONUS))}
        top = min((unit.depth for unit in self.units.values()), default=0)
        named: list[Any] = [(code, INDENT * (unit.depth - top) + unit.name) for code, unit in self.units.items()]
        for name, choices in (("unit", named), ("indicator", [("", _("Every score")), *grouped_choices()])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # declared above
            field.choices = choices

    def clean_advisor(self) -> int | None:
        """The id of the advisor, who must belong to the unit or to one below it."""
        code = self.cleaned_data["advisor"].strip()
        unit = self.units.get(self.cleaned_data.get("unit", ""))
        if not code or unit is None:
            return None
        below = {other.id for other in self.units.values() if other.path.startswith(unit.path)}
        card = advisors_by_code([code]).get(code)
        if card is None or card.unit_id not in below:
            raise forms.ValidationError(_("No advisor of this unit has this code."))
        return card.id

    @property
    def marked(self) -> dict[str, Any]:
        """What the form says, as the service takes it."""
        held = self.cleaned_data
        return {
            "unit_id": self.units[held["unit"]].id,
            "advisor_id": held["advisor"],
            "indicator": held["indicator"],
            "words": held["words"],
        }
