"""How rows get into the ledger fast: many in one statement, leaving out those whose key is taken."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from aisance.core.bulk import insert_rows, stored_json, stored_moment
from aisance.journeys.models import Interaction


class Row(NamedTuple):
    """The columns of an interaction, in the order in which they are written.

    `recorded_at` is the same for a whole batch and comes as the database takes it.
    """

    source: str
    external_id: str
    customer_id: int | None
    channel: str
    direction: str
    step_id: int | None
    reason_id: int | None
    unit_id: int
    advisor_id: int | None
    language: str
    started_at: datetime
    day: date
    wait_seconds: int | None
    handling_seconds: int | None
    outcome: str | None
    ended_at: datetime | None
    promised_by: datetime | None
    done_at: datetime | None
    attributes: Mapping[str, str]
    recorded_at: Any


_UNLESS_KNOWN = "ON CONFLICT (source, external_id) DO NOTHING RETURNING source, external_id, id"


def insert(rows: Sequence[Row]) -> dict[tuple[str, str], int]:
    """Write rows whose (source, external id) is free; returns the ids of those written, by that pair."""
    table = Interaction._meta.db_table
    found = insert_rows(table, Row._fields, [_adapted(row) for row in rows], ending=_UNLESS_KNOWN)
    return {(source, external_id): pk for source, external_id, pk in found}


def _adapted(row: Row) -> list[Any]:
    """The values as the database's driver takes them."""
    return [
        *row[:10],
        stored_moment(row.started_at),
        *row[11:15],
        stored_moment(row.ended_at),
        stored_moment(row.promised_by),
        stored_moment(row.done_at),
        stored_json(row.attributes),
        row.recorded_at,
    ]
