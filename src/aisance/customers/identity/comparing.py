"""How much alike two records are, field by field: many pairs at once, and one pair by the same way.

Each comparison gives a level, 0 for the most alike and the last for unlike; -1 where either side is silent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aisance.core.later import Later
from aisance.customers.identity.words import COMPARED, Portrait, sound

np: Any = Later("numpy")
distance: Any = Later("rapidfuzz.distance")
process: Any = Later("rapidfuzz.process")

type Ints = Any
"""Whole numbers in an array of numpy."""
type Levels = dict[str, Ints]

SILENT = -1
SHORTEST_BOX = 5
NEAR, LIKE = 0.92, 0.84
"""From these similarities of Jaro and Winkler on two words are near, and like each other."""

LEVELS = {
    "given": ("exact", "near", "like", "sounds", "swapped", "other"),
    "family": ("exact", "near", "like", "sounds", "swapped", "other"),
    "birth": ("exact", "slip", "swapped", "two_parts", "other"),
    "street": ("exact", "near", "like", "other"),
    "house": ("exact", "slip", "other"),
    "postcode": ("exact", "slip", "other"),
    "city": ("exact", "near", "like", "other"),
    "phone": ("exact", "slip", "other"),
    "email": ("exact", "near", "other"),
    "number": ("exact", "slip", "other"),
}
"""The comparisons and the levels of each, the most alike first."""


@dataclass(frozen=True)
class Frame:
    """The portraits of records in columns; each word as its place in one list of words."""

    portraits: Sequence[Portrait]

    @cached_property
    def words(self) -> Any:
        """Every word of every column, the empty one first."""
        every = {word for portrait in self.portraits for word in _values(portrait)}
        return np.array(["", *sorted(every - {""})], dtype=object)

    @cached_property
    def columns(self) -> dict[str, Ints]:
        """For each field the place of each record's word, 0 where it is silent."""
        places = {word: place for place, word in enumerate(self.words)}
        rows = np.array([[places[word] for word in _values(portrait)] for portrait in self.portraits], dtype=np.int64)
        rows = rows.reshape(-1, len(COMPARED))
        return {name: rows[:, column] for column, name in enumerate(COMPARED)}


def _values(portrait: Portrait) -> tuple[str, ...]:
    return tuple(getattr(portrait, name) for name in COMPARED)


def compare(frame: Frame, left: Ints, right: Ints) -> Levels:
    """The level of each comparison for each pair of places in the frame."""
    found: Levels = {}
    for name in LEVELS:
        one, other = frame.columns[name][left], frame.columns[name][right]
        found[name] = _pairwise(frame.words, one, other, _JUDGES[name])
        found[name][(one == 0) | (other == 0)] = SILENT
    _swap_names(frame, left, right, found)
    return found


def _swap_names(frame: Frame, left: Ints, right: Ints, found: Levels) -> None:
    """Given and family name the other way round: neither fits straight, both fit crosswise."""
    given, family = frame.columns["given"], frame.columns["family"]
    suspects = np.flatnonzero((found["given"] > 2) & (found["family"] > 2))
    one, other = left[suspects], right[suspects]
    crossed = (_pairwise(frame.words, given[one], family[other], _name) <= 2) & (
        _pairwise(frame.words, family[one], given[other], _name) <= 2
    )
    for name in ("given", "family"):
        found[name][suspects[crossed]] = LEVELS[name].index("swapped")


type Judge = Callable[[Sequence[str], Sequence[str]], Ints]


def _pairwise(words: Any, one: Ints, other: Ints, judge: Judge) -> Ints:
    """The level of each pair, worked out once for each two words; equal words are at level 0."""
    levels = np.zeros(len(one), dtype=np.int8)
    unlike = np.flatnonzero(one != other)
    low, high = np.minimum(one[unlike], other[unlike]), np.maximum(one[unlike], other[unlike])
    pairs, which = np.unique(low * len(words) + high, return_inverse=True)
    if len(pairs):
        levels[unlike] = judge(list(words[pairs // len(words)]), list(words[pairs % len(words)]))[which]
    return levels


def _likeness(one: Sequence[str], other: Sequence[str]) -> Any:
    return process.cpdist(one, other, scorer=distance.JaroWinkler.similarity, dtype=np.float32)


def _slips(one: Sequence[str], other: Sequence[str], most: int) -> Any:
    """How many letters were changed, left out, added or exchanged with their neighbour; `most` and more are alike."""
    return process.cpdist(one, other, scorer=distance.DamerauLevenshtein.distance, score_cutoff=most, dtype=np.int32)


def _name(one: Sequence[str], other: Sequence[str]) -> Any:
    levels = np.full(len(one), 5, dtype=np.int8)
    like = _likeness(one, other)
    far = np.flatnonzero(like < LIKE)
    sounds = [place for place in far if sound(one[place]) == sound(other[place])]
    levels[sounds] = 3
    levels[like >= LIKE] = 2
    levels[(like >= NEAR) | (_slips(one, other, 1) <= 1)] = 1
    return levels


def _birth(one: Sequence[str], other: Sequence[str]) -> Any:
    slip = _slips(one, other, 1) <= 1
    found = [_date_level(a, b) for a, b in zip(one, other, strict=True)]
    levels = np.array(found, dtype=np.int8)
    levels[slip & (levels > 1)] = 1
    return levels


def _date_level(one: str, other: str) -> int:
    if len(one) != 8 or len(other) != 8:
        return 4
    if one[:4] == other[:4] and one[4:6] == other[6:] and one[6:] == other[4:6]:
        return 2
    return 3 if sum((one[:4] == other[:4], one[4:6] == other[4:6], one[6:] == other[6:])) == 2 else 4


def _text(one: Sequence[str], other: Sequence[str]) -> Any:
    levels = np.full(len(one), 3, dtype=np.int8)
    like = _likeness(one, other)
    levels[like >= LIKE] = 2
    levels[(like >= NEAR) | (_slips(one, other, 1) <= 1)] = 1
    return levels


def _code(one: Sequence[str], other: Sequence[str]) -> Any:
    return np.where(_slips(one, other, 1) <= 1, 1, 2).astype(np.int8)


def _email(one: Sequence[str], other: Sequence[str]) -> Any:
    """Near is one slip before the sign; not in a short word, where a slip makes another."""
    mine, theirs = ([word.partition("@")[0] for word in words] for words in (one, other))
    long = np.array([min(len(a), len(b)) >= SHORTEST_BOX for a, b in zip(mine, theirs, strict=True)], dtype=bool)
    return np.where(long & (_slips(mine, theirs, 1) <= 1), 1, 2).astype(np.int8)


_JUDGES: dict[str, Judge] = {
    "given": _name,
    "family": _name,
    "birth": _birth,
    "street": _text,
    "house": _code,
    "postcode": _code,
    "city": _text,
    "phone": _code,
    "email": _email,
    "number": _code,
}
