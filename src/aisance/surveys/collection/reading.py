"""From what a form posts to what was given, and whether that may stand. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.surveys.collection.contracts import Fields
from aisance.surveys.contracts import COMPONENTS_SCREEN, EFFORT_COMPONENTS, QuestionKind, Scale
from aisance.surveys.questionnaires.contracts import Given, Item, ItemKind
from aisance.surveys.rules import TEXT_LIMIT

MISSING = _("Choose an answer, or skip the question.")
REQUIRED = _("This question needs an answer.")
TOO_LONG = _("Please keep it under %(limit_value)d characters: these are %(show_value)d.")
LETTERS = _("Please use letters only.")
NO_NUMBER = _("Please write a number, in figures.")
OUT_OF_RANGE = _("Please write a number from %(minimum)s to %(maximum)s.")
NO_DAY = _("Please give a day, as in 2026-11-19.")
RANKED_TWICE = _("Give each place once, beginning with the first.")
TOO_FEW = _("Please tick at least %(count)d.")
TOO_MANY = _("Please tick at most %(count)d.")

IN_WORDS = frozenset({QuestionKind.WHY.value, ItemKind.TEXT.value, ItemKind.IDEA.value})
LARGEST = 10**12
YES_OR_NO = frozenset({ItemKind.CONSENT.value, ItemKind.CONTACT_ME.value})
TICKED = frozenset({COMPONENTS_SCREEN, ItemKind.MULTIPLE.value})

_WHOLE = re.compile(r"\d{1,3}", re.ASCII)
_NUMBER = re.compile(r"[-−]?\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)


class WrongAnswerError(ValueError):
    """An answer that may not stand; `words` tell the customer why, in the language active when they are read."""

    def __init__(self, words: Any) -> None:
        super().__init__("an answer that may not stand")
        self.words = words


def is_empty(given: Given) -> bool:
    """Whether nothing was given; no is an answer, and so is none of the components.

    >>> is_empty(Given()), is_empty(Given(text=" ")), is_empty(Given(value=False)), is_empty(Given(score=0))
    (True, True, False, False)
    """
    return given.score is None and not given.text.strip() and given.value is None


def read_given(item: Item, scale: Scale | None, fields: Fields, *, alone: bool = True, prefix: str = "") -> Given:
    """What the fields hold for an item; nothing at all for one that was left out. Raises WrongAnswerError.

    The names are `score`, `text`, `value`, `ticked`, `rank_<option>` and `row_<option>`, with a prefix where several
    items share a form. `alone` says that the form holds this item only, so that nothing ticked is an answer too.
    """
    reader = _READERS.get(item.kind)
    given = reader(item, fields, prefix, alone) if reader else _score(item, scale, fields, prefix)
    check_given(item, scale, given)
    return given


def _one(fields: Fields, name: str) -> str:
    values = fields.get(name) or ("",)
    return values[-1]


def _score(item: Item, scale: Scale | None, fields: Fields, prefix: str) -> Given:
    text = _one(fields, f"{prefix}score")
    if not text:
        return Given()
    if not _WHOLE.fullmatch(text):
        raise WrongAnswerError(MISSING)
    return Given(score=int(text))


def _text(item: Item, fields: Fields, prefix: str, alone: bool) -> Given:
    return Given(text=_one(fields, f"{prefix}text").replace("\r\n", "\n").strip())


def _single(item: Item, fields: Fields, prefix: str, alone: bool) -> Given:
    return Given(value=_one(fields, f"{prefix}value") or None)


def _ticked(item: Item, fields: Fields, prefix: str, alone: bool) -> Given:
    """In the order of the options. None of the components is an answer; no other option ticked is a question passed."""
    name = f"{prefix}ticked"
    codes = dict.fromkeys(code for code in fields.get(name, ()) if code)
    order = EFFORT_COMPONENTS if item.kind == COMPONENTS_SCREEN else [option.code for option in item.options]
    known = [str(code) for code in order if code in codes]
    value = known if len(known) == len(codes) else list(codes)  # what is unknown stays, to be refused
    shown = item.kind == COMPONENTS_SCREEN and (alone or name in fields)
    return Given(value=value if value or shown else None)


def _ranking(item: Item, fields: Fields, prefix: str, alone: bool) -> Given:
    """Codes in order. Places may be left out at the end, never in between."""
    places: dict[int, str] = {}
    for option in item.options:
        text = _one(fields, f"{prefix}rank_{option.code}")
        if not text:
            continue
        if not _WHOLE.fullmatch(text) or int(text) in places:
            raise WrongAnswerError(RANKED_TWICE)
        places[int(text)] = option.code
    if sorted(places) != list(range(1, len(places) + 1)):
        raise WrongAnswerError(RANKED_TWICE)
    return Given(value=[places[place] for place in sorted(places)] or None)


def _matrix(item: Item, fields: Fields, prefix: str, alone: bool) -> Given:
    rows = {option.code: _one(fields, f"{prefix}row_{option.code}") for option in item.options}
    if any(text and not _WHOLE.fullmatch(text) for text in rows.values()):
        raise WrongAnswerError(MISSING)
    return Given(value={code: int(text) for code, text in rows.items() if text} or None)


def _number(item: Item, fields: Fields, prefix: str, alone: bool) -> Given:
    text = "".join(_one(fields, f"{prefix}value").split())
    if not text:
        return Given()
    if not _NUMBER.fullmatch(text):
        raise WrongAnswerError(NO_NUMBER)
    plain = text.replace("−", "-").replace(",", ".")
    return Given(value=float(plain) if "." in plain else int(plain))


def _yes_or_no(item: Item, fields: Fields, prefix: str, alone: bool) -> Given:
    said = _one(fields, f"{prefix}value")
    if said not in ("", "yes", "no"):
        raise WrongAnswerError(MISSING)
    return Given(value=said == "yes" if said else None)


_READERS: Mapping[str, Callable[[Item, Fields, str, bool], Given]] = {
    **dict.fromkeys(IN_WORDS, _text),
    **dict.fromkeys(TICKED, _ticked),
    **dict.fromkeys(YES_OR_NO, _yes_or_no),
    ItemKind.SINGLE: _single,
    ItemKind.RANKING: _ranking,
    ItemKind.MATRIX: _matrix,
    ItemKind.NUMBER: _number,
    ItemKind.DATE: _single,
}


def check_given(item: Item, scale: Scale | None, given: Given) -> None:
    """Raise WrongAnswerError unless what was given may stand as an answer to the item; nothing at all may."""
    if is_empty(given):
        return
    if len(given.text) > TEXT_LIMIT:
        raise WrongAnswerError(TOO_LONG % {"limit_value": TEXT_LIMIT, "show_value": len(given.text)})
    is_recording = item.kind in IN_WORDS and _is_recording(given)
    if "\0" in (given.value["recording"] if is_recording else given.text):
        raise WrongAnswerError(LETTERS)
    if is_recording:
        return
    held = {"score": given.score is not None, "text": bool(given.text.strip()), "value": given.value is not None}
    if [name for name, there in held.items() if there] != [_part_of(item.kind)]:
        raise WrongAnswerError(MISSING)
    _CHECKS.get(item.kind, _check_score)(item, scale, given)


def _is_recording(given: Given) -> bool:
    """Whether words were spoken: then the voice platform keeps them, and we keep under what name."""
    held = given.value
    alone = given.score is None and not given.text
    return alone and isinstance(held, Mapping) and [*held] == ["recording"] and isinstance(held["recording"], str)


def _part_of(kind: str) -> str:
    """Which part of Given an answer of this kind fills."""
    if kind in IN_WORDS:
        return "text"
    return "value" if kind in _READERS else "score"


def _check_score(item: Item, scale: Scale | None, given: Given) -> None:
    if scale is None or given.score is None or not scale.holds(given.score):
        raise WrongAnswerError(MISSING)


def _check_nothing(item: Item, scale: Scale | None, given: Given) -> None:
    """Words may say anything."""


def _check_option(item: Item, scale: Scale | None, given: Given) -> None:
    if given.value not in {option.code for option in item.options}:
        raise WrongAnswerError(MISSING)


def _check_options(item: Item, scale: Scale | None, given: Given) -> None:
    is_components = item.kind == COMPONENTS_SCREEN
    known = {str(code) for code in EFFORT_COMPONENTS} if is_components else {option.code for option in item.options}
    codes = list(given.value) if isinstance(given.value, list | tuple) else [None]
    if not known.issuperset(codes) or len(set(codes)) < len(codes) or (not codes and not is_components):
        raise WrongAnswerError(MISSING)
    if item.minimum is not None and len(codes) < item.minimum:
        raise WrongAnswerError(TOO_FEW % {"count": item.minimum})
    if item.maximum is not None and len(codes) > item.maximum:
        raise WrongAnswerError(TOO_MANY % {"count": item.maximum})


def _check_matrix(item: Item, scale: Scale | None, given: Given) -> None:
    rows = dict(given.value) if isinstance(given.value, Mapping) else {}
    fits = scale is not None and all(isinstance(score, int) and scale.holds(score) for score in rows.values())
    if not rows or not fits or not {option.code for option in item.options}.issuperset(rows):
        raise WrongAnswerError(MISSING)
    if item.required and len(rows) < len(item.options):
        raise WrongAnswerError(REQUIRED)


def _check_number(item: Item, scale: Scale | None, given: Given) -> None:
    if isinstance(given.value, bool) or not isinstance(given.value, int | float):
        raise WrongAnswerError(NO_NUMBER)
    if not -LARGEST <= given.value <= LARGEST:  # nor what is no number, nor what has no end
        raise WrongAnswerError(NO_NUMBER)
    low, high = item.minimum, item.maximum
    if (low is not None and given.value < low) or (high is not None and given.value > high):
        bounds = {"minimum": "…" if low is None else f"{low:g}", "maximum": "…" if high is None else f"{high:g}"}
        raise WrongAnswerError(OUT_OF_RANGE % bounds)


def _check_day(item: Item, scale: Scale | None, given: Given) -> None:
    try:
        day = date.fromisoformat(str(given.value))
    except ValueError:
        raise WrongAnswerError(NO_DAY) from None
    if str(day) != given.value:
        raise WrongAnswerError(NO_DAY)


def _check_yes_or_no(item: Item, scale: Scale | None, given: Given) -> None:
    if not isinstance(given.value, bool):
        raise WrongAnswerError(MISSING)


_CHECKS: Mapping[str, Callable[[Item, Scale | None, Given], None]] = {
    **dict.fromkeys(IN_WORDS, _check_nothing),
    **dict.fromkeys(YES_OR_NO, _check_yes_or_no),
    **dict.fromkeys((*TICKED, ItemKind.RANKING.value), _check_options),
    ItemKind.SINGLE: _check_option,
    ItemKind.MATRIX: _check_matrix,
    ItemKind.NUMBER: _check_number,
    ItemKind.DATE: _check_day,
}
