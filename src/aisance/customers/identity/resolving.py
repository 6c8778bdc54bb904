"""Recognises people: new records one by one as they come, or all records at once."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import connection, transaction

from aisance.core import clock
from aisance.core.bulk import insert_rows, rows_among, stored_moment
from aisance.core.later import Later
from aisance.core.permissions import Viewer, system_viewer
from aisance.customers.contracts import JudgedBy, Verdict
from aisance.customers.identity.candidates import keys_in_columns, pairs
from aisance.customers.identity.components import Word, components
from aisance.customers.identity.counting import count_placeholders
from aisance.customers.identity.judging import Found, settle, take_turns, write
from aisance.customers.identity.keys import match_keys
from aisance.customers.identity.persons import members
from aisance.customers.identity.reading import bearers, comparable_records, newest, records_of_rows
from aisance.customers.identity.scoring import Known, Likely, judged, likely_pairs
from aisance.customers.identity.weights import Weights, weights_in_force
from aisance.customers.models import Judgement, MatchKey, SourceRecord

np: Any = Later("numpy")

MANY = 1_000
"""From so many waiting records on, all are resolved at once rather than one by one."""
AT_ONCE = 50
RECORDS_A_COMMIT = 2_000

_JUDGEMENTS = Judgement._meta.db_table


@dataclass(frozen=True, slots=True)
class Resolved:
    """How a resolution of all records ended."""

    records: int
    candidates: int
    joined: int
    in_doubt: int
    seconds: float


def resolve_waiting() -> int:
    """Compare the records that came and have not been compared; how many were done."""
    waiting = list(SourceRecord.objects.filter(waits=True).order_by("pk").values_list("pk", flat=True)[:MANY])
    if len(waiting) >= MANY:
        return resolve_all(by=system_viewer("identity")).records
    for pk in waiting[:AT_ONCE]:
        resolve_one(pk, by=system_viewer("identity"))
    return len(waiting[:AT_ONCE])


@transaction.atomic
def resolve_one(record_id: int, *, by: Viewer) -> list[Found]:
    """Compare one record with those that share a key with it, and judge; what was found. Twice is harmless."""
    take_turns()
    weights = weights_in_force()
    found: list[Found] = []
    for record in comparable_records([record_id]):
        keys = match_keys(record.portrait)
        found = judged_one(record, likely_of(record, keys, weights), weights)
        _write_keys([(record.id, keys)])
        write(found, by=by)
    SourceRecord.objects.filter(pk=record_id).update(waits=False)
    return found


def likely_of(record: Known, keys: Sequence[int], weights: Weights) -> list[Likely]:
    """The pairs of a record with known ones that are worth a judgement."""
    others = comparable_records(bearers(keys) - {record.id})
    if not others:
        return []
    right = np.arange(1, len(others) + 1)
    return likely_pairs([record, *others], np.zeros(len(others), dtype=np.int64), right, weights)


def judged_one(record: Known, likely: Sequence[Likely], weights: Weights) -> list[Found]:
    """What the model says of the pairs of one record, the people whom they would join being looked at as wholes."""
    if not likely:
        return []
    people = members({row for pair in likely for row in pair.rows})
    before = {row: group[0] for group in people.values() for row in group}
    by_row = newest([*records_of_rows(set(before)), record])
    return judged(likely, by_row, before, weights)


def resolve_all(*, by: Viewer) -> Resolved:
    """Compare all records with each other, by the weights in force, and let people follow from what is found.

    What people and rules said stands; what the model said before is withdrawn where it says something else now.
    """
    started, weights = time.monotonic(), weights_in_force()
    count_placeholders(by=by)
    records = comparable_records()
    keys = [match_keys(record.portrait) for record in records]
    left, right = pairs(*keys_in_columns(keys))
    likely = likely_pairs(records, left, right, weights)
    found = judged(likely, newest(records), _people_by_other_words(), weights)
    _keep_keys(records, keys)
    with transaction.atomic():
        take_turns()
        touched = _withdraw_outdated(found, by)
        write(found, by=by)
        settle(touched, by=by)
    same = sum(word.verdict == Verdict.SAME for word in found)
    return Resolved(len(records), len(left), same, len(found) - same, round(time.monotonic() - started, 1))


def _people_by_other_words() -> dict[int, int]:
    """The people that there are without the model's word."""
    words = Judgement.objects.filter(withdrawn_at__isnull=True).exclude(by_kind=JudgedBy.MODEL)
    rows = words.values_list("left_id", "right_id", "verdict", "by_kind")
    return components([], [Word(*row) for row in rows.iterator(chunk_size=5_000)])


def _withdraw_outdated(found: Sequence[Found], by: Viewer) -> set[int]:
    """Withdraw what the model said and does not say any more; the rows that this touches."""
    says = {(word.left, word.right): (word.verdict.value, word.model) for word in found}
    standing = Judgement.objects.filter(by_kind=JudgedBy.MODEL, withdrawn_at__isnull=True)
    rows = standing.values_list("pk", "left_id", "right_id", "verdict", "model")
    stale = [
        (pk, left, right)
        for pk, left, right, *said in rows.iterator(chunk_size=5_000)
        if says.get((left, right)) != tuple(said)
    ]
    now = stored_moment(clock.now())
    with connection.cursor() as cursor:
        update = f"UPDATE {_JUDGEMENTS} SET withdrawn_at = %s, withdrawn_by = %s WHERE id = %s"  # noqa: S608  names of ours
        cursor.executemany(update, [(now, by.name[:160], pk) for pk, _left, _right in stale])
    return {row for _pk, left, right in stale for row in (left, right)}


def _keep_keys(records: Sequence[Known], keys: Sequence[Sequence[int]]) -> None:
    """Write the keys of the records that wait, some at a time, so that nobody waits long for the database."""
    waiting = set(SourceRecord.objects.filter(waits=True).values_list("pk", flat=True))
    fresh = [(record.id, some) for record, some in zip(records, keys, strict=True) if record.id in waiting]
    for some in batched(fresh, RECORDS_A_COMMIT):
        with transaction.atomic():
            _write_keys(some)
            _compared([pk for pk, _keys in some])
    _compared(list(waiting - {pk for pk, _keys in fresh}))


def _compared(record_ids: Collection[int]) -> None:
    for some in batched(sorted(record_ids), RECORDS_A_COMMIT):
        SourceRecord.objects.filter(pk__in=some).update(waits=False)


def _write_keys(keys: Sequence[tuple[int, Sequence[int]]]) -> None:
    table = MatchKey._meta.db_table
    has = {pk for (pk,) in rows_among(f"SELECT record_id FROM {table} WHERE record_id", [pk for pk, _keys in keys])}  # noqa: S608  names of ours
    insert_rows(table, ("record_id", "key"), [(pk, key) for pk, some in keys if pk not in has for key in some])
