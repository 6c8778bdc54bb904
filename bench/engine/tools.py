"""The same figure by what people use: PostgreSQL, pandas, and a loop over the ORM; on the same rows each."""

import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import django

from bench.engine.asking import BY, BY_HAND, ELIGIBLE, SECTION, Bare, as_cells, asked, cells_of, files
from bench.rows import Row, seconds

SIZES = {"small": (200_000, 20_000), "full": (1_000_000, 200_000)}
ROUNDS = 5
COLUMNS = ("question", "scale", "kind", "score", *BY)
CREATE = (
    "CREATE TABLE answers (question text, scale text, kind text, score smallint, channel text, step_id bigint,"
    " month integer)"
)


def main(scale: str) -> None:
    django.setup()
    many, few = SIZES[scale]
    rows = [*_on_files(many), *_on_tables(few)]
    print(json.dumps([row.as_json() for row in rows]))


def _on_files(size: int) -> Iterator[Row]:
    """A store of generated answers against the same rows in PostgreSQL and in pandas."""
    from django.core.management import call_command

    from bench.bigstore import write_big_store

    call_command("migrate", verbosity=0)
    write_big_store(size)
    wanted = cells_of(asked(cubes=False)())
    for name, query in {"PostgreSQL, GROUP BY": _postgres(), "pandas on the same Parquet": _pandas()}.items():
        assert as_cells(query()) == wanted
        yield from _compared(size, name, query)


def _compared(size: int, name: str, query: Callable[[], Any]) -> Iterator[Row]:
    """Ours from rows and from cubes against a query, in turn."""
    for what in ("facts", "cubes"):
        ask = asked(cubes=what == "cubes")
        ask()
        times = [(seconds(ask), seconds(query)) for _ in range(ROUNDS)]
        ours, theirs = (statistics.median(side) * 1000 for side in zip(*times, strict=True))
        ratio = statistics.median(own / other for own, other in times)
        label = f"NPS by channel, step, month, {size / 1e6:g} M, from {what}"
        yield Row(SECTION, label, round(ours, 1), "ms", round(theirs, 1), round(ratio, 3), ROUNDS, name)


def _postgres() -> Callable[[], list[Any]]:
    """A query over a table of the same rows, which PostgreSQL has in memory and analysed."""
    import psycopg

    from tests.postgres import start_cluster

    connection = psycopg.connect(start_cluster(), autocommit=True)
    connection.execute(CREATE)
    rows = Bare(files()).query(f"SELECT {', '.join(COLUMNS)} FROM {{rows}}")()
    with connection.cursor() as cursor, cursor.copy(f"COPY answers ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    connection.execute("VACUUM ANALYZE answers")
    # `GROUP BY ALL` is DuckDB's.
    sql = BY_HAND["filter"].format(rows="answers", eligible=ELIGIBLE).replace("GROUP BY ALL", "GROUP BY 1, 2, 3")
    sql = sql.replace("FILTER (", "FILTER (WHERE ")
    return lambda: list(connection.execute(sql).fetchall())


def _pandas() -> Callable[[], list[Any]]:
    """Read the columns and group, as a notebook does."""
    import numpy as np
    import pandas as pd

    paths = files()

    def query() -> list[Any]:
        frame = pd.concat([pd.read_parquet(path, columns=list(COLUMNS)) for path in paths])
        eligible = (frame["question"] == "nps") & (frame["scale"] == "nps_11") & (frame["kind"] == "hot")
        kept = frame[eligible & frame["score"].notna()]
        v = np.select([kept["score"] >= 9, kept["score"] <= 6], [1.0, -1.0], 0.0)
        keys = [kept[name].astype(str) if name == "channel" else kept[name] for name in BY]
        found = pd.DataFrame({"v": v, "v2": v * v}, index=kept.index).groupby(keys, observed=True)
        sums = found.agg(n=("v", "size"), v=("v", "sum"), v2=("v2", "sum")).reset_index()
        return list(sums.itertuples(index=False, name=None))

    return query


def _on_tables(size: int) -> Iterator[Row]:
    """A loop over the ORM against a store pulled from the same tables."""
    from aisance.lake import engine
    from aisance.lake.public import rebuild
    from bench.company import set_up
    from bench.engine.tables import fill

    set_up()
    fill(size)
    rebuild()
    engine.forget()
    assert as_cells(_loop()) == cells_of(asked(cubes=False)())
    yield from _compared(size, "a loop over the ORM", _loop)


def _loop() -> list[Any]:
    """One answer after the other, with the response that it belongs to."""
    from aisance.surveys.models import Answer

    cells: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    found = Answer.objects.filter(question="nps", scale="nps_11", response__kind="hot", score__isnull=False)
    for answer in found.select_related("response").iterator():
        assert answer.score is not None  # as filtered
        v = 1 if answer.score >= 9 else -1 if answer.score <= 6 else 0
        month = answer.day.year * 100 + answer.day.month
        cell = cells[answer.response.channel, answer.response.step_id, month]
        cell[0] += 1
        cell[1] += v
        cell[2] += v * v
    return [(*key, *sums) for key, sums in cells.items()]


if __name__ == "__main__":
    main(sys.argv[1])
