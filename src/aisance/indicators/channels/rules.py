"""Channels compared for the same reasons, and which one to suggest: pure functions of sums by channel and reason."""

from collections.abc import Mapping
from itertools import combinations
from math import sqrt
from typing import NamedTuple

from aisance.core.statistics import Z95
from aisance.indicators.statistics import PSEUDO_ANSWERS, PSEUDO_SQUARES, Sums, net_score_difference
from aisance.indicators.statistics.multiple import holm

LEAST_COMMON = 0.8
"""The part of the mix of reasons that the channels compared must have in common."""

LEAST_DIFFERENCE = 0.05
"""Under 5 points a suggestion is not worth the customer's attention, however established."""

MOVED = 0.2
"""The part of a channel's contacts that a suggestion is supposed to move."""

SIGNIFICANT = 0.05

type Cells = Mapping[tuple[str, str], Sums]
"""The sums of a net score by channel and reason."""


class Standard(NamedTuple):
    """What channels are compared on: the reasons that all of them have, weighted, and what part of the mix they are.

    `channels` are compared; `dropped` are not, with the part of the mix for which each has enough answers.
    """

    weights: Mapping[str, float]
    coverage: float
    channels: tuple[str, ...]
    dropped: Mapping[str, float]


class Standardised(NamedTuple):
    """A net score for a given mix of reasons: its value, 95 % interval, variance and number of answers."""

    value: float
    low: float
    high: float
    variance: float
    n: int


def common_standard(cells: Cells, mix: Mapping[str, float], minimum_n: int) -> Standard | None:
    """The reasons on which channels can be compared: those for which every channel kept has `minimum_n` answers.

    `mix` says how much each reason weighs, in any unit (contacts of the company). While the reasons in common are less
    than 80 % of the mix, the channel that has the smallest part of it is left out. Null where no reason weighs anything
    or no channel has a cell that is large enough. Weights add up to 1.

    >>> big, small = Sums(50, 10, 40), Sums(3, 1, 2)
    >>> cells = {("phone", "bill"): big, ("phone", "move"): big, ("chat", "bill"): big, ("chat", "move"): big,
    ...          ("shop", "bill"): small, ("shop", "move"): big}
    >>> standard = common_standard(cells, {"bill": 300, "move": 100}, minimum_n=10)
    >>> standard.channels, dict(standard.weights), dict(standard.dropped)
    (('chat', 'phone'), {'bill': 0.75, 'move': 0.25}, {'shop': 0.25})
    """
    total = sum(mix.values())
    held = _reasons_held(cells, mix, minimum_n)
    if not total or not held:
        return None
    part = {channel: sum(mix[reason] for reason in reasons) / total for channel, reasons in held.items()}
    kept = sorted(held, key=lambda channel: (-part[channel], channel))
    common = set.intersection(*(held[channel] for channel in kept))
    while sum(mix[reason] for reason in common) / total < LEAST_COMMON and len(kept) > 1:
        kept.pop()
        common = set.intersection(*(held[channel] for channel in kept))
    weight = sum(mix[reason] for reason in common)
    dropped = {channel: share for channel, share in part.items() if channel not in kept}
    weights = {reason: mix[reason] / weight for reason in mix if reason in common}
    return Standard(weights, weight / total, tuple(sorted(kept)), dropped)


def _reasons_held(cells: Cells, mix: Mapping[str, float], minimum_n: int) -> dict[str, set[str]]:
    """The reasons for which each channel has answers enough; channels without any are left out."""
    held: dict[str, set[str]] = {}
    for (channel, reason), sums in cells.items():
        if sums.n >= minimum_n and mix.get(reason, 0) > 0:
            held.setdefault(channel, set()).add(reason)
    return held


def standardised(cells: Mapping[str, Sums], weights: Mapping[str, float]) -> Standardised:
    """Direct standardisation: the net score that a channel would have if people came to it with the reasons of all.

    The sum over reasons of weight x the channel's own score for it; from -1 to 1. The mix is declared and not
    estimated, so that the variance is the sum of weight² x the variance of each score, each with the pseudo-answers of
    the adjusted Wald interval in it (0.75 bad, 1.5 between, 0.75 good), so that a cell in which all agree is not taken
    for certain. The interval is clipped to [-1, 1]. Every reason of `weights` must have answers.
    Source: J. L. Fleiss, B. Levin and M. C. Paik, Statistical Methods for Rates and Proportions, 2003, chapter 19.

    >>> shown = standardised({"bill": Sums(100, 20, 60), "move": Sums(100, 80, 90)}, {"bill": 0.75, "move": 0.25})
    >>> f"{shown.value:.2f} [{shown.low:.3f}, {shown.high:.3f}] n = {shown.n}"
    '0.35 [0.236, 0.464] n = 200'
    """
    value = sum(weight * cells[reason].mean for reason, weight in weights.items())
    variance = sum(weight**2 * adjusted_variance(cells[reason]) for reason, weight in weights.items())
    half = Z95 * sqrt(variance)
    n = int(sum(cells[reason].n for reason in weights))
    return Standardised(value, max(-1.0, value - half), min(1.0, value + half), variance, n)


