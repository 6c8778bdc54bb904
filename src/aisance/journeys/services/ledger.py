"""How rows get into the ledger fast: many in one statement, leaving out those whose key is taken."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from aisance.core.bulk import insert_rows, stored_json, stored_moment
from aisance.journeys.models import Interaction

COPY_FROM = 500
"""From so many rows on, PostgreSQL takes them faster by COPY."""


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


_TABLE = Interaction._meta.db_table
_COLUMNS = ", ".join(Row._fields)
# Built from names of our own table only; every value goes as a parameter.
_INTO = f"INSERT INTO {_TABLE} ({_COLUMNS})"
_UNLESS_KNOWN = "ON CONFLICT (source, external_id) DO NOTHING RETURNING source, external_id, id"
_ARRIVING = f"CREATE TEMPORARY TABLE arriving ON COMMIT DROP AS SELECT {_COLUMNS} FROM {_TABLE} WITH NO DATA"  # noqa: S608  names of ours
_ARRIVED = f"SELECT {_COLUMNS} FROM arriving"  # noqa: S608  names of ours


def insert(rows: Sequence[Row]) -> dict[tuple[str, str], int]:
    """Write rows whose (source, external id) is free; returns the ids of those written, by that pair."""
    if connection.vendor == "postgresql" and len(rows) >= COPY_FROM:
        return _copied(rows)
    found = insert_rows(_TABLE, Row._fields, [_adapted(row) for row in rows], ending=_UNLESS_KNOWN)
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


def _copied(rows: Sequence[Row]) -> dict[tuple[str, str], int]:
    """By way of a table of this transaction, since COPY itself knows no conflicts."""
    with connection.cursor() as cursor:
        cursor.execute(_ARRIVING)
        with cursor.copy(f"COPY arriving ({_COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(_adapted(row))
        cursor.execute(f"{_INTO} {_ARRIVED} {_UNLESS_KNOWN}")
        found = cursor.fetchall()
        cursor.execute("DROP TABLE arriving")
    return {(source, external_id): pk for source, external_id, pk in found}
