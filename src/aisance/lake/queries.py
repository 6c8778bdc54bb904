"""Readings of the store: an Ibis expression over a fact, compiled to SQL and run by the engine.

The store knows nobody: whose units a reading may cover is a condition that the caller gives.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from operator import add, attrgetter
from threading import RLock
from typing import Any

from aisance.core import clock
from aisance.lake import engine
from aisance.lake.contracts import Cell, Fact
from aisance.lake.cubes import Choice, Fit, cells_of_cube, fit_of, smallest
from aisance.lake.manifest import FactFiles
from aisance.lake.registry import FACTS, columns_stored, declared
from aisance.lake.sources import SHARE, Source, rows_to_read
from aisance.lake.summing import Ask, Days, Expression, cell, cells_of, plus

IBIS_TYPES = {"code": "string"}
LONG_AGO = date(1600, 1, 1)
"""Days that nobody asks for."""
READ_TOGETHER = 1_000_000
"""Stored rows, files or cells, over which sharing a statement gains less than it costs."""

_IBIS = RLock()
_dimensions = attrgetter("dimensions")


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
    with _IBIS:
        asked, spans = _without_days(ask)
        fit = _fit_of(known, asked)
        files = engine.files_of(known)
        choice = smallest(known, fit.choices, files)
        cube = choice.cube if choice else None
        together = fit.adds and _are_few(Source(known, cube), files)
        sql = _of_days(_sql_of(known, asked, choice, engine.dialect(), shared=together), spans)
        if not sql:
            sql = _sql_of(known, ask, choice, engine.dialect(), shared=together)
    if together:
        return list(engine.read_together(known, sql, cube, lambda shares: _added_rows(shares, len(by))))
    shape: engine.Shape = lambda found: _in_order(cell(row, len(by)) for row in found)  # noqa: E731
    return list(engine.read(known, sql, cube, shape, _added if fit.adds else None))


def _without_days(ask: Ask) -> tuple[Ask, list[tuple[Days, Days]]]:
    """The same question of days long ago, and which stand for which: so a new day compiles nothing anew."""
    where: list[Expression] = []
    spans: list[tuple[Days, Days]] = []
    for condition in ask.where:
        if isinstance(condition, Days):
            first = LONG_AGO + timedelta(days=2 * len(spans))
            spans.append((Days(first, first + timedelta(days=1)), condition))
            where.append(spans[-1][0])
        else:
            where.append(condition)
    return (replace(ask, where=tuple(where)), spans) if spans else (ask, spans)


def _of_days(sql: str, spans: Sequence[tuple[Days, Days]]) -> str:
    """The query with its days put in; empty where it does not write a day as we know it."""
    for then, now in spans:
        for old, new in ((then.start, now.start), (then.end, now.end)):
            if _written(old) not in sql:
                return ""
            sql = sql.replace(_written(old), _written(new))
    return sql


def _written(day: date) -> str:
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"


def _are_few(source: Source, files: FactFiles) -> bool:
    """Whether one statement over all shares is cheaper than one a share, where each row is grouped by one column less.

    For DuckDB only: a cluster reads all at once.
    """
    return engine.dialect() == "duckdb" and rows_to_read(source, files) <= READ_TOGETHER


def _added_rows(shares: list[engine.Rows], dimensions: int) -> tuple[Cell, ...]:
    """The cells of rows of several shares; one of nothing where nothing is told apart and there is no row."""
    held: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in (row for share in shares for row in share):
        key, sums = row[:dimensions], row[dimensions:]
        known = held.get(key)
        held[key] = tuple(map(add, known, sums)) if known else sums
    if not held and not dimensions:
        held[()] = (0, 0, 0)
    return _in_order(cell(key + sums, dimensions) for key, sums in held.items())


def _added(shares: list[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    """The cells of several shares of the rows: sums add."""
    cells: dict[tuple[Any, ...], Cell] = {}
    for found in (found for share in shares for found in share):
        held = cells.get(found.dimensions)
        cells[found.dimensions] = plus(held, found) if held else found
    return _in_order(cells.values())


def _in_order(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    held = list(cells)
    try:
        return tuple(sorted(held, key=_dimensions))
    except TypeError:
        # A null was met: these come last. Not asked at once, since it takes five times as long.
        return tuple(sorted(held, key=_nulls_last))


def _nulls_last(cell: Cell) -> list[tuple[bool, Any]]:
    return [(held is None, 0 if held is None else held) for held in cell.dimensions]


@lru_cache(maxsize=2_000)
def _fit_of(fact: Fact, ask: Ask) -> Fit:
    """Which cubes could answer, which the question alone decides."""
    return fit_of(fact, table_of(Source(fact)), ask)


@lru_cache(maxsize=2_000)
def _sql_of(fact: Fact, ask: Ask, choice: Choice | None, dialect: str, *, shared: bool) -> str:
    """The SQL over a cube, or over the rows. To build the expression would cost more than to read a cube."""
    table = table_of(Source(fact, choice.cube if choice else None, shared))
    asked = replace(ask, by=(SHARE.name, *ask.by)) if shared else ask
    expression = cells_of_cube(table, asked, choice.measure) if choice else cells_of(table, asked, fact.name)
    return _compiled(expression.op(), dialect)


def distinct(fact: str, column: str, *, where: Sequence[Expression] = ()) -> int:
    """How many different values a column has. What is late is held against the rest by its values, which are few."""
    known = declared(fact)
    with _IBIS:
        sql = _values_sql(known, column, tuple(where), engine.dialect())
    return engine.count_distinct(known, column, sql)


@lru_cache(maxsize=512)
def _values_sql(fact: Fact, column: str, where: tuple[Expression, ...], dialect: str) -> str:
    table = table_of(Source(fact))
    kept = table.filter(table[column].notnull(), *(condition(table) for condition in where))
    return _compiled(kept.select(column).op(), dialect)


def rows(fact: str, expression: Expression) -> list[tuple[Any, ...]]:
    """The rows of any table expression."""
    known = declared(fact)
    return list(engine.read(known, _sql(lambda: expression(table_of(Source(known))))))


def bearing(column: str, values: Collection[int]) -> dict[str, int]:
    """How many rows bear one of these values in a column, by fact; the facts that have the column."""
    having = [name for name, fact in FACTS.items() if any(held.name == column for held in columns_stored(fact))]
    wanted = sorted(set(values))

    def count(name: str) -> int:
        (found,) = rows(name, lambda t: t.filter(t[column].isin(wanted)).count().as_table())
        return int(found[0])

    return {name: count(name) for name in having} if wanted else dict.fromkeys(having, 0)


def numbers(fact: str, expression: Expression) -> tuple[Any, ...]:
    """The columns of any table expression of whole numbers without nulls."""
    known = declared(fact)
    return engine.numbers(known, _sql(lambda: expression(table_of(Source(known)))))


def status() -> dict[str, Any]:
    """What the store holds, for the operator: generation, and for each fact rows, files and the age of the newest."""
    held = engine.current()
    facts = {}
    for name in FACTS:
        files = held.facts.get(name)
        ((newest,),) = rows(name, lambda t: t.aggregate(newest=t.recorded_at.max()))
        age = (clock.now().replace(tzinfo=None) - newest).total_seconds() if newest else None
        facts[name] = {
            "rows": files.rows if files else 0,
            "files": len(files.files) if files else 0,
            "newest_row_age_seconds": age,
        }
    return {"generation": held.generation, "facts": facts}


def warm() -> None:
    """Pay now for what the first reading would pay: importing Ibis and DuckDB, the first compilation, the views."""
    for name in FACTS:
        sums(name, value=lambda t: t.id, by=["month"])
        rows(name, lambda t: t.aggregate(n=t.count()))


@lru_cache(maxsize=256)
def table_of(source: Source) -> Any:
    """The Ibis table of a source."""
    import ibis

    return ibis.table({column.name: IBIS_TYPES.get(column.type, column.type) for column in source.columns}, source.name)


def _sql(build: Callable[[], Any]) -> str:
    """The SQL of the expression that `build` gives.

    Ibis remembers comparisons of expressions by their address, in one table for all threads and without a lock: a
    thread that drops an expression while another compares could leave a wrong answer behind. So expressions live and
    die inside this lock.
    """
    with _IBIS:
        return _compiled(build().op(), engine.dialect())


@lru_cache(maxsize=512)
def _compiled(operation: Any, dialect: str) -> str:
    """The SQL of an expression, remembered: compiling costs 10 ms, the same page asks the same things again.

    Two operations are equal when they have the same structure, so that a remembered text is never another's. Not by
    `ibis.to_sql`, which imports the whole backend of a dialect.
    """
    from ibis.backends.sql import compilers

    engine.prepare()
    compiler = getattr(compilers, dialect).compiler
    return str(compiler.to_sqlglot(operation.to_expr()).transform(_as_double).sql(dialect=compiler.dialect))


def _as_double(node: Any) -> Any:
    """A fraction written as a double. 0.3333333333333333 is a decimal to DuckDB and to Spark, 0.3333333333333333E0 not.

    The sum of squares of such decimals overflows after three million rows, and decimals add up more slowly.
    """
    from sqlglot.expressions import Literal

    if isinstance(node, Literal) and node.is_number and "." in node.this and "e" not in node.this.lower():
        return Literal.number(f"{node.this}E0")
    return node
