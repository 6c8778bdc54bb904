"""The manifest: which files are the store, at which generation. The store changes only by its replacement.

A reader opens the files that the manifest names, and these are never written again. A writer puts new files beside
them, then replaces the manifest in one step of the file system. Killed at any point, it leaves either the old manifest
or the new one, and at worst some files that nobody names.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from aisance.core import clock

FORMAT = 1
# A reader that took the manifest just before its replacement may still be reading the files of the former one.
KEEP_UNNAMED_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Part:
    """One file of settled rows of one month."""

    file: str
    month: int
    rows: int


@dataclass(frozen=True, slots=True)
class Tail:
    """The file of the rows that are not settled; `digest` tells whether the same rows are there the next time."""

    file: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Seen:
    """The highest id that was to be seen in the database at a moment of the database's own clock."""

    id: int
    at: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True)
class CubeFile:
    """The sums of one cube over the parts of one month that it `covers`; `columns` are the names it holds."""

    cube: str
    month: int
    file: str
    rows: int
    columns: tuple[str, ...]
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactFiles:
    """The files of one fact. Every row with an id up to `watermark` is in `parts`, every later one in `tail`.

    `generation` is the one at which these rows last changed. Parts that no file of a cube covers, and the tail, count
    in that cube row by row.
    """

    columns: tuple[tuple[str, str], ...] = ()
    watermark: int = 0
    generation: int = 0
    parts: tuple[Part, ...] = ()
    tail: Tail | None = None
    seen: Seen | None = None
    cubes: tuple[CubeFile, ...] = ()

    @property
    def files(self) -> list[str]:
        """The files of rows."""
        return [part.file for part in self.parts] + ([self.tail.file] if self.tail else [])

    @property
    def named(self) -> list[str]:
        """All files, those of cubes too."""
        return [*self.files, *(cube.file for cube in self.cubes)]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts) + (self.tail.rows if self.tail else 0)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole store. `key` names the database it was written from; `unnamed` maps files to when they fell out."""

    key: str = ""
    generation: int = 0
    facts: Mapping[str, FactFiles] = field(default_factory=dict)
    unnamed: Mapping[str, float] = field(default_factory=dict)


def folder() -> Path:
    """Where the store lives."""
    return Path(settings.ENVIRONMENT.home) / "lake"


def read_manifest() -> Manifest:
    """The manifest in force. None, or one that cannot be understood, is an empty store: the next pull fills it."""
    try:
        return _from_json(json.loads((folder() / "manifest.json").read_bytes()))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Manifest()


def next_generation(manifest: Manifest) -> int:
    """A number above every earlier one, even when the folder was emptied in between: milliseconds since 1970."""
    return max(manifest.generation + 1, time.time_ns() // 1_000_000)


def replace_manifest(manifest: Manifest) -> Manifest:
    """Make this manifest the one in force, and delete what nobody has named for five minutes."""
    manifest = _without_old_files(manifest)
    draft = folder() / "manifest.new"
    with draft.open("w") as file:
        json.dump({"format": FORMAT, **asdict(manifest)}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder() / "manifest.json")
    _sync_folder(folder())
    return manifest


@contextmanager
def writing(*, wait: bool) -> Iterator[bool]:
    """Be the one writer. Gives False at once where another process or thread writes and we do not `wait`."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def old_files_wait(manifest: Manifest) -> bool:
    """Whether files have been unnamed for so long that the next replacement would delete them."""
    return bool(manifest.unnamed) and clock.now().timestamp() - min(manifest.unnamed.values()) > KEEP_UNNAMED_SECONDS


def _without_old_files(manifest: Manifest) -> Manifest:
    named = {file for files in manifest.facts.values() for file in files.named}
    now = clock.now().timestamp()
    unnamed: dict[str, float] = {}
    for path in folder().rglob("*.parquet"):
        name = str(path.relative_to(folder()))
        since = manifest.unnamed.get(name, now)
        if name in named:
            continue
        if now - since > KEEP_UNNAMED_SECONDS:
            path.unlink()
        else:
            unnamed[name] = since
    return Manifest(manifest.key, manifest.generation, manifest.facts, unnamed)


def _sync_folder(path: Path) -> None:
    """Have the names in a folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _from_json(held: Any) -> Manifest:
    if held["format"] != FORMAT:
        return Manifest()
    facts = {name: _fact_files(files) for name, files in held["facts"].items()}
    return Manifest(held["key"], held["generation"], facts, held["unnamed"])


def _fact_files(held: Any) -> FactFiles:
    return FactFiles(
        columns=tuple((name, kind) for name, kind in held["columns"]),
        watermark=held["watermark"],
        generation=held["generation"],
        parts=tuple(Part(**part) for part in held["parts"]),
        tail=Tail(**held["tail"]) if held["tail"] else None,
        seen=Seen(**held["seen"]) if held["seen"] else None,
        cubes=tuple(_cube_file(**cube) for cube in held.get("cubes", ())),
    )


def _cube_file(columns: list[str], covers: list[str], **held: Any) -> CubeFile:
    return CubeFile(columns=tuple(columns), covers=tuple(covers), **held)
