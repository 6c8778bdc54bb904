"""Cubes give exactly what the rows give, however these came, changed and went."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aisance.core import clock
from aisance.lake import cubing, duck, engine, parquet, public, services, sources
from aisance.lake.contracts import Cell, Column, Cube, Fact
from aisance.lake.cubes import fit_of, smallest
from aisance.lake.manifest import folder, read_manifest
from aisance.lake.queries import table_of
from aisance.lake.registry import FACTS, declare
from aisance.lake.sources import Source
from aisance.lake.summing import Ask
from aisance.lake.tests.ledger import LEDGER, Interaction, expected, stored, write

OCTOBER = date(2026, 10, 30)
NOVEMBER = date(2026, 11, 2)

CHANNELS = Cube("by_channel", ("channel",), measures=("wait",))
MONTHS = Cube("by_month", ("unit_id", "channel"), grain="month")
WAITS = Cube("by_wait", ("wait",))
CUBED = replace(LEDGER, cubes=(CHANNELS, MONTHS, WAITS))


@pytest.fixture(autouse=True)
def _cubed(_only_the_ledger: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger with cubes, each written from its third row on; parts of two rows are settled."""
    FACTS.clear()
    declare(CUBED)
    monkeypatch.setattr(cubing, "YOUNG_ROWS", 3)
    monkeypatch.setattr(sources, "SMALL_ROWS", 2)


def used(*, where: Sequence[Any] = (), by: Sequence[str] = (), **asked: Any) -> str:
    """The name of the cube that a reading uses; empty for the rows."""
    ask = Ask(where=tuple(where), by=tuple(by), **asked)
    fact = FACTS["ledger"]
    choice = smallest(fact, fit_of(fact, table_of(Source(fact)), ask).choices, engine.files_of(fact))
    return choice.cube.name if choice else ""


READINGS: list[dict[str, Any]] = [
    {"value": lambda t: t.wait, "by": ["channel"]},
    {"value": lambda t: t.wait.cast("float64"), "by": ["day", "channel"], "where": [lambda t: t.day >= NOVEMBER]},
    {"value": lambda t: t.wait, "by": ["month"], "weight": lambda t: t.channel.cases(("phone", 2.0), ("chat", 0.0))},
    {"value": lambda t: t.wait, "where": [lambda t: t.channel == "web"]},
    {"value": lambda _: 1, "by": ["unit_id", "month"]},
    {"value": lambda t: t.channel == "phone", "by": ["month"]},
    {"value": lambda t: (t.wait <= 20).ifelse(1, -1), "by": ["day"]},
    {"value": lambda t: t.wait, "by": ["wait"]},
    {"value": lambda t: t.channel.cases(("phone", 1), ("chat", -1)), "by": ["channel", "month"]},
]


def same_from_rows() -> None:
    """Every reading gives the same from a cube as from the rows, which `prepare` makes it read."""
    for reading in READINGS:
        assert public.sums("ledger", **reading) == public.sums("ledger", **reading, prepare=lambda t: t)


def test_readings_use_the_smallest_cube_that_holds_what_they_ask(unit: Any) -> None:
    days = [OCTOBER + timedelta(days=number % 6) for number in range(60)]
    write(unit, days, wait=5)
    public.pull()

    assert used(value=lambda t: t.wait, by=["channel"]) == "by_channel"
    assert used(value=lambda _: 1, by=["month"]) == "by_month"
    assert used(value=lambda t: t.wait > 20) == "by_wait"
    assert used(value=lambda t: t.wait, by=["day"]) in {"by_channel", "by_wait"}
    assert used(value=lambda _: 1, where=[lambda t: t.day == OCTOBER], by=["channel"]) == "by_channel"


@pytest.mark.parametrize(
    "asked",
    [
        {"value": lambda t: t.id},
        {"value": lambda t: t.wait / 2, "by": ["channel"]},
        {"value": lambda t: t.wait, "by": ["channel", "unit_id"]},
        {"value": lambda t: t.wait, "cluster": "channel"},
        {"value": lambda t: t.wait, "prepare": lambda t: t},
        {"value": lambda t: t.wait - t.wait.mean()},
        {"value": lambda _: 1, "where": [lambda t: t.day > OCTOBER], "by": ["unit_id"]},
        {"value": lambda _: 1, "where": [lambda t: t.channel.isin(t.channel)]},
    ],
)
def test_what_no_cube_holds_is_read_from_the_rows(unit: Any, asked: dict[str, Any]) -> None:
    write(unit, [OCTOBER] * 30)
    public.pull()

    assert used(**asked) == ""


def test_a_value_of_no_row_makes_no_cell(unit: Any) -> None:
    write(unit, [NOVEMBER] * 8, channel="chat", wait=None)
    write(unit, [NOVEMBER] * 8, first=8, wait=4)
    public.pull()

    assert used(value=lambda t: t.wait, by=["channel"]) == "by_channel"
    assert public.sums("ledger", value=lambda t: t.wait, by=["channel"]) == [
        Cell(("phone",), 8, 8.0, 32.0, 128.0, 8.0, 32.0, 128.0)
    ]


