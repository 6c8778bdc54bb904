"""What emerges: words that are written more often now than before, source by source.

B. Monroe, M. Colaresi and K. Quinn, 2008, "Fightin' Words", Political Analysis 16, 372-403: the difference of log-odds
of a word between two bodies of text, with an informative Dirichlet prior that pulls rare words towards what is usual,
divided by its standard error. Here the difference is taken within each source (a channel and a language, an airline)
and pooled with the weights of its variance, so that a change in the mix of sources moves nothing: a source without
texts before says nothing at all, and cannot bring its own name. Which of the words are shown is decided by the rate of
false discoveries (Benjamini and Hochberg, 1995).
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

from aisance.core.statistics import Z95
from aisance.verbatims.telling.shares import discoveries, two_sided

PRIOR_TEXTS = 50.0
"""The prior weighs as much as so many texts of each side, in which a word is as frequent as in the whole source."""
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


def _term(word: str, sides: list[tuple[Body, Body]]) -> Term:
    held = [(now, before) for now, before in sides if word in now.holding or word in before.holding]
    gains = [_gain(word, now, before) for now, before in held]
    weight = sum(1 / variance for _gain, variance in gains)
    pooled, error = sum(gain / variance for gain, variance in gains) / weight, 1 / sqrt(weight)
    return Term(
        word,
        sum(now.holding.get(word, 0) for now, _before in held),
        sum(before.holding.get(word, 0) for _now, before in held),
        exp(pooled),
        exp(pooled - Z95 * error),
        exp(pooled + Z95 * error),
        pooled / error,
    )


def _gain(word: str, now: Body, before: Body) -> tuple[float, float]:
    """The difference of log-odds within one source, and its variance.

    The prior of a word is its share of both sides of the same source: it pulls both to the same place, so that sides
    of unequal size differ by what was written and by nothing else.
    """
    here, there = now.holding.get(word, 0), before.holding.get(word, 0)
    usual = (here + there) / (now.texts + before.texts)
    odds = [
        (held + PRIOR_TEXTS * usual, texts - held + PRIOR_TEXTS * (1 - usual) + 0.5)
        for held, texts in ((here, now.texts), (there, before.texts))
    ]
    gain = log(odds[0][0] / odds[0][1]) - log(odds[1][0] / odds[1][1])
    return gain, sum(1 / part for pair in odds for part in pair)
