"""What stands in the boxes of a paper form, and what was given by it. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.surveys.collection.reading import IN_WORDS, TICKED, YES_OR_NO, WrongAnswerError
from aisance.surveys.contracts import COMPONENTS_SCREEN, EFFORT_COMPONENTS
from aisance.surveys.questionnaires.contracts import Given, Item, ItemKind

NO_CODE = _("Write the numbers that stand in the boxes.")
_SHEET = re.compile(r"[A-Za-z0-9-]{1,40}", re.ASCII)

type Typed = Mapping[str, str]
"""What was typed from one sheet, by item code."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A box that two people read differently. `item` is empty where one of them has no such sheet at all."""

    sheet: str
    item: str
    first: str
    second: str


def is_sheet(text: str) -> bool:
    """Whether this may be the number of a sheet.

    >>> is_sheet("A-0017"), is_sheet(""), is_sheet("17 b")
    (True, False, False)
    """
    return bool(_SHEET.fullmatch(text))


def codes_of(item: Item) -> list[str]:
    """The codes of what is chosen among, in the order of the numbers printed beside them, from 1."""
    if item.kind == COMPONENTS_SCREEN:
        return [code.value for code in EFFORT_COMPONENTS]
    return [option.code for option in item.options]


def given_of_typed(item: Item, text: str) -> Given:
    """What the boxes of an item hold, as it was typed; an empty text is a question passed. Raises WrongAnswerError.

    A score is itself; options are their numbers, several with spaces between them, in their order where they are
    ranked; a matrix is a score for each row, in the order of the rows, and - for a row left out. Yes is 1, no is 0.

    >>> given_of_typed(Item("nps", "nps", {}), " 9 ").score
    9
    """
    text = text.strip()
    if not text:
        return Given()
    if item.kind in IN_WORDS:
        return Given(text=text)
    reader = _READERS.get(item.kind)
    return Given(value=reader(item, text)) if reader else Given(score=_whole(text))


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise WrongAnswerError(NO_CODE)
    return int(text)


def _option(item: Item, text: str) -> str:
    codes, place = codes_of(item), _whole(text)
    if not 1 <= place <= len(codes):
        raise WrongAnswerError(NO_CODE)
    return codes[place - 1]


def _several(item: Item, text: str) -> list[str]:
    """In the order of the options; 0 alone says that none was ticked."""
    if item.kind == COMPONENTS_SCREEN and text == "0":
        return []
    chosen = {_option(item, word) for word in text.split()}
    return [code for code in codes_of(item) if code in chosen]


def _ranked(item: Item, text: str) -> list[str]:
    return [_option(item, word) for word in text.split()]


def _rows(item: Item, text: str) -> dict[str, int]:
    words = text.split()
    if len(words) != len(item.options):
        raise WrongAnswerError(NO_CODE)
    return {code: _whole(word) for code, word in zip(codes_of(item), words, strict=True) if word != "-"}


def _number(item: Item, text: str) -> float | int:
    plain = text.replace(",", ".")
    try:
        return float(plain) if "." in plain else int(plain)
    except ValueError:
        raise WrongAnswerError(NO_CODE) from None


def _yes(item: Item, text: str) -> bool:
    if text not in ("0", "1"):
        raise WrongAnswerError(NO_CODE)
    return text == "1"


_READERS: Mapping[str, Callable[[Item, str], Any]] = {
    **dict.fromkeys(TICKED, _several),
    **dict.fromkeys(YES_OR_NO, _yes),
    ItemKind.SINGLE: _option,
    ItemKind.RANKING: _ranked,
    ItemKind.MATRIX: _rows,
    ItemKind.NUMBER: _number,
    ItemKind.DATE: lambda _item, text: text,
}


def differences(first: Mapping[str, Typed], second: Mapping[str, Typed]) -> list[Difference]:
    """Where two people who typed the same sheets disagree, by sheet and item; spaces and case are no difference.

    >>> differences({"1": {"nps": "9"}, "2": {"nps": "1"}}, {"1": {"nps": "8"}, "2": {"nps": " 1"}})
    [Difference(sheet='1', item='nps', first='9', second='8')]
    """
    return [found for sheet in sorted(first.keys() | second.keys()) for found in _between(sheet, first, second)]


def _between(sheet: str, first: Mapping[str, Typed], second: Mapping[str, Typed]) -> Iterator[Difference]:
    if sheet not in first or sheet not in second:
        yield Difference(sheet, "", *("there" if sheet in typed else "missing" for typed in (first, second)))
        return
    one, other = first[sheet], second[sheet]
    for item in dict.fromkeys([*one, *other]):
        if _plain(one.get(item, "")) != _plain(other.get(item, "")):
            yield Difference(sheet, item, one.get(item, ""), other.get(item, ""))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
