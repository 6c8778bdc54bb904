"""A fact over the ledger of interactions, reached through the app registry: the store itself knows no domain."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F

from aisance.lake import engine, registry
from aisance.lake.contracts import Column, Fact

Interaction = apps.get_model("journeys", "Interaction")
WRITTEN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

LEDGER = Fact(
    "ledger",
    (
        Column("id", "int64"),
        Column("day", "date"),
        Column("recorded_at", "timestamp"),
        Column("channel", "code"),
        Column("unit_id", "int32"),
        Column("wait", "float64"),
        Column("started_at", "timestamp"),
    ),
    lambda: Interaction.objects.annotate(wait=F("wait_seconds")),
)


def write(
    unit: Any, days: Sequence[date], *, first: int = 0, channel: str = "phone", wait: int | None = 20
) -> list[Any]:
    """One interaction a day given, numbered from `first`."""
    rows = [
        Interaction(
            source="test", external_id=str(first + place), channel=channel, unit=unit, day=day, wait_seconds=wait,
            started_at=datetime(day.year, day.month, day.day, 10, tzinfo=UTC), recorded_at=WRITTEN, outcome="answered",
        )
        for place, day in enumerate(days)
    ]  # fmt: skip
    with transaction.atomic():
        return list(Interaction.objects.bulk_create(rows))


def stored() -> list[tuple[Any, ...]]:
    """What the store shows of the ledger, in the order of ids."""
    sql = 'SELECT id, day, channel, wait, started_at, month FROM "ledger" ORDER BY id'
    return list(engine.read(registry.declared("ledger"), sql))


def expected() -> list[tuple[Any, ...]]:
    """What it ought to show, from the database."""
    found = Interaction.objects.order_by("id").values_list("id", "day", "channel", "wait_seconds", "started_at")
    return [
        (pk, day, channel, wait, start.replace(tzinfo=None), day.year * 100 + day.month)
        for pk, day, channel, wait, start in found
    ]
