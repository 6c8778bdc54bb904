"""What cases export to the store: one row a case, by the day of its opening. No words, and of people a number alone."""

from typing import Any

from django.db.models import Case as Either
from django.db.models import F, When

from aisance.cases.gestures import facts as gestures
from aisance.cases.models import Case
from aisance.cases.rules import FACT
from aisance.customers.public import bearing_persons
from aisance.lake.contracts import Column, Cube, Fact
from aisance.lake.public import declare

__all__ = ["gestures"]

COLUMNS = (
    Column("id", "int64"),
    Column("day", "date"),
    Column("recorded_at", "timestamp"),
    Column("customer_id", "int64"),
    Column("unit_id", "int64"),
    Column("reason_id", "int64"),
    Column("root_cause_id", "int64"),
    Column("source", "code"),
    Column("status", "code"),
    Column("outcome", "code"),
    Column("touched_seconds", "int64"),
    Column("closed_seconds", "int64"),
    Column("within_deadline", "int8"),
    Column("says_solved", "int8"),
)


def cases() -> Any:
    """Every case but those that ended in another one. Seconds are working time of the unit; null: not yet."""
    return Case.objects.filter(merged_into__isnull=True).annotate(
        recorded_at=F("opened_at"),
        within_deadline=_one_or_zero("in_time"),
        says_solved=_one_or_zero("solved_says_customer"),
    )


def _one_or_zero(field: str) -> Either:
    """1 for yes, 0 for no, null while nobody knows."""
    return Either(When(**{field: True}, then=1), When(**{field: False}, then=0))


CUBES = (Cube("by_unit", ("unit_id", "outcome", "source"), measures=("touched_seconds", "closed_seconds")),)

declare(Fact(FACT, COLUMNS, cases, CUBES, spread=bearing_persons(COLUMNS)))
