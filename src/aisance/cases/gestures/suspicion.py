"""Patterns worth a look: how likely chance alone makes them. Pure; none of them proves anything about anybody."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aisance.core.later import Later
from aisance.indicators.public import holm

special: Any = Later("scipy.special")

LEAST_CASES = 10
LEAST_GESTURES = 5
SURE = 0.01
"""Stricter than usual: a mark against somebody costs more than one that is missed."""
NEAR = 0.9
BELOW = 0.8


@dataclass(frozen=True, slots=True)
class Worked:
    """The cases of one person about one contact reason, and in how many of them they gave something."""

    person_id: int
    reason: Hashable
    cases: int
    gestures: int


@dataclass(frozen=True, slots=True)
class More:
    """Somebody who gave in more cases than their peers would have in the same ones."""

    person_id: int
    cases: int
    gestures: int
    expected: float
    p_value: float


def at_least(successes: int, n: int, share: float) -> float:
    """How likely so many or more of `n` come by chance, each with this probability: the exact binomial tail.

    >>> round(at_least(10, 10, 0.5), 6), at_least(0, 10, 0.5)
    (0.000977, 1.0)
    """
    return 1.0 if successes <= 0 else float(special.bdtrc(successes - 1, n, share))


def giving_more(rows: Sequence[Worked]) -> list[More]:
    """Those who gave in more of their cases than peers in cases about the same reasons; the surest first.

    What the others give for each reason says what to expect (indirect standardisation, without the person themselves).
    Of all gestures, theirs and the others', theirs then is a binomial count: Przyborowski and Wilenski, 1940,
    Biometrika 31, 313-323, exact for one reason. Holm's correction is for as many people as are looked at.
    """
    found = [_more(person, rows) for person in sorted({row.person_id for row in rows})]
    seen = [more for more in found if more is not None]
    adjusted = holm([more.p_value for more in seen])
    sure = [More(m.person_id, m.cases, m.gestures, m.expected, p) for m, p in zip(seen, adjusted, strict=True)
            if p is not None and p < SURE and m.gestures >= LEAST_GESTURES]  # fmt: skip
    return sorted(sure, key=lambda more: more.p_value)


def _more(person_id: int, rows: Sequence[Worked]) -> More | None:
    own = [row for row in rows if row.person_id == person_id]
    peers = _by_reason(row for row in rows if row.person_id != person_id)
    alike = [row for row in own if peers.get(row.reason, (0, 0))[0]]
    cases, gestures = sum(row.cases for row in alike), sum(row.gestures for row in alike)
    if cases < LEAST_CASES:
        return None
    expected = sum(row.cases * peers[row.reason][1] / peers[row.reason][0] for row in alike)
    others = sum(peers[row.reason][1] for row in alike)
    share = expected / (expected + others) if others else cases / (cases + sum(peers[r.reason][0] for r in alike))
    return More(person_id, cases, gestures, expected, at_least(gestures, gestures + others, share))


def _by_reason(rows: Any) -> Mapping[Hashable, tuple[int, int]]:
    found: dict[Hashable, tuple[int, int]] = {}
    for row in rows:
        cases, gestures = found.get(row.reason, (0, 0))
        found[row.reason] = (cases + row.cases, gestures + row.gestures)
    return found


@dataclass(frozen=True, slots=True)
class Bunched:
    """Somebody whose amounts lie just under what they decide alone: `near` of them, and `below` in the tenth below."""

    person_id: int
    near: int
    below: int
    p_value: float


def bunching(amounts: Mapping[int, Sequence[tuple[int, int]]]) -> list[Bunched]:
    """Those with more amounts in the last tenth under their limit than in the tenth before it; the surest first.

    `amounts` are pairs of an amount and the limit of the moment, by person. Were amounts spread smoothly, both tenths
    would hold about as many: the exact binomial tail with one half, Holm's correction for all people looked at.
    """
    counted = {person: _tenths(pairs) for person, pairs in sorted(amounts.items())}
    seen = [(person, near, below) for person, (near, below) in counted.items() if near >= LEAST_GESTURES]
    adjusted = holm([at_least(near, near + below, 0.5) for _, near, below in seen])
    sure = [Bunched(person, near, below, p) for (person, near, below), p in zip(seen, adjusted, strict=True)
            if p is not None and p < SURE]  # fmt: skip
    return sorted(sure, key=lambda one: one.p_value)


def _tenths(pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    near = sum(NEAR * limit < amount <= limit for amount, limit in pairs)
    below = sum(BELOW * limit < amount <= NEAR * limit for amount, limit in pairs)
    return near, below
