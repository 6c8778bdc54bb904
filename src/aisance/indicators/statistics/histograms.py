"""Quantiles of durations from histograms, which add over days, units and engines where quantiles do not.

Durations are whole seconds. A bucket is named by its first second: it is one second wide below 128 s, then as wide as
keeps it under 1.6 % of the duration, in powers of two, so that every engine cuts alike with whole numbers.
"""

from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

from aisance.core.later import Later

special: Any = Later("scipy.special")


EXACT_SECONDS = 128


def bucket_of(seconds: int) -> int:
    """The first second of the bucket that holds a duration; never negative.

    >>> bucket_of(127), bucket_of(301), bucket_of(86_399)
    (127, 300, 86016)
    """
    return seconds - seconds % width_of(seconds)


def width_of(seconds: int) -> int:
    """How many seconds the bucket is wide that holds this one: at most 1/64 of it.

    >>> width_of(127), width_of(128), width_of(256)
    (1, 2, 4)
    """
    return 1 if seconds < EXACT_SECONDS else 1 << (seconds.bit_length() - 7)


def quantile(counts: Mapping[int, int], q: float) -> tuple[float, float | None, float | None] | None:
    """The duration that a share q does not exceed, and its 95 % interval, in seconds; null without any.

    It is the ceil(q n)-th smallest, placed evenly inside its bucket: exact below 128 s, within 1.6 % above. The bounds
    are order statistics chosen by the binomial law, without any assumption on durations; null where n is too small for
    such bounds to exist. Source: H. A. David and H. N. Nagaraja, Order Statistics, 2003, section 7.1.

    >>> quantile({10: 1, 20: 1, 30: 1}, 0.5)
    (20.0, None, None)
    """
    n = sum(counts.values())
    if not n:
        return None
    value = _at_rank(counts, max(1, ceil(q * n)))
    ranks = _ranks(n, q)
    if ranks is None:
        return value, None, None
    return value, _at_rank(counts, ranks[0]), _at_rank(counts, ranks[1])


def _ranks(n: int, q: float) -> tuple[int, int] | None:
    """The ranks between which the quantile lies with 95 %, 2.5 % on either side; null where one would be outside.

    P(it lies below the r-th smallest) is that of fewer than r out of n falling under it.
    """
    low = _first(lambda rank: special.bdtr(rank - 1, n, q) > 0.025, 1, n + 1) - 1
    high = _first(lambda rank: special.bdtr(rank - 1, n, q) >= 0.975, 1, n + 1)
    return (low, high) if low >= 1 and high <= n else None


def _first(holds: Callable[[int], bool], least: int, most: int) -> int:
    """The first whole number from which on a condition holds, by halving."""
    while least < most:
        middle = (least + most) // 2
        least, most = (least, middle) if holds(middle) else (middle + 1, most)
    return least


def _at_rank(counts: Mapping[int, int], rank: int) -> float:
    below = 0
    for bucket in sorted(counts):
        count = counts[bucket]
        if below + count >= rank:
            width = width_of(bucket)
            return bucket + (width - 1) * ((rank - below - 0.5) / count)
        below += count
    raise AssertionError("unreachable: a rank is at most the number of durations")
