"""What settled files gave is remembered and what came since is added: never more, never less than all rows."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aisance.lake import public, sources
from aisance.lake.contracts import Cell
from aisance.lake.manifest import folder, read_manifest
from aisance.lake.tests.ledger import Interaction, write

OCTOBER = date(2026, 10, 30)
NOVEMBER = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _settled_from_three_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SMALL_ROWS", 3)


def _waits(t: Any) -> Any:
    return t.wait


def _beside_the_mean(t: Any) -> Any:
    return t.wait - t.wait.mean()


def _in_november(t: Any) -> Any:
    return t.day >= date(2026, 11, 1)


def _one(n: int, total: float, squares: float) -> list[Cell]:
    return [Cell((), n, float(n), total, squares, float(n), total, squares)]


def test_settled_files_are_not_read_again_when_a_row_comes(unit: Any) -> None:
    write(unit, [OCTOBER] * 3 + [NOVEMBER] * 3, wait=2)
    public.pull()
    assert public.sums("ledger", value=_waits) == _one(6, 12.0, 24.0)
    for file in read_manifest().facts["ledger"].files:
        (folder() / file).unlink()

    write(unit, [NOVEMBER], first=6, wait=5)
    public.pull()

    assert public.sums("ledger", value=_waits) == _one(7, 17.0, 49.0)


def test_a_changed_day_is_read_again_in_the_settled_files(unit: Any) -> None:
    rows = write(unit, [OCTOBER] * 3 + [NOVEMBER] * 3, wait=2)
    public.pull()
    assert public.sums("ledger", value=_waits) == _one(6, 12.0, 24.0)

    with transaction.atomic():
        Interaction.objects.filter(pk=rows[0].pk).update(wait_seconds=10)
        public.mark_stale("ledger", [OCTOBER])
    public.pull()

    assert public.sums("ledger", value=_waits) == _one(6, 20.0, 120.0)


def test_a_value_that_looks_beyond_its_row_is_read_of_all_rows_at_once(unit: Any) -> None:
    write(unit, [NOVEMBER] * 3, wait=2)
    public.pull()
    write(unit, [NOVEMBER], first=3, wait=6)
    public.pull()

    assert public.sums("ledger", value=_beside_the_mean) == _one(4, 0.0, 12.0)


ROW = st.tuples(st.sampled_from([OCTOBER, NOVEMBER]), st.integers(0, 9))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(ROW, min_size=1, max_size=5), min_size=1, max_size=4))
def test_a_value_on_both_sides_counts_once(unit: Any, batches: list[list[tuple[date, int]]]) -> None:
    Interaction.objects.all().delete()
    public.rebuild()
    numbers = iter(range(100))
    for batch in batches:
        for day, wait in batch:
            write(unit, [day], first=next(numbers), wait=wait)
        public.pull()
        held = list(Interaction.objects.values_list("day", "wait_seconds"))
        assert public.distinct("ledger", "wait") == len({wait for _, wait in held})
        november = {wait for day, wait in held if day == NOVEMBER}
        assert public.distinct("ledger", "wait", where=[_in_november]) == len(november)


def test_nothing_has_no_values(unit: Any) -> None:
    assert public.distinct("ledger", "wait") == 0


def test_rows_without_a_value_are_not_counted(unit: Any) -> None:
    write(unit, [NOVEMBER] * 4, wait=None)
    public.pull()

    assert public.distinct("ledger", "wait") == 0
