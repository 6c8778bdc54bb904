"""The facts of the same responses, written straight into the files of the store as its writer does."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from bench.questionnaire.drawn import FIRST, MULTIPLE, NUMBERS, RANKED, ROWS, SCORED, SINGLE, Columns


def fill_store(columns: Columns, version_id: int) -> None:
    """The facts of the same responses, written straight into the store's files as its writer does."""
    from aisance.lake import engine
    from aisance.lake.manifest import Manifest, folder, next_generation, read_manifest, replace_manifest
    from aisance.lake.models import StoreKey

    (folder() / "facts").mkdir(parents=True, exist_ok=True)
    generation = next_generation(read_manifest())
    key = str(StoreKey.objects.get_or_create(only=True)[0].key)
    facts = {
        "answers": _files("answers", _scores(columns), version_id, generation),
        "choices": _files("choices", _choices(columns), version_id, generation),
        "responses": _files("responses", iter([_ways(columns)]), version_id, generation),
    }
    replace_manifest(Manifest(key, generation, facts))
    engine.forget()


def _scores(columns: Columns) -> Iterator[dict[str, Any]]:
    for question, (scale, _low, _high) in SCORED.items():
        score = columns.given[question]
        kept = score >= 0
        yield {"days": columns.day[kept], "question": question, "scale": scale, "score": score[kept], "kind": "hot"}


def _choices(columns: Columns) -> Iterator[dict[str, Any]]:
    """The rows of each question and option; `first` stands on one row of each answer."""
    day, given = columns.day, columns.given
    for question, options in SINGLE.items():
        for option in range(options):
            kept = given[question] == option
            yield {"days": day[kept], "question": question, "option": f"o{option}", "first": 1}
    for question, options in MULTIPLE.items():
        ticked = np.stack([given[f"{question}_at_{option}"] for option in range(options)])
        places = np.cumsum(ticked, axis=0)
        for option in range(options):
            kept = ticked[option] == 1
            score = places[option][kept]
            told: dict[str, Any] = {"question": question, "option": f"o{option}"}
            yield {"days": day[kept], **told, "score": score, "first": (score == 1).astype(np.int8)}
    for place in range(1, RANKED + 1):
        for option in range(RANKED):
            kept = given[f"ranking_at_{place}"] == option
            told = {"question": "ranking", "option": f"o{option}", "first": int(place == 1)}
            yield {"days": day[kept], **told, "score": np.full(int(kept.sum()), place)}
    begun = np.zeros(len(day), bool)
    for row in range(ROWS):
        score = given[f"grid_at_{row}"]
        kept = score >= 0
        first = (~begun[kept]).astype(np.int8)
        yield {"days": day[kept], "question": "grid", "option": f"o{row}", "score": score[kept], "first": first}
        begun |= kept
    for question in NUMBERS:
        kept = given[question] >= 0
        yield {"days": day[kept], "question": question, "option": "", "number": given[question][kept], "first": 1}
    kept = given["words"] >= 0
    yield {"days": day[kept], "question": "words", "option": "", "first": 1}


def _ways(columns: Columns) -> dict[str, Any]:
    return {"days": columns.day, "way": f"{(1 << 20) - 1:x}", "complete": 1}


def _files(fact: str, pieces: Iterator[dict[str, Any]], version_id: int, generation: int) -> Any:
    from aisance.lake import cubing, parquet
    from aisance.lake.manifest import FactFiles, Part
    from aisance.lake.registry import columns_stored, declared

    known = declared(fact)
    parts: list[Part] = []
    table = parquet.joined(_table(known, piece, version_id) for piece in pieces)
    for month, rows in parquet.by_month(table).items():
        file = f"facts/{fact}/month={month}/part-{generation}-{len(parts)}.parquet"
        parquet.write_file(file, rows)
        parts.append(Part(file, month, rows.num_rows))
    columns = tuple((column.name, column.type) for column in columns_stored(known))
    files = FactFiles(columns, watermark=1 << 40, generation=generation, parts=tuple(parts))
    names = iter(range(1_000_000))
    stem = f"cubes/{fact}"
    files = cubing.with_cubes(
        known, files, lambda cube, month: f"{stem}/{cube}/{month}-{generation}-{next(names)}.parquet"
    )
    return replace(files, generation=generation)


def _table(fact: Any, piece: dict[str, Any], version_id: int) -> Any:
    """The Arrow table of some rows of a fact; what a piece does not say is the same for all, or nothing."""
    import pyarrow as pa

    from aisance.lake.parquet import TYPES
    from aisance.lake.registry import columns_stored

    days = piece.pop("days")
    count = len(days)
    day = np.datetime64(FIRST) + days.astype("timedelta64[D]")
    months = day.astype("datetime64[M]").astype(int)
    rng = np.random.default_rng(count)
    made: dict[str, Any] = {
        "id": np.arange(1, count + 1),
        "day": day,
        "recorded_at": day.astype("datetime64[us]"),
        "month": (1970 + months // 12) * 100 + months % 12 + 1,
        "version_id": version_id,
        "unit_id": rng.integers(2, 6, count),
        "channel": np.array(["phone", "web", "chat"])[rng.integers(0, 3, count)],
        "language": np.array(["fr", "en"])[rng.integers(0, 2, count)],
        "collected_by": "email",
        **piece,
    }
    return pa.table({c.name: _column(made.get(c.name), TYPES[c.type], count) for c in columns_stored(fact)})


def _column(value: Any, kind: Any, count: int) -> Any:
    import pyarrow as pa

    if value is None:
        return pa.nulls(count, kind)
    if not isinstance(value, np.ndarray):
        value = np.full(count, value)
    return pa.array(value).cast(kind) if pa.types.is_dictionary(kind) else pa.array(value, type=kind, safe=False)
