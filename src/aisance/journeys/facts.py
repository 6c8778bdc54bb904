"""What journeys export to the store of facts. No names, no addresses, no attributes."""

from django.db.models import QuerySet

from aisance.customers.public import bearing_persons
from aisance.journeys.models import Interaction
from aisance.lake.contracts import Column, Cube, Fact
from aisance.lake.public import declare

COLUMNS = (
    Column("id", "int64"),
    Column("day", "date"),
    Column("recorded_at", "timestamp"),
    Column("customer_id", "int64"),
    Column("channel", "code"),
    Column("direction", "code"),
    Column("step_id", "int64"),
    Column("reason_id", "int64"),
    Column("unit_id", "int64"),
    Column("advisor_id", "int64"),
    Column("language", "code"),
    Column("wait_seconds", "int32"),
    Column("handling_seconds", "int32"),
    Column("outcome", "code"),
    Column("source", "code"),
    Column("started_at", "timestamp"),
    Column("promised_by", "timestamp"),
    Column("done_at", "timestamp"),
)
TIMES = ("wait_seconds", "handling_seconds")


def _rows() -> QuerySet[Interaction]:
    return Interaction.objects.all()


declare(
    Fact(
        name="interactions",
        columns=COLUMNS,
        rows=_rows,
        spread=bearing_persons(COLUMNS),
        cubes=(
            Cube("by_step", ("channel", "direction", "outcome", "step_id"), TIMES),
            Cube("by_unit", ("direction", "outcome", "unit_id"), TIMES),
            Cube("by_reason", ("channel", "direction", "outcome", "reason_id"), TIMES, grain="month"),
            Cube("by_unit_month", ("channel", "direction", "outcome", "unit_id"), TIMES, grain="month"),
        ),
    )
)
