"""Which contacts to list: what people choose, and what a figure that leads here keeps besides."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.accounts.public import units_in
from aisance.core import clock
from aisance.core.days import WITHIN_REACH
from aisance.core.scope import Scope
from aisance.journeys.contracts import Counted
from aisance.journeys.counting import COUNTED
from aisance.journeys.models import CHANNEL_NAMES, OUTCOME_NAMES
from aisance.journeys.narrowing import WORDS, Kept, UnknownWordError, codes_in, kept
from aisance.journeys.queries import reasons, steps
from aisance.ui.inputs import DayInput

ALL = ("", pgettext_lazy("contacts", "All"))


class ContactFilterForm(forms.Form):
    """The filters of the list; the last 28 days where nothing is said. They stay in the address."""

    start = forms.DateField(label=_("From"), widget=DayInput(), validators=WITHIN_REACH)
    end = forms.DateField(label=_("To"), widget=DayInput(), validators=WITHIN_REACH)
    channel = forms.CharField(label=_("Channel"), required=False, widget=forms.Select)
    step = forms.CharField(label=_("Step"), required=False, widget=forms.Select)
    reason = forms.CharField(label=_("Contact reason"), required=False, widget=forms.Select)
    unit = forms.CharField(label=_("Unit"), required=False, widget=forms.Select)
    outcome = forms.CharField(label=_("Outcome"), required=False, widget=forms.Select)
    advisor = forms.CharField(label=_("Advisor’s code"), required=False, max_length=60)
    # Where a figure leads here; they stay in the address and are not offered.
    language = forms.CharField(required=False, widget=forms.HiddenInput)
    exactly = forms.CharField(required=False, widget=forms.HiddenInput)
    without = forms.CharField(required=False, widget=forms.HiddenInput)
    counted = forms.CharField(required=False, widget=forms.HiddenInput)

    all_optional = True

    def __init__(self, given: Mapping[str, Any], *, scope: Scope) -> None:
        usual = {"start": str(clock.today() - timedelta(days=27)), "end": str(clock.today())}
        super().__init__({**usual, **{name: value for name, value in given.items() if value}})
        self.scope = scope
        self.kept = Kept(Q(), {})
        units = units_in(scope)
        floor = min((unit.depth for unit in units), default=0)
        self._offer("channel", [(channel.value, name) for channel, name in CHANNEL_NAMES.items()])
        self._offer("step", [(step.code, step.name) for step in steps()])
        self._offer("reason", [(r.code, _indented(r.name, r.path.count("/") - 2)) for r in reasons()])
        self._offer("unit", [(unit.code, _indented(unit.name, unit.depth - floor)) for unit in units])
        self._offer("outcome", [(outcome.value, name) for outcome, name in OUTCOME_NAMES.items()])

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        """These values, and the one in the address where it holds several of them."""
        given = str(self.data.get(name, ""))
        several = [(given, ", ".join(str(dict(choices).get(c, c)).strip() for c in codes_in(given)))]
        select = self.fields[name].widget
        assert isinstance(select, forms.Select)  # declared above
        select.choices = [ALL, *choices, *(several if "," in given else [])]

    def clean(self) -> dict[str, Any]:
        """Refuse days the wrong way round, and codes that name nothing here."""
        given = super().clean() or {}
        start, end = given.get("start"), given.get("end")
        if start and end and start > end:
            raise forms.ValidationError(_("The first day lies after the last one."))
        try:
            self.kept = kept({word: given.get(word) for word in WORDS}, self.scope)
        except UnknownWordError as problem:
            raise _unknown(problem.code) from problem
        self._check_outcomes(given)
        return given

    def _check_outcomes(self, given: Mapping[str, Any]) -> None:
        for outcome in codes_in(given.get("outcome")):
            if outcome not in OUTCOME_NAMES:
                raise _unknown(outcome)
        if given.get("counted") and given["counted"] not in COUNTED:
            raise _unknown(given["counted"])

    @property
    def condition(self) -> Q:
        """What is kept, for a valid form."""
        given = self.cleaned_data
        found = Q(day__gte=given["start"], day__lte=given["end"]) & self.kept.condition
        if outcomes := codes_in(given["outcome"]):
            found &= Q(outcome__in=outcomes)
        return found & COUNTED[Counted(given["counted"])].condition() if given["counted"] else found

    @property
    def hidden_in_words(self) -> str:
        """What is kept and no field shows; empty where there is nothing of that."""
        given = self.cleaned_data
        names = [COUNTED[Counted(given["counted"])].name] if given["counted"] else []
        names += [name for word, name in self.kept.names.items() if not given.get(word) or word == "language"]
        if "unit" in codes_in(given["exactly"]):
            names.append(_("the unit itself, without those below it"))
        return " · ".join(str(name) for name in names)


def _indented(name: str, depth: int) -> str:
    return "\u2003" * depth + name


def _unknown(code: str) -> forms.ValidationError:
    return forms.ValidationError(_("“%(code)s” is not known here."), params={"code": code})
