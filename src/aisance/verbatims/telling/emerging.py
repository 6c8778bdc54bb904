"""What emerges: words that are written more often now than before, source by source.

B. Monroe, M. Colaresi and K. Quinn, 2008, "Fightin' Words", Political Analysis 16, 372-403, compare the log-odds of a
word in two bodies of text under an informative prior, which pulls rare words towards what is usual. Here the odds are
compared within each source (a channel and a language, an airline) and pooled as N. Mantel and W. Haenszel, 1959, do, so
that a change in the mix of sources moves nothing: a source without texts before says nothing at all, and cannot bring
its own name. The prior is one more source in which nothing moved. Which of the words are shown is decided by the rate
of false discoveries (Benjamini and Hochberg, 1995).
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

from aisance.core.statistics import Z95
from aisance.verbatims.telling.shares import discoveries, two_sided

PRIOR_TEXTS = 50.0
"""The prior is a source of so many texts on each side, in which a word is as frequent as everywhere."""
FEWEST_NOW = 5
"""A word in fewer texts is not looked at: nobody would act on it."""


@dataclass(frozen=True, slots=True)
class Body:
    """The texts of one source on one side: how many, and how many of them hold each word."""

    texts: int
    holding: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Term:
    """A word that emerges: its texts now and before, how many times its odds grew with the 95 % interval, and z."""

    word: str
    now: int
    before: int
    times: float
    low: float
    high: float
    z: float


def emerging[S: Hashable](now: Mapping[S, Body], before: Mapping[S, Body], *, most: int = 20) -> list[Term]:
    """The words whose odds grew beyond chance, the surest first; at most `most`.

    Counts are of texts that hold a word, not of its repetitions, so that one angry text counts once.
    """
    common = [(now[one], before[one]) for one in now if one in before and now[one].texts and before[one].texts]
    words = {word for here, _there in common for word in here.holding}
    looked_at = [term for word in words if (term := _term(word, common)).now >= FEWEST_NOW]
    found = discoveries([two_sided(term.z) for term in looked_at])
    grown = [term for term, is_found in zip(looked_at, found, strict=True) if is_found and term.z > 0]
    return sorted(grown, key=lambda term: (-term.z, term.word))[:most]


type Table = tuple[float, float, float, float]
"""Texts of one source: now and before those that hold a word, and all."""


def _term(word: str, sides: list[tuple[Body, Body]]) -> Term:
    tables: list[Table] = [
        (now.holding.get(word, 0), before.holding.get(word, 0), now.texts, before.texts) for now, before in sides
    ]
    times, z = _pooled([*tables, _prior(tables)])
    # The bounds are those of the test, so that an interval and its z never disagree (O. Miettinen, 1976).
    half = abs(log(times)) * Z95 / abs(z) if z and times > 0 else 0.0
    return Term(
        word,
        int(sum(table[0] for table in tables)),
        int(sum(table[1] for table in tables)),
        times,
        times * exp(-half),
        times * exp(half),
        z,
    )


def _prior(tables: list[Table]) -> Table:
    """A source in which nothing moved, and the word is as frequent as in all sources."""
    usual = sum(now + before for now, before, _n, _m in tables) / sum(n + m for _now, _before, n, m in tables)
    return PRIOR_TEXTS * usual, PRIOR_TEXTS * usual, PRIOR_TEXTS, PRIOR_TEXTS


def _pooled(tables: list[Table]) -> tuple[float, float]:
    """How many times the odds grew over all sources (Mantel and Haenszel), and z of their test without correction."""
    up = down = excess = variance = 0.0
    for now, before, n, m in tables:
        whole, held = n + m, now + before
        up += now * (m - before) / whole
        down += before * (n - now) / whole
        excess += now - n * held / whole
        variance += n * m * held * (whole - held) / (whole**2 * (whole - 1))
    return up / down if down else 1.0, excess / sqrt(variance) if variance > 0 else 0.0
