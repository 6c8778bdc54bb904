"""The words of an address that narrow what a room of its own shows: days, units, channels. No cells, no comparison."""

from collections.abc import Mapping, Sequence
from typing import Any

from aisance.indicators.asking import asked_in_words, unknown
from aisance.indicators.contracts import Asked, IndicatorError
from aisance.indicators.registry.answers import NET_EASY


def narrowed(words: Mapping[str, Sequence[str]], allowed: Sequence[str]) -> Asked:
    """What these words ask for. Raises IndicatorError for a word that is not among `allowed`, and for a wrong value."""
    for word in words:
        if word not in allowed:
            raise unknown("parameter", word, tuple(allowed))
    return asked_in_words(NET_EASY, words)


def as_problem(problem: IndicatorError) -> dict[str, Any]:
    """The JSON object that says why there is no answer."""
    return {
        "detail": str(problem),
        "field": problem.field,
        "value": problem.value,
        "possible": list(problem.possible),
    }