def test_weights_of_the_fact_are_in_its_cubes(unit: Any) -> None:
    FACTS.clear()
    columns = (*LEDGER.columns, Column("weight", "float64"))
    rows = lambda: Interaction.objects.annotate(wait=F("wait_seconds"), weight=F("handling_seconds"))  # noqa: E731
    declare(Fact("ledger", columns, rows, (Cube("by_channel", ("channel", "wait"), measures=("wait",)),)))
    for place in range(12):
        write(unit, [NOVEMBER], first=place, wait=place % 2)
        if place % 3:
            Interaction.objects.filter(external_id=str(place)).update(handling_seconds=place % 3)
    public.pull()

    assert used(value=lambda t: t.wait, by=["channel"]) == "by_channel"
    # Weights: none (so 1), 1, 2 in turn; v = 0, 1 in turn.
    (cell,) = public.sums("ledger", value=lambda t: t.wait, by=["channel"])
    assert cell == Cell(("phone",), 12, 16.0, 8.0, 8.0, 24.0, 12.0, 12.0)
    assert [cell] == public.sums("ledger", value=lambda t: t.wait, by=["channel"], prepare=lambda t: t)


ROW = st.tuples(
    st.dates(date(2026, 9, 25), date(2026, 11, 5)),
    st.sampled_from(["phone", "chat", "web", "email"]),
    st.one_of(st.none(), st.integers(0, 40)),
)
ACT = st.sampled_from(["pull", "pull", "change", "erase", "move", "rebuild", "verify"])


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rounds=st.lists(st.tuples(st.lists(ROW, max_size=12), ACT), min_size=1, max_size=6),
    young=st.sampled_from([1, 3, 10]),
    tier=st.sampled_from([2, 3, 16]),
)
def test_a_cube_gives_what_the_rows_give(
    unit: Any, rounds: list[tuple[list[Any], str]], young: int, tier: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cubing, "YOUNG_ROWS", young)
    monkeypatch.setattr("aisance.lake.rules.FILES_A_TIER", tier)
    Interaction.objects.all().delete()
    public.rebuild()
    numbers = iter(range(10_000))
    for rows, act in rounds:
        for day, channel, wait in rows:
            write(unit, [day], first=next(numbers), channel=channel, wait=wait)
        ACTS[act]()
        public.pull()
    assert stored() == expected()
    same_from_rows()
    increments = [public.sums("ledger", **reading) for reading in READINGS]
    cells = {cube.name: cells_held(cube) for cube in CUBED.cubes}

    public.rebuild()

    assert stored() == expected()
    assert [public.sums("ledger", **reading) for reading in READINGS] == increments
    assert {cube.name: cells_held(cube) for cube in CUBED.cubes} == cells


def cells_held(cube: Cube) -> list[tuple[Any, ...]]:
    """The cells of a cube as its files and the young rows give them, each once, in a fixed order."""
    source = Source(CUBED, cube)
    keys = ", ".join(cube.keys)
    sums = ", ".join(f"sum({column.name})" for column in source.columns[len(cube.keys) :])
    sql = f'SELECT {keys}, {sums} FROM "{source.name}" GROUP BY ALL ORDER BY ALL'
    return duck.run(source, engine.files_of(CUBED), sql)


def _change() -> None:
    with transaction.atomic():
        days = list(Interaction.objects.order_by("id").values_list("day", flat=True)[:2])
        Interaction.objects.filter(day__in=days).update(wait_seconds=33)
        public.mark_stale("ledger", days)


def _erase() -> None:
    with transaction.atomic():
        gone = list(Interaction.objects.order_by("channel", "id")[:3])
        public.mark_stale("ledger", [row.day for row in gone])
        Interaction.objects.filter(pk__in=[row.pk for row in gone]).delete()


def _move() -> None:
    with transaction.atomic():
        for row in Interaction.objects.order_by("-id")[:2]:
            public.mark_stale("ledger", [row.day, OCTOBER])
            Interaction.objects.filter(pk=row.pk).update(day=OCTOBER)


ACTS: dict[str, Callable[[], object]] = {
    "pull": services.pull,
    "change": _change,
    "erase": _erase,
    "move": _move,
    "rebuild": services.rebuild,
    "verify": services.verify,
}


def test_young_rows_count_before_a_cube_covers_them(unit: Any) -> None:
    write(unit, [NOVEMBER] * 30)
    public.pull()
    covered = read_manifest().facts["ledger"].cubes
    write(unit, [NOVEMBER], first=30, wait=1_000)
    public.pull()

    assert read_manifest().facts["ledger"].cubes == covered
    assert used(value=lambda t: t.wait, by=["channel"]) == "by_channel"
    assert public.sums("ledger", value=lambda t: t.wait, by=["channel"])[0].wv == 30 * 20.0 + 1_000.0


