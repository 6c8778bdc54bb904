"""Readings of the generation in force, by the engine that the settings name, remembered until their fact changes."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from django.conf import settings

from aisance.lake import duck
from aisance.lake.contracts import Cube, Fact
from aisance.lake.manifest import FactFiles, Manifest, folder, read_manifest
from aisance.lake.remembering import Memory
from aisance.lake.sources import Share, Source, shares

CACHED_READINGS = 2_000
CACHED_ROWS = 200_000
CACHED_ROWS_EACH = 5_000
CACHED_ARRAYS = 8
"""Readings whose columns are arrays: with a million rows of four columns each they take 256 MB."""

type Rows = tuple[tuple[Any, ...], ...]
type Shape = Callable[[Rows], tuple[Any, ...]]
type Add = Callable[[list[tuple[Any, ...]]], tuple[Any, ...]]


class Runner(Protocol):
    """An engine: it runs a query in which a source's name stands for files of the store."""

    def prepare(self) -> None: ...

    def run(self, source: Source, files: FactFiles, sql: str) -> list[tuple[Any, ...]]: ...

    def numbers(self, source: Source, files: FactFiles, sql: str) -> list[Any]: ...

    def forget(self) -> None: ...


_manifest: tuple[object, Manifest] = (None, Manifest())
_memory = Memory(results=CACHED_READINGS, rows=CACHED_ROWS, rows_each=CACHED_ROWS_EACH)
_shared: dict[str, tuple[FactFiles, tuple[Share, ...]]] = {}
_arrays = Memory(results=CACHED_ARRAYS, rows=1_000, rows_each=100)


def dialect() -> str:
    """What Ibis calls the language of the engine in force."""
    return "duckdb" if settings.ENVIRONMENT.engine == "duckdb" else "pyspark"


def prepare() -> None:
    """Load what compiling for the engine needs."""
    _runner().prepare()


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


def files_of(fact: Fact) -> FactFiles:
    """The files of a fact in force."""
    return current().facts.get(fact.name, FactFiles())


def read(
    fact: Fact, sql: str, cube: Cube | None = None, shape: Shape | None = None, add: Add | None = None
) -> tuple[Any, ...]:
    """The rows that a query gives over a fact or its cube at the generation in force; remembered until the next.

    What is remembered are the rows as `shape` makes them, which must be the same for the same query. With `add`, which
    puts together what the query gives of several shares of the files, those that stay are not read again.
    """
    source = Source(fact, cube)
    return _with_files(fact, lambda files: _whole(source, files, sql, shape, add))


def read_together(fact: Fact, sql: str, cube: Cube | None, add: Add) -> tuple[Any, ...]:
    """The same by a query whose rows tell in their first column of which share they are: one statement reads them all.

    A statement costs milliseconds whatever it reads, and a page makes several.
    """
    source = Source(fact, cube, shared=True)

    def split(missing: Sequence[Share]) -> list[Rows]:
        found: list[list[tuple[Any, ...]]] = [[] for _ in missing]
        for row in duck.run_over(source, tuple(share.files for share in missing), sql):
            found[row[0]].append(row[1:])
        return [tuple(rows) for rows in found]

    def made(files: FactFiles) -> tuple[Any, ...]:
        held = _shares(source, files)
        keys = [(source.name, share.names, sql) for share in held]
        of_key = dict(zip(keys, held, strict=True))
        return add(_memory.each(keys, lambda missing: split([of_key[key] for key in missing])))

    def read(files: FactFiles) -> tuple[Any, ...]:
        return _memory.once((source.name, files.generation, sql), lambda: made(files))

    return _with_files(fact, read)


