"""The rules of a programme's version in words, beyond channels, steps, waiting and quiet time."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aisance.accounts.public import units_by_code
from aisance.journeys.public import channel_names, outcome_names, reasons
from aisance.surveys.models import ProgrammeVersion
from aisance.surveys.planning.drawing import pilot_of
from aisance.surveys.programme_fields import DAYS, ROUTE_NAMES
from aisance.surveys.programme_rows import DIMENSIONS
from aisance.surveys.queries.candidates import routes_of
from aisance.ui.dates import date_format

type Term = tuple[str, str]


def further_terms(version: ProgrammeVersion) -> list[Term]:
    """Titles and sentences, of the rules that the version has."""
    return [
        *_audience(version),
        *_amount(version),
        *_ways(version),
        *_hours(version),
        *_reminders(version),
        *_pilot(version),
    ]


def _audience(version: ProgrammeVersion) -> Iterator[Term]:
    named = {card.code: card.name for card in reasons()} if version.audience.get("reasons") else {}
    units = {code: unit.name for code, unit in units_by_code(version.audience.get("units", ())).items()}
    parts: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("reasons", _("contact reasons: %(names)s, with those below them"), named),
        ("outcomes", _("outcomes: %(names)s"), outcome_names()),
        ("units", _("units: %(names)s, with those below them"), units),
        ("languages", _("languages: %(names)s"), {}),
        ("segments", _("segments: %(names)s"), {}),
    )
    said = [
        words % {"names": _listed(version.audience[key], names)}
        for key, words, names in parts
        if version.audience.get(key)
    ]
    if said:
        yield _("Narrowed to"), "; ".join(said) + "."


def _listed(codes: Sequence[str], names: dict[str, str]) -> str:
    return ", ".join(str(names.get(code, code)) for code in codes)


def _amount(version: ProgrammeVersion) -> Iterator[Term]:
    said = []
    if version.rate_percent < 100:
        said.append(_("%(percent)d%% of them, drawn by the system.") % {"percent": version.rate_percent})
    if cap := version.daily_cap:
        said.append(ngettext("At most %(n)d invitation a day.", "At most %(n)d invitations a day.", cap) % {"n": cap})
    for what, bounds in version.quotas.items():
        each = ", ".join(f"{_code_name(what, code)} {bound}" for code, bound in bounds.items())
        quota = _("Answers a month at most by %(what)s: %(each)s.")
        said.append(quota % {"what": str(DIMENSIONS.get(what, what)).lower(), "each": each})
    if said:
        yield _("How many"), " ".join(said)


def _code_name(what: str, code: str) -> str:
    return channel_names().get(code, code) if what == "channel" else code


def _ways(version: ProgrammeVersion) -> Iterator[Term]:
    routes = routes_of(version)
    if routes != ("email",):
        names = [str(ROUTE_NAMES.get(route, route)) for route in routes]  # type: ignore[call-overload]  # codes are text
        yield _("On what"), _("%(ways)s, the first that the customer has and accepts.") % {"ways": ", ".join(names)}


def _hours(version: ProgrammeVersion) -> Iterator[Term]:
    hours = version.hours
    if hours:
        days = ", ".join(str(name) for number, name in DAYS if number in hours.get("days", ())) or _("every day")
        words = _("%(days)s, from %(start)s and before %(end)s by the customer’s own clock.")
        yield _("Opening hours"), words % {"days": days, "start": hours.get("from"), "end": hours.get("to")}


def _reminders(version: ProgrammeVersion) -> Iterator[Term]:
    said = []
    for row in version.reminders:
        route = ROUTE_NAMES.get(row.get("route", ""))
        hours = row["after_hours"]
        words = ngettext("after %(n)d hour", "after %(n)d hours", hours) % {"n": hours}
        said.append(f"{words} ({route})" if route else words)
    if said:
        yield _("Reminders"), _("To those who have not begun to answer: %(when)s.") % {"when": "; ".join(said)}


def _pilot(version: ProgrammeVersion) -> Iterator[Term]:
    pilot = pilot_of(version.pilot)
    said = []
    if pilot.units:
        names = ", ".join(unit.name for unit in units_by_code(pilot.units).values())
        said.append(_("Starts with %(units)s.") % {"units": names})
    for start, percent in pilot.ramp:
        words = _("From %(day)s %(percent)d%% of the others.") if pilot.units else _("From %(day)s %(percent)d%%.")
        said.append(words % {"day": _day(start), "percent": percent})
    if said:
        yield _("Pilot"), " ".join(said)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
