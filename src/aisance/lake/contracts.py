"""What domains declare to the store, and what a reading gives back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

type ColumnType = Literal["int8", "int16", "int32", "int64", "float64", "date", "timestamp", "string", "code"]


class EngineError(Exception):
    """The engine that the settings name cannot be used; the message says in one sentence why, and what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a fact. `code` is a string with few values, stored as a dictionary."""

    name: str
    type: ColumnType


@dataclass(frozen=True, slots=True)
class Cube:
    """Sums of a fact kept ready: by day (or by month only), month and `columns`, the number of rows.

    For each of `measures`, numeric columns, also its number of values, their sum and that of their squares; where the
    fact has weights, their sums too. A cube pays while it has far fewer rows than the fact: columns with few values.
    """

    name: str
    columns: tuple[str, ...]
    measures: tuple[str, ...] = ()
    grain: Literal["day", "month"] = "day"

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns by which it can be cut."""
        return ("day", "month", *self.columns) if self.grain == "day" else ("month", *self.columns)


@dataclass(frozen=True, slots=True)
class Fact:
    """A table of facts that a domain exports.

    `rows` gives a Django queryset whose `.values_list(*names)` yields the columns by name (annotate where the model's
    names differ). It must have `id` (grows), `day` (a date) and `recorded_at` (an aware moment, when the row was
    written); the store adds `month` (an int: 202611). No names, no addresses, no words of customers. Moments lose their
    zone and are in UTC. A column `weight`, if there is one, weighs the sums. The table should have an index on its day.
    `cubes` are sums kept ready; readings use them by themselves.

    `spread` makes of rows of the table, in the order of the columns, those of the store: at least one each, bearing its
    id and day, in the same order. `of_days` gives the condition that finds the rows of some days where the table has no
    column for it. `table` gives the whole table where `rows` keeps little of it, so that its highest id is found in
    one step.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[], Any]
    cubes: tuple[Cube, ...] = ()
    spread: Callable[[Sequence[tuple[Any, ...]]], Iterable[tuple[Any, ...]]] | None = None
    of_days: Callable[[Sequence[date]], Any] | None = None
    table: Callable[[], Any] | None = None


@dataclass(frozen=True, slots=True)
class ClusterSums:
    """What the variance of a mean needs where rows come in clusters, as a customer who answers several times.

    `k` clusters have rows in the cell; over them `ss` sums (sum wv)^2, `sw` sums (sum wv)(sum w) and `ww` sums
    (sum w)^2, where the inner sums go over the rows of one cluster in the cell.
    """

    k: int
    ss: float
    sw: float
    ww: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Additive sums of a value v with weights w (1 where there are none) over the rows of one cell.

    `dimensions` holds the values of the grouping columns, in the order asked; null where the fact has none.
    """

    dimensions: tuple[Any, ...]
    n: int
    w: float
    wv: float
    wv2: float
    w2: float
    w2v: float
    w2v2: float
    clusters: ClusterSums | None = None
