"""Many rows into and out of a table with few statements, for the ledgers that take thousands at once.

Django's own bulk_create builds an object for each row and prepares each value, which takes most of the time of a batch.
"""

import json
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from django.db import connection

type Rows = Sequence[Sequence[Any]]
type Found = list[tuple[Any, ...]]

ROWS_A_STATEMENT = 200
PLACES = 50
"""So many in a statement at most, and the driver remembers where they are."""
COPY_FROM = 500
"""From so many rows on, PostgreSQL takes them faster by COPY."""
KEYS_A_QUERY = 5_000


def insert_rows(table: str, columns: Sequence[str], rows: Rows, *, ending: str = "") -> Found:
    """Insert rows of plain values; gives what `ending` returns (`ON CONFLICT ... RETURNING id`), in order of the rows.

    Table, columns and ending are names and words of ours, never of a user. Call it inside a transaction.
    """
    if connection.vendor == "postgresql" and len(rows) >= COPY_FROM:
        return _copied(table, ", ".join(columns), rows, ending)
    found: Found = []
    into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES"
    one = "(" + ", ".join(["%s"] * len(columns)) + ")"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            _insert(cursor, into, one, rows[start : start + ROWS_A_STATEMENT], ending)
            if "RETURNING" in ending:
                found += cursor.fetchall()
    return found


def _insert(cursor: Any, into: str, one: str, rows: Rows, ending: str) -> None:
    if connection.vendor == "postgresql":
        text = f"{into} {_spelled(cursor, one, ', ', rows)} {ending}"
        if "RETURNING" in ending:
            cursor.execute(text)
        else:
            _tell(cursor, text)
    else:
        cursor.execute(f"{into} {', '.join([one] * len(rows))} {ending}", [value for row in rows for value in row])


def _spelled(cursor: Any, one: str, joint: str, rows: Rows) -> str:
    """The values of each row in the places of `one`, as text of SQL."""
    return joint.join(
        cursor.mogrify(joint.join([one] * len(some)), [value for row in some for value in row])
        for some in batched(rows, max(1, PLACES // len(rows[0])))
    )


def change_rows(statement: str, rows: Rows) -> None:
    """Do an UPDATE or DELETE once a row of its values, which are plain."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _tell(cursor, _spelled(cursor, statement, "; ", rows))
        else:
            cursor.executemany(statement, rows)


def _tell(cursor: Any, text: str) -> None:
    """Send a text that nothing is read from, or keep it where others are kept."""
    if _kept.texts is None:
        cursor.execute(text)
    else:
        _kept.texts.append(text)


def _copied(table: str, columns: str, rows: Rows, ending: str) -> Found:
    """By way of a table of this transaction, since COPY itself knows no conflicts and returns nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE arriving ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"  # noqa: S608  names of ours
        )
        with cursor.copy(f"COPY arriving ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM arriving {ending}")  # noqa: S608  names of ours
        found: Found = cursor.fetchall() if "RETURNING" in ending else []
        cursor.execute("DROP TABLE arriving")
    return found


class _Kept(threading.local):
    """What this thread has still to send; null outside of `sent_together`."""

    texts: list[str] | None = None


_kept = _Kept()


@contextmanager
def sent_together() -> Iterator[None]:
    """Within it, PostgreSQL gets what this module writes as one text: before the next other statement, or at the end.

    Each wait for the database lets another thread have the interpreter, and getting it back may take longer than the
    statement. What goes wrong is raised by that next statement or at the end: enter it inside the transaction, which
    then comes to nothing. Elsewhere it does nothing.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.execute_wrapper(_kept_first):
        _kept.texts = []
        try:
            yield
            _send_kept()
        finally:
            _kept.texts = None


def _kept_first(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    _send_kept()
    return execute(sql, params, many, context)


def _send_kept() -> None:
    if texts := _kept.texts:
        _kept.texts = []
        with connection.cursor() as cursor:
            cursor.execute("; ".join(texts))


def rows_among(query: str, keys: Collection[Any], *others: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a SELECT whose last words are the column that must be among the keys: `... AND value`.

    `others` are the query's own parameters. The keys go as one parameter: a placeholder for each costs more than the
    reading itself.
    """
    if connection.vendor == "postgresql":
        query += " = ANY(%s)"
    else:
        query += " IN (SELECT json_each.value FROM json_each(%s))"
    every = list(keys)
    with connection.cursor() as cursor:
        for start in range(0, len(every), KEYS_A_QUERY):
            some = every[start : start + KEYS_A_QUERY]
            cursor.execute(query, [*others, some if connection.vendor == "postgresql" else json.dumps(some)])
            yield from cursor.fetchall()


def stored_moment(moment: datetime | None) -> Any:
    """An aware moment as the driver of the database takes it: SQLite as Django writes it there, in UTC."""
    if moment is None or connection.vendor == "postgresql":
        return moment
    return str(moment.astimezone(UTC).replace(tzinfo=None))


def read_moment(moment: datetime | None) -> datetime | None:
    """A moment as a plain query gave it, aware: SQLite gives it without a zone, and keeps it in UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def read_json(value: Any) -> Any:
    """A JSON value as a plain query gave it: some drivers have read it already."""
    return json.loads(value) if isinstance(value, str | bytes) else value


def stored_json(value: Mapping[str, Any]) -> str:
    """A JSON value as both databases take it."""
    return json.dumps(dict(value), ensure_ascii=False) if value else "{}"
