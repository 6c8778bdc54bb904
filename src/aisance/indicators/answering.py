"""What every endpoint of one indicator does around its own reading: find it, understand the address, refuse."""

from collections.abc import Callable, Sequence
from typing import Any

from ninja import Status

from aisance.core.permissions import ViewerRequest
from aisance.indicators.asking import asked_in_words
from aisance.indicators.bonuses.queries import caution_words
from aisance.indicators.contracts import Asked, Definition, IndicatorError
from aisance.indicators.narrowing import as_problem
from aisance.indicators.registry import definition


def answered(
    request: ViewerRequest, name: str, read: Callable[[Definition, Asked], Any], also: Sequence[str] = ()
) -> Status[Any]:
    """What `read` makes of an indicator and of the address, with the caution where somebody is paid by it.

    404 for a name that nothing bears, 422 with what is wrong.

    `also` names dimensions that only this reading knows. The address itself is read and not its schema: a word that is
    misspelt must be refused, not passed over.
    """
    try:
        entry = definition(name)
    except IndicatorError as problem:
        return Status(404, as_problem(problem))
    try:
        asked = asked_in_words(entry, dict(request.GET.lists()), also)
        found = read(definition(name, asked.version), asked)
        caution = caution_words(request.viewer, name, asked.where)
        return Status(200, {**found, "caution": caution} if caution else found)
    except IndicatorError as problem:
        return Status(422, as_problem(problem))
