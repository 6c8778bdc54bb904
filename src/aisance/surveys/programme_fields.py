"""The fields of a programme's rules, and how what was sent becomes terms; problems are named by field."""

import re
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.accounts.public import units_in
from aisance.core.scope import Scope
from aisance.customers.public import segment_cards, segments
from aisance.journeys.contracts import Outcome
from aisance.journeys.public import channel_names, outcome_names, reasons, steps
from aisance.outreach.contracts import MessageChannel
from aisance.surveys.forms import LineField
from aisance.surveys.planning.hours import is_zone

type Fields = dict[str, forms.Field]
type Found = tuple[dict[str, Any], list[tuple[str, Any]]]
"""Terms, and problems by the name of their field."""

AUDIENCE = ("channels", "outcomes", "step_ids", "segments")
TREES = ("units", "reasons")
HOW_MANY = ("rate_percent", "daily_cap")
WHEN = ("wait_minutes", "valid_hours", "quiet_days")
ROUTES = 3
NO_CHOICE = ("", "—")
ALL = _("None chosen means all.")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,4})?", re.ASCII)

ROUTE_NAMES = {
    MessageChannel.EMAIL: pgettext_lazy("message channel", "E-mail"),
    MessageChannel.SMS: pgettext_lazy("message channel", "Text message"),
    MessageChannel.NULL: pgettext_lazy("message channel", "Nowhere, on trial"),
}

DAYS = (
    (1, pgettext_lazy("weekday in a list", "Monday")),
    (2, pgettext_lazy("weekday in a list", "Tuesday")),
    (3, pgettext_lazy("weekday in a list", "Wednesday")),
    (4, pgettext_lazy("weekday in a list", "Thursday")),
    (5, pgettext_lazy("weekday in a list", "Friday")),
    (6, pgettext_lazy("weekday in a list", "Saturday")),
    (7, pgettext_lazy("weekday in a list", "Sunday")),
)


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class LanguagesField(LineField):
    """Codes of languages with commas or spaces between."""

    def clean(self, value: Any) -> Any:
        codes = re.split(r"[\s,;]+", super().clean(value).lower().replace("_", "-"))
        found = [code for code in codes if code]
        if any(not LANGUAGE.fullmatch(code) for code in found):
            raise forms.ValidationError(_("Write languages as fr, en or nl-be, with commas between."))
        return found

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


