"""Awkward rows, written straight into the files of the store, since no database would accept all of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from aisance.lake import cubing, engine, parquet
from aisance.lake.contracts import Column, Cube, Fact
from aisance.lake.manifest import FactFiles, Manifest, Part, folder, replace_manifest
from aisance.lake.registry import columns_read, columns_stored

COLUMNS = (
    Column("id", "int64"),
    Column("day", "date"),
    Column("recorded_at", "timestamp"),
    Column("started_at", "timestamp"),
    Column("channel", "code"),
    Column("unit_id", "int64"),
    Column("customer_id", "int64"),
    Column("score", "int16"),
    Column("amount", "float64"),
)
CUBES = (Cube("by_channel", ("channel", "score"), measures=("amount",)), Cube("by_unit", ("unit_id",), grain="month"))


def _no_rows() -> Any:
    raise AssertionError("These rows are in no database.")


PLAIN = Fact("awkward", COLUMNS, _no_rows, CUBES)
WEIGHED = Fact("weighed", (*COLUMNS, Column("weight", "float64")), _no_rows, CUBES)
EMPTY = Fact("nothing", COLUMNS, _no_rows, CUBES)

# The nights on which clocks change in France, a leap day, the turn of a year.
DAYS = [date(2026, 3, 29), date(2026, 10, 25), date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 1)]
CHANNELS = ["phone", "chat", "réseaux sociaux", "l’« œil »", "O'Brien", "", None, "日本"]
SCORES = [None, 0, 10, -3, 7, 7, 7, 32_767]
AMOUNTS = [None, 0.0, -0.0, -12.75, 1e-7, 123_456.789, 0.1, 0.2, 0.30000000000000004]
WEIGHTS = [0.0, None, 1.0, 2.5, 0.125, 0.0]


def rows(count: int = 997) -> list[tuple[Any, ...]]:
    """The rows of the weighed fact, in which every oddity meets every other."""
    found = []
    for number in range(count):
        day = DAYS[number % 5]
        moment = datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC) + timedelta(hours=number % 24)
        channel, unit = CHANNELS[number % 8], None if number % 7 == 3 else number % 7 - 2
        customer = None if number % 9 == 4 else number % 23
        score, amount = SCORES[number // 8 % 8], AMOUNTS[number // 3 % 9]
        found.append(
            (number + 1, day, moment, moment, channel, unit, customer, score, amount, WEIGHTS[number // 5 % 6])
        )
    return found


def write(count: int = 997, generation: int = 1) -> None:
    """Make these rows the store: several parts a month, of which cubes cover some."""
    held = {}
    for fact in (PLAIN, WEIGHED):
        held[fact.name] = _files(fact, rows(count), generation)
    folder().mkdir(parents=True, exist_ok=True)
    replace_manifest(Manifest("awkward", generation, held))
    engine.forget()


def _files(fact: Fact, given: list[tuple[Any, ...]], generation: int) -> FactFiles:
    columns = columns_read(fact)
    found = [row[: len(columns)] for row in given]
    parts: list[Part] = []
    files = FactFiles(tuple((column.name, column.type) for column in columns_stored(fact)), len(found), generation)
    for start, end in ((0, 400), (400, 800), (800, None)):
        for month, table in parquet.by_month(parquet.to_table(columns, found[start:end])).items():
            file = f"facts/{fact.name}/month={month}/part-{generation}-{start}.parquet"
            parquet.write_file(file, table)
            parts.append(Part(file, month, table.num_rows))
        if start == 400:  # the rest stays young
            files = cubing.with_cubes(
                fact, _with(files, parts), lambda cube, month: f"cubes/{fact.name}/{cube}-{month}"
            )
    return _with(files, parts)


def _cube_file(fact: Fact, generation: int) -> cubing.NameFile:
    return lambda cube, month: f"cubes/{fact.name}/{cube}/month={month}/{generation}.parquet"


def _with(files: FactFiles, parts: list[Part]) -> FactFiles:
    return replace(files, parts=tuple(parts))


def arrow(fact: Fact) -> Any:
    """The rows of a fact as one Arrow table."""
    columns = columns_read(fact)
    return parquet.to_table(columns, [row[: len(columns)] for row in rows()]) if fact is not EMPTY else pa.table({})
