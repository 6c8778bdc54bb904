"""Shares, their differences, and many of them at once. Pure, standard library only."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

from aisance.core.statistics import wilson


@dataclass(frozen=True, slots=True)
class Share:
    """A share of n, from 0 to 1, with Wilson's 95 % interval; null without any."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Move:
    """The difference of two shares, from -1 to 1, with Newcombe's 95 % interval; null where either has no rows."""

    value: float | None
    low: float | None
    high: float | None

    @property
    def is_established(self) -> bool:
        """Whether its interval leaves out 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def share(part: int, n: int) -> Share:
    """`part` of `n`. No rows: no value."""
    bounds = wilson(part, n)
    if not n or bounds is None:
        return Share(None, None, None, n)
    return Share(part / n, *bounds, n)


def move(now: Share, before: Share) -> Move:
    """`now` less `before`, with the interval made of both of Wilson's (Newcombe, 1998, method 10).

    >>> found = move(share(56, 70), share(48, 80))
    >>> f"{found.value:.4f} {found.low:.4f} {found.high:.4f}"
    '0.2000 0.0524 0.3339'
    """
    p, q = now.value, before.value
    if p is None or q is None or now.low is None or now.high is None or before.low is None or before.high is None:
        return Move(None, None, None)
    low = p - q - sqrt((p - now.low) ** 2 + (before.high - q) ** 2)
    high = p - q + sqrt((now.high - p) ** 2 + (q - before.low) ** 2)
    return Move(p - q, low, high)


def two_sided(z: float) -> float:
    """The chance of a normal deviate as far from 0 as this.

    >>> round(two_sided(1.959963984540054), 6)
    0.05
    """
    return erfc(abs(z) / sqrt(2))


def discoveries(p_values: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Which of many are found when at most `rate` of those found may be false (Benjamini and Hochberg, 1995, step up).

    >>> discoveries([0.2, 0.01, 0.04, 0.03, 0.02])
    [False, True, True, True, True]
    """
    m = len(p_values)
    ordered = sorted(p_values)
    cut = max((p for place, p in enumerate(ordered, start=1) if p <= rate * place / m), default=-1.0)
    return [p <= cut for p in p_values]
