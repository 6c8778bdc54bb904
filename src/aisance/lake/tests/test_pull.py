from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from aisance.core import clock
from aisance.core.worker import CHORES, run_until_idle
from aisance.lake import engine, public, services
from aisance.lake.contracts import Column, Fact
from aisance.lake.manifest import folder, read_manifest, writing
from aisance.lake.models import StaleDay, StoreKey
from aisance.lake.registry import FACTS, declare
from aisance.lake.tests.ledger import LEDGER, Interaction, expected, stored, write

OCTOBER = date(2026, 10, 30)
NOVEMBER = date(2026, 11, 2)


def files_on_disk() -> list[str]:
    return sorted(str(path.relative_to(folder())) for path in folder().rglob("*.parquet"))


def test_an_empty_database_gives_an_empty_table(unit: Any) -> None:
    assert public.pull() == 0

    assert stored() == []
    assert public.generation() == 0 or read_manifest().facts["ledger"].rows == 0


def test_a_store_that_was_never_written_can_be_read(unit: Any) -> None:
    assert stored() == []
    assert public.generation() == 0


def test_new_rows_come_with_the_next_pull_and_only_once(unit: Any) -> None:
    write(unit, [OCTOBER, NOVEMBER])
    assert public.pull() == 2
    write(unit, [NOVEMBER], first=2, channel="chat", wait=None)
    assert public.pull() == 1

    assert stored() == expected()
    assert len(stored()) == 3


def test_a_pull_that_finds_nothing_changes_nothing(unit: Any) -> None:
    write(unit, [NOVEMBER])
    public.pull()
    before = (folder() / "manifest.json").stat().st_mtime_ns, public.generation()

    assert public.pull() == 0

    assert ((folder() / "manifest.json").stat().st_mtime_ns, public.generation()) == before


def test_a_back_dated_row_lands_in_its_own_month(unit: Any) -> None:
    write(unit, [NOVEMBER])
    public.pull()
    write(unit, [date(2025, 1, 31)], first=1)
    public.pull()

    parts = read_manifest().facts["ledger"].parts
    assert sorted((part.month, part.rows) for part in parts) == [(202501, 1), (202611, 1)]
    assert stored() == expected()


def test_a_row_changed_in_place_is_read_again(unit: Any) -> None:
    first, second = write(unit, [NOVEMBER, NOVEMBER])
    public.pull()
    with transaction.atomic():
        Interaction.objects.filter(pk=first.pk).update(wait_seconds=99)
        public.mark_stale("ledger", [NOVEMBER])
    public.pull()

    assert [(row[0], row[3]) for row in stored()] == [(first.pk, 99.0), (second.pk, 20.0)]
    assert not StaleDay.objects.exists()


def test_a_row_moved_to_another_day_leaves_its_old_month(unit: Any) -> None:
    moved, _ = write(unit, [NOVEMBER, OCTOBER])
    public.pull()
    with transaction.atomic():
        Interaction.objects.filter(pk=moved.pk).update(day=OCTOBER)
        public.mark_stale("ledger", [NOVEMBER, OCTOBER])
    public.pull()

    assert [row[5] for row in stored()] == [202610, 202610]
    assert {part.month for part in read_manifest().facts["ledger"].parts} == {202610}


def test_an_erased_row_leaves_the_store_and_its_files_go_after_five_minutes(unit: Any) -> None:
    gone, kept = write(unit, [NOVEMBER, NOVEMBER + timedelta(days=1)])
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    with clock.stopped_at(noon):
        public.pull()
        with transaction.atomic():
            Interaction.objects.filter(pk=gone.pk).delete()
            public.mark_stale("ledger", [NOVEMBER])
        public.pull()
        assert [row[0] for row in stored()] == [kept.pk]
        assert len(files_on_disk()) == 2

    with clock.stopped_at(noon + timedelta(minutes=6)):
        public.pull()
    assert files_on_disk() == read_manifest().facts["ledger"].files


