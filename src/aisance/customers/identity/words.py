"""The words of a record in the form in which two spellings of one thing meet; pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import jellyfish

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NUMBER_FIRST = re.compile(r"^(\d+)\s*(bis|ter|[a-d]\b)?\s*(.*)$")
_NUMBER_LAST = re.compile(r"^(.*?)\s+(\d+)\s*[a-d]?$")
_WAYS = {
    **dict.fromkeys(("st", "str", "street"), "street"),
    **dict.fromkeys(("ave", "av", "avenue"), "avenue"),
    **dict.fromkeys(("bd", "bld", "blvd", "boulevard"), "boulevard"),
    **dict.fromkeys(("r", "rue"), "rue"),
    **dict.fromkeys(("rd", "road"), "road"),
    **dict.fromkeys(("pl", "place"), "place"),
    **dict.fromkeys(("ch", "chemin"), "chemin"),
}
_SEPARATED = re.compile(r"^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})$")
PHONE_DIGITS = 8
"""So many last digits of a telephone number tell it apart, however its prefix is written."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is compared of a record, every word in its plain form, empty where unknown."""

    given: str = ""
    family: str = ""
    birth: str = ""
    street: str = ""
    house: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    number: str = ""


COMPARED = tuple(Portrait.__dataclass_fields__)


def portrait(said: Mapping[str, str]) -> Portrait:
    """The portrait of a record's fields; a whole name is cut into the given one and the rest.

    >>> portrait({"name": "Hélène  GARNIER", "birth_date": "31/12/1990", "street": "12 bis, Av. Foch"}).street
    'avenue foch'
    """
    given, family = plain(said.get("given_name", "")), plain(said.get("family_name", ""))
    if not given and not family:
        given, _blank, family = plain(said.get("name", "")).partition(" ")
    house, street = place(said.get("street", ""))
    phone = digits(said.get("phone", "")) or digits(said.get("other_phone", ""))
    return Portrait(
        given,
        family,
        birth_digits(said.get("birth_date", "")),
        street,
        house,
        _NOT_WORD.sub("", said.get("postcode", "").lower()),
        plain(said.get("city", "")),
        phone[-PHONE_DIGITS:],
        said.get("email", "").strip().lower(),
        _NOT_WORD.sub("", said.get("number", "").lower()),
    )


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Small letters and digits without accents, single blanks between words.

    >>> plain("  Jean-François O'Neill ")
    'jean francois o neill'
    """
    low = text.casefold()
    if not low.isascii():
        low = unicodedata.normalize("NFKD", low).encode("ascii", "ignore").decode()
    return _NOT_WORD.sub(" ", low).strip()


def place(street: str) -> tuple[str, str]:
    """The number of the house and the way, each empty where unknown.

    >>> place("12 bis, Av. Foch"), place("Kerkstraat 7")
    (('12', 'avenue foch'), ('7', 'kerkstraat'))
    """
    text = plain(street)
    if found := _NUMBER_FIRST.match(text):
        house, name = found[1], found[3]
    elif found := _NUMBER_LAST.match(text):
        house, name = found[2], found[1]
    else:
        house, name = "", text
    return house.lstrip("0"), " ".join(_WAYS.get(word, word) for word in name.split())


def digits(text: str) -> str:
    """The digits of a text."""
    return "".join(char for char in text if "0" <= char <= "9")


def birth_digits(text: str) -> str:
    """A date of birth as eight digits, the year first; as its digits where it can be no date, for a typing error has
    its likeness still.

    >>> birth_digits("31/12/1990"), birth_digits("1990-2-3"), birth_digits("19903112")
    ('19901231', '19900203', '19903112')
    """
    found = _SEPARATED.match(text.strip())
    if not found:
        return digits(text)
    one, two, three = found.groups()
    year, month, day = (one, two, three) if len(one) == 4 else (three, two, one)
    return f"{year:0>4}{month:0>2}{day:0>2}"


def real_date(eight: str) -> date | None:
    """The day that eight digits are, or null."""
    try:
        return date(int(eight[:4]), int(eight[4:6]), int(eight[6:8]))
    except ValueError:
        return None


_TITLES = frozenset("mr mrs ms miss mx dr m mme mlle monsieur madame mademoiselle".split())


@lru_cache(maxsize=50_000)
def alike_names(one: str, other: str) -> bool:
    """Whether two whole names may be one person's: every word of the shorter is near one of the longer, or its initial.

    A name that is not known may be anybody's.

    >>> alike_names("Mme Garnier", "Hélène GARNIER"), alike_names("H. Garnier", "Helene Garnier")
    (True, True)
    >>> alike_names("Paul Garnier", "Hélène Garnier")
    False
    """
    short, long = sorted((_name_words(one), _name_words(other)), key=len)
    return all(any(_near(word, candidate) for candidate in long) for word in short)


@lru_cache(maxsize=50_000)
def strange_names(one: str, other: str) -> bool:
    """Whether two whole names have no word in common, not even nearly, as those of strangers.

    >>> strange_names("Paul Garnier", "Hélène Garnier"), strange_names("Paul Garnier", "Anna Peeters")
    (False, True)
    """
    return not any(_near(word, candidate) for word in _name_words(one) for candidate in _name_words(other))


def _name_words(name: str) -> list[str]:
    return [word for word in plain(name).split() if word not in _TITLES]


def _near(one: str, other: str) -> bool:
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return one == other or jellyfish.jaro_winkler_similarity(one, other) >= 0.84 or sound(one) == sound(other)


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """How a word sounds, roughly; empty for none.

    >>> sound("garnier") == sound("garnyer")
    True
    """
    letters = "".join(char for char in word if char.isalpha())
    return jellyfish.soundex(letters) if letters else word
