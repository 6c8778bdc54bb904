"""A code book: the themes in their tree, what recognises them, what customers write about them."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from aisance.verbatims.contracts import Feeling
from aisance.verbatims.reading.lemmas import lemmas_of

DELIVERED = Path(__file__).parents[1] / "book" / "service.toml"
CODE = re.compile(r"[a-z][a-z0-9_-]{0,29}", re.ASCII)
MAX_DEPTH = 3

SIGNS = {"-": Feeling.BAD, "=": Feeling.NEITHER, "+": Feeling.GOOD}


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that somebody may write about a theme, its language and its feeling."""

    language: str
    feeling: Feeling
    text: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme. `code` is the path from the root, as `reach.waiting`; words are by language.

    `patterns` and `barred` are lemmas in their order: a clause that holds one of the first, and none of the second, is
    about the theme.
    """

    code: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    patterns: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    barred: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    @property
    def parent(self) -> str:
        """The code of the theme above; empty at the root."""
        return self.code.rpartition(".")[0]


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The themes in the order of the file, and a mark of their content.

    It is equal to itself only, so that what is made of it is kept.
    """

    themes: tuple[Theme, ...]
    mark: str = ""

    def theme(self, code: str) -> Theme:
        """Raises KeyError."""
        return next(theme for theme in self.themes if theme.code == code) if code in self else _missing(code)

    def __contains__(self, code: object) -> bool:
        return any(theme.code == code for theme in self.themes)

    @property
    def examples(self) -> Iterator[tuple[str, Example]]:
        """Every example with the code of its theme."""
        return ((theme.code, example) for theme in self.themes for example in theme.examples)


def _missing(code: str) -> Theme:
    raise KeyError(code)


@cache
def delivered() -> Book:
    """The book for customer service in French and English that comes with the product."""
    return read(DELIVERED.read_text(encoding="utf-8"))


def read(text: str) -> Book:
    """A book from TOML: a table a theme, `title`, `about`, `lemmas`, `not`, `says`, and tables for themes below it.

    Raises ValueError naming the theme and what was expected.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ValueError(str(problem)) from None
    mark = f"service-{sha256(text.encode()).hexdigest()[:12]}"
    return Book(tuple(_themes(tables, above="", depth=1)), mark)


_OWN_WORDS = {"title", "about", "lemmas", "not", "says"}


def _themes(tables: Mapping[str, Any], above: str, depth: int) -> Iterator[Theme]:
    for name, table in tables.items():
        code = f"{above}.{name}" if above else name
        if not CODE.fullmatch(name) or not isinstance(table, dict):
            raise ValueError(f"{code}: a theme's code is small letters, digits, dashes; its content is a table")
        if depth > MAX_DEPTH:
            raise ValueError(f"{code}: at most {MAX_DEPTH} levels")
        yield _theme(code, table)
        below = {key: value for key, value in table.items() if key not in _OWN_WORDS}
        yield from _themes(below, code, depth + 1)


def _theme(code: str, table: Mapping[str, Any]) -> Theme:
    title = _words(code, "title", table.get("title", {}))
    if not title:
        raise ValueError(f"{code}: a title by language")
    return Theme(
        code=code,
        title=title,
        about=_words(code, "about", table.get("about", {})),
        patterns=_patterns(code, "lemmas", table.get("lemmas", {})),
        barred=_patterns(code, "not", table.get("not", {})),
        examples=tuple(_examples(code, table.get("says", {}))),
    )


def _words(code: str, key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(word, str) for word in value.values()):
        raise ValueError(f"{code}: {key} is words by language")
    return dict(value)


def _patterns(code: str, key: str, value: Any) -> dict[str, tuple[tuple[str, ...], ...]]:
    if not isinstance(value, dict) or not all(isinstance(lists, list) for lists in value.values()):
        raise ValueError(f"{code}: {key} is a list of phrases by language")
    return {
        language: tuple(found for phrase in phrases if (found := tuple(lemmas_of(str(phrase), language))))
        for language, phrases in value.items()
    }


def _examples(code: str, value: Any) -> Iterator[Example]:
    if not isinstance(value, dict):
        raise ValueError(f"{code}: says is a list of sentences by language")
    for language, sentences in value.items():
        for sentence in sentences:
            if sentence[:1] not in SIGNS or len(sentence) < 4:
                raise ValueError(f"{code}: a sentence begins with -, = or +: {sentence!r}")
            yield Example(language, SIGNS[sentence[0]], sentence[1:].strip())