def adjusted_variance(sums: Sums) -> float:
    """The variance of a net score: that of v with three pseudo-answers in it, divided by n - 1 true ones; never 0.

    Divided so, the interval of a mix of small cells holds the truth in 94 % of cases or more; by n + 3, in 89 %.

    >>> round(adjusted_variance(Sums(10, 10, 10)), 6)  # ten who found it easy
    0.032544
    """
    n = sums.n + PSEUDO_ANSWERS
    value = sums.total / n
    return ((sums.squares + PSEUDO_SQUARES) / n - value * value) / max(1.0, sums.n - 1)


class Suggestion(NamedTuple):
    """For a reason, a channel that is easier than the one in use: by how much, and what moving some would bring.

    `difference` is that of the two channels for this reason, `gain` that of the ease of the reason over all channels if
    20 % of the contacts on `instead_of` moved; both with 95 % intervals. `used_share` is the part of the reason's
    contacts that come on `instead_of`.
    """

    reason: str
    channel: str
    instead_of: str
    difference: float
    low: float
    high: float
    p_adjusted: float
    used_share: float
    gain: float
    gain_low: float
    gain_high: float
    n: int
    n_instead_of: int


def suggestions(cells: Cells, contacts: Mapping[tuple[str, str], int], minimum_n: int) -> list[Suggestion]:
    """Where a channel is easier than the one that customers use now, for the same reason; the greatest gain first.

    Every two channels with `minimum_n` answers for a reason are tested (z with pseudo-answers), p-values corrected by
    Holm over all pairs of all reasons. Kept where p is under 5 % and the difference at least 5 points; for each reason
    and channel in use, only the alternative that is most surely easier: the one whose interval begins highest, since
    the highest value among many is often that of few answers. The gain is 20 % x the channel's part of the reason's
    contacts x the difference: what follows if those who moved found it as easy as those who chose that channel do.
    They may not.

    >>> cells = {("phone", "bill"): Sums(400, -40, 320), ("chat", "bill"): Sums(300, 150, 240)}
    >>> [one] = suggestions(cells, {("phone", "bill"): 800, ("chat", "bill"): 200}, minimum_n=10)
    >>> one.channel, one.instead_of, round(one.difference, 2), round(one.gain, 3)
    ('chat', 'phone', 0.6, 0.096)
    """
    pairs = _pairs(cells, minimum_n)
    tested = [net_score_difference(cells[better, reason], cells[worse, reason]) for reason, better, worse in pairs]
    adjusted = holm([test.p_value for test in tested])
    found: dict[tuple[str, str], Suggestion] = {}
    for (reason, better, worse), (low, high, _), p in zip(pairs, tested, adjusted, strict=True):
        used = _share_of_contacts(contacts, reason, worse)
        one = _suggestion(cells, reason, (better, worse), (low or 0.0, high or 0.0), p, used)
        kept = found.get((reason, worse))
        if _is_worth(one) and (kept is None or one.low > kept.low):
            found[reason, worse] = one
    return sorted(found.values(), key=lambda one: (-one.gain, one.reason, one.instead_of))


def _pairs(cells: Cells, minimum_n: int) -> list[tuple[str, str, str]]:
    """Each reason with each two channels that have answers enough, the easier one first."""
    large = sorted(key for key, sums in cells.items() if sums.n >= minimum_n)
    pairs = []
    for reason in sorted({reason for _, reason in large}):
        for one, other in combinations([channel for channel, here in large if here == reason], 2):
            easier = cells[one, reason].mean >= cells[other, reason].mean
            pairs.append((reason, one, other) if easier else (reason, other, one))
    return pairs


def _share_of_contacts(contacts: Mapping[tuple[str, str], int], reason: str, channel: str) -> float:
    total = sum(n for (_, here), n in contacts.items() if here == reason)
    return contacts.get((channel, reason), 0) / total if total else 0.0


def _suggestion(
    cells: Cells, reason: str, pair: tuple[str, str], bounds: tuple[float, float], p: float | None, used: float
) -> Suggestion:
    here, there = cells[pair[0], reason], cells[pair[1], reason]
    difference, moved = here.mean - there.mean, MOVED * used
    return Suggestion(
        reason,
        *pair,
        difference,
        *bounds,
        1.0 if p is None else p,
        used,
        moved * difference,
        moved * bounds[0],
        moved * bounds[1],
        int(here.n),
        int(there.n),
    )


def _is_worth(one: Suggestion) -> bool:
    return one.p_adjusted < SIGNIFICANT and one.low > 0 and one.difference >= LEAST_DIFFERENCE and one.used_share > 0


def cells_left_out(cells: Cells, minimum_n: int) -> int:
    """How many cells of a channel and a reason have answers, but too few to be compared."""
    return sum(0 < sums.n < minimum_n for sums in cells.values())