def marks(label: Any, choices: Iterable[tuple[Any, Any]], *, coerce: Any = str, help_text: Any = ALL) -> forms.Field:
    return forms.TypedMultipleChoiceField(
        label=label,
        required=False,
        coerce=coerce,
        choices=list(choices),
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


def audience_fields(path: str, initial: Mapping[str, Any], *, is_cold: bool) -> Fields:
    """Whom the programme is about; a barometer chooses customers and no contacts."""
    held = initial.get("segments") or []
    declared = {card.code: card.name for card in segment_cards()}
    known = {code: declared.get(code, code) for code in dict.fromkeys([*segments(), *declared, *held])}
    about: Fields = {
        "languages": LanguagesField(
            label=_("Languages of the customer"),
            required=False,
            max_length=200,
            help_text=_("Codes, as fr, en or nl-be; nl stands for every kind of Dutch. Empty means all."),
        ),
    }
    if known:
        about["segments"] = marks(_("Segments of customers"), known.items())
    if is_cold:
        return about
    tree = ((card.code, "· " * (card.path.count("/") - 2) + card.name) for card in reasons())
    names = outcome_names()
    return {
        "channels": marks(_("Channels"), channel_names().items()),
        "step_ids": marks(_("Steps of journeys"), ((card.id, card.name) for card in steps()), coerce=int),
        "reasons": marks(_("Contact reasons"), tree, help_text=_("With those below each. None chosen means all.")),
        "outcomes": marks(_("Outcomes of the contact"), ((o.value, names[o.value]) for o in Outcome)),
        "units": marks(_("Units"), units_to_mark(path), help_text=_("With those below each. None chosen means all.")),
        **about,
    }


def units_to_mark(path: str) -> list[tuple[str, str]]:
    cards = units_in(Scope((path,)))
    top = min((card.depth for card in cards), default=0)
    return [(card.code, "· " * (card.depth - top) + card.name) for card in cards]


def rule_fields(*, is_cold: bool) -> Fields:
    """The numbers of the rules."""
    valid = _("A contact that is longer ago than this is not asked about any more.") if not is_cold else ""
    found: Fields = {
        "wait_minutes": forms.IntegerField(
            label=_("Wait after the contact, in minutes"), min_value=0, max_value=7 * 24 * 60
        ),
        "valid_hours": forms.IntegerField(
            label=_("Time to answer, in hours"), min_value=1, max_value=90 * 24, help_text=valid
        ),
        "quiet_days": forms.IntegerField(
            label=_("Days of quiet"),
            min_value=0,
            max_value=366,
            help_text=_("A customer is asked at most once in so many days, whatever the programme."),
        ),
        "rate_percent": forms.IntegerField(
            label=_("Share of eligible contacts to ask, in per cent"),
            min_value=1,
            max_value=100,
            help_text=_("Drawn by the system, and alike if it were drawn again."),
        ),
        "daily_cap": forms.IntegerField(
            label=_("Invitations a day at most"),
            min_value=1,
            max_value=1_000_000,
            required=False,
            help_text=_("The first of the day are asked: prefer a share where the hour matters."),
        ),
    }
    dropped = {"wait_minutes", "rate_percent", "daily_cap"} if is_cold else set()
    return {name: field for name, field in found.items() if name not in dropped}


def hours_fields() -> Fields:
    """Opening hours, all of them empty where messages may leave at any time."""
    return {
        "days": marks(_("Days on which messages leave"), DAYS, coerce=int, help_text=_("None chosen means every day.")),
        "from": forms.TimeField(label=_("Leave from"), required=False, widget=TimeInput()),
        "to": forms.TimeField(label=_("Leave before"), required=False, widget=TimeInput()),
        "zone": LineField(
            label=_("Time zone of the others"),
            required=False,
            max_length=60,
            help_text=_(
                "A customer's own is told by the contact or by the telephone number; for the others it is this one,"
                " as Europe/Brussels. Empty: the company's."
            ),
        ),
    }


def hours_terms(data: Mapping[str, Any]) -> Found:
    """Hours as stored; empty where nothing was said."""
    days, start, end, zone = (data.get(name) for name in ("days", "from", "to", "zone"))
    if not (days or start or end):
        return {"hours": {}}, []
    start, end = start or time(0), end or time(23, 59)
    problems: list[tuple[str, Any]] = []
    if start >= end:
        problems.append(("to", _("This must be later than the time from which messages leave.")))
    if zone and not is_zone(zone):
        problems.append(("zone", _("There is no time zone of this name.")))
    hours = {"days": days or [], "from": f"{start:%H:%M}", "to": f"{end:%H:%M}", "zone": zone or ""}
    return {"hours": hours}, problems


def route_fields() -> Fields:
    """The ways in the order tried."""
    labels = (pgettext_lazy("way of a message", "First"), _("Else"), _("Else"))
    return {
        f"route_{n}": forms.ChoiceField(
            label=labels[n - 1], required=n == 1, choices=[*([NO_CHOICE] if n > 1 else []), *ROUTE_NAMES.items()]
        )
        for n in range(1, ROUTES + 1)
    }


def route_terms(data: Mapping[str, Any]) -> Found:
    """The ways chosen, each once."""
    routes: list[str] = []
    problems: list[tuple[str, Any]] = []
    for n in range(1, ROUTES + 1):
        route = data.get(f"route_{n}")
        if route and route in routes:
            problems.append((f"route_{n}", _("This way stands before already.")))
        elif route:
            routes.append(route)
    return {"routes": routes}, problems
