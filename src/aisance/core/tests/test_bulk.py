"""Rows written together: in order, seen by whoever reads after them, and nothing of them where one is wrong."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from aisance.core import clock
from aisance.core.bulk import change_rows, insert_rows, sent_together, stored_moment
from aisance.core.models import Event

COLUMNS = ("id", "name", "payload", "emitted_at", "attempts", "last_error")
NAME = "UPDATE core_event SET name = %s WHERE id = %s"


def _rows(*ids: int, name: str = "said; RETURNING 100 %s 'quoted'") -> list[tuple[object, ...]]:
    return [(pk, name, "{}", stored_moment(clock.now()), 0, "") for pk in ids]


@pytest.mark.django_db
def test_what_is_read_comes_after_what_was_written_before() -> None:
    with transaction.atomic(), sent_together():
        insert_rows("core_event", COLUMNS, _rows(*range(1, 21)))
        change_rows(NAME, [("first", 1), ("last", 20)])
        assert Event.objects.filter(name__startswith="said").count() == 18
        change_rows(NAME, [("second", 2)])
    assert list(Event.objects.order_by("pk").values_list("name", flat=True)[:3]) == [
        "first",
        "second",
        "said; RETURNING 100 %s 'quoted'",
    ]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no wait to spare")
def test_writes_go_to_postgresql_as_one_text() -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as sent, sent_together():
        insert_rows("core_event", COLUMNS, _rows(1, 2))
        insert_rows("core_event", COLUMNS, _rows(3))
        change_rows(NAME, [("changed", 1), ("changed", 3)])
    assert len(sent) == 1
    assert Event.objects.filter(name="changed").count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_wrong_row_leaves_nothing_of_the_transaction() -> None:
    @transaction.atomic
    def write() -> None:
        with sent_together():
            insert_rows("core_event", COLUMNS, _rows(1, 2))
            insert_rows("core_event", COLUMNS, _rows(2))

    with pytest.raises(IntegrityError):
        write()
    assert Event.objects.count() == 0
    insert_rows("core_event", COLUMNS, _rows(1))  # nothing of it is still to be sent
    assert Event.objects.count() == 1
