"""The time line of a customer: each domain tells what it knows, the page puts it in order.

A teller is registered by a domain's views and decides what the viewer may see. It gives the newest moments before a
given one, at most `limit`, newest first.
"""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from aisance.core.permissions import Viewer


@dataclass(frozen=True, slots=True)
class Moment:
    """One line: when, what kind (a stable code, as `answer`), a title, perhaps words below it and where it leads.

    `tone` is "good", "bad" or empty; `details` are short facts shown after the title, as a channel or a score.
    """

    at: datetime
    kind: str
    title: Any
    details: tuple[Any, ...] = ()
    words: str = ""
    url: str = ""
    tone: str = ""


type Teller = Callable[[Viewer, Sequence[int], datetime | None, int], Iterable[Moment]]
"""Takes who looks, the ids that one person is known under, before when (null for now), and how many at most."""

_TELLERS: dict[str, tuple[Any, Teller]] = {}


def tells(kind: str, title: Any) -> Callable[[Teller], Teller]:
    """Register a teller for one kind of moment; `title` names the kind where the reader narrows the line to it."""

    def register(teller: Teller) -> Teller:
        _TELLERS[kind] = (title, teller)
        return teller

    return register


def kinds() -> dict[str, Any]:
    """The title of each kind of moment that is told."""
    return {kind: title for kind, (title, _teller) in _TELLERS.items()}


def kinds_told(viewer: Viewer, customer_ids: Sequence[int]) -> dict[str, Any]:
    """The title of each kind of which this viewer is told at least one moment of these customers."""
    return {
        kind: title
        for kind, (title, teller) in _TELLERS.items()
        if any(True for _moment in teller(viewer, customer_ids, None, 1))
    }


def page_of(
    viewer: Viewer, customer_ids: Sequence[int], *, kind: str, before: datetime | None, size: int
) -> tuple[list[Moment], datetime | None]:
    """A page of the line, and the moment before which the next page begins; null where nothing is earlier.

    Moments at the very same time stay on one page, since a page begins before a time; a page may thus be shorter, and
    where more stand at one time than fit, the rest of these are not shown.
    """
    found = line(viewer, customer_ids, kind=kind, before=before, limit=size + 1)
    if len(found) <= size:
        return found, None
    last = found[size].at
    kept = [moment for moment in found if moment.at > last] or found[:size]
    return kept, kept[-1].at


def line(
    viewer: Viewer, customer_ids: Sequence[int], *, kind: str = "", before: datetime | None = None, limit: int = 50
) -> list[Moment]:
    """The newest moments before `before`, newest first, of one kind where it is given."""
    told = [
        sorted(teller(viewer, customer_ids, before, limit), key=lambda moment: moment.at, reverse=True)
        for name, (_title, teller) in _TELLERS.items()
        if kind in {"", name}
    ]
    merged = heapq.merge(*told, key=lambda moment: moment.at, reverse=True)
    return list(islice(merged, limit))
