"""How right a reading is, whether a new one beats it, and how far two people agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Literal
from zlib import crc32

type Level = Literal["nominal", "ordinal"]

HELD_OUT = 3
"""Of ten texts, those of three are never taught: their corrections are what a model is judged by."""
FEWEST_HELD_OUT = 20
SURE = 0.05


def is_held_out(verbatim_id: int) -> bool:
    """Whether what people say of a text is kept for judging, today and ever: no model has seen it.

    >>> sum(is_held_out(number) for number in range(1000)) // 10
    28
    """
    return crc32(str(verbatim_id).encode()) % 10 < HELD_OUT


@dataclass(frozen=True, slots=True)
class Compared:
    """Two readings on the same n labels: how many each had right, and how many one had right and the other wrong.

    `p` is McNemar's exact probability, one-sided, of so many wins where both were as good.
    """

    n: int
    right_before: int
    right_after: int
    wins: int
    losses: int
    p: float

    @property
    def is_better(self) -> bool:
        """Enough labels, and a gain that chance rarely gives."""
        return self.n >= FEWEST_HELD_OUT and self.wins > self.losses and self.p < SURE


def compared(before: Sequence[bool], after: Sequence[bool]) -> Compared:
    """Two readings, right or wrong label by label.

    >>> compared([False] * 8 + [True] * 20, [True] * 8 + [True] * 20).p
    0.00390625
    """
    wins = sum(now and not was for was, now in zip(before, after, strict=True))
    losses = sum(was and not now for was, now in zip(before, after, strict=True))
    return Compared(len(before), sum(before), sum(after), wins, losses, sign_test(wins, losses))


def sign_test(wins: int, losses: int) -> float:
    """The probability of at least so many wins of so many decided, where each is as likely as a loss (McNemar 1947).

    >>> sign_test(0, 0), sign_test(5, 0)
    (1.0, 0.03125)
    """
    n = wins + losses
    return float(sum(comb(n, k) for k in range(wins, n + 1)) / 2**n)


def alpha(first: Sequence[float | None], second: Sequence[float | None], level: Level = "nominal") -> float | None:
    """Krippendorff's alpha (2011) of two coders: 1 is agreement, 0 what chance gives. None where nothing varies.

    `level` is nominal or ordinal; None is a unit that a coder left out.
    """
    import krippendorff
    import numpy as np

    table = np.array([[np.nan if one is None else one for one in row] for row in (first, second)], dtype=float)
    if len(np.unique(table[~np.isnan(table)])) < 2 or not (~np.isnan(table)).all(axis=0).any():
        return None
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement=level))
