"""From words (an address, the command line) to a checked question. What is wrong is an IndicatorError that says so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from aisance.core.days import FIRST_DAY, LAST_DAY
from aisance.indicators.contracts import Adjust, Asked, Definition, IndicatorError
from aisance.indicators.periods import previous_period

DIMENSIONS = ("channel", "step", "reason", "unit", "advisor", "language", "month", "day")
"""By what an indicator may be cut."""

FILTERS = ("channel", "step", "reason", "unit", "advisor", "language")
"""Of what single values may be kept; days are kept by `from` and `to`."""

CORRECTIONS: tuple[Adjust, ...] = ("holm", "bh", "none")

WORDS = (
    "by",
    "from",
    "to",
    "compare",
    "against",
    "adjust",
    "within",
    "days",
    "weighting",
    "cluster",
    "population",
    "version",
    *FILTERS,
)
"""Everything that may stand in an address."""

LONGEST_THRESHOLD_SECONDS = 86_400
LONGEST_WINDOW_DAYS = 90
LARGEST_POPULATION = 10_000_000_000


def asked_in_words(definition: Definition, words: Mapping[str, Sequence[str]], also: Sequence[str] = ()) -> Asked:
    """The question that these words ask; several values of a word by commas or by repeating it.

    `also` names dimensions beside the usual ones that whoever asks knows how to read.

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
        within_seconds=_whole(given, "within", 20, 0, LONGEST_THRESHOLD_SECONDS),
        within_days=_whole(given, "days", 7, 1, LONGEST_WINDOW_DAYS),
        against=_against(given),
        adjust=_correction(given),
        weighting=_single(given, "weighting"),
        cluster=_single(given, "cluster"),
        population=_whole(given, "population", 0, 1, LARGEST_POPULATION) or None,
        version=_whole(given, "version", 0, 1, 10_000) or None,
    )
    return checked(definition, asked, also)


def checked(definition: Definition, asked: Asked, also: Sequence[str] = ()) -> Asked:
    """The question itself, each dimension once, or IndicatorError."""
    for dimension in asked.by:
        _one_of("by", dimension, (*DIMENSIONS, *also))
    for word in asked.where:
        _one_of("filter", word, FILTERS)
    _ordered(asked.start, asked.end, "to")
    if asked.compare:
        _ordered(*asked.compare, "compare")
        _comparable(asked)
    for word in asked.against:
        _one_of("against", word, FILTERS)
        if word in asked.by:
            message = _("against: the %(dimension)s is what the cells are cut by; leave it out of by.")
            raise IndicatorError(message % {"dimension": word}, field="against", value=word)
    if asked.cluster:
        _one_of("cluster", asked.cluster, ("customer",))
    _whole_of("within", asked.within_seconds, 0, LONGEST_THRESHOLD_SECONDS)
    _whole_of("days", asked.within_days, 1, LONGEST_WINDOW_DAYS)
    _check_kind(definition, asked)
    return replace(asked, by=tuple(dict.fromkeys(asked.by)))


def _check_kind(definition: Definition, asked: Asked) -> None:
    """What cannot be computed for this indicator is refused, never passed over."""
    if definition.measure in ("quantile", "count"):
        given = {"weighting": asked.weighting, "cluster": asked.cluster, "population": asked.population}
        for word, value in given.items():
            if value:
                message = _("%(field)s: %(title)s is no mean of answers, so this does not apply to it.")
                raise IndicatorError(message % {"field": word, "title": definition.title}, field=word, value=str(value))
    if asked.population and asked.by:
        message = _("population: its size is that of the whole selection; leave out by.")
        raise IndicatorError(message, field="population", value=str(asked.population))
    if definition.kind == "employee":
        for word in ("advisor", "step", "reason", "channel", "language", "day"):
            if word in (*asked.by, *asked.where, *asked.against):
                raise unknown("by", word, ("unit", "month"))
        for word, value in {"weighting": asked.weighting, "cluster": asked.cluster}.items():
            if value:
                message = _("%(field)s: this does not apply to what employees say, of whom nothing else is known.")
                raise IndicatorError(message % {"field": word}, field=word, value=value)


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
    if asked.compare is None or asked.against or _days_are_apart(asked):
        return
    first, last = (day.isoformat() for day in asked.compare)
    message = _("compare: the period from %(start)s to %(end)s shares days with the one asked for; narrow either.")
    raise IndicatorError(message % {"start": first, "end": last}, field="compare", value=f"{first}..{last}")


def _days_are_apart(asked: Asked) -> bool:
    first, last = asked.compare or (asked.start, asked.end)
    ends_before = asked.end is not None and first is not None and first > asked.end
    begins_after = asked.start is not None and last is not None and last < asked.start
    return ends_before or begins_after


def check_apart(asked: Asked, kept: Callable[[str, Sequence[str]], list[Any]]) -> None:
    """Refuse two selections that may share rows, since no test for two samples holds for them.

    They are apart where their days are, or where for one filter of both no value is kept twice. `kept` gives the
    values that codes of a dimension keep.
    """
    if not asked.against or (asked.compare and _days_are_apart(asked)):
        return
    for dimension, codes in asked.against.items():
        ours = asked.where.get(dimension)
        if ours and not set(kept(dimension, ours)) & set(kept(dimension, codes)):
            return
    message = _(
        "against: both selections may hold the same rows; choose days or values of %(dimension)s that do not overlap."
    )
    word = next(iter(asked.against))
    raise IndicatorError(message % {"dimension": word}, field="against", value=",".join(asked.against[word]))


def _against(given: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """`against=unit:lille` replaces a filter in the other selection."""
    found: dict[str, list[str]] = {}
    for text in given.get("against", ()):
        word, colon, code = text.partition(":")
        if not (colon and code):
            raise unknown("against", text, tuple(f"{word}:CODE" for word in FILTERS))
        found.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in found.items()}


def _correction(given: Mapping[str, list[str]]) -> Adjust:
    text = _single(given, "adjust") or "holm"
    _one_of("adjust", text, CORRECTIONS)
    return next(known for known in CORRECTIONS if known == text)


def _whole(given: Mapping[str, list[str]], word: str, usual: int, least: int, most: int) -> int:
    text = _single(given, word)
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise _not_whole(word, text, least, most)
    return _whole_of(word, int(text), least, most)


def _whole_of(word: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise _not_whole(word, str(value), least, most)
    return value


def _not_whole(word: str, text: str, least: int, most: int) -> IndicatorError:
    message = _("%(field)s: “%(value)s” is not a whole number from %(least)s to %(most)s.")
    words = {"field": word, "value": text, "least": least, "most": most}
    return IndicatorError(message % words, field=word, value=text)
