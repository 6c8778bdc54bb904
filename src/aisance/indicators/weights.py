"""Weights of answers from a declared weighting: how much an answer counts, by the columns that the weighting names."""

from collections.abc import Callable, Sequence
from typing import Any

from aisance.indicators.asking import unknown
from aisance.indicators.readings import Expression

type Counts = Callable[[Sequence[str]], dict[tuple[Any, ...], int]]


def weight_of(code: str, counts: Counts) -> Expression:
    """The weight of a row. `counts` tells how many rows each combination of columns has in the selection.

    Raises IndicatorError where there is no such weighting, or where its targets cannot be reached.
    """
    raise unknown("weighting", code, ())
