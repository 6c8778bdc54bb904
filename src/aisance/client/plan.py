"""How many answers a wish needs, as an analyst reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Need:
    """What one wish needs; null where no number of answers that can be had would do."""

    wish: float
    in_all: int | None
    more: int | None
    weeks: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A figure as it stands, and what is needed to know it to a `precision` or to see a `change` of it.

    `in_all` of a change is what each of two periods needs, with 80 % power. A wish that was not made is null, and so
    are both where there is no value to start from.
    """

    n: int
    value: float | None
    half_width: float | None
    answers_a_week: float
    precision: Need | None
    change: Need | None


def plan(document: Mapping[str, Any]) -> Plan:
    """The answer of the API."""
    wishes = {name: Need(**document[name]) if document[name] else None for name in ("precision", "change")}
    return Plan(document["n"], document["value"], document["half_width"], document["answers_a_week"], **wishes)
