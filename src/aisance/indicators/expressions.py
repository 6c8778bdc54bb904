"""What each indicator reads: which rows of a fact are eligible and what v each is worth, as Ibis expressions.

A function here takes the table of the fact and returns an expression; nothing is read until the store runs it. A row
whose v is null is not counted.
"""

from collections.abc import Callable
from typing import Any

from aisance.indicators.contracts import Asked, Definition
from aisance.journeys.contracts import Channel, Direction, Outcome
from aisance.surveys.contracts import ProgrammeKind

type Expression = Callable[[Any], Any]

SERVED = [Outcome.ANSWERED.value, Outcome.RESOLVED.value, Outcome.TRANSFERRED.value]


def value_of(definition: Definition, asked: Asked) -> Expression:
    """The v of a row."""
    if definition.fact == "answers":
        return _score_value(definition, asked)
    within = asked.within_seconds
    values: dict[str, Expression] = {
        "offered": lambda calls: calls.outcome.notnull().ifelse(1.0, 0.0),
        "abandoned": lambda calls: calls.outcome.isin(SERVED).ifelse(0.0, 1.0),
        "answered_within": lambda calls: _in_time(calls, within),
        "waiting_time": lambda calls: calls.wait_seconds.cast("float64"),
        "handling_time": lambda calls: calls.handling_seconds.cast("float64"),
    }
    return values[definition.name]


def eligible(definition: Definition, asked: Asked) -> list[Expression]:
    """The conditions that a row must meet to be counted at all."""
    if definition.fact == "answers":
        scale = _scale(definition, asked)
        return [
            lambda answers: answers.question == definition.name,
            lambda answers: answers.scale == scale,
            lambda answers: answers.kind == ProgrammeKind.HOT.value,
        ]
    served = [lambda calls: calls.outcome.isin(SERVED)] if definition.name == "handling_time" else []
    return [
        lambda calls: calls.channel == Channel.PHONE.value,
        lambda calls: calls.direction == Direction.INBOUND.value,
        lambda calls: calls.outcome.notnull(),
        *served,
    ]


def _scale(definition: Definition, asked: Asked) -> str:
    return next(iter(asked.where.get("scale", ())), definition.scales[0])


def _score_value(definition: Definition, asked: Asked) -> Expression:
    values = definition.values_of(_scale(definition, asked))
    return lambda answers: answers.score.cases(*values.items()).cast("float64")


def _in_time(calls: Any, within_seconds: int) -> Any:
    """1 for served within the threshold, 0 for served later or not at all, null for served after an unknown wait.

    A null wait makes the comparison null, and a null condition leaves the last branch of `ifelse`; hence the order.
    """
    late = (calls.wait_seconds > within_seconds).ifelse(0.0, 1.0)
    known = calls.wait_seconds.isnull().ifelse(None, late)
    return calls.outcome.isin(SERVED).ifelse(known, 0.0).cast("float64")
