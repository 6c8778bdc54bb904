"""Rows in and out of tables in few statements, on a table of customers."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from aisance.core.bulk import insert_rows, rows_among, stored_moment
from aisance.core.clock import now
from aisance.customers.models import Customer

COLUMNS = ("name", "language", "created_at")
AMONG = "SELECT name, id FROM customers_customer WHERE language = %s AND name"


@pytest.mark.django_db
@pytest.mark.parametrize("size", [3, 450, 700])  # one statement, several, and by copy where the database knows it
def test_what_is_returned_comes_in_the_order_of_the_rows(size: int) -> None:
    moment = stored_moment(now())
    rows = [(f"Name {(number * 7919) % size}", "fr", moment) for number in range(size)]

    with transaction.atomic():
        found = insert_rows("customers_customer", COLUMNS, rows, ending="RETURNING name, id")

    assert [name for name, _id in found] == [row[0] for row in rows]
    assert dict(found) == dict(Customer.objects.values_list("name", "pk"))


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 7, 1, 12, 30, 15, 250_000, ZoneInfo("Europe/Paris")),
        datetime(1999, 2, 1, 7, 2, 47, tzinfo=timezone(timedelta(hours=-3))),
    ],
)
def test_a_moment_is_stored_as_django_stores_it(moment: datetime) -> None:
    assert stored_moment(moment) == connection.ops.adapt_datetimefield_value(moment)
    assert stored_moment(None) is None


@pytest.mark.django_db
def test_rows_are_found_by_any_text() -> None:
    names = ["O'Hara", 'a"b', "back\\slash", "Zoé", "🙂", "100 %s", "", "[1]", "null"]
    Customer.objects.bulk_create(Customer(name=name, language="fr", created_at=now()) for name in names)
    Customer.objects.create(name="Zoé", language="en", created_at=now())

    found = dict(rows_among(AMONG, [*names, "nobody"], "fr"))

    assert found == dict(Customer.objects.filter(language="fr").values_list("name", "pk"))
    assert list(rows_among(AMONG, [], "fr")) == []


@pytest.mark.django_db
def test_more_keys_than_one_query_takes_are_all_looked_for() -> None:
    Customer.objects.bulk_create(Customer(name=f"n{number}", created_at=now()) for number in (0, 4_999, 5_000, 12_000))

    found = dict(rows_among(AMONG, [f"n{number}" for number in range(12_001)], ""))

    assert sorted(found) == ["n0", "n12000", "n4999", "n5000"]
