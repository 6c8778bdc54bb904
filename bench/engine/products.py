"""Sums of products of nine columns: what a regression of drivers needs, against numpy."""

import json
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import django

from bench.engine.asking import SECTION
from bench.rows import Row, seconds

SIZES = {"small": 500_000, "full": 5_000_000}
ROUNDS = 5
COLUMNS = tuple(f"x{number}" for number in range(1, 10))
PAIRS = [(one, other) for place, one in enumerate(COLUMNS) for other in COLUMNS[place:]]
PART_ROWS = 500_000


def main(scale: str) -> None:
    django.setup()
    size = SIZES[scale]
    paths = _written(size)
    ours, in_numpy, memory = _ours(), _numpy(paths), _in_memory(paths)
    _same(ours(), in_numpy())
    times = [(seconds(ours), seconds(in_numpy), seconds(memory)) for _ in range(ROUNDS)]
    own, reading, held = (statistics.median(side) * 1000 for side in zip(*times, strict=True))
    name = f"sums of products of 9 columns, {size / 1e6:g} M rows"
    rows = [
        Row(SECTION, name, round(own, 1), "ms", round(reading, 1), _ratio(times, 1), ROUNDS, "numpy, Parquet read in"),
        Row(SECTION, name, round(own, 1), "ms", round(held, 1), _ratio(times, 2), ROUNDS, "numpy, a matrix in memory"),
    ]
    print(json.dumps([row.as_json() for row in rows]))


def _ratio(times: Sequence[tuple[float, ...]], other: int) -> float:
    return round(statistics.median(sides[0] / sides[other] for sides in times), 3)


def _written(size: int) -> list[str]:
    """A fact of nine scores from 0 to 10, written straight into the store's files."""
    import duckdb

    from aisance.lake.contracts import Column, Fact
    from aisance.lake.manifest import FactFiles, Manifest, Part, folder, replace_manifest
    from aisance.lake.public import declare
    from aisance.lake.registry import columns_stored

    columns = (Column("id", "int64"), *(Column(name, "int16") for name in COLUMNS))
    fact = Fact("drivers", (*columns, Column("day", "date"), Column("recorded_at", "timestamp")), list)
    declare(fact)
    place = folder() / "facts" / "drivers"
    place.mkdir(parents=True)
    scores = ", ".join(f"CAST(floor(random() * 11) AS SMALLINT) AS {name}" for name in COLUMNS)
    parts = []
    with duckdb.connect(":memory:") as connection:
        for number, first in enumerate(range(0, size, PART_ROWS)):
            file, count = f"facts/drivers/part-{number}.parquet", min(PART_ROWS, size - first)
            connection.execute(
                f"COPY (SELECT i AS id, {scores}, DATE '2026-01-01' AS day, TIMESTAMP '2026-01-01' AS recorded_at,"
                f" 202601 AS month FROM range({first}, {first + count}) AS numbers(i)) TO '{folder() / file}'"
                " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
            )
            parts.append(Part(file, 202601, count))
    names = tuple((column.name, column.type) for column in columns_stored(fact))
    files = FactFiles(names, watermark=size, generation=1, parts=tuple(parts))
    replace_manifest(Manifest("bench", 1, {"drivers": replace(files)}))
    return [str(folder() / part.file) for part in parts]


def _ours() -> Callable[[], Any]:
    from aisance.lake import engine
    from aisance.lake.public import rows

    def products(table: Any) -> Any:
        numbers = {name: table[name].cast("float64") for name in COLUMNS}
        sums = {f"{one}_{other}": (numbers[one] * numbers[other]).sum() for one, other in PAIRS}
        return table.aggregate(n=table.count(), **{name: held.sum() for name, held in numbers.items()}, **sums)

    def ask() -> Any:
        engine.forget()
        return rows("drivers", products)[0]

    return ask


def _numpy(paths: list[str]) -> Callable[[], Any]:
    return lambda: _sums(_matrix(paths))


def _in_memory(paths: list[str]) -> Callable[[], Any]:
    matrix = _matrix(paths)
    return lambda: _sums(matrix)


def _matrix(paths: list[str]) -> Any:
    import numpy as np
    import pyarrow.parquet as pq

    tables = [pq.read_table(path, columns=list(COLUMNS)) for path in paths]
    return np.column_stack([np.concatenate([table[name].to_numpy() for table in tables]) for name in COLUMNS]).astype(
        np.float64
    )


def _sums(matrix: Any) -> Any:
    return len(matrix), matrix.sum(axis=0), matrix.T @ matrix


def _same(ours: Any, theirs: Any) -> None:
    n, sums, products = theirs
    places = {name: place for place, name in enumerate(COLUMNS)}
    wanted = (n, *sums, *(products[places[one], places[other]] for one, other in PAIRS))
    assert tuple(map(float, ours)) == tuple(map(float, wanted))


if __name__ == "__main__":
    main(sys.argv[1])
