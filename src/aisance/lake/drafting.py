"""A generation in the making: reads what is new of each fact, writes files, and knows what the manifest will say."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Count

from aisance.lake import cubing, parquet
from aisance.lake.contracts import Fact
from aisance.lake.manifest import FactFiles, Manifest, Part, Tail, folder, next_generation, replace_manifest
from aisance.lake.registry import columns_stored
from aisance.lake.rules import files_to_merge, month_of
from aisance.lake.settling import settled_up_to

STEP_CHUNKS = 5
LOWEST_ID = -(2**63)


@dataclass(slots=True)
class Draft:
    """The next generation. Nothing of it can be seen before `publish`."""

    before: Manifest
    key: str
    generation: int
    facts: dict[str, FactFiles]
    written: int = 0
    unfinished: bool = False
    files: int = 0

    @classmethod
    def after(cls, before: Manifest, key: str, *, afresh: bool = False) -> "Draft":
        """Begin from a manifest; from nothing when `afresh` or when it was written from another database."""
        keep = before.key == key and not afresh
        return cls(before, key, next_generation(before), dict(before.facts) if keep else {})

    @property
    def changed(self) -> bool:
        """Whether a reader would read other files than before."""
        kept = {name: files.files for name, files in self.before.facts.items()}
        return kept != {name: files.files for name, files in self.facts.items()}

    @property
    def moved(self) -> bool:
        """Whether there is anything to remember."""
        return self.key != self.before.key or self.facts != dict(self.before.facts)

    def publish(self) -> Manifest:
        """Make this the generation in force. The number grows only where a reader would read other files."""
        if not self.changed:
            kept = self.before.generation or self.generation
            return replace_manifest(Manifest(self.key, kept, self.facts, self.before.unnamed))
        facts = {name: self._dated(name, files) for name, files in self.facts.items()}
        return replace_manifest(Manifest(self.key, self.generation, facts, self.before.unnamed))

    def advance(self, fact: Fact, stale: Iterable[date]) -> None:
        """Read what is new or stale of one fact, at most 500,000 new rows; `unfinished` says that there is more."""
        columns = tuple((column.name, column.type) for column in columns_stored(fact))
        files = self.facts.get(fact.name, FactFiles(columns))
        if files.columns != columns:
            files = FactFiles(columns)
        newest, random_only = max(found := newest_id(fact), 0), found < 0
        if newest < files.watermark:
            files = self._without_later_rows(fact, files, newest)
        days = set(stale)
        unread = random_only and not files.parts
        if newest <= files.watermark and not files.tail and not days and not unread:
            self.facts[fact.name] = cubing.with_cubes(fact, files, self._cube_file(fact))
            return
        upto, seen = settled_up_to(newest, files.seen)
        files = replace(self.rewrite_days(fact, files, days), seen=seen)
        files = self._append(fact, files, max(upto, files.watermark))
        files = self._with_tail(fact, files, max(upto, files.watermark), reread=bool(days))
        files = self._merged(fact, files)
        self.facts[fact.name] = cubing.with_cubes(fact, files, self._cube_file(fact))

    def rewrite_days(self, fact: Fact, files: FactFiles, days: set[date]) -> FactFiles:
        """Replace the settled rows of these days by what the database holds now."""
        if not days:
            return files
        months = {month_of(day) for day in days}
        parts: list[Part] = []
        for part in files.parts:
            parts += self._without_days(fact, part, days) if part.month in months else [part]
        for table in parquet.tables_of_days(fact, days, upto=files.watermark):
            parts += self._write_months(fact, table)
        return replace(files, parts=tuple(parts))

    def _without_days(self, fact: Fact, part: Part, days: set[date]) -> list[Part]:
        if not days & parquet.days_in(part.file):
            return [part]
        kept = parquet.without_days(parquet.read_file(part.file), days)
        return [self._write_part(fact, part.month, kept)] if kept.num_rows else []

    def _without_later_rows(self, fact: Fact, files: FactFiles, newest: int) -> FactFiles:
        """Step back where the newest rows are gone: erased, or never there in a backup that was restored.

        A restored database hands out the lost ids once more, so the watermark must not stay above them.
        """
        parts: list[Part] = []
        for part in files.parts:
            kept = parquet.up_to_id(part.file, newest)
            if kept is None:
                parts.append(part)
            elif kept.num_rows:
                parts.append(self._write_part(fact, part.month, kept))
        return replace(files, parts=tuple(parts), watermark=newest)

    def _append(self, fact: Fact, files: FactFiles, upto: int) -> FactFiles:
        # What the tail showed must not vanish for a moment, so then everything settled is brought at once.
        steps = None if files.tail else STEP_CHUNKS
        # Ids below zero are handed out at random, and are brought by the days marked stale; a new store has none yet.
        after = files.watermark if files.parts else LOWEST_ID
        tables = list(islice(parquet.tables_by_id(fact, after=after, upto=upto), steps))
        read = sum(table.num_rows for table in tables)
        if not tables:
            return replace(files, watermark=upto)
        more = len(tables) == steps and tables[-1].num_rows >= parquet.CHUNK_ROWS
        self.unfinished |= more
        self.written += read
        newest = tables[-1]["id"][-1].as_py()
        last = newest if more else max(newest, upto)
        parts = self._write_months(fact, parquet.joined(tables))
        return replace(files, watermark=last, parts=(*files.parts, *parts))

    def _with_tail(self, fact: Fact, files: FactFiles, after: int, *, reread: bool) -> FactFiles:
        ids = list(fact.rows().filter(id__gt=after).order_by("id").values_list("id", flat=True))
        if not ids:
            return replace(files, tail=None)
        digest = hashlib.sha256(repr(ids).encode()).hexdigest()
        if files.tail and files.tail.digest == digest and not reread:
            return files
        table = parquet.joined(parquet.tables_by_id(fact, after=after, upto=ids[-1]))
        # A row committed between the two queries makes the digest differ the next time, so nothing is missed.
        file = f"facts/{fact.name}/tail-{self.generation}-{self._next()}.parquet"
        parquet.write_file(file, table)
        self.written += max(table.num_rows - (files.tail.rows if files.tail else 0), 0)
        return replace(files, tail=Tail(file, table.num_rows, digest))

    def _merged(self, fact: Fact, files: FactFiles) -> FactFiles:
        """Merge the small files of the months that have many."""
        for month in sorted({part.month for part in files.parts}):
            while chosen := self._to_merge(files, month):
                files = cubing.with_month_covered(fact, files, month, self._cube_file(fact))
                table = parquet.joined(parquet.read_file(part.file) for part in chosen)
                whole = self._write_part(fact, month, table)
                kept = tuple(part for part in files.parts if part not in chosen)
                files = replace(files, parts=(*kept, whole))
                files = cubing.with_merged(files, [part.file for part in chosen], whole.file)
        return files

    def _to_merge(self, files: FactFiles, month: int) -> list[Part]:
        parts = [part for part in files.parts if part.month == month]
        return [parts[position] for position in files_to_merge([part.rows for part in parts])]

    def _write_months(self, fact: Fact, table: Any) -> list[Part]:
        return [self._write_part(fact, month, rows) for month, rows in parquet.by_month(table).items()]

    def _write_part(self, fact: Fact, month: int, table: Any) -> Part:
        file = f"facts/{fact.name}/month={month}/part-{self.generation}-{self._next()}.parquet"
        parquet.write_file(file, table)
        return Part(file, month, table.num_rows)

    def _cube_file(self, fact: Fact) -> cubing.NameFile:
        """Names the file of a cube and a month."""
        return lambda cube, month: f"cubes/{fact.name}/{cube}/month={month}/{self.generation}-{self._next()}.parquet"

    def _next(self) -> int:
        self.files += 1
        return self.files

    def _dated(self, name: str, files: FactFiles) -> FactFiles:
        former = self.before.facts.get(name)
        same = former is not None and former.files == files.files and former.columns == files.columns
        return files if same else replace(files, generation=self.generation)


def newest_id(fact: Fact) -> int:
    """The highest id to be seen, below 0 where all are random; 0 for an empty table. One step down the primary key."""
    rows = fact.table() if fact.table else fact.rows()
    return rows.order_by("-id").values_list("id", flat=True).first() or 0


def days_that_differ(fact: Fact, files: FactFiles) -> set[date]:
    """The days of which the settled files hold another number of rows than the database."""
    stored: dict[date, int] = defaultdict(int)
    for part in files.parts:
        for day, count in parquet.count_by_day(part.file).items():
            stored[day] += count
    rows = fact.rows().filter(id__lte=files.watermark).order_by().values("day").annotate(rows_of_day=Count("id"))
    actual = {row["day"]: row["rows_of_day"] for row in rows}
    return {day for day in stored.keys() | actual.keys() if stored.get(day) != actual.get(day)}


def without_lost_files(files: FactFiles) -> FactFiles:
    """Forget files that somebody deleted."""
    kept = tuple(part for part in files.parts if (folder() / part.file).exists())
    tail = files.tail if files.tail and (folder() / files.tail.file).exists() else None
    cubes = tuple(cube for cube in files.cubes if (folder() / cube.file).exists())
    return replace(files, parts=kept, tail=tail, cubes=cubes)
