"""Which cube can answer a reading, and the expressions that sum its cells instead of rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from aisance.lake.contracts import Cube, Fact
from aisance.lake.manifest import FactFiles
from aisance.lake.sources import Source, rows_to_read
from aisance.lake.summing import SUMS, Ask, Expression, grouped, number


@dataclass(frozen=True, slots=True)
class Choice:
    """A cube, and which of its measures the value is; without one, the value is made of its keys."""

    cube: Cube
    measure: str


@dataclass(frozen=True, slots=True)
class Fit:
    """The cubes that could answer; whether each row counts by itself, so that sums of shares of the rows add up."""

    choices: tuple[Choice, ...] = ()
    adds: bool = False


def fit_of(fact: Fact, table: Any, ask: Ask) -> Fit:
    """What the expressions of a question allow. Without a cube the rows of the fact must be read."""
    if ask.cluster or ask.prepare:
        return Fit()
    keys = _fields(table, [*ask.where, *([ask.weight] if ask.weight else [])])
    value = _fields(table, [ask.value])
    if keys is None or value is None:
        return Fit()
    measure = "" if "weight" in table.columns and not ask.weight else _column(ask.value(table))
    choices = (
        Choice(cube, "" if value <= {*cube.keys} else measure)
        for cube in fact.cubes
        if keys | {*ask.by} <= {*cube.keys} and (value <= {*cube.keys} or measure in cube.measures)
    )
    return Fit(tuple(choices), adds=True)


def smallest(fact: Fact, choices: Sequence[Choice], files: FactFiles) -> Choice | None:
    """The cube with the fewest rows; None where none has fewer than the fact."""
    sizes = {choice: rows_to_read(Source(fact, choice.cube), files) for choice in choices}
    best = min(choices, key=lambda choice: sizes[choice], default=None)
    return best if best and sizes[best] < files.rows else None


def cells_of_cube(table: Any, ask: Ask, measure: str) -> Any:
    """The sums by cell over the cells of a cube: what `cells_of` gives over the rows."""
    kept = table.filter([condition(table) for condition in ask.where]) if ask.where else table
    held = {f"d{place}": kept[name] for place, name in enumerate(ask.by)}
    rows = kept.select(**held, **_contributions(kept, ask, measure))
    rows = rows.filter(rows.n > 0, rows.wv.notnull(), *([rows.w.notnull()] if ask.weight else []))
    return grouped(rows, [*held], lambda t: {name: t[name].sum() for name in SUMS if name in t.columns})


def _contributions(table: Any, ask: Ask, measure: str) -> dict[str, Any]:
    """What each cell of the cube adds to each sum."""
    if measure:
        v, count = None, table[f"{measure}__n"]
        moments = (count, table[f"{measure}__s"], table[f"{measure}__ss"])
    else:
        v, count = number(ask.value(table)), table.cube_rows.cast("float64")
        moments = _moments(count, v)
    if ask.weight:
        f = number(ask.weight(table))
        first, second = [f * moment for moment in moments], [f * f * moment for moment in moments]
    elif "cube_w" in table.columns:
        first, second = list(_moments(table.cube_w, v)), list(_moments(table.cube_w2, v))
    else:
        return {"n": count, "wv": moments[1], "wv2": moments[2]}
    return dict(zip(SUMS, [count, *first, *second], strict=True))


def _moments(w: Any, v: Any) -> tuple[Any, Any, Any]:
    return w, w * v, w * v * v


def _fields(table: Any, expressions: Iterable[Expression]) -> set[str] | None:
    """The columns that the expressions use; None where one looks beyond its own row."""
    import ibis.expr.operations as ops
    from ibis.expr.types import Value

    beyond = (ops.Reduction, ops.Analytic, ops.WindowFunction, ops.Impure, ops.Subquery)
    found: set[str] = set()
    for made in (expression(table) for expression in expressions):
        if isinstance(made, Value) and not made.op().find(beyond):
            found |= {field.name for field in made.op().find(ops.Field)}
        elif not isinstance(made, int | float):
            return None
    return found


def _column(value: Any) -> str:
    """The column that a value is, perhaps as a double; empty where it is anything else."""
    import ibis.expr.operations as ops
    from ibis.expr.types import Value

    operation = value.op() if isinstance(value, Value) else None
    if isinstance(operation, ops.Cast) and operation.to.is_float64():
        operation = operation.arg
    return operation.name if isinstance(operation, ops.Field) else ""
