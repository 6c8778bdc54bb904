"""How large a sample is, how it is shared out over strata, and who is in it."""

from collections.abc import Collection, Mapping
from math import ceil, floor, sqrt

from aisance.core.statistics import Z95
from aisance.surveys.planning.drawing import place_of

NET_SCORE_VARIANCE = 1.0
"""The largest variance of one answer's value in -1, 0, +1: half promoters, half detractors."""

SHARE_VARIANCE = 0.25
"""The largest variance of one answer's value in 0, 1."""


def answers_needed(half_width: float, variance: float = NET_SCORE_VARIANCE, population: int | None = None) -> int:
    """How many answers give an interval of 95 % of plus or minus `half_width` points.

    `variance` is that of one answer's value, not of points; the largest possible one is safe. With a finite population
    fewer will do, and never more than all of it. Source: W. G. Cochran, Sampling Techniques, 1977, equations 4.1-4.4.

    >>> answers_needed(5)
    1537
    >>> answers_needed(5, SHARE_VARIANCE)
    385
    >>> answers_needed(5, SHARE_VARIANCE, population=1000)
    278
    """
    if half_width <= 0:
        raise ValueError("The half width is a positive number of points.")
    many = (Z95 * 100 / half_width) ** 2 * variance
    if population is not None:
        many = many / (1 + (many - 1) / population) if population else 0.0
    return min(ceil(many), population) if population is not None else ceil(many)


def half_width_reached(
    answers: int, variance: float, population: int | None = None, design_effect: float = 1.0
) -> float:
    """The half width, in points, that so many answers give; infinite for none.

    >>> round(half_width_reached(385, SHARE_VARIANCE), 2)
    4.99
    """
    if answers <= 0:
        return float("inf")
    left = max(0.0, 1 - answers / population) if population else 1.0
    return Z95 * 100 * sqrt(variance * design_effect / answers * left)


def to_invite(answers: int, expected_rate: float) -> int:
    """How many to draw so that so many answer.

    >>> to_invite(385, 0.2)
    1925
    """
    return ceil(round(answers / expected_rate, 9))


def allocation(sizes: Mapping[str, int], total: int, minimum: int = 0) -> dict[str, int]:
    """How many to draw in each stratum: in proportion to its size, with a minimum, and never more than it has.

    They add up to `total` exactly, or to everybody where there are fewer, or to the minima where these are more. What
    does not come out even goes to the largest remainders, ties in the order of names.

    >>> allocation({"a": 900, "b": 90, "c": 10}, 100)
    {'a': 90, 'b': 9, 'c': 1}
    >>> allocation({"a": 900, "b": 90, "c": 10}, 100, minimum=30)
    {'a': 60, 'b': 30, 'c': 10}
    """
    drawn = {name: min(minimum, size) for name, size in sizes.items()}
    wanted = min(max(total, sum(drawn.values())), sum(sizes.values()))
    # Strata whose proportional part lies under their minimum keep it; the others share the rest in proportion.
    raised: set[str] = set()
    while True:
        free = {name: size for name, size in sizes.items() if name not in raised}
        rest = wanted - sum(drawn[name] for name in raised)
        whole = sum(free.values())
        below = {name for name, size in free.items() if size * rest < drawn[name] * whole}
        if not below:
            return drawn | _in_proportion(free, rest)
        raised |= below


def _in_proportion(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Largest remainders. A part never exceeds its stratum, since the whole does not."""
    whole = sum(sizes.values()) or 1
    parts = {name: size * total / whole for name, size in sizes.items()}
    found = {name: floor(part) for name, part in parts.items()}
    by_remainder = sorted(parts, key=lambda name: (found[name] - parts[name], name))
    for name in by_remainder[: total - sum(found.values())]:
        found[name] += 1
    return found


def sample(programme: str, wave: int, seed: int, members: Collection[int], count: int) -> list[int]:
    """So many members, drawn by a hash: the same again with the same seed, others with another, whatever their order.

    >>> sample("barometer", 1, 7, [1, 2, 3, 4], 2) == sample("barometer", 1, 7, [4, 3, 2, 1], 2)
    True
    """
    return sorted(members, key=lambda member: (place_of(programme, wave, seed, member), member))[:count]


def design_effect(sizes: Mapping[str, int], drawn: Mapping[str, int]) -> float:
    """By how much unequal weights widen the variance: n times Σw² over (Σw)². Source: Kish, 1965.

    >>> design_effect({"a": 900, "b": 100}, {"a": 90, "b": 10})
    1.0
    >>> round(design_effect({"a": 900, "b": 100}, {"a": 50, "b": 50}), 3)
    1.64
    """
    weights = [(drawn[name], sizes[name] / drawn[name]) for name in sizes if drawn[name]]
    total = sum(n * weight for n, weight in weights)
    return sum(n for n, _w in weights) * sum(n * w * w for n, w in weights) / total**2 if total else 1.0


def weighted_shares(
    sizes: Mapping[str, int], counts: Mapping[str, Mapping[int, int]]
) -> tuple[dict[int, float], float]:
    """The share of each score, every stratum counting by its customers, and the answers of equal weight it is worth.

    `counts` are answers by stratum and score. A stratum without an answer is left out, the others standing for it.

    >>> shares, worth = weighted_shares({"a": 900, "b": 100}, {"a": {10: 10}, "b": {9: 5, 0: 5}})
    >>> shares, round(worth, 3)
    ({10: 0.9, 9: 0.05, 0: 0.05}, 12.195)
    """
    answered = {name: sum(by.values()) for name, by in counts.items() if sizes.get(name) and sum(by.values())}
    whole = sum(sizes[name] for name in answered)
    shares: dict[int, float] = {}
    for name, n in answered.items():
        for score, count in counts[name].items():
            shares[score] = shares.get(score, 0.0) + sizes[name] / whole * count / n
    held = {name: sizes[name] for name in answered}
    return shares, sum(answered.values()) / design_effect(held, answered)
