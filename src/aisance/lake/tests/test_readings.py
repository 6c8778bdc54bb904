from collections import defaultdict
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aisance.lake import duck, engine, public, queries
from aisance.lake.contracts import Cell, Column, Fact
from aisance.lake.registry import FACTS, declare
from aisance.lake.tests.ledger import LEDGER, Interaction, write

OCTOBER = date(2026, 10, 30)
NOVEMBER = date(2026, 11, 2)


def plain(dimensions: tuple[Any, ...], n: int, wv: float, wv2: float) -> Cell:
    """A cell without weights."""
    return Cell(dimensions, n, float(n), wv, wv2, float(n), wv, wv2)


def test_sums_by_cell_count_only_rows_that_have_a_value(unit: Any) -> None:
    write(unit, [OCTOBER, NOVEMBER, NOVEMBER], wait=20)
    write(unit, [NOVEMBER], first=3, wait=5)
    write(unit, [NOVEMBER], first=4, wait=None)
    write(unit, [NOVEMBER], first=5, channel="chat", wait=None)
    public.pull()

    cells = public.sums("ledger", value=lambda t: t.wait, by=["month", "channel"])

    assert cells == [plain((202610, "phone"), 1, 20.0, 400.0), plain((202611, "phone"), 3, 45.0, 825.0)]


def test_conditions_narrow_what_is_summed(unit: Any) -> None:
    write(unit, [OCTOBER, NOVEMBER])
    write(unit, [NOVEMBER], first=2, channel="chat", wait=7)
    public.pull()

    cells = public.sums(
        "ledger", value=lambda t: t.wait, where=[lambda t: t.day >= NOVEMBER, lambda t: t.channel == "chat"]
    )

    assert cells == [plain((), 1, 7.0, 49.0)]


def test_readings_that_differ_in_one_literal_only_are_not_taken_for_each_other(unit: Any) -> None:
    write(unit, [NOVEMBER], wait=1)
    write(unit, [NOVEMBER], first=1, wait=21)
    public.pull()

    def waited(seconds: float) -> float:
        return public.sums("ledger", value=lambda t: t.wait >= seconds)[0].wv

    assert [waited(seconds) for seconds in (0, 1, 2, 21, 21.5, 22)] == [2.0, 2.0, 1.0, 1.0, 0.0, 0.0]


def test_a_condition_may_be_the_value(unit: Any) -> None:
    write(unit, [NOVEMBER] * 3)
    write(unit, [NOVEMBER], first=3, wait=21)
    public.pull()

    assert public.sums("ledger", value=lambda t: t.wait <= 20) == [plain((), 4, 3.0, 3.0)]


def test_a_plain_number_counts_every_row(unit: Any) -> None:
    write(unit, [NOVEMBER] * 3, wait=None)
    public.pull()

    assert public.sums("ledger", value=lambda _: 1, by=["channel"]) == [plain(("phone",), 3, 3.0, 3.0)]


def test_no_rows_give_one_empty_cell_or_no_cell(unit: Any) -> None:
    assert public.sums("ledger", value=lambda t: t.wait) == [plain((), 0, 0.0, 0.0)]
    assert public.sums("ledger", value=lambda t: t.wait, by=["channel"]) == []


def test_a_missing_dimension_is_a_cell_of_its_own_and_comes_last(unit: Any) -> None:
    FACTS.clear()
    declare(Fact("ledger", (*LEDGER.columns, Column("step_id", "int64")), LEDGER.rows))
    write(unit, [NOVEMBER])
    public.pull()

    assert public.sums("ledger", value=lambda t: t.wait, by=["step_id"]) == [plain((None,), 1, 20.0, 400.0)]


def test_weights_are_used_where_the_fact_has_them(unit: Any) -> None:
    FACTS.clear()
    weighted = (*LEDGER.columns, Column("weight", "float64"))
    from django.db.models import F

    rows = lambda: Interaction.objects.annotate(wait=F("wait_seconds"), weight=F("handling_seconds"))  # noqa: E731
    declare(Fact("ledger", weighted, rows))
    write(unit, [NOVEMBER, NOVEMBER], wait=3)
    Interaction.objects.filter(external_id="0").update(handling_seconds=2)
    public.pull()

    # The row without a weight counts once: w = 2 + 1, v = 3.
    assert public.sums("ledger", value=lambda t: t.wait) == [Cell((), 2, 3.0, 9.0, 27.0, 5.0, 15.0, 45.0)]


def test_an_unknown_column_is_named(unit: Any) -> None:
    with pytest.raises(LookupError, match="The fact ledger has no column shop"):
        public.sums("ledger", value=lambda t: t.wait, by=["channel", "shop"])