def numbers(fact: Fact, sql: str) -> tuple[Any, ...]:
    """The columns that a query gives, whole numbers without nulls, as arrays of numpy. Nobody writes into them."""
    source = Source(fact)

    def made(files: FactFiles) -> tuple[Any, ...]:
        import numpy as np

        return tuple(np.asarray(column, dtype=np.int64) for column in _runner().numbers(source, files, sql))

    def read(files: FactFiles) -> tuple[Any, ...]:
        key = (settings.ENVIRONMENT.engine, source.name, files.generation, sql)
        return _arrays.once(key, lambda: made(files))

    return _with_files(fact, read)


def count_distinct(fact: Fact, column: str, sql: str) -> int:
    """How many different values a query gives whose rows are values of a column of numbers."""
    source = Source(fact)
    return _with_files(fact, lambda files: _counted(source, files, column, sql))


def _counted(source: Source, files: FactFiles, column: str, sql: str) -> int:
    count = f"SELECT count(DISTINCT {column}) FROM ({sql}) AS found"  # noqa: S608
    held = _shares(source, files)
    found = {share: int(_share(source, share, count, None)[0][0]) for share in held}
    holding = [share for share in held if found[share]]
    if len(holding) < 2:
        return sum(found.values())
    *settled, late = holding
    if len(settled) > 1 or late != held[-1] or found[late] > CACHED_ROWS_EACH:
        return int(_whole(source, files, count, None, None)[0][0])
    return sum(found.values()) - _in_both(source, settled[0], late, column, sql)


def _in_both(source: Source, settled: Share, late: Share, column: str, sql: str) -> int:
    """How many values are in both shares: files whose values lie elsewhere are passed over."""
    different = f"SELECT DISTINCT {column} FROM ({sql}) AS found"  # noqa: S608
    values = sorted(int(value) for (value,) in _share(source, late, different, None))
    near = f"{column} BETWEEN {values[0]} AND {values[-1]} AND {column} IN ({', '.join(map(str, values))})"
    query = f"SELECT count(DISTINCT {column}) FROM ({sql}) AS found WHERE {near}"  # noqa: S608
    return int(_share(source, settled, query, None)[0][0])


def _with_files[T](fact: Fact, reading: Callable[[FactFiles], T]) -> T:
    """What a reading gives of the files in force; tried once more where they were replaced meanwhile."""
    try:
        return reading(files_of(fact))
    except FileNotFoundError:
        forget()
        return reading(files_of(fact))


def _whole(source: Source, files: FactFiles, sql: str, shape: Shape | None, add: Add | None) -> tuple[Any, ...]:
    def made() -> tuple[Any, ...]:
        held = _shares(source, files) if add else ()
        if add and len(held) > 1:
            return add([_share(source, share, sql, shape) for share in held])
        return _run(source, files, sql, shape)

    return _memory.once((settings.ENVIRONMENT.engine, source.name, files.generation, sql, shape is None), made)


def _share(source: Source, share: Share, sql: str, shape: Shape | None) -> tuple[Any, ...]:
    return _memory.once((source.name, share.names, sql, shape is None), lambda: _run(source, share.files, sql, shape))


def _shares(source: Source, files: FactFiles) -> tuple[Share, ...]:
    """The shares that hold anything. A cluster reads all at once: two jobs would cost it more than the rows do."""
    if settings.ENVIRONMENT.engine != "duckdb":
        return ()
    known = _shared.get(source.name)
    if known is None or known[0] is not files:
        known = _shared[source.name] = (files, tuple(share for share in shares(source, files) if share.names))
    return known[1]


def _run(source: Source, files: FactFiles, sql: str, shape: Shape | None) -> tuple[Any, ...]:
    found = tuple(_runner().run(source, files, sql))
    return shape(found) if shape else found


def forget() -> None:
    """Forget what was read and which views were made; for tests, and after files went missing."""
    global _manifest
    _memory.clear()
    _arrays.clear()
    _shared.clear()
    _manifest = (None, Manifest())
    _runner().forget()


def _runner() -> Runner:
    if settings.ENVIRONMENT.engine == "duckdb":
        return duck
    # Here, since few installations have its package.
    from aisance.lake import spark

    return spark
