"""What customers export to the store: purchases and visits, by number. No names, no order numbers."""

from typing import Any

from aisance.customers.models import Purchase, Visit
from aisance.lake.contracts import Column, Fact
from aisance.lake.public import declare

SHARED = (
    Column("id", "int64"),
    Column("day", "date"),
    Column("recorded_at", "timestamp"),
    Column("customer_id", "int64"),
    Column("place", "code"),
)


def _purchases() -> Any:
    return Purchase.objects.all()


def _visits() -> Any:
    return Visit.objects.all()


declare(
    Fact(
        "purchases",
        (*SHARED, Column("amount_minor", "int64"), Column("currency", "code"), Column("quantity", "int32")),
        _purchases,
    )
)
declare(Fact("visits", SHARED, _visits))
