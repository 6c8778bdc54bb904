"""What somebody looks for, and by which words a customer is found. Pure: no database, no clock."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from rapidfuzz.distance import OSA

from aisance.customers.contracts import IdentifierKind

PHONE_MARK = "#"
SITE_MARK = "@"
LONGEST_WORD = 80
MOST_WORDS = 6
SLIP_LETTERS = 7
"""Slips are made of so many letters at the beginning: a long word is told from others by them."""
FEWEST_DIGITS = 4

# What is written now together with the name behind it and now apart: De Smet and Desmet are found by either.
PARTICLES = frozenset(
    "de du des d la le les l van von den der ter ten vande vanden vander el al ben bel ait mac mc o saint st san da di "
    "dos".split()
)

# Letters that no decomposition parts from their accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)
# Digits part from letters: garnier1234 is found by garnier, and its digits are shared by many.
_WORD = re.compile(r"[^\W\d_]+|\d+")
_OF_PHONES = re.compile(r"[\d\s()+./\u00a0\u202f-]+")
_TRUNK = re.compile(r"\(0\)")


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """Small letters without accents, as two people would both type them.

    >>> folded("Hélène ŒSTERGAARD-Łuczak")
    'helene oestergaard-luczak'
    """
    bare = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(bare).casefold().translate(_LETTERS)


def words_of(text: str) -> list[str]:
    """The words of a name, in their order, each once; single Latin letters are no words.

    >>> words_of("Jean-Pierre d'Haène")
    ['jean', 'pierre', 'haene', 'dhaene']
    """
    found = [word[:LONGEST_WORD] for word in _WORD.findall(folded(text))]
    every = dict.fromkeys((*found, *together(found)))
    return [word for word in every if len(word) > 1 or not word.isascii()]


def together(words: Sequence[str]) -> list[str]:
    """The words with each particle written together with what follows; empty where there is no particle.

    >>> together(["marie", "van", "den", "broucke"])
    ['marie', 'vandenbroucke']
    """
    found: list[str] = []
    before = ""
    for word in words:
        before += word
        if word not in PARTICLES:
            found.append(before[:LONGEST_WORD])
            before = ""
    found += [before] if before else []
    return found if len(found) < len(words) else []


def words_of_identifier(kind: str, value: str) -> list[str]:
    """The words by which an identifier is found in part; a customer number is found as a whole, without words.

    >>> words_of_identifier("email", "helene.garnier@orange.fr")
    ['helene', 'garnier', '@orange.fr']
    >>> words_of_identifier("phone", "+33612345678")
    ['#87654321633']
    """
    if kind == IdentifierKind.PHONE:
        return [PHONE_MARK + _digits(value)[::-1]]
    if kind == IdentifierKind.EMAIL:
        local, _sign, site = value.rpartition("@")
        return [*words_of(local), (SITE_MARK + site)[:LONGEST_WORD]]
    return words_of(value) if kind == IdentifierKind.SOCIAL else []


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit() and letter.isascii())


def slips_of(word: str) -> set[int]:
    """Numbers of what remains of the word's first letters as they stand, and with one of them left out.

    Two words one letter apart (one wrong, missing, too many, or two exchanged) share a number. Words of fewer than
    four letters and what is no word have none: there a slip would mean anybody.
    """
    if len(word) < 4 or word[0] in {PHONE_MARK, SITE_MARK}:
        return set()
    head = word[:SLIP_LETTERS]
    return {_number(rest) for rest in {head, *(head[:place] + head[place + 1 :] for place in range(len(head)))}}


def _number(text: str) -> int:
    """A number of 63 bits for a text, the same on every machine."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 1


def is_slip(sought: str, word: str) -> bool:
    """Whether one may have meant the other: one slip apart, two in words of eight letters and more.

    >>> is_slip("garneir", "garnier"), is_slip("gernier", "garnier"), is_slip("martin", "garnier")
    (True, True, False)
    """
    most = 1 if min(len(sought), len(word)) < 8 else 2
    return OSA.distance(sought, word, score_cutoff=most) <= most


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for, in every way in which it can be meant.

    `whole` is the text itself, for numbers of customers and orders; `words` are beginnings of words, all of which must
    be borne; `phone` is the end of a telephone number backwards, empty where the text is none.
    """

    whole: str
    words: tuple[str, ...]
    phone: str


def sought(text: str) -> Sought:
    """What a text typed into the box may mean.

    >>> sought("06 12 34 56 78").phone
    '#876543216'
    >>> sought("garnier@ora").words
    ('garnier', '@ora')
    """
    whole = " ".join(text.replace("\0", "").split())
    return Sought(whole, tuple(_typed_words(whole))[:MOST_WORDS], _typed_phone(whole))


def _typed_words(whole: str) -> list[str]:
    """All that was typed, also single letters, which a person types as an initial; behind the sign, the site."""
    found: list[str] = []
    for piece in folded(whole).split():
        local, sign, site = piece.partition("@")
        found += _WORD.findall(local)
        if sign and site:
            found.append((SITE_MARK + site)[:LONGEST_WORD])
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in found))


def _typed_phone(whole: str) -> str:
    digits = _digits(_TRUNK.sub("", whole)).lstrip("0")
    return PHONE_MARK + digits[::-1] if _OF_PHONES.fullmatch(whole) and len(digits) >= FEWEST_DIGITS else ""
