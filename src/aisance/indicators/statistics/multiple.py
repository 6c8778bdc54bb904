"""Looking at many cells at once: p-values made dearer, so that chance alone is not taken for news."""

from collections.abc import Sequence


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Holm's adjusted p-values, in the order given: under .05, at most one false find in twenty such families.

    The smallest of m is multiplied by m, the next by m - 1 and so on; none falls below one before it, none exceeds 1.
    A null stays null and is not counted. Source: S. Holm, 1979, Scandinavian Journal of Statistics 6, 65-70.

    >>> holm([0.01, 0.04, None, 0.03])
    [0.03, 0.06, None, 0.06]
    """
    known = _known(p_values)
    result: list[float | None] = [None] * len(p_values)
    floor = 0.0
    for place, (p_value, i) in enumerate(known):
        floor = max(floor, min(1.0, p_value * (len(known) - place)))
        result[i] = floor
    return result


def benjamini_hochberg(p_values: Sequence[float | None]) -> list[float | None]:
    """Adjusted p-values of Benjamini and Hochberg, in the order given: under .05, one find in twenty is false.

    The i-th smallest of m is multiplied by m / i; none exceeds one after it, nor 1. A null stays null and is not
    counted. It holds for independent cells and for those that move together.
    Source: Y. Benjamini and Y. Hochberg, 1995, JRSS B 57, 289-300.

    >>> benjamini_hochberg([0.01, 0.04, None, 0.03])
    [0.03, 0.04, None, 0.04]
    """
    known = _known(p_values)
    result: list[float | None] = [None] * len(p_values)
    ceiling = 1.0
    for place, (p_value, i) in reversed(list(enumerate(known, start=1))):
        ceiling = min(ceiling, p_value * len(known) / place)
        result[i] = ceiling
    return result


def _known(p_values: Sequence[float | None]) -> list[tuple[float, int]]:
    return sorted((p_value, i) for i, p_value in enumerate(p_values) if p_value is not None)
