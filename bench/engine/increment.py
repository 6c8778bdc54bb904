"""How fast new responses come from the tables into the store, against writing the same rows as bare Parquet."""

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import django

from bench.company import set_up
from bench.engine.asking import SECTION, files
from bench.engine.tables import fill
from bench.rows import Row, rates, seconds

SIZES = {"small": (20_000, 100_000), "full": (200_000, 1_000_000)}
ROUNDS = 3
FACTS = ("answers", "responses")
"""What the store takes of a response; each has one answer here."""


def main(scale: str) -> None:
    django.setup()
    set_up()
    print(json.dumps([row.as_json() for row in _figures(*SIZES[scale])]))


def _figures(before: int, more: int) -> Iterator[Row]:
    from aisance.lake.manifest import folder
    from aisance.lake.public import pull

    fill(before)
    pull()
    kept = (folder() / "manifest.json").read_bytes()
    fill(more, first=before + 1)
    amounts, read = [], []
    for _ in range(ROUNDS):
        (folder() / "manifest.json").write_bytes(kept)  # the store as it was before the increment
        ours = seconds(lambda: _all_of(more, pull))
        tables = [_table(fact, before) for fact in FACTS]
        amounts.append((more, ours, seconds(partial(_bare, tables))))
        read.append((more, ours, seconds(lambda: _merely_read(before))))
    size = f"{more / 1e6:g} M new responses into a store of {before / 1e6:g} M"
    yield rates(SECTION, size, "rows/s", amounts, "bare Parquet by pyarrow of the same rows")
    yield rates(SECTION, size, "rows/s", read, "fetching the same rows from SQLite and no more")
    rest = statistics.median(own - other for _, own, other in read) / more * 1e6
    yield Row(SECTION, "the same, beyond fetching", round(rest, 2), "µs/row", None, None, ROUNDS, "")


def _all_of(rows: int, pull: Any) -> None:
    written = pull()
    assert written == len(FACTS) * rows, written


def _table(fact: str, before: int) -> Any:
    """The rows of the increment in a fact, as an Arrow table."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pa.concat_tables(pq.ParquetFile(path).read() for path in files(fact)).unify_dictionaries()
    return table.filter(pc.greater(table["id"], before)).combine_chunks()


def _bare(tables: Sequence[Any]) -> None:
    """One file a table, with the compression of the store."""
    import pyarrow.parquet as pq

    with tempfile.TemporaryDirectory() as place:
        for number, table in enumerate(tables):
            pq.write_table(table, Path(place) / f"{number}.parquet", compression="zstd", row_group_size=122_880)


def _merely_read(before: int) -> None:
    """The store's own queries, by the database's own driver."""
    from django.db import connection

    from aisance.lake.registry import columns_read, declared

    for fact in map(declared, FACTS):
        names = [column.name for column in columns_read(fact)]
        sql, values = fact.rows().filter(id__gt=before).order_by("id").values_list(*names).query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            while cursor.fetchmany(10_000):
                pass


if __name__ == "__main__":
    main(sys.argv[1])
