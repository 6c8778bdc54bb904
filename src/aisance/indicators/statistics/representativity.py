"""How far those who answered resemble those who could have: response rates, shares, dissimilarity, R-indicator."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from aisance.core.later import Later
from aisance.core.statistics import wilson

special: Any = Later("scipy.special")


@dataclass(frozen=True, slots=True)
class Answering:
    """One category: how many could answer, how many did, its response rate with interval, its shares of both.

    `share_difference` is the share of respondents less that of the eligible: above 0, it answers more than the others.
    """

    code: str
    eligible: int
    respondents: int
    rate: float | None
    low: float | None
    high: float | None
    share_eligible: float | None
    share_respondents: float | None
    share_difference: float | None


@dataclass(frozen=True, slots=True)
class Representativity:
    """Respondents against the eligible, in all and by category; null where it cannot be had.

    `dissimilarity` is the share of respondents, 0 to 1, that would have to change category to match the eligible.
    `p_value` says how likely such differences of response rates are by chance alone (Pearson). `r_indicator` is 1 where
    all categories answer alike, and falls by twice the standard deviation of their response rates; `adjusted` takes off
    the deviation that chance alone makes.
    """

    rate: float | None
    categories: list[Answering]
    dissimilarity: float | None
    p_value: float | None
    r_indicator: float | None
    adjusted: float | None


def representativity(eligible: Mapping[str, int], respondents: Mapping[str, int]) -> Representativity:
    """Compare respondents with the eligible, who include them, by category. Rates and shares are fractions.

    A category with respondents but fewer eligible is a ValueError that names it.
    Source: B. Schouten, F. Cobben and J. Bethlehem, 2009, Survey Methodology 35, 101-113, with the propensities of
    categories; the adjusted one N. Shlomo, C. Skinner and B. Schouten, 2012, Journal of Statistical Planning and
    Inference 142, 201-211; dissimilarity O. D. Duncan and B. Duncan, 1955.

    >>> found = representativity({"phone": 600, "chat": 400}, {"phone": 150, "chat": 50})
    >>> found.rate, round(found.dissimilarity, 3), round(found.r_indicator, 4), round(found.adjusted, 4)
    (0.2, 0.15, 0.8775, 0.8798)
    """
    for code, count in respondents.items():
        if count > eligible.get(code, 0):
            raise ValueError(f"{count} respondents in {code!r}, of {eligible.get(code, 0)} who could answer.")
    n, size = sum(respondents.values()), sum(eligible.values())
    cells = [(code, count, respondents.get(code, 0)) for code, count in eligible.items()]
    categories = [_answering(code, count, answered, size, n) for code, count, answered in cells]
    differences = [entry.share_difference for entry in categories if entry.share_difference is not None]
    used = [(float(count), float(answered)) for _, count, answered in cells if count]
    plain, adjusted = _r_indicators(used) if n and size > 1 else (None, None)
    return Representativity(
        rate=n / size if size else None,
        categories=categories,
        dissimilarity=sum(abs(difference) for difference in differences) / 2 if n else None,
        p_value=_pearson(used),
        r_indicator=plain,
        adjusted=adjusted,
    )


def _answering(code: str, count: int, answered: int, size: int, n: int) -> Answering:
    low, high = wilson(answered, count) or (None, None)
    share = count / size if size else None
    of_respondents = answered / n if n else None
    apart = of_respondents - share if of_respondents is not None and share is not None else None
    return Answering(
        code, count, answered, answered / count if count else None, low, high, share, of_respondents, apart
    )


def _pearson(cells: list[tuple[float, float]]) -> float | None:
    """Are response rates alike? Chi-square with one degree less than categories; null where there is no variety."""
    size, n = sum(count for count, _ in cells), sum(answered for _, answered in cells)
    if len(cells) < 2 or not 0 < n < size:
        return None
    rate = n / size
    statistic = sum((answered - count * rate) ** 2 / (count * rate * (1 - rate)) for count, answered in cells)
    return float(special.chdtrc(len(cells) - 1, statistic))


def _r_indicators(cells: list[tuple[float, float]]) -> tuple[float, float]:
    """1 - 2S, and the same with S² less what the uncertainty of the categories' rates adds to it."""
    size = sum(count for count, _ in cells)
    mean = sum(answered for _, answered in cells) / size
    spread = sum(count * (answered / count - mean) ** 2 for count, answered in cells) / (size - 1)
    # What chance adds: the variance of each category's rate, less that of the mean of all.
    inside = [answered * (1 - answered / count) / max(1.0, count - 1) for count, answered in cells]
    noise = sum(inside) - sum(count * part for (count, _), part in zip(cells, inside, strict=True)) / size
    left = max(0.0, spread - noise / (size - 1))
    return 1 - 2 * sqrt(spread), 1 - 2 * sqrt(left)