def test_any_other_reading_gives_its_rows(unit: Any) -> None:
    write(unit, [OCTOBER, NOVEMBER, NOVEMBER])
    public.pull()

    found = public.rows("ledger", lambda t: t.group_by("day").aggregate(n=t.count()).order_by("day"))

    assert found == [(OCTOBER, 1), (NOVEMBER, 2)]


def test_a_reading_is_remembered_until_its_fact_changes(unit: Any) -> None:
    write(unit, [NOVEMBER])
    public.pull()
    first = engine.read(LEDGER, "SELECT count(*) FROM ledger")
    assert engine.read(LEDGER, "SELECT count(*) FROM ledger") is first

    write(unit, [NOVEMBER], first=1)
    public.pull()

    assert engine.read(LEDGER, "SELECT count(*) FROM ledger") == ((2,),)


def test_the_engine_is_renewed_after_many_generations(unit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duck, "FILES_AN_INSTANCE", 3)
    for number in range(8):
        write(unit, [NOVEMBER], first=number)
        public.pull()
        assert engine.read(LEDGER, "SELECT count(*) FROM ledger") == ((number + 1,),)


def test_the_first_reading_can_be_paid_for_at_start(unit: Any) -> None:
    public.warm()

    assert public.rows("ledger", lambda t: t.count().as_table()) == [(0,)]


ROW = st.tuples(
    st.dates(date(2025, 1, 1), date(2026, 11, 22)),
    st.sampled_from(["phone", "chat", "email", "web"]),
    st.one_of(st.none(), st.integers(0, 5_000)),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, min_size=1, max_size=60), cuts=st.lists(st.integers(0, 60), max_size=3))
def test_sums_over_any_split_add_up(unit: Any, rows: list[tuple[date, str, int | None]], cuts: list[int]) -> None:
    Interaction.objects.all().delete()
    public.rebuild()
    numbers = iter(range(100))
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(rows)], strict=True):
        for day, channel, wait in rows[start:end]:
            write(unit, [day], first=next(numbers), channel=channel, wait=wait)
        public.pull()

    (whole,) = public.sums("ledger", value=lambda t: t.wait)
    waits = [wait for _, _, wait in rows if wait is not None]
    assert whole == plain((), len(waits), float(sum(waits)), float(sum(wait * wait for wait in waits)))
    for by in (["channel"], ["month"], ["day", "channel"]):
        cells = public.sums("ledger", value=lambda t: t.wait, by=by)
        assert sum(cell.n for cell in cells) == whole.n
        assert sum(cell.wv for cell in cells) == whole.wv
        assert sum(cell.wv2 for cell in cells) == whole.wv2


def test_readers_see_whole_generations_while_the_store_is_written(unit: Any) -> None:
    pairs: defaultdict[int, int] = defaultdict(int)
    problems: list[object] = []
    started = Barrier(4)
    over = False

    def keep_reading() -> None:
        started.wait()
        while not over:
            try:
                (whole,) = public.sums("ledger", value=lambda t: t.wait)
                pairs[whole.n % 2] += 1
            except Exception as problem:  # whatever it is, the test fails with it
                problems.append(problem)
                return

    readers = [Thread(target=keep_reading) for _ in range(3)]
    for reader in readers:
        reader.start()
    started.wait()
    for number in range(25):
        write(unit, [OCTOBER, NOVEMBER], first=2 * number)
        public.rebuild() if number % 5 == 4 else public.pull()
    over = True
    for reader in readers:
        reader.join()

    assert problems == []
    assert pairs[1] == 0
    assert pairs[0] > 0
    assert public.sums("ledger", value=lambda t: t.wait)[0].n == 50


def _one(_table: Any) -> int:
    return 1


def test_other_days_are_not_compiled_anew_and_not_mixed_up(unit: Any) -> None:
    days = [OCTOBER + timedelta(days=number) for number in range(10)]
    write(unit, days, wait=3)
    public.pull()

    def count(first: int, last: int, **asked: Any) -> list[int]:
        where = [public.Days(days[first], days[last])]
        return [cell.n for cell in public.sums("ledger", value=_one, where=where, **asked)]

    assert count(0, 9) == [10]
    compiled = queries._sql_of.cache_info().misses
    assert [count(0, 0), count(2, 5), count(9, 9), count(1, 0)] == [[1], [4], [1], [0]]
    assert queries._sql_of.cache_info().misses == compiled
    two = [public.Days(days[0], days[6]), public.Days(days[4], days[9])]
    assert [cell.n for cell in public.sums("ledger", value=_one, where=two)] == [3]
