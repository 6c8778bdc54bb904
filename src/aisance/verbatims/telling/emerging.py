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
"""The prior weighs as much as so many texts of each side."""
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
    common = [source for source in now if source in before and now[source].texts and before[source].texts]
    usual = _usual([*(now[source] for source in common), *(before[source] for source in common)])
    terms = [_term(word, share, [(now[one], before[one]) for one in common]) for word, share in usual.items()]
    looked_at = [term for term in terms if term.now >= FEWEST_NOW]
    found = discoveries([two_sided(term.z) for term in looked_at])
    grown = [term for term, is_found in zip(looked_at, found, strict=True) if is_found and term.z > 0]
    return sorted(grown, key=lambda term: (-term.z, term.word))[:most]


def _usual(bodies: list[Body]) -> dict[str, float]:
    """The share of all texts that hold each word."""
    texts = sum(body.texts for body in bodies)
    counts: dict[str, int] = {}
    for body in bodies:
        for word, count in body.holding.items():
            counts[word] = counts.get(word, 0) + count
    return {word: count / texts for word, count in counts.items()} if texts else {}


def _term(word: str, usual: float, sides: list[tuple[Body, Body]]) -> Term:
    weighed = weight = 0.0
    for now, before in sides:
        gain, variance = _gain(word, usual, now, before)
        weighed += gain / variance
        weight += 1 / variance
    pooled, error = weighed / weight, 1 / sqrt(weight)
    return Term(
        word,
        sum(now.holding.get(word, 0) for now, _before in sides),
        sum(before.holding.get(word, 0) for _now, before in sides),
        exp(pooled),
        exp(pooled - Z95 * error),
        exp(pooled + Z95 * error),
        pooled / error,
    )


def _gain(word: str, usual: float, now: Body, before: Body) -> tuple[float, float]:
    """The difference of log-odds within one source, and its variance."""
    prior = PRIOR_TEXTS * usual
    here, there = now.holding.get(word, 0), before.holding.get(word, 0)
    others_here = now.texts - here + PRIOR_TEXTS - prior
    others_there = before.texts - there + PRIOR_TEXTS - prior
    gain = log((here + prior) / max(others_here, 0.5)) - log((there + prior) / max(others_there, 0.5))
    return gain, 1 / (here + prior) + 1 / (there + prior)
