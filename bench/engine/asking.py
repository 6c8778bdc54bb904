"""NPS by channel, step and month: as the product asks for it, and as somebody would who writes SQL well."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SECTION = "engine"
BY = ("channel", "step_id", "month")

ELIGIBLE = "question = 'nps' AND scale = 'nps_11' AND kind = 'hot' AND score IS NOT NULL"

# Promoters and detractors are counted, so no row makes a double. Which way is the fastest depends on the machine.
BY_HAND = {
    "filter": """
        SELECT channel, step_id, month, count(*), count(*) FILTER (score >= 9) - count(*) FILTER (score <= 6),
               count(*) FILTER (score >= 9 OR score <= 6)
        FROM {rows} WHERE {eligible} GROUP BY ALL""",
    "case": """
        SELECT channel, step_id, month, count(*), sum(v), sum(v * v)
        FROM (SELECT channel, step_id, month, CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END AS v
              FROM {rows} WHERE {eligible}) GROUP BY ALL""",
    "by score first": """
        SELECT channel, step_id, month, sum(n), sum(n) FILTER (score >= 9) - sum(n) FILTER (score <= 6),
               sum(n) FILTER (score >= 9 OR score <= 6)
        FROM (SELECT channel, step_id, month, score, count(*) AS n FROM {rows} WHERE {eligible} GROUP BY ALL)
        GROUP BY channel, step_id, month""",
    "coded": """
        SELECT channel, step_id, month, count(*), count(*) FILTER (score >= 9) - count(*) FILTER (score <= 6),
               count(*) FILTER (score >= 9 OR score <= 6)
        FROM (SELECT channel::ENUM ({channels}) AS channel, step_id::TINYINT AS step_id, month, score
              FROM {rows} WHERE {eligible}) GROUP BY ALL""",
}
# What any of these must read, and nothing done with it but to look whether a value is there.
READ_ONLY = (
    "SELECT count(channel), count(step_id), count(month), count(score), count(question), count(scale), count(kind)"
    " FROM {rows}"
)


def asked(*, cubes: bool) -> Callable[[], list[Any]]:
    """The product's own reading; without cubes, from the rows. Nothing is remembered from one call to the next."""
    from aisance.indicators.contracts import Asked
    from aisance.indicators.readings import reading_of
    from aisance.indicators.registry import definition
    from aisance.lake import engine
    from aisance.lake.public import sums

    reading = reading_of(definition("nps"), Asked(), (None, None))

    def ask() -> list[Any]:
        engine.forget()
        prepare = None if cubes else lambda rows: rows
        return sums("answers", value=reading.value, where=reading.where, by=BY, prepare=prepare)

    return ask


def files(fact: str = "answers") -> list[str]:
    """The files that hold the rows of a fact."""
    from aisance.lake import engine
    from aisance.lake.manifest import folder
    from aisance.lake.registry import declared

    return [str(folder() / file) for file in engine.files_of(declared(fact)).files]


class Bare:
    """DuckDB over files, without any of our code."""

    def __init__(self, paths: Sequence[str | Path]) -> None:
        import duckdb

        from bench.bigstore import CHANNELS

        self.connection = duckdb.connect(":memory:")
        self.connection.execute("SET parquet_metadata_cache = true")
        self.rows = "read_parquet([" + ", ".join(f"'{path}'" for path in paths) + "], hive_partitioning = false)"
        self.channels = ", ".join(f"'{channel}'" for channel in sorted(CHANNELS))

    def query(self, sql: str) -> Callable[[], list[Any]]:
        text = sql.format(rows=self.rows, eligible=ELIGIBLE, channels=self.channels)
        return lambda: list(self.connection.execute(text).fetchall())


def as_cells(rows: Sequence[Any]) -> dict[tuple[Any, ...], tuple[float, ...]]:
    """The sums by cell, to compare one side's with another's."""
    return {(str(row[0]), *map(int, row[1:3])): tuple(map(float, row[3:6])) for row in rows}


def cells_of(cells: Sequence[Any]) -> dict[tuple[Any, ...], tuple[float, ...]]:
    """The same of what the product gives."""
    return as_cells([(*cell.dimensions, cell.n, cell.wv, cell.wv2) for cell in cells])


def held_mb(what: str = "VmRSS") -> float:
    """What this process holds now, or with VmHWM the most it ever held.

    Not by getrusage, whose maximum begins with what the parent held when it started this process.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / 1024
    return 0.0
