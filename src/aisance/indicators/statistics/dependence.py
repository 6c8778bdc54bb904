"""Does being left out depend on how a contact went? Exact tests on tables of two by two, stratum by stratum.

A stratum is a set of contacts that are alike, as those on one channel. In it stand the contacts that went hard and the
others, and how many of each were left out. Every function conditions on the margins of every stratum, so that how often
a stratum is hard, and how often it is left out, play no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from aisance.core.later import Later

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Later("numpy")

special: Any = Later("scipy.special")


NEGLIGIBLE = 80.0
"""A table e^80 times less likely than the likeliest of its stratum is passed over: 1e-35, far below what is shown."""

TINY = 1e-300
EMPTY = 1e-6
"""Below this a sum from which another was taken is rounding; one contact makes far more."""


class Stratum(NamedTuple):
    """Of `hard` contacts `hard_out` were left out, of `other` ones `other_out`."""

    hard: int
    hard_out: int
    other: int
    other_out: int

    @property
    def tells(self) -> bool:
        """Whether its margins leave anything open: without both kinds, or without both fates, nothing can be told."""
        out = self.hard_out + self.other_out
        return self.hard > 0 and self.other > 0 and 0 < out < self.hard + self.other


def left_out_more(strata: Sequence[Stratum], odds_ratio: float = 1.0) -> float | None:
    """How likely chance leaves out so many of the hard contacts or more, where their odds are `odds_ratio` times those
    of the others (1: fate does not depend on how it went). One-sided; null where no stratum tells anything.

    The number left out in a stratum follows the hypergeometric law (Fisher's noncentral one for another odds ratio than
    1), the sum over strata the convolution of these laws: with one stratum it is Fisher's exact test. No table more
    than 1e-35 less likely than the likeliest is counted. Sources: R. A. Fisher, 1935, JRSS 98, 39-82; for strata
    D. R. Cox, 1970, The Analysis of Binary Data, chapter 4.

    >>> p = left_out_more([Stratum(4, 3, 4, 1)])
    >>> f"{p:.6f}"  # Fisher's tea: 17 of 70
    '0.242857'
    >>> left_out_more([Stratum(4, 0, 4, 0)]) is None
    True
    """
    telling = [stratum for stratum in strata if stratum.tells]
    if not telling:
        return None
    first, law = 0, np.ones(1)
    for stratum in telling:
        start, one = _law(stratum, odds_ratio)
        lost, law = _kept(np.log(np.maximum(np.convolve(law, one), TINY)))
        first += start + lost
    seen = sum(stratum.hard_out for stratum in telling) - first
    if seen <= 0:
        return 1.0
    return float(min(1.0, law[seen:].sum() / law.sum())) if seen < len(law) else 0.0


def _law(stratum: Stratum, odds_ratio: float) -> tuple[int, NDArray[np.float64]]:
    """The least number of hard contacts left out that counts, and the weights of it and those after it."""
    out = stratum.hard_out + stratum.other_out
    counts = np.arange(max(0, out - stratum.other), min(out, stratum.hard) + 1)
    weights = _log_choose(stratum.hard, counts) + _log_choose(stratum.other, out - counts) + counts * log(odds_ratio)
    start, law = _kept(weights)
    return int(counts[start]), law


def _kept(weights: NDArray[np.float64]) -> tuple[int, NDArray[np.float64]]:
    """How many negligible weights come first, and those that count, from their logarithms."""
    weights = weights - weights.max()
    kept = np.flatnonzero(weights > -NEGLIGIBLE)
    law = np.exp(weights[kept[0] : kept[-1] + 1])
    return int(kept[0]), law / law.sum()


def _log_choose(n: int, k: NDArray[np.int64]) -> Any:
    return special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)


class OddsRatio(NamedTuple):
    """An odds ratio over strata and how sure its logarithm is."""

    value: float
    error: float

    @property
    def highest(self) -> float:
        """What it is at most, with 95 %."""
        return self.value * exp(float(special.ndtri(0.95)) * self.error)


class Products(NamedTuple):
    """What an odds ratio over strata is made of. It adds: that of others is that of all less one's own."""

    up: float = 0.0
    down: float = 0.0
    up_alike: float = 0.0
    crossed: float = 0.0
    down_unlike: float = 0.0

    def less(self, other: Products) -> Products:
        """Without what `other` holds."""
        return Products(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))


def products_of(strata: Iterable[Stratum]) -> Products:
    """The sums over strata that the odds ratio and its error are made of."""
    found = [0.0] * 5
    for a, b, c, d in ((s.hard_out, s.hard - s.hard_out, s.other_out, s.other - s.other_out) for s in strata):
        if n := a + b + c + d:
            up, down, alike, unlike = a * d / n, b * c / n, (a + d) / n, (b + c) / n
            for place, value in enumerate((up, down, up * alike, up * unlike + down * alike, down * unlike)):
                found[place] += value
    return Products(*found)


def odds_ratio_of(sums: Products) -> OddsRatio | None:
    """The odds ratio of Mantel and Haenszel, with the error of its logarithm; null where a side of it is empty.

    Sources: N. Mantel and W. Haenszel, 1959, JNCI 22, 719-748; the error: J. Robins, N. Breslow and S. Greenland, 1986,
    Biometrics 42, 311-323.

    >>> found = odds_ratio_of(products_of([Stratum(30, 20, 30, 10)]))
    >>> f"{found.value:.1f} {found.error:.4f}"
    '4.0 0.5477'
    """
    up, down = sums.up, sums.down
    if up < EMPTY or down < EMPTY:
        return None
    squared = sums.up_alike / (2 * up * up) + sums.crossed / (2 * up * down) + sums.down_unlike / (2 * down * down)
    return OddsRatio(up / down, sqrt(max(0.0, squared)))


def found_from(strata: Sequence[Stratum], level: float, power: float = 0.8) -> float | None:
    """The difference of shares left out, hard contacts less others, that `left_out_more` finds with this power.

    An approximation by the normal law at the share left out in each stratum, drawn half an answer towards one half so
    that nobody left out is not taken for certainty; null where nothing can be told.

    >>> f"{found_from([Stratum(200, 20, 200, 20)], 0.05):.3f}"
    '0.075'
    """
    both = [stratum for stratum in strata if stratum.hard and stratum.other]
    weights = [stratum.hard * stratum.other / (stratum.hard + stratum.other) for stratum in both]
    if not both:
        return None
    shares = [(s.hard_out + s.other_out + 0.5) / (s.hard + s.other + 1) for s in both]
    spread = sum(weight * share * (1 - share) for weight, share in zip(weights, shares, strict=True))
    return float(special.ndtri(1 - level) + special.ndtri(power)) * sqrt(spread) / sum(weights)
