"""From words (an address, the command line) to a checked question. What is wrong is an IndicatorError that says so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from aisance.core.days import FIRST_DAY, LAST_DAY
from aisance.indicators.contracts import Asked, Definition, IndicatorError
from aisance.indicators.periods import previous_period

DIMENSIONS = ("channel", "step", "reason", "unit", "advisor", "language", "month", "day")
"""By what an indicator may be cut."""

FILTERS = ("channel", "step", "reason", "unit", "advisor", "language", "scale")
"""Of what single values may be kept; days are kept by `from` and `to`."""

WORDS = ("by", "from", "to", "compare", "within", *FILTERS)
"""Everything that may stand in an address."""

LONGEST_THRESHOLD_SECONDS = 86_400


def asked_in_words(definition: Definition, words: Mapping[str, Sequence[str]]) -> Asked:
    """The question that these words ask; several values of a word by commas or by repeating it.

    Raises IndicatorError for an unknown word or value. Codes of steps, reasons, units and advisors are checked when
    the question is answered, since that depends on who asks.
    """
    for word in words:
        _one_of("parameter", word, WORDS)
    given = {word: _values(word, texts) for word, texts in words.items()}
    start, end = _day(given, "from"), _day(given, "to")
    _ordered(start, end, "to")
    asked = Asked(
        by=tuple(given.get("by", ())),
        start=start,
        end=end,
        compare=_other_period(given, start, end),
        where={word: tuple(given[word]) for word in FILTERS if given.get(word)},
        within_seconds=_threshold(given),
    )
    return checked(definition, asked)


def checked(definition: Definition, asked: Asked) -> Asked:
    """The question itself, each dimension once, or IndicatorError."""
    for dimension in asked.by:
        _one_of("by", dimension, DIMENSIONS)
    for word in asked.where:
        _one_of("filter", word, FILTERS)
    _ordered(asked.start, asked.end, "to")
    if asked.compare:
        _ordered(*asked.compare, "compare")
        _comparable(asked)
    _check_scale(definition, asked.where.get("scale", ()))
    if not 0 <= asked.within_seconds <= LONGEST_THRESHOLD_SECONDS:
        raise _not_a_threshold(str(asked.within_seconds))
    return replace(asked, by=tuple(dict.fromkeys(asked.by)))


def unknown(field: str, value: str, possible: Sequence[str]) -> IndicatorError:
    """The error that says what stands in a field and what could."""
    if possible:
        message = _("%(field)s: “%(value)s” is not known; possible: %(possible)s.")
    else:
        message = _("%(field)s: “%(value)s” is not known.")
    return IndicatorError(
        message % {"field": field, "value": value, "possible": _shortened(possible)},
        field=field,
        value=value,
        possible=tuple(possible),
    )


def _shortened(possible: Sequence[str], most: int = 20) -> str:
    return ", ".join(possible[:most]) + (" …" if len(possible) > most else "")


def _values(word: str, texts: Sequence[str]) -> list[str]:
    values = [value.strip() for text in texts for value in text.split(",") if value.strip()]
    for value in values:
        if not value.isprintable():  # a control character is in no code, and PostgreSQL takes no NUL
            raise unknown(word, ascii(value), ())
    return values


def _one_of(field: str, value: str, possible: Sequence[str]) -> None:
    if value not in possible:
        raise unknown(field, value, possible)


def _single(given: Mapping[str, list[str]], word: str) -> str:
    values = given.get(word) or [""]
    if len(values) > 1:
        message = _("%(field)s: one value is possible, not several.") % {"field": word}
        raise IndicatorError(message, field=word, value=",".join(values))
    return values[0]


def _day(given: Mapping[str, list[str]], word: str) -> date | None:
    text = _single(given, word)
    return _parsed_day(word, text) if text else None


def _parsed_day(word: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not FIRST_DAY <= day <= LAST_DAY:
        message = _("%(field)s: “%(value)s” is not a day such as 2026-11-22.") % {"field": word, "value": text}
        raise IndicatorError(message, field=word, value=text)
    return day


def _ordered(start: date | None, end: date | None, word: str) -> None:
    if start and end and end < start:
        message = _("%(field)s: the period ends on %(end)s, before it begins on %(start)s.")
        raise IndicatorError(
            message % {"field": word, "start": start.isoformat(), "end": end.isoformat()},
            field=word,
            value=end.isoformat(),
        )


def _other_period(given: Mapping[str, list[str]], start: date | None, end: date | None) -> tuple[date, date] | None:
    text = _single(given, "compare")
    if not text:
        return None
    if text == "previous":
        if not (start and end):
            message = _("compare: “previous” needs a period, with from and to.")
            raise IndicatorError(message, field="compare", value=text)
        return previous_period(start, end)
    first, dots, last = text.partition("..")
    if not dots:
        raise unknown("compare", text, ("previous", "FROM..TO"))
    return _parsed_day("compare", first), _parsed_day("compare", last)


def _comparable(asked: Asked) -> None:
    for dimension in ("month", "day"):
        if dimension in asked.by:
            message = _("compare: two periods have no %(dimension)s in common; leave it out of by.")
            raise IndicatorError(message % {"dimension": dimension}, field="compare", value=dimension)
    _apart(asked)


def _apart(asked: Asked) -> None:
    """Two periods that share days share answers, and no test for two samples holds for them."""
    if asked.compare is None:
        return
    first, last = asked.compare
    if (asked.end is None or first <= asked.end) and (asked.start is None or last >= asked.start):
        message = _("compare: the period from %(start)s to %(end)s shares days with the one asked for; narrow either.")
        raise IndicatorError(
            message % {"start": first.isoformat(), "end": last.isoformat()},
            field="compare",
            value=f"{first.isoformat()}..{last.isoformat()}",
        )


def _check_scale(definition: Definition, scales: Sequence[str]) -> None:
    for scale in scales:
        _one_of("scale", scale, definition.scales)
    if len(scales) > 1:
        message = _("scale: scores of different scales are never averaged; ask for one at a time.")
        raise IndicatorError(message, field="scale", value=",".join(scales), possible=definition.scales)


def _threshold(given: Mapping[str, list[str]]) -> int:
    text = _single(given, "within") or "20"
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise _not_a_threshold(text)
    return int(text)


def _not_a_threshold(text: str) -> IndicatorError:
    message = _("within: “%(value)s” is not a number of whole seconds from 0 to %(most)s.")
    return IndicatorError(message % {"value": text, "most": LONGEST_THRESHOLD_SECONDS}, field="within", value=text)
