"""A code book: the themes in their tree, what recognises them, what customers write about them."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from aisance.verbatims.contracts import Feeling
from aisance.verbatims.reading.lemmas import lemmas_of

DELIVERED = Path(__file__).parents[1] / "book" / "service.toml"
FEELINGS = DELIVERED.with_name("feelings.toml")
FACTS = DELIVERED.with_name("facts.toml")
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


@cache
def said_anywhere() -> tuple[Example, ...]:
    """What customers write to any service, with what it feels: the same whatever book is in force."""
    return tuple(_examples("feelings", tomllib.loads(FEELINGS.read_text(encoding="utf-8"))))


@cache
def told_anywhere() -> tuple[Example, ...]:
    """Facts that customers tell any service without a word of feeling, with what they feel: for the deep stage."""
    return tuple(_examples("facts", tomllib.loads(FACTS.read_text(encoding="utf-8"))))


@cache
def _mark_of_feelings() -> str:
    return sha256(FEELINGS.read_bytes() + FACTS.read_bytes()).hexdigest()


def read(text: str) -> Book:
    """A book from TOML: a table a theme, `title`, `about`, `lemmas`, `not`, `says`, and tables for themes below it.

    Raises ValueError naming the theme and what was expected.
    """
    return of_entries(entries_of(text), "book")


type Entry = dict[str, Any]
"""One theme as it is written down: its `code`, `title`, `about`, `lemmas`, `not` and `says`, as in the file."""


def entries_of(text: str) -> list[Entry]:
    """The themes of a TOML file in their order, a parent before its children. Raises ValueError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ValueError(str(problem)) from None
    return list(_flat(tables, above=""))


def of_entries(entries: Sequence[Entry], name: str) -> Book:
    """A book from its entries; its mark is the name and a digest of all that they teach with. Raises ValueError.

    What is said anywhere is part of the mark: where a release teaches otherwise, the past is read again.
    """
    content = json.dumps([*entries, _mark_of_feelings()], sort_keys=True, ensure_ascii=False)
    themes = tuple(_theme(entry) for entry in entries)
    codes = [theme.code for theme in themes]
    for theme in themes:
        if theme.parent and theme.parent not in codes:
            raise ValueError(f"{theme.code}: there is no theme {theme.parent} above it")
        if codes.count(theme.code) > 1:
            raise ValueError(f"{theme.code}: stands twice")
    return Book(themes, f"{name}-{sha256(content.encode()).hexdigest()[:12]}")


_OWN_WORDS = ("title", "about", "lemmas", "not", "says")


def _flat(tables: Mapping[str, Any], above: str) -> Iterator[Entry]:
    for name, table in tables.items():
        code = f"{above}.{name}" if above else name
        if not isinstance(table, dict):
            raise ValueError(f"{code}: a theme's code is small letters, digits, dashes; its content is a table")
        yield {"code": code, **{key: table[key] for key in _OWN_WORDS if key in table}}
        yield from _flat({key: value for key, value in table.items() if key not in _OWN_WORDS}, code)


def _theme(entry: Entry) -> Theme:
    code = str(entry.get("code", ""))
    parts = code.split(".")
    if not all(CODE.fullmatch(part) for part in parts):
        raise ValueError(f"{code}: a theme's code is small letters, digits, dashes; its content is a table")
    if len(parts) > MAX_DEPTH:
        raise ValueError(f"{code}: at most {MAX_DEPTH} levels")
    title = _words(code, "title", entry.get("title", {}))
    if not title:
        raise ValueError(f"{code}: a title by language")
    return Theme(
        code=code,
        title=title,
        about=_words(code, "about", entry.get("about", {})),
        patterns=_patterns(code, "lemmas", entry.get("lemmas", {})),
        barred=_patterns(code, "not", entry.get("not", {})),
        examples=tuple(_examples(code, entry.get("says", {}))),
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
