"""How fast a segment is counted among a million customers with five million purchases, against the database itself."""

import statistics
from collections.abc import Iterator
from typing import Any

from bench.rows import Row, seconds

SECTION = "customers"
ROUNDS = 5
AGE_DAYS = 1_000

ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("bought 3 times or more in 180 days", {"all": [{"kind": "purchases", "min": 3, "days": 180}]}),
    ("bought for 200 or more in 365 days", {"all": [{"kind": "spent", "min": 20_000, "currency": "EUR", "days": 365}]}),
    ("lost: last bought a year ago", {"all": [{"kind": "last_purchase", "min": 365}]}),
    (
        "at risk, in French, not the best tenth",
        {
            "all": [{"kind": "purchases", "min": 2, "days": 365}, {"kind": "language", "language": "fr"}],
            "none": [{"kind": "purchases", "min": 1, "days": 90}, {"kind": "best", "percent": 10, "days": 365}],
        },
    ),
)


def measured(customers: int, purchases: int) -> Iterator[Row]:
    """A row a segment: the first count after a new purchase, and the next."""
    from aisance.customers.segments.counting import count
    from aisance.lake import engine, public

    fill(customers, purchases)
    yield Row(SECTION, f"{purchases:,} purchases into the store", seconds(public.pull), "s", None, None, 1)
    count(ASKED[0][1])
    for name, conditions in ASKED:
        taken = []
        for _round in range(ROUNDS):
            engine.forget()
            taken.append(seconds(lambda held=conditions: count(held)))  # type: ignore[misc]
        plain = seconds(_plainly) if conditions is ASKED[0][1] else None
        cold = statistics.median(taken)
        against = "GROUP BY customer in the database" if plain else ""
        yield Row(SECTION, name, cold * 1000, "ms", plain and plain * 1000, plain and plain / cold, ROUNDS, against)


def _plainly() -> None:
    from datetime import timedelta

    from django.db.models import Count

    from aisance.core import clock
    from aisance.customers.models import Purchase

    rows = Purchase.objects.filter(day__gt=clock.today() - timedelta(days=180)).values("customer_id")
    rows.annotate(n=Count("pk")).filter(n__gte=3).count()


def fill(customers: int, purchases: int) -> None:
    """So many customers with so many purchases, by two statements: spread evenly, a tenth buying half of all."""
    from django.db import connection, transaction

    from aisance.core import clock
    from aisance.core.bulk import stored_moment

    now, today = stored_moment(clock.now()), clock.today()
    postgres = connection.vendor == "postgresql"
    day = "(%s::date - (i * 7919 %% 1000)::int)" if postgres else "date(%s, '-' || (i * 7919 %% 1000) || ' days')"
    buyer = (
        f"1 + (CASE WHEN i %% 2 = 0 THEN i * 104729 %% {customers} ELSE i * 611953 %% {max(customers // 10, 1)} END)"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"{_numbers(customers, postgres)} INSERT INTO customers_customer (id, name, language, created_at)"
            " SELECT i, '', CASE WHEN i %% 3 = 0 THEN 'en' ELSE 'fr' END, %s FROM n",
            [now],
        )
        columns = "customer_id, source, external_id, order_number, at, day, amount_minor, currency, place, recorded_at"
        cursor.execute(
            f"{_numbers(purchases, postgres)} INSERT INTO customers_purchase ({columns})"
            f" SELECT {buyer}, 'bench', 'p' || i, '', %s, {day}, i * 31 %% 20000, 'EUR', '', %s FROM n",
            [now, today, now],
        )


def _numbers(amount: int, postgres: bool) -> str:
    if postgres:
        return f"WITH n(i) AS (SELECT generate_series(1::bigint, {amount}))"
    return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {amount})"
