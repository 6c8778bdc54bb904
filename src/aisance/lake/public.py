"""The front door of the store."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from aisance.lake import queries, registry, services
from aisance.lake.contracts import Cell, Fact
from aisance.lake.manifest import KEEP_UNNAMED_SECONDS
from aisance.lake.summing import Days

__all__ = [
    "KEEP_UNNAMED_SECONDS",
    "Days",
    "bearing",
    "declare",
    "distinct",
    "generation",
    "mark_stale",
    "pull",
    "rebuild",
    "rows",
    "status",
    "sums",
    "verify",
    "warm",
]


def declare(fact: Fact) -> None:
    """Add a table of facts; called once at start by a domain's `facts.py`."""
    registry.declare(fact)


def mark_stale(fact: str, days: Iterable[date]) -> None:
    """Rows of these days changed in place or were erased; call inside the transaction of the change."""
    services.mark_stale(fact, days)


def pull() -> int:
    """Bring what is new in the database into the store; returns how many rows were written.

    Returns 0 at once while another process or thread writes the store: that one brings them, or its next pull.
    """
    return services.pull()


def rebuild() -> int:
    """Write the whole store anew from the database; returns how many rows were written."""
    return services.rebuild()


def generation() -> int:
    """Grows with every change of the store; a figure computed at one generation holds until the next."""
    return queries.generation()


def sums(
    fact: str,
    *,
    value: Callable[[Any], Any],
    where: Sequence[Callable[[Any], Any]] = (),
    by: Sequence[str] = (),
    weight: Callable[[Any], Any] | None = None,
    cluster: str = "",
    prepare: Callable[[Any], Any] | None = None,
) -> list[Cell]:
    """Sums of v by cell. `value` and each of `where` take the Ibis table of the fact and give an expression.

    What they give must depend on the table only: it is remembered for as long as they are equal. Expressions that are
    equal by value, such as frozen dataclasses, are therefore cheaper than a lambda made anew each time; and the
    condition `Days` cheaper than one of your own, since a question of other days is compiled already.

    A row whose value is null is not counted. `by` names columns of the fact. No rows: no cell when grouped, and one
    cell of n = 0 when not.

    `weight` takes the table and gives the weight of a row: 0 is a weight, and a row without one is not counted. Not
    given, the fact's column `weight` is used where it has one (there, no weight counts as 1), else 1.

    `cluster` names a column; each cell then has its `clusters`. A row without a cluster is a cluster of its own.

    `prepare` takes the table and gives the table on which everything else works: it may add columns (a window over the
    rows), keep one row a group, drop columns. The rows themselves are read then, not a cube, and all of them: put
    into it every condition that may narrow them before.
    """
    return queries.sums(fact, value=value, where=where, by=by, weight=weight, cluster=cluster, prepare=prepare)


def distinct(fact: str, column: str, *, where: Sequence[Callable[[Any], Any]] = ()) -> int:
    """How many different values a column of whole numbers has in these rows; rows without one do not count.

    The conditions are as for `sums`, each row by itself.
    """
    return queries.distinct(fact, column, where=where)


def rows(fact: str, expression: Callable[[Any], Any]) -> list[tuple[Any, ...]]:
    """Any other reading: `expression` takes the Ibis table and gives a table expression; its rows."""
    return queries.rows(fact, expression)


def numbers(fact: str, expression: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The same as `rows` where all columns are whole numbers without nulls: an array of numpy for each column.

    For readings of a million rows. The arrays are remembered for as long as the fact stays: do not write into them.
    Nothing at all for no rows.
    """
    return queries.numbers(fact, expression)


def bearing(column: str, values: Collection[int]) -> dict[str, int]:
    """How many rows of the files bear one of these values in a column, by fact that has it: what an erasure left."""
    return queries.bearing(column, values)


def verify() -> int:
    """Compare the store with the database and read again the days that differ; returns how many did."""
    return services.verify()


def status() -> dict[str, Any]:
    """What the store holds: `generation`, and `facts` by name: `rows`, `files`, `newest_row_age_seconds` or null."""
    return queries.status()


def warm() -> None:
    """Make the first reading as fast as the others; a server calls it at its start, after forking. Takes 2 s."""
    queries.warm()
