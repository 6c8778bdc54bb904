"""Readings of the store: an Ibis expression over a fact, compiled to SQL and run by the engine.

The store knows nobody: whose units a reading may cover is a condition that the caller gives.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import RLock
from typing import Any

from aisance.core import clock
from aisance.lake import engine
from aisance.lake.contracts import Cell, Column, Fact
from aisance.lake.registry import FACTS, columns_stored, declared
from aisance.lake.summing import Ask, Expression, cell, cells_of

IBIS_TYPES = {"code": "string"}

_IBIS = RLock()


def generation() -> int:
    """The generation in force; 0 for a store that was never written."""
    return engine.current().generation


def sums(
    fact: str,
    *,
    value: Expression,
    where: Sequence[Expression] = (),
    by: Sequence[str] = (),
    weight: Expression | None = None,
    cluster: str = "",
    prepare: Expression | None = None,
) -> list[Cell]:
    """Sums of v by cell, in the order of the dimensions with null last."""
    known = declared(fact)
    ask = Ask(value, tuple(where), tuple(by), weight, cluster, prepare)
    sql = _sql(lambda: cells_of(_table(known), ask, fact))
    cells = [cell(row, len(by)) for row in engine.read(known, sql)]
    return sorted(cells, key=lambda cell: [(held is None, held if held is not None else 0) for held in cell.dimensions])


def rows(fact: str, expression: Expression) -> list[tuple[Any, ...]]:
    """The rows of any table expression."""
    known = declared(fact)
    return list(engine.read(known, _sql(lambda: expression(_table(known)))))


def status() -> dict[str, Any]:
    """What the store holds, for the operator: generation, and for each fact rows, files and the age of the newest."""
    held = engine.current()
    facts = {}
    for name, fact in FACTS.items():
        files = held.facts.get(name)
        newest = engine.read(fact, f'SELECT max(recorded_at) FROM "{name}"')[0][0]  # noqa: S608  a declared name
        age = (clock.now().replace(tzinfo=None) - newest).total_seconds() if newest else None
        facts[name] = {
            "rows": files.rows if files else 0,
            "files": len(files.files) if files else 0,
            "newest_row_age_seconds": age,
        }
    return {"generation": held.generation, "facts": facts}


def warm() -> None:
    """Pay now for what the first reading would pay: importing Ibis and DuckDB, the first compilation, the views."""
    for name, fact in FACTS.items():
        sums(name, value=lambda t: t.id, by=["month"])
        engine.read(fact, f'SELECT count(*) FROM "{name}"')  # noqa: S608  a declared name


@lru_cache(maxsize=64)
def _table(fact: Fact) -> Any:
    import ibis

    return ibis.table({column.name: _ibis_type(column) for column in columns_stored(fact)}, name=fact.name)


def _ibis_type(column: Column) -> str:
    return IBIS_TYPES.get(column.type, column.type)


def _sql(build: Callable[[], Any]) -> str:
    """The SQL of the expression that `build` gives.

    Ibis remembers comparisons of expressions by their address, in one table for all threads and without a lock: a
    thread that drops an expression while another compares could leave a wrong answer behind. So expressions live and
    die inside this lock.
    """
    with _IBIS:
        return _compiled(build().op())


@lru_cache(maxsize=512)
def _compiled(operation: Any) -> str:
    """The SQL of an expression, remembered: compiling costs 10 ms, the same page asks the same things again.

    Two operations are equal when they have the same structure, so that a remembered text is never another's.
    """
    import ibis

    return str(ibis.to_sql(operation.to_expr(), dialect="duckdb"))
