"""Cuts a text into clauses: the pieces that each say one thing, so that praise and blame in one sentence stay apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_CLAUSES = 80
MAX_CHARACTERS = 8_000

# A full stop between digits or after a title ends nothing; three dots do.
_SENTENCE = re.compile(r"(?<=[!?…\n])\s*|(?<!\bM)(?<!\bMr)(?<!\bMme)(?<!\bMrs)(?<!\bDr)(?<=[.;])(?!\d)\s+(?=\S)|\n+")
_TURN = {
    "fr": re.compile(
        r",?\s+(?=(?:mais|cependant|toutefois|néanmoins|neanmoins|pourtant|par contre|en revanche|sauf que|hormis)\b)",
        re.I,
    ),
    "en": re.compile(
        r",?\s+(?=(?:but|however|although|though|yet|except that|on the other hand|unfortunately)\b)", re.I
    ),
}
_COMMA = re.compile(r",\s+")
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause and where it stands in the text; `turns` says that it begins with a word such as "but"."""

    text: str
    start: int
    turns: bool = False


def clauses_of(text: str, language: str = "") -> tuple[Clause, ...]:
    """The clauses in order, at most 80, of the first 8,000 characters. Every clause is a piece of the text as it is.

    A comma cuts only where three words or more stand on both sides; a word that turns (`mais`, `but`) always does.
    """
    text = text[:MAX_CHARACTERS]
    found: list[Clause] = []
    for start, end in _pieces(text, 0, len(text), _SENTENCE):
        for index, (left, right) in enumerate(_turns(text, start, end, language)):
            for place, (first, last) in enumerate(_commas(text, left, right)):
                found.append(Clause(text[first:last], first, turns=index > 0 and place == 0))
    return tuple(found[:MAX_CLAUSES])


def _pieces(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The stretches between the cuts, without white space around them; empty ones are left out."""
    last = start
    for cut in pattern.finditer(text, start, end):
        yield from _trimmed(text, last, cut.start())
        last = cut.end()
    yield from _trimmed(text, last, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end and any(sign.isalnum() or ord(sign) > 0x2190 for sign in text[start:end]):
        yield start, end


def _turns(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    pattern = _TURN.get(language)
    return _pieces(text, start, end, pattern) if pattern else iter([(start, end)])


def _commas(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    last = start
    for cut in _COMMA.finditer(text, start, end):
        if _words(text[last : cut.start()]) >= _FEWEST_WORDS and _words(text[cut.end() : end]) >= _FEWEST_WORDS:
            yield from _trimmed(text, last, cut.start())
            last = cut.end()
    yield from _trimmed(text, last, end)


def _words(text: str) -> int:
    return len(text.split())
