"""Who is in a segment: conditions put together. Nothing is stored; a count is of this moment."""

import time
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from aisance.core import clock
from aisance.customers.segments.contracts import Ids
from aisance.customers.segments.persons import People
from aisance.customers.segments.registry import condition_kinds
from aisance.lake import public as lake

type Conditions = Mapping[str, Sequence[Mapping[str, Any]]]

HELD_SECONDS = 60.0
MOST_HELD = 50
_held: dict[tuple[Any, ...], tuple[float, Any]] = {}


def chosen(conditions: Conditions, people: People | None = None) -> Any:
    """The truths by id: who meets all of `all`, one of `any` where there is one, and none of `none`."""
    people = people or People.now()
    today = clock.today()
    truths = people.everybody()
    for condition in conditions.get("all", ()):
        truths &= _meeting(condition, people, today)
    if anyone := [_meeting(condition, people, today) for condition in conditions.get("any", ())]:
        one = anyone[0]
        for other in anyone[1:]:
            one = one | other
        truths &= one
    for condition in conditions.get("none", ()):
        truths &= ~_meeting(condition, people, today)
    return truths


def _meeting(condition: Mapping[str, Any], people: People, today: date) -> Any:
    """Who meets one condition; nobody where its kind is not known here any more."""
    kind = condition_kinds().get(condition["kind"])
    if kind is None:
        return ~people.everybody() & False
    found = kind.members({name: held for name, held in condition.items() if name != "kind"}, people, today)
    truths = people.marked(found.ids)
    return people.everybody() & ~truths if found.others else truths


def count(conditions: Conditions) -> tuple[int, int]:
    """How many persons meet the conditions, and of how many."""
    people = People.now()
    return int(chosen(conditions, people).sum()), int(people.everybody().sum())


def members(conditions: Conditions) -> Ids:
    """The persons who meet the conditions, in the order of their ids."""
    import numpy as np

    return np.flatnonzero(chosen(conditions))


def rows(key: str, conditions: Conditions) -> Any:
    """The truths by id of every row of the persons, held for a minute: programmes ask again with each contact."""
    mark = (key, lake.generation(), clock.today())
    found = _held.get(mark)
    if lake.generation() and found and found[0] > time.monotonic():
        return found[1]
    people = People.now()
    truths = chosen(conditions, people)[people.heads]
    if len(_held) >= MOST_HELD:
        _held.clear()
    _held[mark] = (time.monotonic() + HELD_SECONDS, truths)
    return truths
