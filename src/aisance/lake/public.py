"""The front door of the store."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from aisance.lake.contracts import Cell, Fact


def declare(fact: Fact) -> None:
    """Add a table of facts; called once at start by a domain's `facts.py`."""
    raise NotImplementedError


def mark_stale(fact: str, days: Iterable[date]) -> None:
    """Rows of these days changed in place or were erased; call inside the transaction of the change."""
    raise NotImplementedError


def pull() -> int:
    """Bring what is new in the database into the store; returns how many rows were written."""
    raise NotImplementedError


def rebuild() -> int:
    """Write the whole store anew from the database; returns how many rows were written."""
    raise NotImplementedError


def generation() -> int:
    """Grows with every change of the store; a figure computed at one generation holds until the next."""
    raise NotImplementedError


def sums(
    fact: str,
    *,
    value: Callable[[Any], Any],
    where: Sequence[Callable[[Any], Any]] = (),
    by: Sequence[str] = (),
) -> list[Cell]:
    """Sums of v by cell. `value` and each of `where` take the Ibis table of the fact and give an expression.

    A row whose value is null is not counted. `by` names columns of the fact. No rows: no cell when grouped, and one
    cell of n = 0 when not.
    """
    raise NotImplementedError


def rows(fact: str, expression: Callable[[Any], Any]) -> list[tuple[Any, ...]]:
    """Any other reading: `expression` takes the Ibis table and gives a table expression; its rows."""
    raise NotImplementedError
