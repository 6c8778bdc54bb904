"""DuckDB over the files of the manifest: one in-memory instance a process, one connection a thread."""

import os
import threading
from collections import OrderedDict
from typing import Any

from aisance.lake.contracts import Column, Fact
from aisance.lake.manifest import FactFiles, Manifest, folder, read_manifest
from aisance.lake.registry import columns_stored

SQL_TYPES = {
    "int8": "TINYINT",
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "string": "VARCHAR",
    "code": "VARCHAR",
}
CACHED_READINGS = 512
CACHED_ROWS = 5_000
VIEWS_AN_INSTANCE = 2_000

type Rows = tuple[tuple[Any, ...], ...]

_lock = threading.Lock()
_local = threading.local()
_instances: dict[int, Any] = {}
_views_made = 0
_manifest: tuple[object, Manifest] = (None, Manifest())
_readings: OrderedDict[tuple[str, int, str], Rows] = OrderedDict()


def current() -> Manifest:
    """The manifest in force, read again only when its file was replaced. Costs one look at the file."""
    global _manifest
    try:
        stat = (folder() / "manifest.json").stat()
        mark: object = (str(folder()), stat.st_mtime_ns, stat.st_ino, stat.st_size)
    except FileNotFoundError:
        mark = (str(folder()), None)
    held = _manifest
    if held[0] != mark:
        # Marked by what was there before reading: a replacement in between is seen the next time.
        held = (mark, read_manifest())
        _manifest = held
    return held[1]


def read(fact: Fact, sql: str) -> Rows:
    """The rows that a query gives over the table of one fact, at the generation in force; remembered until the next."""
    from duckdb import IOException

    for attempt in (1, 2):
        files = current().facts.get(fact.name, FactFiles())
        key = (fact.name, files.generation, sql)
        if (known := _remembered(key)) is not None:
            return known
        try:
            found: Rows = tuple(_connection(fact, files).execute(sql).fetchall())
        except IOException:
            # Slower than the five minutes for which replaced files are kept; or the folder was emptied by hand.
            if attempt == 2:
                raise
            forget()
            continue
        _remember(key, found)
        return found
    raise AssertionError("unreachable")


def forget() -> None:
    """Forget what was read and which views were made; for tests, and after files went missing."""
    global _manifest
    with _lock:
        _readings.clear()
    _manifest = (None, Manifest())
    _local.views = {}


def _remembered(key: tuple[str, int, str]) -> Rows | None:
    with _lock:
        if key in _readings:
            _readings.move_to_end(key)
            return _readings[key]
    return None


def _remember(key: tuple[str, int, str], rows: Rows) -> None:
    if len(rows) > CACHED_ROWS:
        return
    with _lock:
        _readings[key] = rows
        while len(_readings) > CACHED_READINGS:
            _readings.popitem(last=False)


def _connection(fact: Fact, files: FactFiles) -> Any:
    """This thread's connection, in which the fact's name stands for these files."""
    instance = _instance()
    if getattr(_local, "instance", None) is not instance:
        _local.connection, _local.views, _local.instance = instance.cursor(), {}, instance
    if _local.views.get(fact.name) != (folder(), files):
        _local.connection.execute(view_sql(fact, files))
        _local.views[fact.name] = (folder(), files)
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


def view_sql(fact: Fact, files: FactFiles) -> str:
    """The statement that makes the fact's name stand for its files; for an empty table where there are none.

    A column that the files do not have yet (they were written by an earlier release) is null until the next pull.
    """
    held = dict(files.columns) if files.files else {}
    columns = ", ".join(_column_sql(column, column.name in held) for column in columns_stored(fact))
    paths = ", ".join("'" + str(folder() / file).replace("'", "''") + "'" for file in files.files)
    source = f"FROM read_parquet([{paths}], hive_partitioning = false)" if paths else "WHERE false"
    return f'CREATE OR REPLACE TEMP VIEW "{fact.name}" AS SELECT {columns} {source}'


def _column_sql(column: Column, held: bool) -> str:
    value = f'"{column.name}"' if held else "NULL"
    return f'CAST({value} AS {SQL_TYPES[column.type]}) AS "{column.name}"'
