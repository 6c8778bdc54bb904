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


def more_answers_for_precision(n: float, variance: float, half_width: float) -> int | None:
    """How many more answers bring the interval to plus or minus `half_width`; 0 where it is that narrow already.

    `variance` is that of one answer, in the unit of v squared; it is taken to stay. With weights or clusters give the
    effective n: the number that comes back is then of such answers. Null where a milliard would not do.

    >>> more_answers_for_precision(400, 0.61, 0.05)
    538
    """
    if half_width <= 0:
        raise ValueError("A precision is above 0.")
    needed = Z95**2 * variance / half_width**2
    return max(0, ceil(needed - n)) if needed < MOST_ANSWERS else None


def more_answers_to_see(n_here: float, n_there: float, var_here: float, var_there: float, change: float) -> int | None:
    """How many more answers here let a change be seen against a period that is over: 80 % power, 5 % two-sided.

    There, nothing can be added. 0 where the answers suffice; null where no number here would do, because the other side
    alone is too uncertain, or a milliard would not do. Variances are those of one answer. Source: J. Cohen, 1988,
    chapter 2, for unequal samples.

    >>> more_answers_to_see(400, 10_000, 0.61, 0.61, 0.05)
    1969
    >>> more_answers_to_see(400, 1_000, 0.61, 0.61, 0.05) is None  # the 1,000 there leave too much open
    True
    """
    if n_there <= 0 or change == 0:
        return None
    left = (change / (Z95 + Z_POWER_80)) ** 2 - var_there / n_there
    if left <= 0 or var_here / left >= MOST_ANSWERS:
        return None
    return max(0, ceil(var_here / left - n_here))
