"""The forms of pressure: which days to sum up, and a rule of each kind."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.core import clock
from aisance.core.days import WITHIN_REACH
from aisance.outreach.contracts import MessageChannel, MessageClass
from aisance.outreach.models import PressureRule
from aisance.outreach.models.pressure import LONGEST_DAYS
from aisance.outreach.pressure.contracts import About, Effect, Per, Rule, RuleCard, RuleKind
from aisance.outreach.pressure.known import families_to_name, programmes_to_name, reasons_to_name
from aisance.outreach.pressure.wording import CHANNEL_NAMES, CLASS_NAMES
from aisance.ui.inputs import DayInput

USUAL_DAYS = 28
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)

FIELDS = {
    RuleKind.CAP: ("limit", "days", "per", "classes", "family", "programme", "channel", "effect"),
    RuleKind.APART: ("days", "other", "classes", "family", "programme", "channel", "effect"),
    RuleKind.HOLD: ("hold_codes", "classes", "family", "programme", "channel", "effect"),
    RuleKind.RESERVE: ("family", "programme", "days", "every_days", "effect"),
}
"""What a rule of each kind is made of, besides its name, its place and whether it is in force."""

_DAYS = {
    RuleKind.APART: (
        gettext_lazy("So many days away"),
        gettext_lazy("Exactly so many days before or after, it may leave."),
    ),
    RuleKind.RESERVE: (
        gettext_lazy("So many days ahead"),
        gettext_lazy("Room is kept for what comes within these days."),
    ),
}
"""What the days of a rule mean where they are not those of a cap."""


class PeriodForm(forms.Form):
    """The days to sum up, both included, and one programme or all."""

    start = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        validators=WITHIN_REACH,
        widget=DayInput(),
    )
    end = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        validators=WITHIN_REACH,
        widget=DayInput(),
    )
    programme = forms.SlugField(
        label=gettext_lazy("Programme"),
        required=False,
        max_length=60,
        widget=forms.Select(choices=[("", gettext_lazy("All programmes"))]),
    )

    all_optional = True

    def __init__(self, data: Any) -> None:
        today = clock.today()
        usual = {"start": (today - timedelta(days=USUAL_DAYS - 1)).isoformat(), "end": today.isoformat()}
        super().__init__({**usual, **{name: value for name, value in data.items() if value}})

    def offer(self, programmes: Mapping[str, str]) -> None:
        """Let the reader choose among these programmes, by code with their names, and the one already chosen."""
        chosen = self.cleaned_data["programme"]
        named = {**({chosen: chosen} if chosen else {}), **programmes}
        choices = [("", _("All programmes")), *sorted(named.items(), key=lambda one: one[1].casefold())]
        self.fields["programme"].widget.choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, end = given.get("start"), given.get("end")
        if start and end and start > end:
            self.add_error("end", _("The last day lies before the first."))
        return given

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day of a valid form."""
        return self.cleaned_data["start"], self.cleaned_data["end"]


