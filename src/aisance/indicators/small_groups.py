"""Which answers of employees are only ever counted together, so that no subtraction leaves a handful of them.

A value withheld in one table can be worked out where another one tells the total, or the same days but one. So answers
are bound into groups once and for all, whoever asks for what: a group counts where a selection holds all of it, and
nowhere else. Every difference of two figures is then made of whole groups. What this does not stop is a figure read
today and again after somebody more has answered.
"""

from collections.abc import Iterable, Mapping
from datetime import date

FEWEST = 5
"""The smallest group of employees of which anything is said."""

type Place = tuple[int | None, date]
"""Where an answer stands: its unit and its day."""

type Group = frozenset[Place]


def groups_of(counts: Mapping[Place, int], paths: Mapping[int | None, str]) -> list[Group]:
    """The places whose answers are counted together, each group with at least `FEWEST` answers.

    `counts` are the answers of each place, `paths` those of the units in their tree; a unit that is not in it stands at
    the top. Days of one unit that follow each other are put together until there are enough. The answers of a unit with
    too few in all join the smallest group below the unit above it, or wait with its other small units for one to be
    had. Fewer than `FEWEST` in the whole company are in no group.

    >>> monday, friday = date(2026, 11, 2), date(2026, 11, 6)
    >>> tree = {1: "/1/", 2: "/1/2/", 3: "/1/3/"}
    >>> [sorted(group) == [(2, monday), (2, friday)] for group in groups_of({(2, monday): 4, (2, friday): 3}, tree)]
    [True]
    >>> [len(group) for group in groups_of({(2, monday): 9, (3, monday): 2}, tree)]
    [2]
    """
    top = min(paths.values(), key=len, default="/")
    waiting: dict[str, dict[Place, int]] = {}
    for place, n in counts.items():
        waiting.setdefault(paths.get(place[0], top), {})[place] = n
    found: list[Group] = []
    while waiting:
        path = max(waiting, key=lambda path: (len(_steps(path)), path))
        small = waiting.pop(path)
        if sum(small.values()) >= FEWEST:
            found += _batches(small)
        elif (smallest := _smallest_below(path, found, counts, paths)) is not None:
            found[smallest] |= frozenset(small)
        elif path != top and _steps(path):
            waiting.setdefault(_above(path), {}).update(small)
    return found


def _steps(path: str) -> list[str]:
    return [step for step in path.split("/") if step]


def _above(path: str) -> str:
    return "/" + "".join(f"{step}/" for step in _steps(path)[:-1])


def _batches(counts: Mapping[Place, int]) -> list[Group]:
    """Places in the order of their days, put together until there are enough; those left at the end join the last."""
    done: list[set[Place]] = []
    current: set[Place] = set()
    n = 0
    for place in sorted(counts, key=lambda place: (place[1], place[0] or 0)):
        current.add(place)
        n += counts[place]
        if n >= FEWEST:
            done.append(current)
            current, n = set(), 0
    done[-1] |= current
    return [frozenset(batch) for batch in done]


def _smallest_below(
    path: str, groups: Iterable[Group], counts: Mapping[Place, int], paths: Mapping[int | None, str]
) -> int | None:
    """Which of the groups that lie below a unit has the fewest answers; null where there is none."""
    sizes = {
        number: sum(counts[place] for place in group)
        for number, group in enumerate(groups)
        if all(paths.get(unit, "").startswith(path) for unit, _day in group)
    }
    return min(sizes, key=lambda number: sizes[number], default=None)
