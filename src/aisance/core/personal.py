"""Who holds personal data of customers: each domain says so once, and the rights of customers are met through it.

A domain defines its holdings in its own `personal.py`, imported at start. A holding is one kind of thing that is kept
about customers: what it is kept for and how long, how it is shown to the customer who asks for it, how it is
erased, and what of it is over its time. The register of processing, the answer to a request, an erasure and the nightly
retention all read this list, so that nothing kept is forgotten by one of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One thing known about a customer, for them to read: when, what, in words by field name, and where it came from.

    `fields` are pairs of a title for people and a value of JSON; `source` says who or what told it.
    """

    at: datetime | None
    title: Any
    fields: tuple[tuple[Any, Any], ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of thing that is kept about customers. Every function takes the ids that one person is known under.

    `name` is stable, as `surveys.answers`. `shown` gives everything, oldest first, also what no page shows. `erase`
    removes it, or takes the person out of it where a count must stay (a figure may keep a score without a person), in
    the caller's transaction, and returns how many rows it touched; doing it twice harms nothing. `overdue` removes what
    was kept longer than `keep_days` at this moment and returns how many rows; null where nothing falls due by itself.
    """

    name: str
    title: Any
    purpose: Any
    shown: Callable[[Sequence[int]], Iterable[Item]]
    erase: Callable[[Sequence[int]], int]
    keep_days: Callable[[], int] | None = None
    overdue: Callable[[datetime], int] | None = None
    legal_basis: Any = ""
    recipients: tuple[Any, ...] = field(default=())


_HOLDINGS: dict[str, Holding] = {}


def holds_personal(holding: Holding) -> Holding:
    """Add a holding to the list; called at start by a domain's `personal.py`."""
    _HOLDINGS[holding.name] = holding
    return holding


def holdings() -> tuple[Holding, ...]:
    """Every holding, by name."""
    return tuple(_HOLDINGS[name] for name in sorted(_HOLDINGS))
