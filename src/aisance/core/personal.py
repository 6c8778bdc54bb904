"""Who holds personal data of customers: each domain says so once, and the rights of customers are met through it.

A domain defines its holdings in its own `personal.py`, imported at start. A holding is one kind of thing that is kept
about customers: what it is kept for and how long, how it is shown to the customer who asks for it, how it is
erased, and what of it is over its time. The register of processing, the answer to a request, an erasure and the nightly
retention all read this list, so that nothing kept is forgotten by one of them. Columns of text in no holding are
declared `impersonal` with the reason; a test fails on a column that is neither.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction


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
    the caller's transaction, and returns how many rows it touched; doing it twice harms nothing. Files are handed
    to `dispose`. Holdings are erased by `rank`, low ones first: what finds its rows by a customer's
    addresses comes before the addresses.

    `columns` names the columns of text that it covers, as `surveys.Answer.text`. `keep_days` is how long it is kept
    where nobody set it otherwise, within `keep_between`; `overdue` removes what dates from before the moment given,
    in the caller's transaction, and returns how many rows; both are null where nothing falls due by itself.

    Where `kept_because` is given, an erasure leaves it where it is, and tells the customer so in these words.
    """

    name: str
    title: Any
    purpose: Any
    shown: Callable[[Sequence[int]], Iterable[Item]]
    erase: Callable[[Sequence[int]], int]
    columns: tuple[str, ...] = ()
    keep_days: int | None = None
    overdue: Callable[[datetime], int] | None = None
    keep_between: tuple[int, int] = (1, 3650)
    legal_basis: Any = ""
    recipients: tuple[Any, ...] = field(default=())
    kept_because: Any = ""
    rank: int = 50


_HOLDINGS: dict[str, Holding] = {}
_IMPERSONAL: dict[str, str] = {}


def holds_personal(holding: Holding) -> Holding:
    """Add a holding to the list; called at start by a domain's `personal.py`."""
    _HOLDINGS[holding.name] = holding
    return holding


def holdings() -> tuple[Holding, ...]:
    """Every holding, by name."""
    return tuple(_HOLDINGS[name] for name in sorted(_HOLDINGS))


def in_order_of_erasure() -> tuple[Holding, ...]:
    """Every holding, in the order in which they are erased."""
    return tuple(sorted(_HOLDINGS.values(), key=lambda holding: (holding.rank, holding.name)))


def impersonal(why: str, *columns: str) -> None:
    """Declare that columns hold nothing about customers, and why: `surveys.Programme.name`, or a table with `.*`."""
    _IMPERSONAL.update(dict.fromkeys(columns, why))


def why_impersonal(column: str) -> str:
    """Why a column (`app.Table.field`) holds nothing about customers; empty where nobody said so."""
    table = column.rpartition(".")[0]
    return _IMPERSONAL.get(column) or _IMPERSONAL.get(f"{table}.*", "")


type Seen = Callable[[Collection[int], datetime], set[int]]
"""Those of the customers with whom something happened since a moment."""

_SEEN: list[Seen] = []


def says_who_was_seen(seen: Seen) -> Seen:
    """Register what a domain knows of when something last happened with a customer, at start."""
    if seen not in _SEEN:
        _SEEN.append(seen)
    return seen


def seen_since(customer_ids: Collection[int], moment: datetime) -> set[int]:
    """Those of the customers with whom anything happened since a moment, whatever domain knows of it."""
    found: set[int] = set()
    for seen in _SEEN:
        found |= seen(set(customer_ids) - found, moment)
    return found


_collected: ContextVar[list[Path] | None] = ContextVar("files_to_remove", default=None)


def dispose(files: Iterable[Path]) -> None:
    """Have files removed once the change is committed, which leaves no row that knows them.

    Who erases collects them first and writes them down in the same transaction, so that a crash forgets none.
    """
    collected = _collected.get()
    if collected is None:
        transaction.on_commit(partial(remove_files, list(files)))
    else:
        collected.extend(files)


@contextmanager
def collecting_files() -> Iterator[list[Path]]:
    """What is disposed of within is collected here, to be removed by whoever collects."""
    found: list[Path] = []
    token = _collected.set(found)
    try:
        yield found
    finally:
        _collected.reset(token)


def remove_files(files: Iterable[Path]) -> None:
    """Remove files, also such as are gone already."""
    for file in files:
        file.unlink(missing_ok=True)
