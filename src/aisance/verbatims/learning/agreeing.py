"""How sure an agreement is: an interval for Krippendorff's alpha of two coders."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from aisance.core.later import Later
from aisance.verbatims.learning.rules import Level

np: Any = Later("numpy")

type Bounds = tuple[float, float] | None
"""An interval of 95 %; null where nothing can be said."""

DRAWS = 1_000
SEED = 7
FEWEST = 5
"""Units both coded: of fewer, drawn again and again, nothing can be said of others."""


def alpha_bounds(
    first: Sequence[float], second: Sequence[float], level: Level = "nominal"
) -> tuple[float, float] | None:
    """The 95 % percentile interval of alpha over units drawn with replacement (B. Efron, 1979); seeded.

    Both coded every unit. None under five units, or where more than one draw in twenty varies in nothing, so that its
    alpha is not defined. As a thousand draws of the counts of each pair of values, it takes milliseconds.

    >>> alpha_bounds([0, 0, 0, 1, 1, 1, 0, 1], [0, 0, 0, 1, 1, 1, 0, 1])
    (1.0, 1.0)
    """
    n = len(first)
    if n < FEWEST:
        return None
    values = sorted({*first, *second})
    pairs = Counter(zip(first, second, strict=True))
    drawn = np.random.default_rng(SEED).multinomial(n, [count / n for count in pairs.values()], size=DRAWS)
    tables = np.zeros((DRAWS, len(values), len(values)))
    for place, (one, other) in enumerate(pairs):
        tables[:, values.index(one), values.index(other)] += drawn[:, place]
        tables[:, values.index(other), values.index(one)] += drawn[:, place]
    alphas = _alphas(tables, level)
    known = alphas[~np.isnan(alphas)]
    if len(known) < 0.95 * DRAWS:
        return None
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def _alphas(tables: Any, level: Level) -> Any:
    """Alpha of each table of coincidences (K. Krippendorff, 2011, equation 3); nan where nothing varies."""
    totals = tables.sum(axis=2)
    n = totals.sum(axis=1)
    distance = _distances(totals, level)
    seen = (tables * distance).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - (n - 1) * seen / expected, np.nan)


def _distances(totals: Any, level: Level) -> Any:
    """How far two values lie apart, squared: 0 or 1, or by how many were ranked between them."""
    size = totals.shape[1]
    if level == "nominal":
        return np.broadcast_to(1.0 - np.eye(size), (len(totals), size, size))
    upto = np.cumsum(totals, axis=1)
    middle = upto - totals / 2
    return (middle[:, :, None] - middle[:, None, :]) ** 2
