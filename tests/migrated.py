"""A migrated database, made once and copied wherever one is wanted: to make one takes three seconds.

It is kept under .tools from run to run, as long as the migrations and what is installed stay as they are; a fresh
clone has none, and makes it by the command that a user types.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.postgres import binaries

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".tools" / "migrated"
PATTERN = "migrated"


def new_database(home: Path) -> str:
    """A migrated database of the kind that the tests run on, with nothing in it; its URL."""
    if cluster():
        return copy_in_cluster(f"copy_{secrets.token_hex(6)}")
    return f"sqlite:///{copy_file(home / 'aisance.sqlite3')}"


def empty_database(home: Path) -> str:
    """A database of the kind that the tests run on, without a table; its URL."""
    if not cluster():
        return f"sqlite:///{home / 'empty.sqlite3'}"
    name = f"empty_{secrets.token_hex(6)}"
    with psycopg.connect(cluster(), autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}".encode())
    return in_cluster(name)


def cluster() -> str:
    """The URL of the cluster of this run; empty for SQLite."""
    return os.environ.get("DATABASE_URL", "")


def in_cluster(name: str) -> str:
    """The URL of a database of this run's cluster."""
    return urlsplit(cluster())._replace(path=f"/{name}").geturl()


def copy_file(to: Path) -> Path:
    """Lay the migrated SQLite database into a file."""
    shutil.copyfile(pattern_file(), to)
    return to


def pattern_file() -> Path:
    """The migrated SQLite database, from which copies are made; nobody writes into it."""
    return _kept("sqlite3", _migrate_file)


def _migrate_file(file: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="aisance-migrated-") as home:
        migrate(home, f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as link:
        link.execute("PRAGMA journal_mode=DELETE")  # one file, which a database in memory can take in


def migrate(home: str, database: str) -> None:
    """Bring a database up to this release by the command that a user types."""
    names = {name: value for name, value in os.environ.items() if not name.startswith("AISANCE_")}
    environment = {**names, "AISANCE_HOME": home, "DATABASE_URL": database}
    command = [str(Path(sys.executable).parent / "aisance"), "migrate"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.startswith("Applied ")) == (0, True), done.stderr


def copy_in_cluster(name: str) -> str:
    """A copy of the migrated database under this name in this run's cluster; its URL."""
    with psycopg.connect(cluster(), autocommit=True) as link:
        link.execute("SELECT pg_advisory_lock(1)")  # a database is made and copied by one at a time
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [PATTERN]).fetchone():
            link.execute(f"CREATE DATABASE {PATTERN}".encode())
            _fill_pattern()
        link.execute(f"CREATE DATABASE {name} TEMPLATE {PATTERN}".encode())
    return in_cluster(name)


def _fill_pattern() -> None:
    def dump(file: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="aisance-migrated-") as home:
            migrate(home, in_cluster(PATTERN))
        _tool("pg_dump", "--no-owner", "--file", file)
        made.append(file)

    made: list[Path] = []
    kept = _kept(f"{binaries().parent.name}.sql", dump)
    if not made:
        _tool("psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", kept)


def _tool(name: str, *words: Any) -> None:
    subprocess.run([binaries() / name, *words, in_cluster(PATTERN)], check=True, capture_output=True)


def _kept(ending: str, make: Callable[[Path], None]) -> Path:
    """The file of this state of the migrations, made where there is none; those of other states go."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"{_state()}.{ending}"
    with _alone():
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=KEPT) as folder:
                fresh = Path(folder) / kept.name
                make(fresh)
                fresh.replace(kept)
            _forget_others(kept, ending)
    return kept


def remembered(name: str, make: Callable[[], str]) -> str:
    """What is made of this state of the migrations on this kind of database; made where it is not known."""
    ending = f"{name}-{binaries().parent.name if cluster() else 'sqlite'}.txt"
    kept = KEPT / f"{_state()}.{ending}"
    if not kept.exists():
        fresh = kept.with_suffix(f".{secrets.token_hex(4)}")
        fresh.write_text(make())
        fresh.replace(kept)
        _forget_others(kept, ending)
    return kept.read_text()


def _forget_others(kept: Path, ending: str) -> None:
    for old in KEPT.glob(f"*.{ending}"):
        if old != kept:
            old.unlink()


@contextmanager
def _alone() -> Iterator[None]:
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _state() -> str:
    """What a migrated database depends on, as one word."""
    source = ROOT / "src" / "aisance"
    ours = sorted(source.glob("*/migrations/*.py"))
    files = [*ours, source / "consent" / "guards.py", source / "project" / "laying.py", ROOT / "uv.lock"]
    said = "".join(f"{file.name}\n{file.read_text()}" for file in files)
    return hashlib.sha256(f"{sys.version}\n{said}".encode()).hexdigest()[:24]
