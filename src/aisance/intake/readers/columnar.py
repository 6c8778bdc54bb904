"""Parquet, through DuckDB, a few thousand rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from aisance.core.later import Later
from aisance.intake.contracts import WrongUse
from aisance.intake.readers.table import Layout, Row, named

if TYPE_CHECKING:
    import duckdb
else:
    duckdb = Later("duckdb")

ROWS_AT_ONCE = 2_000


class ParquetTable:
    """One file of columns; every value comes as text, moments in UTC."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self._path = path
        self._engine = duckdb.connect()
        try:
            self._open()
        except duckdb.Error as problem:
            self._engine.close()
            raise self._damaged(problem) from problem

    def _open(self) -> None:
        source = _without_wildcards(self._path)
        self._engine.execute("SET TimeZone = 'UTC'")
        counted = self._engine.execute("SELECT count(*) FROM read_parquet(?)", [source]).fetchone()
        self.size = int(counted[0]) if counted else 0
        kinds = self._engine.execute("SELECT * FROM read_parquet(?) LIMIT 0", [source]).description or []
        self._floats = {place for place, kind in enumerate(kinds) if str(kind[1]) in {"DOUBLE", "FLOAT"}}
        self._engine.execute("SELECT COLUMNS(*)::VARCHAR FROM read_parquet(?)", [source])
        self.header = named(self._path, [str(column[0]) for column in self._engine.description or []])
        self.done_rows = 0

    @property
    def done(self) -> int:
        return self.done_rows

    def rows(self) -> Iterator[Row]:
        while batch := self._fetch():
            for cells in batch:
                self.done_rows += 1
                yield Row(self.done_rows + 1, [self._text(place, cell) for place, cell in enumerate(cells)])

    def close(self) -> None:
        self._engine.close()

    def _fetch(self) -> list[tuple[str | None, ...]]:
        try:
            return self._engine.fetchmany(ROWS_AT_ONCE)
        except duckdb.Error as problem:
            raise self._damaged(problem) from problem

    def _text(self, place: int, cell: str | None) -> str:
        """The cell; a whole number that a column with gaps turned into 12.0 is 12 again."""
        return (cell or "").removesuffix(".0") if place in self._floats else cell or ""

    def _damaged(self, problem: duckdb.Error) -> WrongUse:
        return WrongUse(
            _("%(path)s is not a Parquet file that can be read (%(why)s).")
            % {"path": self._path, "why": str(problem).partition("\n")[0][:200]}
        )


def _without_wildcards(path: Path) -> str:
    """The path with the engine's wildcards taken literally."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))
