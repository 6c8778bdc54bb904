"""DuckDB over the files of the manifest: one in-memory instance a process, one connection a thread."""

import os
import threading
from typing import Any

from aisance.lake.manifest import FactFiles, folder
from aisance.lake.sources import DUCKDB, Piece, Source, nothing, pieces

VIEWS_AN_INSTANCE = 2_000

_lock = threading.Lock()
_local = threading.local()
_instances: dict[int, Any] = {}
_views_made = 0


def prepare() -> None:
    """Nothing: Ibis compiles for DuckDB without it."""


def run(source: Source, files: FactFiles, sql: str) -> list[tuple[Any, ...]]:
    """The rows that a query gives in which the source's name stands for these files.

    FileNotFoundError where a file is gone: somebody emptied the folder, or a reader was slower than the five minutes
    for which replaced files are kept.
    """
    from duckdb import IOException

    try:
        found: list[tuple[Any, ...]] = _connection(source, files).execute(sql).fetchall()
    except IOException as problem:
        raise FileNotFoundError(str(problem)) from problem
    return found


def table(query: str) -> Any:
    """The Arrow table that a query over files gives; for the writer, on a connection of its own."""
    return _instance().cursor().sql(query).to_arrow_table()


def forget() -> None:
    """Forget which views this thread has made."""
    _local.views = {}


def query(piece: Piece) -> str:
    """The query that reads a piece."""
    paths = ", ".join("'" + str(folder() / file).replace("'", "''") + "'" for file in piece.files)
    return f"SELECT {', '.join(piece.select)} FROM read_parquet([{paths}], hive_partitioning = false)"  # noqa: S608


def view_sql(source: Source, files: FactFiles) -> str:
    """The statement that makes the source's name stand for its files; for an empty table where there are none."""
    queries = [query(piece) for piece in pieces(source, files, DUCKDB)] or [nothing(source, DUCKDB)]
    return f'CREATE OR REPLACE TEMP VIEW "{source.name}" AS {" UNION ALL ".join(queries)}'


def _connection(source: Source, files: FactFiles) -> Any:
    """This thread's connection, in which the source's name stands for these files."""
    instance = _instance()
    if getattr(_local, "instance", None) is not instance:
        _local.connection, _local.views, _local.instance = instance.cursor(), {}, instance
    if _local.views.get(source.name) != (folder(), source, files):
        _local.connection.execute(view_sql(source, files))
        _local.views[source.name] = (folder(), source, files)
        _count_view()
    return _local.connection


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
        return _instances[os.getpid()]


def _count_view() -> None:
    """Begin with a new instance after many generations, since one keeps 25 kB of each file that it ever opened.

    Threads that still read through the former one keep it alive until they are done.
    """
    global _views_made
    with _lock:
        _views_made += 1
        if _views_made >= VIEWS_AN_INSTANCE:
            _views_made = 0
            _instances.pop(os.getpid(), None)
