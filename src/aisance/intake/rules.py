"""How text in files becomes the product's text: pure functions."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

UNITS_OF_TIME: dict[str, Decimal] = {
    "s": Decimal(1),
    "ms": Decimal("0.001"),
    "min": Decimal(60),
    "h": Decimal(3600),
    "h:m:s": Decimal(1),
}
CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:\.\d+)?)")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
GROUPS = dict.fromkeys(map(ord, " \u00a0\u202f'’"))


def moment_text(text: str, formats: Sequence[str], zone: tzinfo) -> str:
    """A moment in ISO form with its offset, read by the first format that fits, else as ISO 8601.

    A moment without offset is taken in `zone`. Raises ValueError where nothing fits, or where the local time was
    skipped by a change of clock; one that happened twice is the first.

    >>> from zoneinfo import ZoneInfo
    >>> moment_text("990201 7:02:47", ["%y%m%d %H:%M:%S"], ZoneInfo("Asia/Jerusalem"))
    '1999-02-01T05:02:47+00:00'
    """
    moment = _moment(text, formats)
    if moment.tzinfo is None:
        local = moment.replace(tzinfo=zone)
        moment = local.astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise ValueError("This local time was skipped by a change of clock.")
    return moment.astimezone(UTC).isoformat()


def _moment(text: str, formats: Sequence[str]) -> datetime:
    for pattern in formats:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007  the zone is given by the caller
        except ValueError:
            continue
    return datetime.fromisoformat(text)


def number(text: str, decimal: str = ".") -> Decimal:
    """A number written with `decimal` as its decimal mark, spaces or apostrophes between thousands.

    >>> number("1 234,5", ",")
    Decimal('1234.5')
    """
    plain = text.translate(GROUPS)
    if decimal == ",":
        if "." in plain:
            raise ValueError("A point where the decimal mark is a comma.")
        plain = plain.replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation as problem:
        raise ValueError("Not a number.") from problem
    if not value.is_finite() or value.adjusted() > 15 or "_" in plain:
        raise ValueError("Not a number of a plausible size.")
    return value


def seconds_text(text: str, unit: str = "", decimal: str = ".") -> str:
    """A duration as seconds, rounded to whole ones (half up) unless it is already in seconds.

    `unit` is one of UNITS_OF_TIME; without one it is seconds, or h:m:s where there is a colon.

    >>> seconds_text("1499", "ms"), seconds_text("0:02:46"), seconds_text("1,5", "min", ",")
    ('1', '166', '90')
    """
    if unit in {"", "s"} and text.isascii() and text.isdigit():
        return text  # by far the most frequent
    if ":" in text and unit in {"", "h:m:s"}:
        clock = CLOCK.fullmatch(text)
        if clock is None:
            raise ValueError("Not a duration.")
        hours, minutes, seconds = clock.groups()
        value = Decimal(hours or 0) * 3600 + Decimal(minutes) * 60 + Decimal(seconds)
    else:
        value = number(text, decimal) * UNITS_OF_TIME[unit or "s"]
    if unit not in {"", "s"}:
        value = value.quantize(Decimal(1), ROUND_HALF_UP)
    return _plain(value)


def _plain(value: Decimal) -> str:
    return str(int(value)) if value == value.to_integral_value() else f"{value:f}"


def harmless(text: str) -> str:
    """Text that a spreadsheet does not run as a formula: an apostrophe goes before what could be one.

    A plain number keeps its sign, since it is no formula.

    >>> harmless("=1+1"), harmless("-3.5"), harmless("Ok")
    ("'=1+1", '-3.5', 'Ok')
    """
    if text.startswith(FORMULA_STARTS) and not re.fullmatch(r"[+-]?\d+([.,]\d+)?", text):
        return f"'{text}"
    return text


def storable(cells: Sequence[str]) -> bool:
    """Whether a database can hold this text: no NUL, no half of a character pair."""
    return UNSTORABLE.search("".join(cells)) is None
