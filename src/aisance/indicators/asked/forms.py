"""The filters of the page."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.core.permissions import Viewer
from aisance.indicators.asked.account import PLACES, AskedAbout, units_seen
from aisance.indicators.asked.reading import Drawn
from aisance.indicators.dashboard.selection import Span
from aisance.indicators.forms import INDENT, FilterForm
from aisance.indicators.permissions import VIEW_ASKED
from aisance.surveys.public import programmes_within


class AskedForm(FilterForm):
    """Period, unit, programme, and whether by unit or by advisor. `asked` after `is_valid`."""

    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    by = forms.ChoiceField(label=gettext_lazy("Cut by"), required=False)

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        self.programmes = programmes_within(viewer.scope(VIEW_ASKED))
        super().__init__(data, viewer=viewer, default=Span.YEAR)
        del self.fields["channel"]
        self.order_fields(["period", "unit", "programme", "by"])

    def _choices(self, today: date, viewer: Viewer) -> None:
        super()._choices(today, viewer)
        units = units_seen(viewer)
        top = min((unit.depth for unit in units), default=0)
        indented = [(unit.code, INDENT * (unit.depth - top) + unit.name) for unit in units]
        self._offer("unit", [("", _("Every unit I see")), *indented])
        named = [(code, name) for code, (_id, name) in self.programmes.items()]
        self._offer("programme", [("", _("Every programme")), *named])
        self._offer("by", [("", _("Units")), ("advisor", _("Advisors"))])

    @property
    def asked(self) -> AskedAbout:
        """What was chosen."""
        start, end = self.selection.start, self.selection.end
        programme = self.cleaned_data["programme"]
        held = self.programmes[programme][0] if programme else None
        return AskedAbout(
            Drawn((), start, end, held), self.cleaned_data["unit"], PLACES[self.cleaned_data["by"] or "unit"]
        )