class RuleForm(forms.Form):
    """A rule of one kind."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("Stands in the ledger for ever: small letters, digits and hyphens."),
    )
    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=100)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=100)
    limit = forms.IntegerField(label=gettext_lazy("At most so many messages"), min_value=1, max_value=1000, initial=1)
    days = forms.IntegerField(
        label=gettext_lazy("In so many days"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=7,
        help_text=gettext_lazy("Exactly so many days later, the customer is free again."),
    )
    per = forms.ChoiceField(
        label=gettext_lazy("What is counted together"), choices=PressureRule.Per.choices, initial=Per.ALL.value
    )
    other = forms.ChoiceField(label=gettext_lazy("Away from the programme"))
    hold_codes = forms.MultipleChoiceField(
        label=gettext_lazy("Only holds because of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked stands for every hold."),
    )
    classes = forms.MultipleChoiceField(
        label=gettext_lazy("Which messages"),
        required=False,
        choices=[(word.value, CLASS_NAMES[word]) for word in MessageClass],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "None ticked stands for all. Legal and service messages are counted where they are ticked, and never held."
        ),
    )
    family = forms.ChoiceField(label=gettext_lazy("Only of the family"), required=False)
    programme = forms.ChoiceField(label=gettext_lazy("Only of the programme"), required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("Only by the channel"),
        required=False,
        choices=[("", gettext_lazy("Every channel")), *((c.value, CHANNEL_NAMES[c]) for c in MessageChannel)],
    )
    every_days = forms.IntegerField(
        label=gettext_lazy("Due so many days after the last one"),
        min_value=0,
        max_value=LONGEST_DAYS,
        initial=0,
        help_text=gettext_lazy("0: room is kept only for what waits already."),
    )
    effect = forms.ChoiceField(
        label=gettext_lazy("What it holds back"),
        choices=PressureRule.Effect.choices,
        initial=Effect.DELAY.value,
        widget=forms.RadioSelect,
    )
    position = forms.IntegerField(
        label=gettext_lazy("Place in the list"),
        min_value=1,
        max_value=9999,
        initial=100,
        help_text=gettext_lazy("Where several rules hold a message back, the first is named."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In force"), required=False, initial=True)

    def __init__(self, data: Any, *, kind: RuleKind, card: RuleCard | None, taken: set[str]) -> None:
        super().__init__(data, initial=_initial(card) if card else None)
        self.kind, self.card, self.taken = kind, card, taken
        kept = {"code", "name_fr", "name_en", "position", "is_active", *FIELDS[kind]}
        for name in [name for name in self.fields if name not in kept or (card and name == "code")]:
            del self.fields[name]
        self._offer()
        if kind in _DAYS:
            self.fields["days"].label, self.fields["days"].help_text = _DAYS[kind]

    def _offer(self) -> None:
        """What there is to name; what the rule names already stays among it."""
        programmes = list(programmes_to_name().items())
        offered: dict[str, list[tuple[str, Any]]] = {
            "programme": [("", gettext_lazy("Every programme")), *programmes],
            "other": programmes,
            "family": [("", gettext_lazy("Every family")), *families_to_name().items()],
            "hold_codes": list(reasons_to_name().items()),
        }
        for name, choices in offered.items():
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]  # choice fields

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("Expected at most 40 small letters, digits and hyphens."))
        if code in self.taken:
            raise forms.ValidationError(_("There is a rule with this code already."))
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.kind == RuleKind.RESERVE and not given.get("family") and not given.get("programme"):
            self.add_error("programme", _("Name the programme or the family for which room is kept."))
        if self.kind == RuleKind.APART and given.get("other") and given["other"] == given.get("programme"):
            self.add_error("other", _("A programme cannot stay away from itself; a rule on how many does that."))
        if given.get("days", 0) + given.get("every_days", 0) > LONGEST_DAYS:
            words = _("Together with the days ahead, at most %(days)s days: decisions are kept no longer.")
            self.add_error("every_days", words % {"days": LONGEST_DAYS})
        return given

    def rule_card(self) -> RuleCard:
        """The rule of a valid form."""
        given: Mapping[str, Any] = self.cleaned_data
        about = About(
            frozenset(MessageClass(word) for word in given.get("classes", ())),
            given.get("family", ""),
            given.get("programme", ""),
            given.get("channel", ""),
        )
        rule = Rule(
            code=self.card.rule.code if self.card else given["code"],
            kind=self.kind,
            effect=Effect(given["effect"]),
            about=about,
            limit=given.get("limit", 1),
            days=given.get("days", 1),
            per=Per(given.get("per", Per.ALL)),
            other=given.get("other", ""),
            codes=frozenset(given.get("hold_codes", ())),
            every_days=given.get("every_days", 0),
        )
        names = {"fr": given["name_fr"], "en": given["name_en"]}
        return RuleCard(rule, names, given["position"], given["is_active"])


def _initial(card: RuleCard) -> dict[str, Any]:
    rule = card.rule
    return {
        "name_fr": card.name.get("fr", ""),
        "name_en": card.name.get("en", ""),
        "limit": rule.limit,
        "days": rule.days,
        "per": rule.per.value,
        "other": rule.other,
        "hold_codes": sorted(rule.codes),
        "classes": [word.value for word in rule.about.classes],
        "family": rule.about.family,
        "programme": rule.about.programme,
        "channel": rule.about.channel,
        "every_days": rule.every_days,
        "effect": rule.effect.value,
        "position": card.position,
        "is_active": card.is_active,
    }
