"""The filters of the queue, in the address."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aisance.accounts.public import units_in
from aisance.cases.contracts import CaseOutcome
from aisance.cases.desk.forms import causes, offer
from aisance.cases.desk.queue import Chosen, Tab, source_names, sources
from aisance.cases.desk.wording import OUTCOME_NAMES
from aisance.cases.permissions import VIEW
from aisance.core.permissions import Viewer


class QueueForm(forms.Form):
    """Which cases; empty is all. Words in an address that name nothing are a mistake, and said to be one."""

    all_optional = True
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Contact reason"), required=False)
    source = forms.ChoiceField(label=pgettext_lazy("case", "Opened by"), required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), required=False)

    def __init__(self, data: Any, *, viewer: Viewer, tab: Tab) -> None:
        super().__init__(data)
        self.tab = tab
        units = units_in(viewer.scope(VIEW))
        floor = min((unit.depth for unit in units), default=0)
        every = ("", _("All"))
        offer(
            self,
            "unit",
            [("", _("Every unit I see")), *((str(u.id), "\u2003" * (u.depth - floor) + u.name) for u in units)],
        )
        offer(self, "reason", [every, *causes()])
        names = source_names()
        offer(self, "source", [every, *((code, names.get(code, code)) for code in sources(viewer))])
        offer(self, "outcome", [every, *((one.value, OUTCOME_NAMES[one]) for one in CaseOutcome)])
        if tab is not Tab.CLOSED:
            del self.fields["outcome"]
        if len(units) < 2:
            del self.fields["unit"]

    def chosen(self, after: str = "") -> Chosen:
        """The choice of a valid form, from a place on."""
        given = self.cleaned_data
        return Chosen(
            tab=self.tab,
            unit=int(given["unit"]) if given.get("unit") else None,
            reason=int(given["reason"]) if given.get("reason") else None,
            outcome=given.get("outcome", ""),
            source=given.get("source", ""),
            after=place_in(after),
        )

    def words(self) -> dict[str, str]:
        """The filters that are set, as they stand in an address."""
        return {name: value for name, value in self.cleaned_data.items() if value}


def place_in(text: str) -> tuple[datetime, int] | None:
    """The place at which a page begins, as in "2026-11-20T11:43:00+00:00~812"; null for the beginning, and for what is
    none."""
    moment, _sign, number = text.partition("~")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    return (at, int(number)) if at is not None and at.tzinfo and number.isdecimal() and len(number) < 19 else None


def place_words(place: tuple[datetime, int] | None) -> str:
    """The same for an address."""
    return f"{place[0].isoformat()}~{place[1]}" if place else ""
