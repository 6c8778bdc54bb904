"""Readings of the generation in force, by the engine that the settings name, remembered until their fact changes."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Protocol

from django.conf import settings

from aisance.lake import duck
from aisance.lake.contracts import Cube, Fact
from aisance.lake.manifest import FactFiles, Manifest, folder, read_manifest
from aisance.lake.sources import Source

CACHED_READINGS = 512
CACHED_ROWS = 5_000

type Rows = tuple[tuple[Any, ...], ...]
type Shape = Callable[[Rows], tuple[Any, ...]]


class Runner(Protocol):
    """An engine: it runs a query in which a source's name stands for files of the store."""

    def prepare(self) -> None: ...

    def run(self, source: Source, files: FactFiles, sql: str) -> list[tuple[Any, ...]]: ...

    def forget(self) -> None: ...


_lock = threading.Lock()
_manifest: tuple[object, Manifest] = (None, Manifest())
_readings: OrderedDict[tuple[Any, ...], tuple[Any, ...]] = OrderedDict()


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


def read(fact: Fact, sql: str, cube: Cube | None = None, shape: Shape | None = None) -> tuple[Any, ...]:
    """The rows that a query gives over a fact or its cube at the generation in force; remembered until the next.

    What is remembered are the rows as `shape` makes them, which must be the same for the same query.
    """
    source = Source(fact, cube)
    for attempt in (1, 2):
        files = files_of(fact)
        key = (settings.ENVIRONMENT.engine, source.name, files.generation, sql, shape is None)
        if (known := _remembered(key)) is not None:
            return known
        try:
            found = tuple(_runner().run(source, files, sql))
        except FileNotFoundError:
            if attempt == 2:
                raise
            forget()
            continue
        shaped = shape(found) if shape else found
        _remember(key, shaped)
        return shaped
    raise AssertionError("unreachable")


def forget() -> None:
    """Forget what was read and which views were made; for tests, and after files went missing."""
    global _manifest
    with _lock:
        _readings.clear()
    _manifest = (None, Manifest())
    _runner().forget()


def _runner() -> Runner:
    if settings.ENVIRONMENT.engine == "duckdb":
        return duck
    # Here, since few installations have its package.
    from aisance.lake import spark

    return spark


def _remembered(key: tuple[Any, ...]) -> tuple[Any, ...] | None:
    with _lock:
        if key in _readings:
            _readings.move_to_end(key)
            return _readings[key]
    return None


def _remember(key: tuple[Any, ...], rows: tuple[Any, ...]) -> None:
    if len(rows) > CACHED_ROWS:
        return
    with _lock:
        _readings[key] = rows
        while len(_readings) > CACHED_READINGS:
            _readings.popitem(last=False)
