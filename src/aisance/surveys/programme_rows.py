"""The rows of a programme's form that come several times: quotas, reminders, steps of the pilot's ramp-up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import units_by_code
from aisance.journeys.public import channel_names, reasons
from aisance.surveys.forms import DateInput, LineField, in_language
from aisance.surveys.programme_fields import LANGUAGE, NO_CHOICE, ROUTE_NAMES, Fields, Found, marks, units_to_mark

QUOTAS, REMINDERS, RAMP = 6, 2, 4

DIMENSIONS = {
    "unit": _("Unit and those below"),
    "channel": _("Channel"),
    "reason": _("Contact reason and those below"),
    "language": _("Language"),
}


def quota_fields() -> Fields:
    """Bounds of a month's answers, a row each."""
    found: Fields = {}
    for n in range(1, QUOTAS + 1):
        found[f"quota_{n}_what"] = forms.ChoiceField(
            label=_("Quota %(number)d, of a") % {"number": n},
            required=False,
            choices=[NO_CHOICE, *DIMENSIONS.items()],
        )
        found[f"quota_{n}_code"] = LineField(label=_("Its code"), required=False, max_length=60)
        found[f"quota_{n}_bound"] = forms.IntegerField(
            label=_("Answers a month at most"), required=False, min_value=1, max_value=1_000_000
        )
    return found


def quota_terms(data: Mapping[str, Any]) -> Found:
    """Quotas by dimension and code; each row is whole or empty."""
    quotas: dict[str, dict[str, int]] = {}
    problems: list[tuple[str, Any]] = []
    for n in range(1, QUOTAS + 1):
        what, code, bound = (data.get(f"quota_{n}_{part}") for part in ("what", "code", "bound"))
        if not (what or code or bound):
            continue
        if not (what and code and bound):
            problems.append((f"quota_{n}_code", _("Say of what the quota is, its code and the number of answers.")))
        elif not _is_known(what, code):
            problems.append((f"quota_{n}_code", _("There is none with this code.")))
        else:
            quotas.setdefault(what, {})[code] = bound
    return {"quotas": quotas}, problems


def _is_known(what: str, code: str) -> bool:
    match what:
        case "unit":
            return bool(units_by_code([code]))
        case "channel":
            return code in channel_names()
        case "reason":
            return any(card.code == code for card in reasons())
        case _:
            return bool(LANGUAGE.fullmatch(code))


def reminder_fields() -> Fields:
    """One reminder or two, each with the subject in every language."""
    found: Fields = {}
    for n in range(1, REMINDERS + 1):
        found[f"reminder_{n}_after"] = forms.IntegerField(
            label=_("Reminder %(number)d, in hours after the message before") % {"number": n},
            required=False,
            min_value=1,
            max_value=60 * 24,
            help_text=_("Empty: none. Only those who have not begun to answer are reminded."),
        )
        found[f"reminder_{n}_route"] = forms.ChoiceField(
            label=_("By"), required=False, choices=[("", _("the same way")), *ROUTE_NAMES.items()]
        )
        for code, _name in settings.LANGUAGES:
            label = in_language(_("Another subject (%(language)s)"), code)
            found[f"reminder_{n}_subject_{code}"] = LineField(label=label, required=False, max_length=150)
    return found


def reminder_terms(data: Mapping[str, Any]) -> Found:
    """Reminders in their order, each before the time to answer is over."""
    found: list[dict[str, Any]] = []
    problems: list[tuple[str, Any]] = []
    passed = 0
    for n in range(1, REMINDERS + 1):
        after = data.get(f"reminder_{n}_after")
        if not after:
            continue
        passed += after
        if n > len(found) + 1:
            problems.append((f"reminder_{n}_after", _("Set the first reminder before the second.")))
        if passed >= (data.get("valid_hours") or 0):
            problems.append((f"reminder_{n}_after", _("By then the time to answer is over.")))
        found.append(_reminder(data, n, after, problems))
    return {"reminders": found}, problems


def _reminder(data: Mapping[str, Any], n: int, after: int, problems: list[tuple[str, Any]]) -> dict[str, Any]:
    subject = {code: data.get(f"reminder_{n}_subject_{code}", "") for code, _name in settings.LANGUAGES}
    for code, words in subject.items():
        if not words and any(subject.values()):
            problems.append((f"reminder_{n}_subject_{code}", _("Word the subject in every language, or in none.")))
    row: dict[str, Any] = {"after_hours": after}
    if data.get(f"reminder_{n}_route"):
        row["route"] = data[f"reminder_{n}_route"]
    return row | ({"subject": subject} if all(subject.values()) else {})


def pilot_fields(path: str) -> Fields:
    """The units to start with and the steps of the ramp-up."""
    found: Fields = {
        "pilot_units": marks(
            _("Start with"), units_to_mark(path), help_text=_("With those below each. None chosen: everywhere.")
        )
    }
    for n in range(1, RAMP + 1):
        found[f"ramp_{n}_from"] = forms.DateField(label=_("From"), required=False, widget=DateInput())
        found[f"ramp_{n}_percent"] = forms.IntegerField(
            label=_("Share of the others, in per cent"), required=False, min_value=1, max_value=100
        )
    return found


def pilot_terms(data: Mapping[str, Any]) -> Found:
    """The pilot as stored; the shares grow with the days."""
    ramp: list[tuple[date, int]] = []
    problems: list[tuple[str, Any]] = []
    for n in range(1, RAMP + 1):
        start, percent = data.get(f"ramp_{n}_from"), data.get(f"ramp_{n}_percent")
        if not (start or percent):
            continue
        if not (start and percent):
            problems.append((f"ramp_{n}_from", _("Say from when, and the share.")))
        elif ramp and (start <= ramp[-1][0] or percent < ramp[-1][1]):
            problems.append((f"ramp_{n}_from", _("Each step is later than the one before, and no smaller.")))
        else:
            ramp.append((start, percent))
    units = data.get("pilot_units") or []
    steps_of_ramp = [{"from": start.isoformat(), "percent": percent} for start, percent in ramp]
    return {"pilot": {"units": units, "ramp": steps_of_ramp} if units or ramp else {}}, problems
