"""On PostgreSQL a lower id may be committed after a higher one was pulled. Two connections play it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ConnectionHandler

from aisance.accounts.contracts import UnitKind
from aisance.accounts.services import add_unit
from aisance.core.permissions import system_viewer
from aisance.lake import public
from aisance.lake.manifest import read_manifest
from aisance.lake.tests.ledger import Interaction, expected, stored, write

NOVEMBER = date(2026, 11, 2)

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time: ids are committed in their order"
)

type Act = Callable[[Any], None]


@pytest.fixture
def company(transactional_db: None) -> Any:
    return add_unit(code="orvane", name="Orvane", kind=UnitKind.COMPANY, parent_id=None, by=system_viewer("test"))


@pytest.fixture
def slow(company: Any) -> Iterator[Any]:
    """A second connection, in a transaction that has written an interaction and has not committed."""
    other = ConnectionHandler({"default": connections["default"].settings_dict})["default"]
    other.set_autocommit(False)
    (draft,) = write(company, [NOVEMBER], first=900)
    fields = [field.column for field in Interaction._meta.concrete_fields if field.column != "id"]
    with other.cursor() as cursor:
        table, names = Interaction._meta.db_table, ", ".join(f'"{name}"' for name in fields)
        values = names.replace('"external_id"', "'slow'")
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = %s", [draft.pk])
    yield other
    other.close()


def test_a_lower_id_committed_late_is_not_lost(company: Any, slow: Any) -> None:
    write(company, [NOVEMBER])
    public.pull()
    assert len(stored()) == 2
    assert stored() == expected()

    slow.commit()
    public.pull()

    assert len(stored()) == 3
    assert stored() == expected()
    assert [row[0] for row in stored()] == sorted(row[0] for row in stored())


def test_rows_wait_in_the_tail_until_older_transactions_end(company: Any, slow: Any) -> None:
    write(company, [NOVEMBER])
    public.pull()
    held = read_manifest().facts["ledger"]
    assert (held.parts, held.tail and held.tail.rows, held.watermark) == ((), 2, 0)

    slow.rollback()
    public.pull()

    held = read_manifest().facts["ledger"]
    assert ([part.rows for part in held.parts], held.tail) == ([2], None)
    assert stored() == expected()


def test_newer_transactions_hold_nothing_back(company: Any, slow: Any) -> None:
    write(company, [NOVEMBER])
    public.pull()
    slow.commit()
    with slow.cursor() as cursor:
        cursor.execute("SELECT 1")  # begins a new transaction, which stays open
    public.pull()

    held = read_manifest().facts["ledger"]
    assert ([part.rows for part in held.parts], held.tail) == ([3], None)
    assert stored() == expected()


def test_a_tail_that_did_not_change_is_not_written_again(company: Any, slow: Any) -> None:
    write(company, [NOVEMBER])
    public.pull()
    generation = public.generation()

    assert public.pull() == 0
    assert public.generation() == generation


def test_a_changed_row_in_the_tail_is_read_again(company: Any, slow: Any) -> None:
    (row,) = write(company, [NOVEMBER])
    public.pull()
    with transaction.atomic():
        Interaction.objects.filter(pk=row.pk).update(wait_seconds=77)
        public.mark_stale("ledger", [NOVEMBER])
    public.pull()

    assert stored() == expected()
    assert stored()[-1][3] == 77.0


def test_a_rebuild_loses_nothing_that_is_not_committed_yet(company: Any, slow: Any) -> None:
    write(company, [NOVEMBER])
    public.rebuild()
    assert stored() == expected()

    slow.commit()
    public.pull()

    assert len(stored()) == 3
    assert stored() == expected()
