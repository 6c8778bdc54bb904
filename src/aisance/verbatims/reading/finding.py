"""Finds the themes of a clause by the lemma patterns of a book."""

from collections.abc import Mapping, Sequence
from functools import cache

from aisance.verbatims.reading.book import Book, Theme

type Phrase = tuple[str, ...]
_GAP = 2
"""So many other words may stand between two words of a phrase: `répond vraiment pas`."""


def themes_by_pattern(lemmas: Sequence[str], language: str, book: Book) -> tuple[str, ...]:
    """The codes of the themes whose patterns a clause holds and whose bars it does not, in the order of the book."""
    places: dict[str, list[int]] = {}
    for place, lemma in enumerate(lemmas):
        places.setdefault(lemma, []).append(place)
    index = _index(book, language)
    near = {theme for lemma in places for theme in index.get(lemma, ())}
    return tuple(
        code for code in (theme.code for theme in book.themes) if code in near and _holds(places, language, book, code)
    )


def _holds(places: Mapping[str, list[int]], language: str, book: Book, code: str) -> bool:
    theme = _by_code(book)[code]
    if any(stands(phrase, places) for phrase in theme.barred.get(language, ())):
        return False
    return any(stands(phrase, places) for phrase in theme.patterns.get(language, ()))


def stands(phrase: Phrase, places: Mapping[str, list[int]]) -> bool:
    """Whether the words of a phrase stand in their order, with at most two others between each two.

    >>> stands(("repondre", "pas"), {"ne": [0], "repondre": [1], "vraiment": [2], "pas": [3]})
    True
    """
    ends = places.get(phrase[0], [])
    for word in phrase[1:]:
        ends = [place for place in places.get(word, ()) if any(0 < place - end <= _GAP + 1 for end in ends)]
    return bool(ends)


@cache
def _by_code(book: Book) -> dict[str, Theme]:
    return {theme.code: theme for theme in book.themes}


@cache
def _index(book: Book, language: str) -> dict[str, tuple[str, ...]]:
    """The themes by the first word of each of their phrases."""
    found: dict[str, dict[str, None]] = {}
    for theme in book.themes:
        for phrase in theme.patterns.get(language, ()):
            found.setdefault(phrase[0], {})[theme.code] = None
    return {word: tuple(codes) for word, codes in found.items()}
