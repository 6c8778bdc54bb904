"""DuckDB over the files of the manifest: one in-memory instance a process, one connection a thread."""

import os
import threading
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from aisance.lake.manifest import FactFiles, folder
from aisance.lake.sources import DUCKDB, SHARE, Piece, Source, nothing, pieces, rows_to_read

FILES_AN_INSTANCE = 4_000
TABLE_ROWS = 50_000
KEPT_TABLES = 24
CELL_ROWS = 250_000
CELLS_ROWS = 1_500_000
KEPT_CELLS = 400
"""Of a cube this many cells are held in a table, and of all together so many: 70 MB."""
CURSORS_A_THREAD = 4
"""One for each share of the files and one for all: so that what stays need not be named anew each time."""

_lock = threading.Lock()
_local = threading.local()
_instances: dict[int, Any] = {}
_opened: set[str] = set()
_tables: dict[tuple[Path, frozenset[str]], str] = {}
_numbers = count()


@dataclass(frozen=True, slots=True)
class _Cells:
    """What was read of a cube: without a table where only once."""

    table: str = ""
    rows: int = 0


_cells: dict[tuple[Any, ...], _Cells] = {}


def prepare() -> None:
    """Nothing: Ibis compiles for DuckDB without it."""


def run(source: Source, files: FactFiles, sql: str) -> list[tuple[Any, ...]]:
    """The rows that a query gives in which the source's name stands for these files."""
    return run_over(source, (files,), sql)


def run_over(source: Source, shares: tuple[FactFiles, ...], sql: str) -> list[tuple[Any, ...]]:
    """The same where the name stands for several shares of the files, whose place a column of the source tells.

    FileNotFoundError where a file is gone: somebody emptied the folder, or a reader was slower than the five minutes
    for which replaced files are kept. Also where the table of late rows is gone, of which only the last are kept.
    """
    found: list[tuple[Any, ...]] = _answer(source, shares, sql).fetchall()
    return found


def numbers(source: Source, files: FactFiles, sql: str) -> list[Any]:
    """The same as an array of numpy for each column; without a detour by Python's numbers, which takes ten times it."""
    return list(_answer(source, (files,), sql).fetchnumpy().values())


def _answer(source: Source, shares: tuple[FactFiles, ...], sql: str) -> Any:
    from duckdb import CatalogException, IOException

    try:
        return _connection(source, shares).execute(sql)
    except (CatalogException, IOException) as problem:
        raise FileNotFoundError(str(problem)) from problem


def table(query: str) -> Any:
    """The Arrow table that a query over files gives; for the writer, on a connection of its own."""
    return _instance().cursor().sql(query).to_arrow_table()


def forget() -> None:
    """Forget which views this thread has made."""
    _local.instance = None


def query(piece: Piece, rows: str = "") -> str:
    """The query that reads a piece, from its files or from what holds their `rows`."""
    return f"SELECT {', '.join(piece.select)} FROM {rows or _parquet(piece.files)}"  # noqa: S608


def _parquet(files: tuple[str, ...]) -> str:
    paths = ", ".join("'" + str(folder() / file).replace("'", "''") + "'" for file in files)
    return f"read_parquet([{paths}], hive_partitioning = false)"


def view_sql(source: Source, shares: tuple[FactFiles, ...], cells: tuple[str, ...]) -> str:
    """The statement that makes the source's name stand for its files; for an empty table where there are none."""
    held = zip(shares, cells, strict=True)
    queries = [found for place, (files, table) in enumerate(held) for found in _queries(source, files, table, place)]
    return f'CREATE OR REPLACE TEMP VIEW "{source.name}" AS {" UNION ALL ".join(queries or [nothing(source, DUCKDB)])}'


def _queries(source: Source, files: FactFiles, table: str, place: int = 0) -> list[str]:
    if table:
        mark = f", {DUCKDB.cast(str(place), SHARE)}" if source.shared else ""
        return [f"SELECT *{mark} FROM {table}"]  # noqa: S608
    rows = _table_of(files) if files.files and files.rows <= TABLE_ROWS and not files.cubes else ""
    return [query(piece, rows) for piece in pieces(source, files, DUCKDB, place)]


