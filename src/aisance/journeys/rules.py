"""What makes an interaction valid, when it ended, and how one is read from text or JSON."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import normalised
from aisance.intake.contracts import Problem
from aisance.journeys.contracts import (
    INTERACTION_COLUMNS,
    MAX_ATTRIBUTE_NAME,
    MAX_ATTRIBUTE_VALUE,
    MAX_ATTRIBUTES,
    MAX_SECONDS,
    Channel,
    Direction,
    InteractionDraft,
    Outcome,
)

YEARS = range(1970, 2101)

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,4})?", re.ASCII)
_WHOLE = re.compile(r"([0-9]{1,12})(\.0*)?", re.ASCII)
_CUSTOMER = {
    "customer_external": IdentifierKind.EXTERNAL,
    "customer_email": IdentifierKind.EMAIL,
    "customer_phone": IdentifierKind.PHONE,
    "customer_social": IdentifierKind.SOCIAL,
}
# The names inside the object `customer` of the API, and the columns they stand for.
_CUSTOMER_OBJECT = {
    "external_id": "customer_external",
    "email": "customer_email",
    "phone": "customer_phone",
    "social": "customer_social",
    "name": "customer_name",
}


def ended_at(
    started_at: datetime, wait_seconds: int | None, handling_seconds: int | None, done_at: datetime | None
) -> datetime:
    """When an interaction that is over ended: start + wait + handling, or the answer of a written one if later.

    >>> ended_at(datetime(2026, 3, 2, 9, tzinfo=UTC), 30, 90, None).isoformat()
    '2026-03-02T09:02:00+00:00'
    """
    spoken = started_at + timedelta(seconds=(wait_seconds or 0) + (handling_seconds or 0))
    return max(spoken, done_at) if done_at else spoken


def parse_moment(text: str, zone: tzinfo) -> datetime:
    """An ISO 8601 date and time as a moment in UTC; without an offset it is local time in `zone`.

    A time that clocks skip when summer time begins is refused; of a time that comes twice the first is meant. Raises
    ValueError, whose only argument says what was expected.

    >>> from zoneinfo import ZoneInfo
    >>> parse_moment("2026-07-01 10:00", ZoneInfo("Europe/Paris")).isoformat()
    '2026-07-01T08:00:00+00:00'
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(_("a date and time such as 2026-03-02T09:30:00+01:00")) from None
    return placed(moment, zone)


def placed(moment: datetime, zone: tzinfo) -> datetime:
    """A moment in UTC; without an offset it is local time in `zone`. Raises ValueError as `parse_moment` does."""
    if moment.year not in YEARS:
        raise ValueError(_("a year from 1970 to 2100"))
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    there = moment.replace(tzinfo=zone).astimezone(UTC)
    if there.astimezone(zone).replace(tzinfo=None) != moment:
        raise ValueError(_("a time that exists: clocks skip this one when summer time begins"))
    return there


def parse_interaction(row: Mapping[str, object], *, zone: tzinfo) -> InteractionDraft | tuple[Problem, ...]:
    """A draft from the values of a row of text or of a JSON object, or every problem found. Never raises.

    Keys are those of `INTERACTION_COLUMNS`; `customer` and `attributes` may be objects. Blank text and null mean "not
    given". `zone` is where times without an offset belong.
    """
    reader = _Reader(row, zone)
    language = reader.language()
    given: dict[str, Any] = {
        "source": reader.text("source", 60, required=True),
        "external_id": reader.text("external_id", 120, required=True),
        "channel": reader.choice("channel", Channel, required=True),
        "started_at": reader.moment("started_at", required=True),
        "direction": reader.choice("direction", Direction) or Direction.INBOUND,
        "step": reader.text("step", 60),
        "reason": reader.text("reason", 60),
        "unit": reader.text("unit", 60),
        "advisor": reader.text("advisor", 60),
        "language": language,
        "wait_seconds": reader.seconds("wait_seconds"),
        "handling_seconds": reader.seconds("handling_seconds"),
        "outcome": reader.choice("outcome", Outcome),
        "promised_by": reader.moment("promised_by"),
        "done_at": reader.moment("done_at"),
        "customer": reader.customer(language),
        "attributes": reader.attributes(),
    }
    reader.refuse_the_rest()
    reader.refuse_before_the_start(given["started_at"], given["promised_by"], given["done_at"])
    return tuple(reader.problems) or InteractionDraft(**given)


