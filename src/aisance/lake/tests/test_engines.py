"""The contract of the engines: every kind of reading gives the same on all of them, to one part in 10^9."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from math import isclose
from typing import Any

import ibis
import pytest
from django.db import connection

from aisance.lake import cubing, engine, public
from aisance.lake.contracts import Cell, EngineError, Fact
from aisance.lake.queries import table_of
from aisance.lake.registry import FACTS, declare
from aisance.lake.sources import SPARK, Source
from aisance.lake.summing import Ask, cell, cells_of
from aisance.lake.tests import awkward

type Reading = dict[str, Any]

FACTS_READ = ("awkward", "weighed", "nothing")


def net(t: Any) -> Any:
    """A net score in which some rows have no value."""
    return ibis.cases((t.score >= 9, 1), (t.score.between(7, 8), 0), (t.score.between(0, 6), -1))


def heavy(t: Any) -> Any:
    """A weight that some rows have not, and others have as zero."""
    return ibis.cases((t.unit_id == 1, 0.0), (t.unit_id > 1, 1.75))


def vocal(t: Any) -> Any:
    """A weight by channel."""
    return t.channel.cases(("phone", 0.0), ("chat", 0.3), else_=1.1)


def numbered(t: Any) -> Any:
    """Each customer's rows in their order, and how long since the one before."""
    window = ibis.window(group_by=t.customer_id, order_by=[t.started_at, t.id])
    before = t.started_at.lag().over(window)
    return t.mutate(
        place=ibis.row_number().over(window),
        hours=(t.started_at.epoch_seconds() - before.epoch_seconds()) / 3600,
    )


def by_customer(t: Any) -> Any:
    """One row a customer and channel."""
    return t.group_by("customer_id", "channel").aggregate(
        highest=t.score.max(), kinds=t.score.nunique(), total=t.amount.sum(), whole=(t.score >= 0).any()
    )


SUMS: dict[str, Reading] = {
    "plain": {"value": lambda t: t.amount},
    "a count": {"value": lambda _: 1, "by": ["month"]},
    "a net score by channel": {"value": net, "by": ["channel"]},
    "by three dimensions": {"value": net, "by": ["month", "channel", "unit_id"]},
    "by day": {"value": lambda t: t.amount, "by": ["day"]},
    "a truth": {"value": lambda t: t.score >= 7, "by": ["unit_id"]},
    "ties": {"value": lambda t: t.score, "by": ["score"]},
    "days": {"value": net, "where": [lambda t: t.day >= date(2025, 12, 31), lambda t: t.day < date(2026, 10, 26)]},
    "moments": {"value": lambda t: t.amount, "where": [lambda t: t.started_at >= datetime(2026, 3, 29, 1, 30)]},
    "an accent": {"value": net, "where": [lambda t: t.channel.isin(["réseaux sociaux", "l’« œil »", "O'Brien"])]},
    "no such row": {"value": net, "where": [lambda t: t.channel == "letter"]},
    "no such row, by cell": {"value": net, "where": [lambda t: t.channel == "letter"], "by": ["month"]},
    "missing": {"value": lambda t: t.amount.fill_null(-1), "where": [lambda t: t.unit_id.isnull() | (t.unit_id < 0)]},
    "arithmetic": {"value": lambda t: (t.amount * 2 - t.score) / 3, "by": ["channel"]},
    "whole division": {"value": lambda t: (t.score / 2).floor() + t.unit_id % 3, "where": [lambda t: t.unit_id >= 0]},
    "a range": {"value": lambda t: t.amount.clip(lower=-1, upper=1).abs(), "by": ["unit_id"]},
    "weights": {"value": net, "weight": heavy, "by": ["channel"]},
    "weights from a cube": {"value": net, "weight": vocal},
    "clusters": {"value": lambda t: t.amount, "cluster": "customer_id", "by": ["channel"]},
    "clusters and weights": {"value": net, "cluster": "customer_id", "weight": lambda t: t.amount.abs()},
    "clusters of nothing": {"value": net, "cluster": "customer_id", "where": [lambda t: t.id < 0]},
    "a window": {"value": lambda t: t.hours <= 24, "by": ["place"], "prepare": numbered},
    "grouped before": {"value": lambda t: t.total, "by": ["channel", "highest"], "prepare": by_customer},
    "grouped before, in clusters": {"value": lambda t: t.whole, "cluster": "customer_id", "prepare": by_customer},
    "hours and weekdays": {"value": lambda t: t.started_at.hour() + t.day.day_of_week.index(), "by": ["month"]},
}  # fmt: skip