def _cells_of(source: Source, files: FactFiles) -> str:
    """The table that holds the cells of a cube that these files are; empty where they are many, or read for once.

    Files are opened and expanded in each reading, which takes twice as long as to add up a table. They never change,
    and those of past months stay while rows come: so whoever asks for another period or unit reads what lies ready.
    """
    own = replace(source, shared=False)
    rows = rows_to_read(own, files)
    if not own.cube or not files.cubes or rows > CELL_ROWS:
        return ""
    instance, key = _instance(), (folder(), own, files)
    with _lock:
        known = _cells.pop(key, None)
        if known and not known.table:
            known = _Cells(f"cells_{next(_numbers)}", rows)
            held = " UNION ALL ".join(query(piece) for piece in pieces(own, files, DUCKDB))
            instance.cursor().execute(f"CREATE TABLE {known.table} AS {held}")
        _cells[key] = known or _Cells()
        # The one just asked for comes last.
        while len(_cells) > KEPT_CELLS or (
            len(_cells) > 1 and sum(cells.rows for cells in _cells.values()) > CELLS_ROWS
        ):
            oldest = _cells.pop(next(iter(_cells)))
            if oldest.table:
                instance.cursor().execute(f"DROP TABLE {oldest.table}")
        return _cells[key].table


def _table_of(files: FactFiles) -> str:
    """A table that holds the few rows of these files, which many readings share: to open a dozen files takes longer."""
    instance, paths = _instance(), frozenset(files.files)
    key = (folder(), paths)
    with _lock:
        if key not in _tables:
            name = f"late_{next(_numbers)}"
            instance.cursor().execute(f"CREATE TABLE {name} AS {_rows_of(paths)}")
            _tables[key] = name
            while len(_tables) > KEPT_TABLES:
                instance.cursor().execute(f"DROP TABLE {_tables.pop(next(iter(_tables)))}")
        return _tables[key]


def _rows_of(paths: frozenset[str]) -> str:
    """The query that gives the rows of these files: from a table that holds most of them, and the rest from files."""
    known = [held for place, held in _tables if place == folder() and held < paths]
    most = max(known, key=len, default=frozenset())
    rest = _parquet(tuple(sorted(paths - most)))
    tables = [_tables[folder(), most], rest] if most else [rest]
    return " UNION ALL BY NAME ".join(f"SELECT * FROM {table}" for table in tables)  # noqa: S608


@dataclass(slots=True)
class _Cursor:
    """A connection, and what each name stands for in it."""

    connection: Any
    views: dict[str, tuple[Any, ...]]


def _connection(source: Source, shares: tuple[FactFiles, ...]) -> Any:
    """A connection of this thread in which the source's name stands for these files."""
    cells = tuple(_cells_of(source, files) for files in shares)
    instance, wanted = _instance(), (folder(), source, shares, cells)
    if getattr(_local, "instance", None) is not instance:
        _local.instance = instance
        _local.cursors = [_Cursor(instance.cursor(), {}) for _ in range(CURSORS_A_THREAD)]
    cursors: list[_Cursor] = _local.cursors
    cursor = next((held for held in cursors if held.views.get(source.name) == wanted), cursors[0])
    if cursor.views.get(source.name) != wanted:
        cursor.connection.execute(view_sql(source, shares, cells))
        cursor.views[source.name] = wanted
        _count_files(shares)
    # The one least lately used comes first.
    cursors.remove(cursor)
    cursors.append(cursor)
    return cursor.connection


def _instance() -> Any:
    """The instance of this process. One born before a fork is kept but not used: its threads did not come along."""
    import duckdb

    with _lock:
        if os.getpid() not in _instances:
            threads = min(4, os.cpu_count() or 1)
            instance = duckdb.connect(":memory:", config={"threads": str(threads)})
            # Without the footers in memory, opening costs a millisecond a file in every reading.
            instance.execute("SET python_enable_replacements = false; SET parquet_metadata_cache = true")
            _instances[os.getpid()] = instance
            _tables.clear()
            _cells.clear()
        return _instances[os.getpid()]


def _count_files(shares: tuple[FactFiles, ...]) -> None:
    """Begin with a new instance after many files, since one keeps 25 kB of each that it ever opened.

    Threads that still read through the former one keep it alive until they are done.
    """
    with _lock:
        _opened.update(file for files in shares for file in files.named)
        if len(_opened) >= FILES_AN_INSTANCE:
            _opened.clear()
            _instances.pop(os.getpid(), None)
