"""Records as they are compared, from the database."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection

from aisance.core.bulk import rows_among
from aisance.customers.identity.keys import CROWD
from aisance.customers.identity.known_placeholders import nobodys_values
from aisance.customers.identity.placeholders import is_no_birthday, is_nothing
from aisance.customers.identity.records import is_comparable
from aisance.customers.identity.scoring import Known
from aisance.customers.identity.words import Portrait, portrait
from aisance.customers.models import MatchKey, SourceRecord

_RECORDS = SourceRecord._meta.db_table
_KEYS = MatchKey._meta.db_table
_PORTION = 5_000


def comparable_records(ids: Collection[int] | None = None) -> list[Known]:
    """The records that can be compared, by id; all of them, or those among these ids."""
    nobodys = nobodys_values()
    rows = _every_row() if ids is None else rows_among(f"SELECT id, customer_id, fields FROM {_RECORDS} WHERE id", ids)  # noqa: S608  names of ours
    return sorted(_known(rows, nobodys), key=lambda record: record.id)


def records_of_rows(customer_ids: Collection[int]) -> list[Known]:
    """The records of these rows that can be compared."""
    rows = rows_among(f"SELECT id, customer_id, fields FROM {_RECORDS} WHERE customer_id", customer_ids)  # noqa: S608  names of ours
    return sorted(_known(rows, nobodys_values()), key=lambda record: record.id)


def newest(records: Iterable[Known]) -> dict[int, Known]:
    """The newest record of each row."""
    return {record.customer_id: record for record in records}


def _every_row() -> Iterator[tuple[Any, ...]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, customer_id, fields FROM {_RECORDS} WHERE id > %s ORDER BY id LIMIT {_PORTION}",  # noqa: S608  names of ours
                [last],
            )
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < _PORTION:
            return
        last = rows[-1][0]


def _known(rows: Iterable[tuple[Any, ...]], nobodys: Mapping[str, Collection[str]]) -> Iterator[Known]:
    for pk, customer_id, words in rows:
        content = json.loads(words) if isinstance(words, str) else words
        if is_comparable(content):
            yield Known(pk, customer_id, cleaned(portrait(content), nobodys))


def cleaned(who: Portrait, nobodys: Mapping[str, Collection[str]]) -> Portrait:
    """The portrait without the words that only fill a field."""
    silent = {name: "" for name in ("given", "family", "street", "city", "number") if is_nothing(getattr(who, name))}
    if is_no_birthday(who.birth) or who.birth in nobodys.get("birth_date", ()):
        silent["birth"] = ""
    if who.phone and (len(set(who.phone)) == 1 or who.phone in nobodys.get("phone", ())):
        silent["phone"] = ""
    if who.email in nobodys.get("email", ()):
        silent["email"] = ""
    return replace(who, **silent) if silent else who


def bearers(keys: Sequence[int]) -> set[int]:
    """The records that bear one of these keys, but for keys that a crowd bears."""
    if not keys:
        return set()
    one = f"SELECT * FROM (SELECT key, record_id FROM {_KEYS} WHERE key = %s LIMIT {CROWD + 1}) AS few"  # noqa: S608  names of ours
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(keys)), list(keys))
        by_key: dict[int, list[int]] = {}
        for key, record in cursor.fetchall():
            by_key.setdefault(key, []).append(record)
    return {record for records in by_key.values() if len(records) <= CROWD for record in records}
