"""What a case is called, and what is lost if it waits: pure functions."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from aisance.cases.contracts import StakePart

FACT = "cases"
"""The name of what the store keeps about cases."""
NUMBER_SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
"""Without vowels, so that no number is a word, and without signs that are mistaken for others."""
NUMBER_LENGTH = 6
MOST_STAKE = 100.0
USUAL_HOURS = 8.0
"""Working hours until a case is due where nothing else says so."""
WAIT_PER_POINT = timedelta(minutes=15)


def new_number(choose: Callable[[str], str]) -> str:
    """A reference that is short enough to be read over the telephone: one of 387 million.

    >>> new_number(lambda signs: signs[0])
    '222222'
    """
    return "".join(choose(NUMBER_SIGNS) for _ in range(NUMBER_LENGTH))


def stake_of(parts: Sequence[StakePart]) -> float:
    """What is lost if a case waits, in points from 0 to 100: the sum of its parts, held within.

    >>> stake_of([StakePart("rule", 30), StakePart("value", 90)])
    100.0
    """
    return min(max(sum(part.weight for part in parts), 0.0), MOST_STAKE)


def joined_parts(before: Sequence[StakePart], more: Sequence[StakePart]) -> tuple[StakePart, ...]:
    """The parts of both: of one code and the same rule the weightier, so that saying it again adds nothing.

    >>> [part.weight for part in joined_parts([StakePart("rule", 30)], [StakePart("rule", 40), StakePart("value", 5)])]
    [40, 5]
    """
    kept: dict[tuple[str, str], StakePart] = {}
    for part in (*before, *more):
        place = part.code, str(part.values.get("rule", ""))
        if place not in kept or part.weight > kept[place].weight:
            kept[place] = part
    return tuple(kept.values())


def rank(opened_at: datetime, due_at: datetime | None, stake: float) -> datetime:
    """The place of a case in a queue, the earliest first: its deadline, a quarter of an hour earlier for each point.

    A case of 100 points thus stands level with one of none that is due 25 hours before it. It does not move while
    time passes, so that a queue may be read from an index. Without a deadline: as if due three days after it opened.
    """
    return (due_at or opened_at + timedelta(days=3)) - max(0.0, min(stake, MOST_STAKE)) * WAIT_PER_POINT


REMINDED_BEFORE = timedelta(hours=2)
"""So long before a deadline its owner is reminded."""


class Deadline(TypedDict):
    """What a deadline makes of a case."""

    due_at: datetime | None
    ranked_at: datetime
    tell_at: datetime | None


def deadline(opened_at: datetime, due_at: datetime | None, stake: float) -> Deadline:
    """The deadline of a case, its place in a queue by it, and when somebody is told of it first."""
    tell_at = due_at - REMINDED_BEFORE if due_at else None
    return {"due_at": due_at, "ranked_at": rank(opened_at, due_at, stake), "tell_at": tell_at}