def test_merged_files_stay_covered(unit: Any) -> None:
    for number in range(40):
        write(unit, [NOVEMBER], first=number)
        public.pull()

    held = read_manifest().facts["ledger"]
    for cube in held.cubes:
        assert {*cube.covers} <= {part.file for part in held.parts}
    assert {cube.cube for cube in held.cubes} == {"by_channel", "by_month", "by_wait"}
    same_from_rows()


def test_erased_rows_leave_the_cubes_and_their_files_go(unit: Any) -> None:
    rows = write(unit, [NOVEMBER] * 9)
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    with clock.stopped_at(noon):
        public.pull()
        before = {cube.file for cube in read_manifest().facts["ledger"].cubes}
        with transaction.atomic():
            Interaction.objects.filter(pk=rows[0].pk).delete()
            public.mark_stale("ledger", [NOVEMBER])
        public.pull()

    with clock.stopped_at(noon + timedelta(minutes=6)):
        public.pull()
    held = read_manifest().facts["ledger"]
    left = {str(path.relative_to(folder())) for path in folder().rglob("*.parquet")}
    assert left == {*held.named}
    assert not left & before
    assert {parquet.read_file(cube.file)["cube_rows"].to_pylist()[0] for cube in held.cubes} == {8}


def test_a_cube_declared_later_is_made_of_the_files(unit: Any) -> None:
    FACTS.clear()
    declare(LEDGER)
    write(unit, [NOVEMBER] * 9)
    public.pull()
    generation = public.generation()
    FACTS.clear()
    declare(CUBED)
    same_from_rows()

    assert public.pull() == 0

    assert public.generation() == generation
    assert {cube.rows for cube in read_manifest().facts["ledger"].cubes} == {1}
    same_from_rows()


def test_a_cube_declared_otherwise_is_not_believed(unit: Any) -> None:
    write(unit, [NOVEMBER] * 9)
    public.pull()
    FACTS.clear()
    declare(replace(LEDGER, cubes=(replace(CHANNELS, columns=("channel", "unit_id")),)))

    cells = public.sums("ledger", value=lambda t: t.wait, by=["unit_id"])
    assert [(cell.dimensions, cell.n) for cell in cells] == [((unit.id,), 9)]
    public.pull()

    (held,) = read_manifest().facts["ledger"].cubes
    assert held.columns[:4] == ("day", "month", "channel", "unit_id")
    assert used(value=lambda t: t.wait, by=["unit_id"]) == "by_channel"


def test_a_manifest_of_an_earlier_release_is_read(unit: Any) -> None:
    import json

    write(unit, [NOVEMBER] * 9)
    public.pull()
    file = folder() / "manifest.json"
    held = json.loads(file.read_text())
    for fact in held["facts"].values():
        del fact["cubes"]
    file.write_text(json.dumps(held))

    assert read_manifest().facts["ledger"].cubes == ()
    same_from_rows()
    public.pull()
    assert len(read_manifest().facts["ledger"].cubes) == 3


def test_cells_read_a_second_time_are_held_in_memory(unit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    by = ["channel"]
    days = [OCTOBER + timedelta(days=number % 6) for number in range(60)]
    write(unit, days, wait=5)
    public.pull()
    first = public.sums("ledger", value=lambda t: t.wait, by=by)
    kept = public.sums("ledger", value=lambda t: t.wait, by=by, where=[lambda t: t.day >= NOVEMBER])
    for file in engine.files_of(CUBED).named:
        (folder() / file).unlink()
    engine.forget()

    assert public.sums("ledger", value=lambda t: t.wait, by=by) == first
    assert public.sums("ledger", value=lambda t: t.wait, by=by, where=[lambda t: t.day >= NOVEMBER]) == kept
    assert (first[0].n, kept[0].n) == (60, 30)

    monkeypatch.setattr(duck, "CELLS_ROWS", 0)
    public.rebuild()
    assert public.sums("ledger", value=lambda t: t.wait, by=by) == first
    same_from_rows()
    assert sum(1 for cells in duck._cells.values() if cells.table) <= 1


def test_a_lost_cube_is_mended(unit: Any) -> None:
    write(unit, [NOVEMBER] * 9)
    public.pull()
    for cube in read_manifest().facts["ledger"].cubes:
        (folder() / cube.file).unlink()

    public.verify()
    same_from_rows()
    public.pull()

    assert len(read_manifest().facts["ledger"].cubes) == 3
    same_from_rows()


@pytest.mark.parametrize(
    ("cube", "complaint"),
    [
        (Cube("by shop", ("channel",)), "needs a plain name"),
        (Cube("by_shop", ("shop",)), "names shop, which is no column"),
        (Cube("by_day", (), measures=("channel",)), "measures channel, which is no number"),
    ],
)
def test_a_cube_that_makes_no_sense_is_refused(cube: Cube, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        declare(replace(LEDGER, name="other", cubes=(cube,)))
    assert "other" not in FACTS