ROWS: dict[str, Callable[[Any], Any]] = {
    "rows": lambda t: t.select("id", "day", "started_at", "channel", "unit_id", "score", "amount").order_by("id"),
    "a histogram": lambda t: t.group_by("score", "channel").aggregate(n=t.count()),
    "extremes": lambda t: t.aggregate(first=t.day.min(), last=t.started_at.max(), kinds=t.channel.nunique()),
    "a union": lambda t: t.filter(t.score > 5).select("id").union(t.filter(t.score < 2).select("id")),
    "a join": lambda t: t.join(
        t.group_by("customer_id").aggregate(n=t.count()), ["customer_id"]
    ).group_by("channel").aggregate(total=lambda j: j.n.sum()),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _awkward(_only_the_ledger: None, monkeypatch: pytest.MonkeyPatch) -> None:
    FACTS.clear()
    monkeypatch.setattr(cubing, "YOUNG_ROWS", 50)
    for fact in (awkward.PLAIN, awkward.WEIGHED, awkward.EMPTY):
        declare(fact)
    awkward.write()


def alike(ours: Any, theirs: Any) -> bool:
    """Equal, numbers to one part in 10^9."""
    if isinstance(ours, float) and isinstance(theirs, float):
        return isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(ours, tuple | list) and isinstance(theirs, tuple | list):
        return len(ours) == len(theirs) and all(alike(*pair) for pair in zip(ours, theirs, strict=True))
    return bool(ours == theirs)


def numbers(cells: list[Cell]) -> list[tuple[Any, ...]]:
    """Cells as tuples."""
    kept = [(c.dimensions, c.n, c.w, c.wv, c.wv2, c.w2, c.w2v, c.w2v2) for c in cells]
    clusters = [(c.clusters.k, c.clusters.ss, c.clusters.sw, c.clusters.ww) if c.clusters else () for c in cells]
    return list(zip(kept, clusters, strict=True))


def sorted_rows(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """In an order of our own: a query without one may give any."""
    return sorted(found, key=lambda row: [(held is None, held if held is not None else 0) for held in row])


@pytest.mark.sqlite_only
@pytest.mark.parametrize("fact", FACTS_READ)
def test_sums_are_the_same_through_spark_connect(fact: str, other_engine: Any) -> None:
    differ = {}
    for name, reading in SUMS.items():
        ours = numbers(public.sums(fact, **reading))
        with other_engine:
            theirs = numbers(public.sums(fact, **reading))
        if not alike(ours, theirs):
            differ[name] = (ours, theirs)

    assert differ == {}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("fact", FACTS_READ)
def test_rows_are_the_same_through_spark_connect(fact: str, other_engine: Any) -> None:
    for name, reading in ROWS.items():
        ours = sorted_rows(public.rows(fact, reading))
        with other_engine:
            theirs = sorted_rows(public.rows(fact, reading))
        assert alike(ours, theirs), name


@pytest.mark.parametrize("fact", FACTS_READ)
def test_cubes_and_rows_give_the_same_awkward_sums(fact: str) -> None:
    used = [name for name, reading in SUMS.items() if "prepare" not in reading and "cluster" not in reading]
    for name in used:
        from_cubes = public.sums(fact, **SUMS[name])
        assert alike(numbers(from_cubes), numbers(public.sums(fact, **SUMS[name], prepare=lambda t: t))), name


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.parametrize("fact", FACTS_READ)
def test_sums_are_the_same_on_postgresql(fact: str, db: None) -> None:
    from ibis.backends.sql.compilers import postgres

    known = FACTS[fact]
    fill_table(known)
    for name, reading in SUMS.items():
        ask = asked(**reading)
        expression = cells_of(table_of(Source(known)), ask, fact)
        with connection.cursor() as cursor:
            cursor.execute(postgres.compiler.to_sqlglot(expression).sql(dialect="postgres"))
            theirs = sorted_rows([tuple(row) for row in cursor.fetchall()])
        cells = [cell(row, len(ask.by)) for row in theirs]
        assert alike(numbers(public.sums(fact, **reading)), numbers(cells)), name


def asked(*, where: Sequence[Any] = (), by: Sequence[str] = (), **more: Any) -> Ask:
    """What `sums` would make of its arguments."""
    return Ask(where=tuple(where), by=tuple(by), **more)


def fill_table(fact: Fact) -> None:
    """A table of PostgreSQL with the rows of the fact."""
    types = {**SPARK.types, "int8": "SMALLINT", "int16": "SMALLINT", "float64": "DOUBLE PRECISION"}
    types |= {"timestamp": "TIMESTAMP", "string": "TEXT", "code": "TEXT"}
    columns = ", ".join(f'"{column.name}" {types[column.type]}' for column in Source(fact).columns)
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMP TABLE "{fact.name}" ({columns}) ON COMMIT DROP')
        found = awkward.arrow(fact).to_pylist()
        places = ", ".join(["%s"] * len(Source(fact).columns))
        cursor.executemany(f'INSERT INTO "{fact.name}" VALUES ({places})', [tuple(row.values()) for row in found])


@pytest.mark.sqlite_only
def test_a_new_generation_is_read_through_spark_connect(other_engine: Any) -> None:
    with other_engine:
        before = public.sums("awkward", value=lambda _: 1)[0].n
        awkward.write(850, generation=2)

        assert before == 997
        assert public.sums("awkward", value=lambda _: 1)[0].n == 850


@pytest.mark.sqlite_only
def test_a_server_that_does_not_answer_is_named(other_engine: Any) -> None:
    other_engine.address = "sc://127.0.0.1:1/;token=secret"
    with other_engine, pytest.raises(EngineError) as problem:
        public.sums("awkward", value=lambda _: 1)

    assert str(problem.value) == (
        "No Spark Connect server answers at sc://127.0.0.1:1 (Connection refused): "
        "start it, or set AISANCE_ENGINE=duckdb."
    )
    assert public.sums("awkward", value=lambda _: 1)[0].n == 997
    assert engine.dialect() == "duckdb"
