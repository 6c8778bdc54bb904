"""Decisions about words that need no database."""

from aisance.verbatims.contracts import Feeling, Flag

HIGH, LOW = 0.75, 0.25
"""A position on its scale from 0 (worst) to 1 (best) at which a score is high, at which it is low."""

BITS: dict[Flag, int] = {flag: 1 << place for place, flag in enumerate(Flag)}
"""The bit of each flag in the column that holds them; a new flag comes last, no bit is ever given twice."""


def bits_of(flags: frozenset[Flag]) -> int:
    """The flags as one number.

    >>> bits_of(frozenset({Flag.CALL_BACK, Flag.LEAVE}))
    5
    """
    return sum(BITS[flag] for flag in flags)


def flags_in(bits: int) -> frozenset[Flag]:
    """The flags that a number holds.

    >>> sorted(flags_in(5))
    [<Flag.CALL_BACK: 'call_back'>, <Flag.LEAVE: 'leave'>]
    """
    return frozenset(flag for flag, bit in BITS.items() if bits & bit)


SURE = 0.75
"""From this probability on a feeling is taken for sure enough to hold against a score."""


def contradicts(position: float | None, feeling: Feeling | None, probability: float) -> bool:
    """Whether words surely say the opposite of the score beside them. No score or nothing read: no contradiction.

    >>> contradicts(0.9, Feeling.BAD, 0.8), contradicts(0.9, Feeling.GOOD, 0.8), contradicts(None, Feeling.BAD, 0.8)
    (True, False, False)
    >>> contradicts(0.9, Feeling.BAD, 0.6)
    False
    """
    if position is None or feeling is None or probability < SURE:
        return False
    return (position >= HIGH and feeling is Feeling.BAD) or (position <= LOW and feeling is Feeling.GOOD)
