"""What a line of the audit trail changed, in the reader's words: fields, codes, days, amounts and units by name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext

from aisance.accounts.field_words import (
    CODED,
    CODES,
    FEELING_NAMES,
    FIELD_NAMES,
    HOLD_NAMES,
    LANGUAGE_NAMES,
    OF_INDICATORS,
    OF_PEOPLE,
    OF_UNITS,
)
from aisance.core.models import AuditEntry
from aisance.core.money import decimals
from aisance.core.permissions import ROLE_NAMES
from aisance.core.translated import LANGUAGES, translated
from aisance.ui.dates import date_format
from aisance.ui.numbers import number, shown_with_unit

Names = Mapping[tuple[str, str], str]

NUMBERED = frozenset(
    {
        *("advisor", "board", "cause", "customer", "file", "gesture", "idea", "left_id", "mail", "merged"),
        *("programme", "questionnaire_version_id", "right_id", "step_id", "step_ids", "topic"),
    }
)
"""Where a number says which one, and not how many."""

LISTS = frozenset(
    {
        *("codes", "fields", "items", "kept", "kinds", "languages", "needs", "places", "scopes", "sensitive", "skills"),
        *("steps", "were", "closed_days"),
    }
)
"""Where two words in a list are two words, and not the one before and the one after."""

MOST_OF_ROLES = {f"most_{role.value}": name for role, name in ROLE_NAMES.items()}
SHARES = frozenset({"rate", "share"})
AMOUNTS = re.compile(r"amount|least_minor|most(_minor|_[a-z_]+)?")
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
TIME = re.compile(r"\d\d:\d\d")
KINDS_NAMED = {
    **dict.fromkeys(OF_UNITS, "unit"),
    **dict.fromkeys(OF_PEOPLE, "person"),
    **dict.fromkeys(OF_INDICATORS, "indicator"),
}
NAMING = ("name", "title", "wording", "words", "code", "kind")


def change_lines(entry: AuditEntry, names: Names) -> Iterator[str]:
    """One line for each change: "name: Lille → Lille A" for an edit, "role: Analyst" for anything else.

    `names` are those of units, people and indicators that the reader may see. A field that was and is empty tells
    nothing.
    """
    told = _Told(names, entry.object_type)
    for field, value in entry.changes.items():
        if _is_edit(field, value) and not any(one not in _EMPTY for one in value):
            continue
        name = field_name("reason" if entry.object_type == "hold" and field == "codes" else field)
        yield gettext("%(field)s: %(value)s") % {"field": name, "value": told.words(field, value)}


def field_name(field: str) -> str:
    """What a field is called; one that has no name here is read with its underscores out.

    >>> str(field_name("some_new_id")), str(field_name("rows"))
    ('some new', 'rows')
    """
    if role := MOST_OF_ROLES.get(field):
        return gettext("%(role)s, at most") % {"role": role}
    return str(FIELD_NAMES.get(field) or field.removesuffix("_id").replace("_", " "))


_EMPTY: Sequence[Any] = (None, "", [], {})


def _is_edit(field: str, value: Any) -> bool:
    """Whether a value is what stood before and what stands now."""
    if not isinstance(value, list) or len(value) != 2 or field == "range":
        return False
    return field not in LISTS or any(not isinstance(one, str) for one in value)


class _Told:
    """Values in words: with the names that the reader may see, by what kind of thing the line is about."""

    def __init__(self, names: Names, kind: str) -> None:
        self._names, self._has_amounts = names, kind.startswith("gesture")
        self._codes = HOLD_NAMES if kind == "hold" else {}

    def words(self, field: str, value: Any) -> str:
        if _is_edit(field, value):
            return f"{self._one(field, value[0])} → {self._one(field, value[1])}"
        return self._one(field, value)

    def _one(self, field: str, value: Any) -> str:
        if value in _EMPTY:
            return pgettext("audit value", "nothing")
        if isinstance(value, bool):
            return pgettext("audit value", "yes") if value else pgettext("audit value", "no")
        if isinstance(value, dict):
            return self._mapping(field, value)
        if isinstance(value, list):
            return self._list(field, value)
        return self._figure(field, value) if isinstance(value, int | float) else self._text(field, str(value))

    def _mapping(self, field: str, value: Mapping[str, Any]) -> str:
        if value.keys() <= set(LANGUAGES) and all(isinstance(one, str) for one in value.values()):
            return translated(value)
        if field == "week":
            return ", ".join(f"{WEEKDAYS_ABBR[int(day)]} {self._list('hours', hours)}" for day, hours in value.items())
        return ", ".join(f"{field_name(key)} {self._one(key, one)}" for key, one in value.items())

    def _list(self, field: str, value: Sequence[Any]) -> str:
        if len(value) == 2 and all(isinstance(one, str) and TIME.fullmatch(one) for one in value):
            return f"{value[0]}–{value[1]}"
        return ", ".join(self._brief(field, one) if isinstance(one, dict) else self._one(field, one) for one in value)

    def _brief(self, field: str, value: Mapping[str, Any]) -> str:
        """Of a thing in a list, its name."""
        named = next((name for name in NAMING if value.get(name)), None)
        return self._one(named, value[named]) if named else self._mapping(field, value)

    def _figure(self, field: str, value: float) -> str:
        if name := self._named(field, str(value)):
            return name
        if field in NUMBERED or field in OF_UNITS | OF_PEOPLE:
            return gettext("no. %(number)s") % {"number": value}
        if field in SHARES:
            return shown_with_unit(value, "%")
        if self._has_amounts and (AMOUNTS.fullmatch(field) or field == "budget"):
            return _amount(value)
        if field == "feeling":
            return str(FEELING_NAMES.get(round(value), value))
        return number(value, max(0, -int(Decimal(repr(value)).normalize().as_tuple().exponent)))

    def _text(self, field: str, value: str) -> str:
        if name := self._named(field, value):
            return name
        if field == "codes" and value in self._codes:
            return str(self._codes[value])
        if field in CODED:
            return ", ".join(str(CODES.get(code) or code.replace("_", " ")) for code in value.split(", "))
        if field in ("language", "languages"):
            return str(LANGUAGE_NAMES.get(value, value))
        return _moment(value)

    def _named(self, field: str, value: str) -> str | None:
        return self._names.get((KINDS_NAMED.get(field, ""), value))


def _amount(minor: float) -> str:
    currency = settings.ENVIRONMENT.currency
    places = decimals(currency)
    return f"{number(float(Decimal(str(minor)).scaleb(-places)), places)}\u00a0{currency}"


def _moment(text: str) -> str:
    """A day or a moment in words; any other text as it is."""
    if ISO_DAY.fullmatch(text):
        return date_format(date.fromisoformat(text), "j F Y")
    if ISO_MOMENT.fullmatch(text):
        return date_format(localtime(datetime.fromisoformat(text)), "j F Y, H:i")
    return text
