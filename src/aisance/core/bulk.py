"""Many rows into a table with few statements, for the ledgers that take thousands at once.

Django's own bulk_create builds an object for each row and prepares each value, which takes most of the time of a batch.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

ROWS_A_STATEMENT = 200


def insert_rows(
    table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, ending: str = ""
) -> list[tuple[Any, ...]]:
    """Insert rows of plain values; gives what `ending` returns (`ON CONFLICT ... RETURNING id`), in order of the rows.

    Table, columns and ending are names and words of ours, never of a user. Call it inside a transaction.
    """
    found: list[tuple[Any, ...]] = []
    into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES"
    one = "(" + ", ".join(["%s"] * len(columns)) + ")"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            some = rows[start : start + ROWS_A_STATEMENT]
            values = [value for row in some for value in row]
            cursor.execute(f"{into} {', '.join([one] * len(some))} {ending}", values)
            if "RETURNING" in ending:
                found += cursor.fetchall()
    return found


def stored_moment(moment: datetime | None) -> Any:
    """An aware moment as the driver of the database takes it."""
    return None if moment is None else connection.ops.adapt_datetimefield_value(moment)


def stored_json(value: Mapping[str, Any]) -> str:
    """A JSON value as both databases take it."""
    return json.dumps(dict(value), ensure_ascii=False)
