"""Rows of the database as Arrow tables, and these as Parquet files. The only place that knows Arrow."""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import batched
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db.models import Q

from aisance.lake.contracts import Column, Fact
from aisance.lake.manifest import folder
from aisance.lake.registry import columns_read

CHUNK_ROWS = 100_000

# Moments are kept in UTC without a zone: every engine reads those alike.
TYPES = {
    "int8": pa.int8(),
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "string": pa.string(),
    "code": pa.dictionary(pa.int32(), pa.string()),
}


def tables_by_id(fact: Fact, *, after: int, upto: int | None) -> Iterator[Any]:
    """The rows with `after` < id <= `upto` in the order of ids, as tables of at most 100,000 rows, more once spread.

    Each is a query of its own, so that no transaction stays open for long.
    """
    columns = columns_read(fact)
    place = [column.name for column in columns].index("id")
    rows = fact.rows().order_by("id") if upto is None else fact.rows().filter(id__lte=upto).order_by("id")
    while found := list(rows.filter(id__gt=after).values_list(*(column.name for column in columns))[:CHUNK_ROWS]):
        yield _stored(fact, columns, found)
        after = found[-1][place]


def tables_of_days(fact: Fact, days: Iterable[date], *, upto: int) -> Iterator[Any]:
    """The rows of these days with an id up to `upto`, as tables of at most 100,000 rows."""
    columns = columns_read(fact)
    wanted = fact.of_days(sorted(days)) if fact.of_days else Q(day__in=sorted(days))
    rows = fact.rows().filter(wanted, id__lte=upto).order_by().values_list(*(c.name for c in columns))
    for found in batched(rows.iterator(chunk_size=10_000), CHUNK_ROWS):
        yield _stored(fact, columns, found)


def _stored(fact: Fact, columns: Sequence[Column], rows: Sequence[tuple[Any, ...]]) -> Any:
    """What the store keeps of rows of the database."""
    return to_table(columns, [*fact.spread(rows)] if fact.spread else rows)


def to_table(columns: Sequence[Column], rows: Sequence[tuple[Any, ...]]) -> Any:
    """Rows as an Arrow table, with the month of their day."""
    values = zip(*rows, strict=True)
    table = pa.table({c.name: _array(held, TYPES[c.type]) for c, held in zip(columns, values, strict=True)})
    day = table["day"]
    month = pc.add(pc.multiply(pc.year(day), 100), pc.month(day)).cast(pa.int32())
    return table.append_column("month", month)


def _array(values: Sequence[Any], kind: Any) -> Any:
    try:
        return pa.array(values, type=kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array(values).cast(kind)  # a truth value or a decimal for a number


def by_month(table: Any) -> dict[int, Any]:
    """The rows of each month."""
    months = pc.unique(table["month"]).to_pylist()
    return {month: table.filter(pc.equal(table["month"], month)) for month in sorted(months)}


def without_days(table: Any, days: Iterable[date]) -> Any:
    """The rows of all other days."""
    return table.filter(pc.invert(pc.is_in(table["day"], value_set=pa.array(sorted(days), pa.date32()))))


def up_to_id(file: str, newest: int) -> Any | None:
    """The rows of a file with an id up to `newest`; None where that is all of them."""
    if pc.max(read_file(file, columns=["id"])["id"]).as_py() <= newest:
        return None
    table = read_file(file)
    return table.filter(pc.less_equal(table["id"], newest))


def joined(tables: Iterable[Any]) -> Any:
    """One table of several; the dictionaries of coded columns are made one."""
    return pa.concat_tables(tables).unify_dictionaries()


def count_by_day(file: str) -> dict[date, int]:
    """How many rows of the database a file holds of each day; rows that were spread bear one id."""
    counted = read_file(file, columns=["day", "id"]).group_by("day").aggregate([("id", "count_distinct")])
    return dict(zip(counted["day"].to_pylist(), counted["id_count_distinct"].to_pylist(), strict=True))


def days_in(file: str) -> set[date]:
    """The days of which a file holds rows."""
    return {*pc.unique(read_file(file, columns=["day"])["day"]).to_pylist()}


def read_file(file: str, columns: list[str] | None = None) -> Any:
    """The table that a file of the store holds, or some of its columns."""
    return pq.ParquetFile(folder() / file).read(columns=columns)


def write_file(file: str, table: Any) -> None:
    """Write a file of the store, down to the disk."""
    path: Path = folder() / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        pq.write_table(table, out, compression="zstd", row_group_size=122_880)
        out.flush()
        os.fsync(out.fileno())
