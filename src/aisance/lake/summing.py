"""The Ibis expressions that sum a value by cell. They add and count only; every engine runs them alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aisance.lake.contracts import Cell, ClusterSums

type Expression = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Days:
    """A condition: rows of the days from one to another, both included. Compiled once for all such spans."""

    start: date
    end: date

    def __call__(self, t: Any) -> Any:
        import ibis

        return (t.day >= ibis.literal(self.start)) & (t.day <= ibis.literal(self.end))


SUMS = ("n", "w", "wv", "wv2", "w2", "w2v", "w2v2")


@dataclass(frozen=True, slots=True)
class Ask:
    """What one call of `sums` asks for."""

    value: Expression
    where: tuple[Expression, ...] = ()
    by: tuple[str, ...] = ()
    weight: Expression | None = None
    cluster: str = ""
    prepare: Expression | None = None


def cells_of(table: Any, ask: Ask, fact: str) -> Any:
    """The sums by cell over the rows of a table; LookupError for a column that there is not."""
    if ask.prepare:
        table = ask.prepare(table)
    wanted = [*ask.by, ask.cluster] if ask.cluster else [*ask.by]
    if unknown := [name for name in wanted if name not in table.columns]:
        raise LookupError(f"The fact {fact} has no column {', '.join(unknown)}.")
    kept = table.filter([condition(table) for condition in ask.where]) if ask.where else table
    weight = {"w": number(weight_of(kept, ask.weight))} if ask.weight or "weight" in kept.columns else {}
    held = {f"d{place}": kept[name] for place, name in enumerate(ask.by)}
    cluster = {"c": kept[ask.cluster]} if ask.cluster else {}
    rows = kept.select(**held, **cluster, v=number(ask.value(kept)), **weight)
    if not weight and not ask.cluster:
        cells = grouped(rows, [*held], _sums_plain)
        return cells.filter(cells.n > 0) if held else cells  # cheaper by a sixth than dropping rows without a value
    rows = rows.filter(rows.v.notnull(), *([rows.w.notnull()] if ask.weight else []))
    if ask.cluster:
        return grouped(_by_cluster(rows, [*held], weighted=bool(weight)), [*held], _sums_over_clusters)
    return grouped(rows, [*held], _sums_weighted)


def weight_of(table: Any, weight: Expression | None) -> Any:
    """The weight of a row: the one asked for, or the column of that name, in which none counts as 1."""
    return weight(table) if weight else table.weight.fill_null(1.0)


def number(value: Any) -> Any:
    """The value as a double; a plain number stands for itself in every row."""
    import ibis

    made = ibis.literal(value) if isinstance(value, int | float) else value
    # PostgreSQL casts a truth value to whole numbers only.
    return (made.cast("int32") if made.type().is_boolean() else made).cast("float64")


def grouped(rows: Any, by: Sequence[str], sums: Callable[[Any], dict[str, Any]]) -> Any:
    """The sums over each group of rows; over all of them where there is nothing to group by."""
    return rows.group_by(list(by)).aggregate(**sums(rows)) if by else rows.aggregate(**sums(rows))


def _sums_plain(rows: Any) -> dict[str, Any]:
    """Only what must be summed: without weights, w is n and the weighted sums are the plain ones."""
    return {"n": rows.v.count(), "wv": rows.v.sum(), "wv2": (rows.v * rows.v).sum()}


def _sums_weighted(rows: Any) -> dict[str, Any]:
    w, v = rows.w, rows.v
    sums = {"n": rows.count(), "w": w.sum(), "wv": (w * v).sum(), "wv2": (w * v * v).sum()}
    return sums | {"w2": (w * w).sum(), "w2v": (w * w * v).sum(), "w2v2": (w * w * v * v).sum()}


def _by_cluster(rows: Any, by: Sequence[str], *, weighted: bool) -> Any:
    """The sums of each cluster in each cell; the rows without a cluster of a cell are together, with c null."""
    plain = {"n": rows.count(), "w": rows.count().cast("float64"), "wv": rows.v.sum(), "wv2": (rows.v * rows.v).sum()}
    plain |= {"w2": plain["w"], "w2v": plain["wv"], "w2v2": plain["wv2"]}
    return rows.group_by([*by, "c"]).aggregate(**(_sums_weighted(rows) if weighted else plain))


def _sums_over_clusters(clusters: Any) -> dict[str, Any]:
    """The sums over all rows, and those of squares over clusters.

    For rows that are clusters of their own the squares are already summed: their (wv)^2 is w2v2, and so on.
    """
    import ibis

    t, own = clusters, clusters.c.isnull()
    sums = {name: t[name].sum() for name in SUMS}
    sums["k"] = ibis.ifelse(own, t.n, 1).sum()
    sums["ss"] = ibis.ifelse(own, t.w2v2, t.wv * t.wv).sum()
    sums["sw"] = ibis.ifelse(own, t.w2v, t.wv * t.w).sum()
    sums["ww"] = ibis.ifelse(own, t.w2, t.w * t.w).sum()
    return sums


def cell(row: tuple[Any, ...], dimensions: int) -> Cell:
    """The cell that a row of `cells_of` gives. An empty sum is null in SQL and 0 here."""
    if len(row) == dimensions + 3:
        n, wv, wv2 = row[dimensions:]
        w, wv, wv2 = float(n or 0), float(wv or 0), float(wv2 or 0)
        return Cell(row[:dimensions], int(n or 0), w, wv, wv2, w, wv, wv2)
    numbers = [float(number or 0) for number in row[dimensions:]]
    n, w, wv, wv2, w2, w2v, w2v2, *clusters = numbers
    held = ClusterSums(int(clusters[0]), *clusters[1:]) if clusters else None
    return Cell(row[:dimensions], int(n), w, wv, wv2, w2, w2v, w2v2, held)


def plus(one: Cell, other: Cell) -> Cell:
    """The sums of two sets of rows of one cell that share no row. Sums over clusters do not add."""
    return Cell(
        one.dimensions,
        one.n + other.n,
        one.w + other.w,
        one.wv + other.wv,
        one.wv2 + other.wv2,
        one.w2 + other.w2,
        one.w2v + other.w2v,
        one.w2v2 + other.w2v2,
    )
