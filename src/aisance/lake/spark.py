"""A Spark Connect server over the files of the manifest: Apache Spark, or Sail. It sees them under the same path."""

import os
import socket
import threading
import warnings
from collections import OrderedDict
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from aisance.lake.contracts import EngineError
from aisance.lake.manifest import FactFiles, folder
from aisance.lake.sources import SPARK, Source, nothing, pieces

PORT = 15002
PATIENCE_SECONDS = 5.0
RETRIES = 4
KEPT_VIEWS = 32

_lock = threading.Lock()
_sessions: dict[tuple[int, str], Any] = {}
_views: OrderedDict[tuple[Any, ...], str] = OrderedDict()
_views_made = 0


def prepare() -> None:
    """Load the backend of Ibis, which holds options that compiling looks at. EngineError where a package is missing."""
    _refuse_without_package()
    # The store needs nothing of what this warning is about, and it would stand in the log of each process.
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
    import ibis

    ibis.pyspark  # noqa: B018  naming it loads it


def run(source: Source, files: FactFiles, sql: str) -> list[tuple[Any, ...]]:
    """The rows that a query gives in which the source's name stands for these files.

    FileNotFoundError where the cluster misses a file; EngineError where it cannot be reached.
    """
    try:
        session = _session()
        # A name of its own for each generation: the threads share the session, and its names.
        query = sql.replace(SPARK.name(source.name), SPARK.name(_view(session, source, files)))
        return [tuple(row) for row in session.sql(query).collect()]
    except EngineError:
        raise
    except Exception as problem:
        raise _understood(problem) from problem


def numbers(source: Source, files: FactFiles, sql: str) -> list[Any]:
    """The same by columns."""
    return [list(column) for column in zip(*run(source, files, sql), strict=True)]


def forget() -> None:
    """Forget which views were made."""
    with _lock:
        _views.clear()


def close() -> None:
    """End the sessions of this process."""
    with _lock:
        _views.clear()
        while _sessions:
            _sessions.popitem()[1].stop()


def _session() -> Any:
    """The session of this process; connections do not survive a fork."""
    key = (os.getpid(), settings.ENVIRONMENT.engine)
    with _lock:
        if key not in _sessions:
            _sessions[key] = _connected(settings.ENVIRONMENT.engine)
            _views.clear()
        return _sessions[key]


def _connected(address: str) -> Any:
    _refuse_without_package()
    from pyspark.sql.connect.client.retries import DefaultPolicy
    from pyspark.sql.connect.session import SparkSession

    _knock(address)
    session = SparkSession.builder.remote(address).create()
    # By default it would try for ten minutes, with somebody waiting before an empty page.
    session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
    session.conf.set("spark.sql.session.timeZone", "UTC")
    return session


def _refuse_without_package() -> None:
    if not find_spec("pyspark"):
        address = _shown(settings.ENVIRONMENT.engine)
        raise EngineError(f"AISANCE_ENGINE is {address}, for which a package is missing: install aisance[spark].")


def _knock(address: str) -> None:
    """EngineError at once where nobody listens at the address."""
    place = urlsplit(address)
    try:
        socket.create_connection((place.hostname or "", place.port or PORT), timeout=PATIENCE_SECONDS).close()
    except OSError as problem:
        raise _silent(problem) from None


def _view(session: Any, source: Source, files: FactFiles) -> str:
    """The name that stands for the source in these files; of many generations only the last ones keep theirs."""
    global _views_made
    key = (id(session), folder(), source, files)
    with _lock:
        if key not in _views:
            _views_made += 1
            _views[key] = f"{source.name}_{_views_made}"
            _frame(session, source, files).createOrReplaceTempView(_views[key])
        _views.move_to_end(key)
        name = _views[key]
        while len(_views) > KEPT_VIEWS:
            session.catalog.dropTempView(_views.popitem(last=False)[1])
        return name


def _frame(session: Any, source: Source, files: FactFiles) -> Any:
    frame = None
    for piece in pieces(source, files, SPARK):
        paths = [str(folder() / file) for file in piece.files]
        rows = session.read.parquet(*paths).selectExpr(*piece.select)
        frame = rows if frame is None else frame.unionAll(rows)
    return session.sql(nothing(source, SPARK)) if frame is None else frame


def _understood(problem: Exception) -> Exception:
    """The problem in words where it is one of the two that an operator can mend; else as it came."""
    words = str(problem)
    if any(sign in words for sign in ("PATH_NOT_FOUND", "No such file", "NotFound", "FileNotFound", "does not exist")):
        return FileNotFoundError(words)
    if type(problem).__name__ in {"_InactiveRpcError", "_MultiThreadedRendezvous"} or "UNAVAILABLE" in words:
        with _lock:
            _sessions.pop((os.getpid(), settings.ENVIRONMENT.engine), None)  # connect anew the next time
        return _silent(None)
    return problem


def _silent(problem: OSError | None) -> EngineError:
    reason = f" ({problem.strerror or problem})" if problem else ""
    address = _shown(settings.ENVIRONMENT.engine)
    return EngineError(f"No Spark Connect server answers at {address}{reason}: start it, or set AISANCE_ENGINE=duckdb.")


def _shown(address: str) -> str:
    """The address without its parameters, which may hold a token."""
    return address.split(";", 1)[0].rstrip("/")
