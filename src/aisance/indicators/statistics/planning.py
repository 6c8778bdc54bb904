"""How many answers it takes: for a difference to be seen, for an interval to be narrow enough."""

from math import ceil

from aisance.core.statistics import Z95

Z_POWER_80 = 0.8416212335729143
"""The quantile of the normal law for a power of 80 %."""

MOST_ANSWERS = 1_000_000_000
"""Above this many answers needed, nobody could collect them: the number says nothing more."""


def answers_needed(difference: float, spread: float, other_spread: float) -> int | None:
    """How many answers each period needs for this difference of means to be seen: 80 % power, 5 % two-sided.

    `spread` and `other_spread` are the variances of one answer. Null where there is no difference to see, or where it
    is so small that a milliard answers would not show it. Source: J. Cohen, 1988, chapter 2.

    >>> answers_needed(0.05, 0.61, 0.61)  # 50 % promoters, 20 % detractors: 5 points around an NPS of 30
    3831
    """
    if difference == 0:
        return None
    needed = (Z95 + Z_POWER_80) ** 2 * (spread + other_spread) / difference**2
    return max(1, ceil(needed)) if needed < MOST_ANSWERS else None


def answers_for_precision(half_width: float, spread: float) -> int:
    """How many answers give an interval of plus or minus `half_width`, when one answer has the variance `spread`.

    >>> answers_for_precision(0.05, 0.61)  # plus or minus 5 points at an NPS of 30
    938
    """
    return ceil(Z95**2 * spread / half_width**2)
