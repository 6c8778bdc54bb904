"""NPS by channel, step and month from 10 and 50 million answers: time, memory, and cost against n."""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import django

from bench.engine.asking import BY_HAND, READ_ONLY, SECTION, Bare, as_cells, asked, cells_of, files
from bench.rows import Row, seconds

SIZES = {"small": (500_000, 1_000_000), "full": (10_000_000, 50_000_000)}
ROUNDS = {"small": 7, "full": 5}
BAR_MS, BAR_MB = 100.0, 500.0


def main(scale: str) -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    rows: list[Row] = []
    took = []
    for size in SIZES[scale]:
        rows += _written(size)
        found, facts = _measured(size, ROUNDS[scale])
        rows += found
        took.append(facts)
    small, large = SIZES[scale]
    growth = took[1] / took[0] / (large / small)
    name = f"cost a row, {_m(large)} against {_m(small)}"
    rows.append(Row(SECTION, name, round(growth, 3), "of straight", 1.0, round(growth, 3), ROUNDS[scale], "a line"))
    rows += _memory(large)
    print(json.dumps([row.as_json() for row in rows]))


def _m(size: int) -> str:
    return f"{size / 1e6:g} M"


def _written(size: int) -> list[Row]:
    from aisance.lake.manifest import folder
    from bench.bigstore import write_big_store

    shutil.rmtree(folder(), ignore_errors=True)
    done = write_big_store(size)
    each = (done.bytes_of_rows + done.bytes_of_cubes) / size
    about = f"{done.bytes_of_rows / size:.1f} of rows, the rest of cubes"
    return [Row(SECTION, f"store of {_m(size)}", round(each, 2), "bytes/row", None, None, 1, about)]


def _measured(size: int, rounds: int) -> tuple[list[Row], float]:
    """The rows of a size, and the seconds that a reading of its facts takes."""
    from_cubes, from_facts = asked(cubes=True), asked(cubes=False)
    bare = Bare(files())
    queries = {name: bare.query(sql) for name, sql in BY_HAND.items()}
    wanted = cells_of(from_facts())
    assert cells_of(from_cubes()) == wanted
    for query in queries.values():
        assert as_cells(query()) == wanted  # warm, and right
    best = min(queries, key=lambda name: min(seconds(queries[name]) for _ in range(2)))
    return _side_by_side(size, rounds, from_cubes, from_facts, (best, queries[best]), bare.query(READ_ONLY))


def _side_by_side(
    size: int,
    rounds: int,
    from_cubes: Callable[[], Any],
    from_facts: Callable[[], Any],
    best: tuple[str, Callable[[], Any]],
    read_only: Callable[[], Any],
) -> tuple[list[Row], float]:
    times = [tuple(seconds(side) for side in (from_cubes, from_facts, best[1], read_only)) for _ in range(rounds)]
    cubes, facts, hand, read = (statistics.median(side) for side in zip(*times, strict=True))
    name = f"NPS by channel, step, month, {_m(size)}"

    def row(what: str, value: float, reference: float, ratio: float, against: str) -> Row:
        what = f"{name}, {what}"
        return Row(SECTION, what, round(value, 1), "ms", round(reference, 1), round(ratio, 3), rounds, against)

    return [
        row("from cubes", cubes * 1000, BAR_MS, cubes * 1000 / BAR_MS, "the bar"),
        row("from facts", facts * 1000, hand * 1000, _ratio(times, 1, 2), f"the best SQL by hand ({best[0]})"),
        row("from facts", facts * 1000, read * 1000, _ratio(times, 1, 3), "reading the columns and no more"),
    ], facts


def _ratio(times: list[tuple[float, ...]], ours: int, theirs: int) -> float:
    return statistics.median(sides[ours] / sides[theirs] for sides in times)


def _memory(size: int) -> Iterator[Row]:
    """Each in a process of its own, which is what a server that has just started holds."""
    for what in ("cubes", "facts"):
        command = [sys.executable, "-m", "bench.engine.memory", what]
        done = subprocess.run(command, env=os.environ, stdout=subprocess.PIPE, text=True, check=True)
        peak, before = json.loads(done.stdout)
        name = f"peak memory, {_m(size)}, from {what}"
        about = f"the bar; {before:.0f} MB before the reading"
        yield Row(SECTION, name, round(peak, 1), "MB", BAR_MB, round(peak / BAR_MB, 3), 1, about)


if __name__ == "__main__":
    main(sys.argv[1])
