"""From a text or a question to the numbers under which its words are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version

from aisance.verbatims.reading.book import Book
from aisance.verbatims.reading.lemmas import lemma, words_of
from aisance.verbatims.reading.masking import folded
from aisance.verbatims.telling.stopping import is_telling

LANGUAGES = ("fr", "en")
FORMS = f"2 simplemma-{version('simplemma')}"
"""The mark of the forms that texts are indexed by: with another number, the worker indexes the past again."""
FEWEST_LETTERS = 3
"""A shorter word keeps its s: `pas`, `bus`."""


@lru_cache(maxsize=100_000)
def number_of(word: str) -> int:
    """The number of a base form: 63 bits of its digest, so that the word itself is kept nowhere a second time.

    >>> number_of("facture") == number_of("facture"), number_of("facture") == number_of("factures")
    (True, False)
    """
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest()) >> 1


def numbers_in(text: str, language: str) -> set[int]:
    """The numbers of the words of a text that say something by themselves, in all their forms."""
    plain = _whole_words(text)
    return {number_of(form) for word in plain for form in forms_of(word, (language,)) if is_telling(form)}


def _whole_words(text: str) -> set[str]:
    """The words of a text in small letters, without what is elided: of `m’a` only `a`."""
    return {word.casefold() for word in words_of(text) if word[-1] not in "'’" and len(word) > 1}


def forms_of(word: str, languages: Iterable[str] = LANGUAGES) -> set[str]:
    """A word as it is without accents, without the s of a plural, and in its base form in these languages.

    >>> sorted(forms_of("déplorables", ["fr"]))
    ['deplorable', 'deplorables']
    """
    plain = folded(word)
    singular = plain[:-1] if len(plain) > FEWEST_LETTERS and plain[-1] in "sx" else plain
    return {plain, singular, *(lemma(word, language) for language in languages)}


def telling_numbers(text: str, language: str) -> dict[int, str]:
    """The base forms of a text that say something, by number."""
    bases = {lemma(word, language) for word in _whole_words(text)}
    return {number_of(word): word for word in bases if is_telling(word)}


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a question: its possible base forms in every language, as numbers, and themes that mean it."""

    word: str
    numbers: tuple[int, ...]
    themes: tuple[str, ...]


def asked(question: str, book: Book) -> list[Asked]:
    """The words of a question that say something; at most eight.

    A word is looked for as it is, and in its base form in every language. It means a theme where the theme's own
    patterns hold it as a whole phrase.
    """
    plain = dict.fromkeys(word.rstrip("'’").casefold() for word in words_of(question))
    found = [_asked(word, book) for word in plain if is_telling(folded(word))]
    return found[:8]


def _asked(word: str, book: Book) -> Asked:
    forms = forms_of(word)
    return Asked(word, tuple(sorted(number_of(form) for form in forms)), tuple(_themes(forms, book)))


def _themes(forms: Iterable[str], book: Book) -> list[str]:
    phrases = {(form,) for form in forms}
    return [
        theme.code
        for theme in book.themes
        if theme.code != "general" and any(phrase in phrases for some in theme.patterns.values() for phrase in some)
    ]