class _Reader:
    """Takes the fields out of one row, keeping the problems met on the way."""

    def __init__(self, row: Mapping[str, object], zone: tzinfo) -> None:
        self.values = {str(key): value for key, value in row.items() if value is not None and value != ""}
        self.zone = zone
        self.problems: list[Problem] = []
        self._open_customer()

    def _open_customer(self) -> None:
        """Spread the object `customer` over its columns."""
        held = self.values.get("customer")
        if not isinstance(held, Mapping):
            return
        del self.values["customer"]
        for key, value in held.items():
            if key not in _CUSTOMER_OBJECT:
                self.refuse(f"customer.{key}", value, _one_of(_CUSTOMER_OBJECT))
            elif value is not None and value != "":
                self.values.setdefault(_CUSTOMER_OBJECT[key], value)

    def refuse(self, field: str, value: object, expected: Any) -> None:
        self.problems.append(Problem(field[:100], str(value)[:100], expected))

    def take(self, field: str) -> str:
        """The trimmed text of a field; empty where it is missing or is not text."""
        value = self.values.pop(field, "")
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)[:100]  # numbers of customers and of calls are often written as JSON numbers
        self.refuse(field, value, _("text"))
        return ""

    def text(self, field: str, limit: int, *, required: bool = False) -> str:
        had = field in self.values
        value = self.take(field)
        if value and (len(value) > limit or _UNPRINTABLE.search(value)):
            self.refuse(field, value, format_lazy(_("at most {limit} printable characters"), limit=limit))
        elif not value and required and not (had and self._complained_of(field)):
            self.refuse(field, value, _("a value: this field is required"))
        return value

    def _complained_of(self, field: str) -> bool:
        return any(problem.field == field for problem in self.problems)

    def choice[E: StrEnum](self, field: str, kinds: type[E], *, required: bool = False) -> E | None:
        had = field in self.values
        value = self.take(field)
        if value:
            try:
                return kinds(value.lower())
            except ValueError:
                self.refuse(field, value, _one_of(kinds))
        elif required and not (had and self._complained_of(field)):
            self.refuse(field, value, _one_of(kinds))
        return None

    def moment(self, field: str, *, required: bool = False) -> datetime | None:
        value = self.values.get(field)
        try:
            if isinstance(value, datetime):
                del self.values[field]
                return placed(value, self.zone)
            text = self.text(field, 60, required=required)
            return parse_moment(text, self.zone) if text and not self._complained_of(field) else None
        except (ValueError, OverflowError) as problem:
            self.refuse(field, value, problem.args[0])
            return None

    def seconds(self, field: str) -> int | None:
        value = self.values.pop(field, None)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        whole = _WHOLE.fullmatch(str(value).strip()) if isinstance(value, int | float | str) else None
        if whole and int(whole[1]) <= MAX_SECONDS:
            return int(whole[1])
        self.refuse(field, value, format_lazy(_("whole seconds from 0 to {limit}"), limit=MAX_SECONDS))
        return None

    def language(self) -> str:
        value = self.take("language").lower().replace("_", "-")
        if value and (len(value) > 8 or not _LANGUAGE.fullmatch(value)):
            self.refuse("language", value, _("a language such as fr, en or nl-be"))
        return value

    def customer(self, language: str) -> CustomerClaim:
        identifiers: dict[IdentifierKind, str] = {}
        for field, kind in _CUSTOMER.items():
            if field in self.values and (value := self.take(field)):
                try:
                    identifiers[kind] = normalised(kind, value)
                except ValueError as problem:
                    self.refuse(field, value, problem.args[0])
        return CustomerClaim(identifiers, self.text("customer_name", 160), language)

    def attributes(self) -> dict[str, str]:
        """The object `attributes` and the columns `attributes.*`, as text."""
        held = self.values.pop("attributes", {})
        if not isinstance(held, Mapping):
            self.refuse("attributes", held, _("an object of names and values"))
            held = {}
        found = {str(name): value for name, value in held.items() if value is not None and value != ""}
        for key in [key for key in self.values if key.startswith("attributes.")]:
            found[key.removeprefix("attributes.")] = self.values.pop(key)
        if len(found) > MAX_ATTRIBUTES:
            self.refuse("attributes", len(found), format_lazy(_("at most {limit} attributes"), limit=MAX_ATTRIBUTES))
            return {}
        return {name: self._attribute(name, value) for name, value in found.items()}

    def _attribute(self, name: str, value: object) -> str:
        field = f"attributes.{name}"
        if not 1 <= len(name) <= MAX_ATTRIBUTE_NAME or _UNPRINTABLE.search(name):
            limit = MAX_ATTRIBUTE_NAME
            self.refuse(field, name, format_lazy(_("a name of 1 to {limit} printable characters"), limit=limit))
        words = str(value).strip() if isinstance(value, str | int | float) else None
        if words is None or len(words) > MAX_ATTRIBUTE_VALUE or _UNSTORABLE.search(words):
            limit = MAX_ATTRIBUTE_VALUE
            self.refuse(field, value, format_lazy(_("text of at most {limit} characters"), limit=limit))
        return words or ""

    def refuse_before_the_start(
        self, started_at: datetime | None, promised_by: datetime | None, done_at: datetime | None
    ) -> None:
        """A promise or an answer from before the contact would make a delay of less than nothing."""
        for field, moment in (("promised_by", promised_by), ("done_at", done_at)):
            if started_at and moment and moment < started_at:
                self.refuse(field, moment.isoformat(), _("a moment after the contact began"))

    def refuse_the_rest(self) -> None:
        """A field that is not ours is a mistake to name: its value would be lost without a word."""
        for field, value in self.values.items():
            expected = _("an object") if field == "customer" else _one_of(INTERACTION_COLUMNS)
            self.refuse(field, value, expected)


def one_of(known: Any, limit: int = 12) -> Any:
    """The words "one of: ..." with at most `limit` of the known codes."""
    codes = sorted(str(code) for code in known)
    shown = ", ".join(codes[:limit]) + (", …" if len(codes) > limit else "")
    return format_lazy(_("one of: {codes}"), codes=shown) if codes else _("nothing: none is defined yet")


def _one_of(known: Any) -> Any:
    return one_of(known, limit=30)
