"""The keys under which two records of one person are likely to meet; pure."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from aisance.customers.identity.words import Portrait, sound

PHONE_END = 5
CROWD = 60
"""Under a key that more records bear nobody is compared: what so many share tells nobody apart."""


def match_keys(portrait: Portrait) -> list[int]:
    """The keys of a portrait, each of 64 bits, so that no name is read from them; sorted, each once."""
    return sorted({_digest(word) for word in _key_words(portrait)})


def _key_words(who: Portrait) -> Iterator[str]:
    given, family, street, city = map(sound, (who.given, who.family, who.street, who.city))
    year = who.birth[:4]
    yield from _told("n", *sorted((given, family)))
    for name in {given, family}:
        yield from _told("np", name, who.postcode)
        yield from _told("nc", name, city)
        yield from _told("ns", name, street)
    yield from _told("b", who.birth)
    yield from _told("yp", year, who.postcode)
    yield from _told("ys", year, street)
    yield from _told("yh", year, who.house)
    yield from _told("sp", street, who.postcode)
    yield from _told("sc", street, city)
    yield from _told("cp", city, who.postcode)
    yield from _told("t", who.phone[-PHONE_END:])
    yield from _told("e", who.email)
    yield from _told("i", who.number)


def _told(kind: str, *parts: str) -> Iterable[str]:
    """One key, where every part is known."""
    if all(parts):
        yield "|".join((kind, *parts))


@lru_cache(maxsize=200_000)
def _digest(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), signed=True)
