"""What gestures export to the store: cents, kind, unit, day. No words, and of people their number alone."""

from typing import Any

from django.db.models import F

from aisance.cases.models import Gesture
from aisance.customers.public import bearing_persons
from aisance.lake.contracts import Column, Cube, Fact
from aisance.lake.public import declare

COLUMNS = (
    Column("id", "int64"),
    Column("day", "date"),
    Column("recorded_at", "timestamp"),
    Column("customer_id", "int64"),
    Column("case_id", "int64"),
    Column("unit_id", "int64"),
    Column("gesture", "code"),
    Column("sort", "code"),
    Column("state", "code"),
    Column("reason", "code"),
    Column("amount_minor", "int64"),
    Column("currency", "code"),
)


def decisions() -> Any:
    """Every decision about a gesture; what was refused has an amount too, that of what was asked for."""
    return Gesture.objects.annotate(recorded_at=F("at"), gesture=F("kind__code"), sort=F("kind__sort"))


CUBES = (Cube("by_unit", ("unit_id", "gesture", "state"), measures=("amount_minor",)),)

declare(Fact("gestures", COLUMNS, decisions, CUBES, spread=bearing_persons(COLUMNS)))