def test_a_mark_outside_a_transaction_is_a_mistake(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        public.mark_stale("ledger", [NOVEMBER])
    assert not StaleDay.objects.exists()


def test_a_mark_for_an_unknown_fact_is_a_mistake(unit: Any) -> None:
    with pytest.raises(LookupError, match="No fact is called ledgers; there are ledger"):
        public.mark_stale("ledgers", [NOVEMBER])
    assert not StaleDay.objects.exists()


def test_a_rebuilt_store_holds_the_same_rows_as_its_increments(unit: Any) -> None:
    for round_number in range(20):
        write(unit, [OCTOBER, NOVEMBER, date(2024, 2, 29)], first=3 * round_number)
        public.pull()
    by_increments, generation = stored(), public.generation()

    assert public.rebuild() == 60

    assert stored() == by_increments == expected()
    assert public.generation() > generation
    assert len(read_manifest().facts["ledger"].parts) == 3


def test_many_small_increments_are_merged(unit: Any) -> None:
    for number in range(40):
        write(unit, [NOVEMBER], first=number)
        public.pull()

    assert len(read_manifest().facts["ledger"].parts) < 16
    assert stored() == expected()


def test_more_rows_than_a_step_come_in_several_generations(unit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aisance.lake.parquet.CHUNK_ROWS", 10)
    write(unit, [OCTOBER + timedelta(days=number % 60) for number in range(137)])

    assert services.pull_step() == (50, True)
    assert len(stored()) == 50
    assert public.pull() == 87
    assert stored() == expected()
    assert public.rebuild() == 137
    assert stored() == expected()


def test_a_pull_while_another_writes_does_nothing(unit: Any) -> None:
    write(unit, [NOVEMBER])
    with writing(wait=True) as ours:
        assert ours
        assert public.pull() == 0
        assert stored() == []

    assert public.pull() == 1


def test_files_of_another_database_are_not_believed(unit: Any) -> None:
    write(unit, [NOVEMBER])
    public.pull()
    StoreKey.objects.all().delete()
    Interaction.objects.all().delete()
    write(unit, [OCTOBER], first=7)

    assert public.pull() == 1
    assert stored() == expected()


def test_a_fact_whose_columns_changed_is_written_anew(unit: Any) -> None:
    write(unit, [NOVEMBER, OCTOBER])
    public.pull()
    FACTS.clear()
    with_outcome = (*LEDGER.columns, Column("outcome", "code"))
    declare(Fact("ledger", with_outcome, LEDGER.rows))

    assert public.rows("ledger", lambda t: t.select("outcome")) == [(None,), (None,)]
    assert public.pull() == 2
    assert public.rows("ledger", lambda t: t.select("outcome")) == [("answered",), ("answered",)]


def test_verify_mends_an_unmarked_change_and_a_lost_file(unit: Any) -> None:
    rows = write(unit, [OCTOBER, NOVEMBER, NOVEMBER])
    public.pull()
    assert public.verify() == 0
    Interaction.objects.filter(pk=rows[2].pk).delete()
    october = next(part for part in read_manifest().facts["ledger"].parts if part.month == 202610)
    (folder() / october.file).unlink()

    assert public.verify() == 2
    assert stored() == expected()


def test_ids_given_out_again_after_a_restored_backup_are_read(unit: Any) -> None:
    first, second, third = write(unit, [OCTOBER, NOVEMBER, NOVEMBER])
    public.pull()
    # The backup knew the first two only; its next interaction takes the third's id.
    Interaction.objects.filter(pk=third.pk).delete()
    public.pull()
    assert [row[0] for row in stored()] == [first.pk, second.pk]
    third.day = OCTOBER
    third.save(force_insert=True)
    public.pull()

    assert [(row[0], row[1]) for row in stored()] == [(first.pk, OCTOBER), (second.pk, NOVEMBER), (third.pk, OCTOBER)]


def test_a_torn_manifest_is_an_empty_store_that_the_next_pull_fills(unit: Any) -> None:
    write(unit, [NOVEMBER])
    public.pull()
    generation = public.generation()
    (folder() / "manifest.json").write_text('{"format": 1, "gen')

    assert public.generation() == 0
    assert public.pull() == 1
    assert stored() == expected()
    assert public.generation() > generation


def test_the_worker_pulls(unit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CHORES.keys() - {"pull facts", "verify facts"}:  # other chores may read facts that are not here
        monkeypatch.delitem(CHORES, name)
    write(unit, [NOVEMBER])
    run_until_idle()

    assert stored() == expected()
    assert CHORES["pull facts"].rest_seconds >= 1.0


def test_status_tells_rows_files_and_age(unit: Any) -> None:
    write(unit, [OCTOBER, NOVEMBER])
    public.pull()

    with clock.stopped_at(datetime(2026, 11, 20, 9, 31, tzinfo=UTC)):
        held = public.status()

    assert held == {
        "generation": public.generation(),
        "facts": {"ledger": {"rows": 2, "files": 2, "newest_row_age_seconds": 60.0}},
    }


def test_a_reader_with_lost_files_reads_the_manifest_again(unit: Any) -> None:
    write(unit, [NOVEMBER])
    public.pull()
    assert len(stored()) == 1
    public.rebuild()
    for file in files_on_disk():
        if file not in read_manifest().facts["ledger"].files:
            (folder() / file).unlink()

    assert engine.read(LEDGER, "SELECT count(*) FROM ledger") == ((1,),)
