"""A big store of facts, written straight into its files: n answers over 24 months, with the manifest and the cubes.

`python -m bench.bigstore ROWS` writes it into AISANCE_HOME and prints what it took. The rows are the same for a seed.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import django

MONTHS = tuple(year * 100 + month for year in (2024, 2025) for month in range(1, 13))
CHANNELS = ("phone", "email", "web", "chat", "sms", "social", "letter", "shop", "selfcare", "ivr")
STEPS = 8
UNITS = 400
REASONS = 24
PART_ROWS = 1_000_000
THREADS = 2
MEMORY_MB = 200

QUESTIONS = {"nps": "nps_11", "net_easy": "net_easy_7", "resolved": "resolved_2"}

SCALES = (
    """CASE WHEN {u} < 0.11 THEN {u} * 63 WHEN {u} < 0.38 THEN 7 + ({u} - 0.11) * 7.3 ELSE 9 + ({u} - 0.38) * 3.2 END"""
)


@dataclass(frozen=True, slots=True)
class Written:
    """What a big store took."""

    rows: int
    seconds: float
    bytes_of_rows: int
    bytes_of_cubes: int
    cells: dict[str, int]
    peak_memory_mb: float


def write_big_store(
    rows: int,
    *,
    seed: int = 1,
    fact: str = "answers",
    months: Sequence[int] = MONTHS,
    questions: Sequence[str] = ("nps",),
) -> Written:
    """Write `rows` answers as the whole store, in the folder of AISANCE_HOME. Django must be set up.

    Spread evenly over `months`, by usual 2024 and 2025, 10 channels, 8 steps, 400 units, 24 reasons; `questions` take
    turns, by usual one, scored 0 to 10, whose mean differs by step. One customer in three answered twice or more.
    """
    from aisance.lake import cubing, engine
    from aisance.lake.manifest import FactFiles, Manifest, Part, folder, replace_manifest
    from aisance.lake.models import StoreKey
    from aisance.lake.registry import columns_stored, declared

    began = time.perf_counter()
    known = declared(fact)
    (folder() / "facts").mkdir(parents=True, exist_ok=True)
    columns = tuple((column.name, column.type) for column in columns_stored(known))
    parts: list[Part] = []
    connection = _generator()
    for place, month in enumerate(months):
        first, last = rows * place // len(months), rows * (place + 1) // len(months)
        for start in range(first, last, PART_ROWS):
            count = min(PART_ROWS, last - start)
            file = f"facts/{fact}/month={month}/part-1-{len(parts) + 1}.parquet"
            path = folder() / file
            path.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(_copy(known, month, (start + 1, count), seed, str(path), questions))
            parts.append(Part(file, month, count))
    connection.close()
    names = iter(range(1_000_000))
    files = FactFiles(columns, watermark=rows, generation=1, parts=tuple(parts))
    files = cubing.with_cubes(
        known, files, lambda cube, month: f"cubes/{fact}/{cube}/month={month}/1-{next(names)}.parquet"
    )
    key = str(StoreKey.objects.get_or_create(only=True)[0].key)
    replace_manifest(Manifest(key, 1, {fact: replace(files, generation=1)}))
    engine.forget()
    cells = {cube.name: sum(held.rows for held in files.cubes if held.cube == cube.name) for cube in known.cubes}
    size = sum((folder() / part.file).stat().st_size for part in parts)
    held = sum((folder() / cube.file).stat().st_size for cube in files.cubes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Written(rows, time.perf_counter() - began, size, held, cells, peak)


def _generator() -> Any:
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": str(THREADS), "memory_limit": f"{MEMORY_MB}MB"})
    connection.execute("SET preserve_insertion_order = false")
    return connection


def _copy(fact: Any, month: int, ids: tuple[int, int], seed: int, path: str, questions: Sequence[str]) -> str:
    """The statement that writes one part. Chance is a hash of the row's number, so that any row can be made alone."""
    from aisance.lake.registry import columns_stored
    from aisance.lake.sources import DUCKDB

    first, count = ids
    year, number = divmod(month, 100)
    day = f"DATE '{year}-{number:02}-01' + CAST(floor({_chance('day', seed)} * 28) AS INTEGER)"
    steps = f"CAST(floor({_chance('step', seed)} * {STEPS}) AS BIGINT) + 1"
    made = {
        "id": "i",
        "day": day,
        "recorded_at": f"CAST({day} AS TIMESTAMP) + INTERVAL 10 HOUR",
        "response_id": "i",
        "customer_id": f"CAST(floor({_chance('customer', seed)} * {max(count, 1)}) AS BIGINT) + {first}",
        "question": _in_turn({question: f"'{question}'" for question in questions}),
        "scale": _in_turn({question: f"'{QUESTIONS[question]}'" for question in questions}),
        "score": _in_turn({question: f"CAST(floor({_score(question, seed)}) AS SMALLINT)" for question in questions}),
        "kind": "'hot'",
        "channel": f"{list(CHANNELS)}[1 + CAST(floor({_chance('channel', seed)} * {len(CHANNELS)}) AS INTEGER)]",
        "step_id": steps,
        "reason_id": f"CAST(floor({_chance('reason', seed)} * {REASONS}) AS BIGINT) + 1",
        "unit_id": f"CAST(floor({_chance('unit', seed)} * {UNITS}) AS BIGINT) + 1",
        "language": f"CASE WHEN {_chance('language', seed)} < 0.8 THEN 'fr' ELSE 'en' END",
        "programme_id": "1",
        "month": str(month),
    }
    select = ", ".join(DUCKDB.cast(made.get(column.name, "NULL"), column) for column in columns_stored(fact))
    query = f"SELECT {select} FROM range({first}, {first + count}) AS numbers(i)"
    return f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"


def _chance(what: str, seed: int) -> str:
    """An expression of a number from 0 up to 1 that the row's number, the seed and the purpose decide."""
    return f"((hash(i * 1000003 + {seed * 7919} + {sum(map(ord, what)) * 104729}) >> 11) / 9007199254740992.0)"


def _in_turn(values: dict[str, str]) -> str:
    """An expression of a row's value where the questions take turns."""
    branches = " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(values.values()))
    return next(iter(values.values())) if len(values) == 1 else f"CASE i % {len(values)} {branches} END"


def _score(question: str, seed: int) -> str:
    """A score: of 0 to 10 about one in nine up to 6 and a quarter 7 or 8; later steps score a little lower."""
    shifted = f"greatest({_chance('score', seed)} - 0.02 * ({_chance('step', seed)}), 0)"
    scores = {
        "nps": f"least({SCALES.format(u=shifted)}, 10)",
        "net_easy": f"7.999 - 7 * sqrt({shifted})",
        "resolved": f"least({shifted} + 0.75, 1)",
    }
    return scores[question]


def main(rows: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aisance.project.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    written = write_big_store(rows)
    print(json.dumps({name: getattr(written, name) for name in Written.__slots__}, indent=1))


if __name__ == "__main__":
    main(int(sys.argv[1]))
