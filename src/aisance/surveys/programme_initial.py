"""What the form of a programme shows first of a version's rules; those of the ready programme where there is none."""

from typing import Any

from aisance.surveys import ready
from aisance.surveys.models import ProgrammeVersion

NUMBERS = ("wait_minutes", "valid_hours", "quiet_days", "rate_percent", "daily_cap")


def initial_rules(version: ProgrammeVersion | None) -> dict[str, Any]:
    """Everything but the questions."""
    if version is None:
        words = {"subject": ready.SUBJECT, "invitation": ready.INVITATION}
        return ready.RULES | {"rate_percent": 100, "route_1": "email"} | _words(words)
    given = {name: getattr(version, name) for name in ("channels", "step_ids", *NUMBERS)}
    given |= {name: version.audience.get(name, []) for name in ready.AUDIENCE}
    given |= _words({"subject": version.subject, "invitation": version.invitation})
    given |= _quotas(version) | _hours(version) | _reminders(version) | _pilot(version)
    given |= {f"route_{n}": route for n, route in enumerate(version.routes or [version.message_channel], start=1)}
    return given | {"questionnaire_version": version.questionnaire_version_id or ""}


def _words(parts: dict[str, dict[str, str]]) -> dict[str, Any]:
    return {f"{part}_{code}": text for part, words in parts.items() for code, text in words.items()}


def _quotas(version: ProgrammeVersion) -> dict[str, Any]:
    rows = [(what, code, bound) for what, bounds in version.quotas.items() for code, bound in bounds.items()]
    return {
        f"quota_{n}_{part}": value
        for n, row in enumerate(rows, start=1)
        for part, value in zip(("what", "code", "bound"), row, strict=True)
    }


def _hours(version: ProgrammeVersion) -> dict[str, Any]:
    hours = version.hours
    return {"days": hours.get("days", []), **{part: hours.get(part, "") for part in ("from", "to", "zone")}}


def _reminders(version: ProgrammeVersion) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for n, row in enumerate(version.reminders, start=1):
        given |= {f"reminder_{n}_after": row["after_hours"], f"reminder_{n}_route": row.get("route", "")}
        given |= {f"reminder_{n}_subject_{code}": text for code, text in row.get("subject", {}).items()}
    return given


def _pilot(version: ProgrammeVersion) -> dict[str, Any]:
    given: dict[str, Any] = {"pilot_units": version.pilot.get("units", [])}
    for n, step in enumerate(version.pilot.get("ramp", []), start=1):
        given |= {f"ramp_{n}_from": step["from"], f"ramp_{n}_percent": step["percent"]}
    return given
