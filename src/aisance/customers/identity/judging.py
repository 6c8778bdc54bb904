"""The only writer of judgements, and of the people that follow from them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from aisance.core import audit, clock
from aisance.core.bulk import insert_rows, rows_among, stored_json, stored_moment
from aisance.core.events import emit_all
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomersJoined, CustomersParted, JudgedBy, Verdict
from aisance.customers.identity.components import Word, components
from aisance.customers.identity.persons import current, whole
from aisance.customers.models import Customer, Judgement

ADDING_LOCK = 7_201_001
"""The number of the lock under which PostgreSQL adds and joins customers; SQLite has one writer anyway."""

_TABLE = Judgement._meta.db_table
_WORDS = f"SELECT left_id, right_id, verdict, by_kind, score FROM {_TABLE} WHERE withdrawn_at IS NULL AND "  # noqa: S608  names of ours
_COLUMNS = (
    *("left_id", "right_id", "left_record_id", "right_record_id", "verdict", "by_kind", "by", "score", "model"),
    *("reason", "at", "withdrawn_by"),
)
_NEW_ONLY = "ON CONFLICT (left_id, right_id, by_kind) WHERE withdrawn_at IS NULL DO NOTHING"


@dataclass(frozen=True, slots=True)
class Found:
    """A word of a rule or the model about two rows, to be written; `reason` as `wording.reasons` reads it."""

    left: int
    right: int
    verdict: Verdict
    by_kind: JudgedBy
    score: float | None
    model: str
    reason: Mapping[str, Any] = field(default_factory=dict)
    records: tuple[int | None, int | None] = (None, None)


def take_turns() -> None:
    """Wait until no other transaction adds or joins customers, so that nobody is added twice and no join is lost."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADDING_LOCK])


def same(left: int, right: int, *, by: Viewer, reason: str) -> int:
    """Two rows are one person, says `by`; the judgement's id. Their earlier word about the two is withdrawn.

    ValueError where it is one and the same row.
    """
    return _judge(left, right, Verdict.SAME, by, reason)


def not_same(left: int, right: int, *, by: Viewer, reason: str) -> int:
    """Two rows are not one person, whatever else is said of them; the judgement's id. ValueError as for `same`."""
    return _judge(left, right, Verdict.NOT_SAME, by, reason)


def leave(left: int, right: int, *, by: Viewer, reason: str = "") -> int:
    """Nobody can tell yet whether two rows are one person; it goes out of the queue. ValueError as for `same`."""
    return _judge(left, right, Verdict.UNSURE, by, reason)


def judge(left: int, right: int, verdict: Verdict, *, by: Viewer) -> int:
    """One of the three above by its verdict."""
    return _judge(left, right, verdict, by, "")


@transaction.atomic
def part(customer_id: int, *, by: Viewer, reason: str) -> list[int]:
    """The row is nobody else of its person, which it leaves; the judgements made, none where it is alone."""
    take_turns()
    return [not_same(customer_id, other, by=by, reason=reason) for other in whole(customer_id) if other != customer_id]


@transaction.atomic
def take_back(judgement_id: int, *, by: Viewer) -> bool:
    """Withdraw a judgement, and what followed from it; false where it does not stand any more."""
    take_turns()
    row = Judgement.objects.filter(pk=judgement_id, withdrawn_at__isnull=True).first()
    if row is None:
        return False
    _withdraw([row], by)
    audit.record(by, "identity.taken_back", what="judgement", which=row.pk, changes={"verdict": row.verdict})
    _settle([row.left_id, row.right_id], by)
    return True


@transaction.atomic
def _judge(left: int, right: int, verdict: Verdict, by: Viewer, reason: str) -> int:
    if left == right:
        raise ValueError("A row is always the same as itself.")
    take_turns()
    pair = {"left_id": min(left, right), "right_id": max(left, right)}
    kind = JudgedBy.RULE if by.kind == "system" else JudgedBy.PERSON
    before = Judgement.objects.filter(**pair, by_kind=kind, withdrawn_at__isnull=True)
    _withdraw(before, by)
    words = {"words": reason} if reason else {}
    made = Judgement.objects.create(
        **pair, verdict=verdict, by_kind=kind, by=by.name[:160], reason=words, at=clock.now()
    )
    _record(by, verdict, made.pk, pair)
    _settle([left, right], by)
    return made.pk


def _record(by: Viewer, verdict: Verdict, judgement_id: int, pair: dict[str, int]) -> None:
    if verdict == Verdict.SAME:
        audit.record(by, "identity.same", what="judgement", which=judgement_id, changes=pair)
    elif verdict == Verdict.NOT_SAME:
        audit.record(by, "identity.not_same", what="judgement", which=judgement_id, changes=pair)
    else:
        audit.record(by, "identity.unsure", what="judgement", which=judgement_id, changes=pair)


def _withdraw(rows: Iterable[Judgement], by: Viewer) -> None:
    for row in rows:
        row.withdrawn_at, row.withdrawn_by = clock.now(), by.name[:160]
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])


def write(found: Sequence[Found], *, by: Viewer) -> None:
    """Write what rules and the model found, inside the caller's transaction, and let people follow from it.

    Of each pair and judge one word stands: a word that stands already stays, so that doing it twice changes nothing.
    """
    if not found:
        return
    now = stored_moment(clock.now())
    rows = [
        (
            *(word.left, word.right, *word.records, word.verdict.value, word.by_kind.value, by.name[:160], word.score),
            *(word.model, stored_json(word.reason), now, ""),
        )
        for word in found
    ]
    insert_rows(_TABLE, _COLUMNS, rows, ending=_NEW_ONLY)
    _settle({pk for word in found if word.verdict != Verdict.UNSURE for pk in (word.left, word.right)}, by)


def forget_model(customer_ids: Collection[int], *, by: Viewer) -> None:
    """Withdraw what the model said of these rows, before it judges anew; people follow when it has."""
    now = stored_moment(clock.now())
    for side in ("left_id", "right_id"):
        query = f"SELECT id FROM {_TABLE} WHERE withdrawn_at IS NULL AND by_kind = 'model' AND {side}"  # noqa: S608  names of ours
        stale = [pk for (pk,) in rows_among(query, customer_ids)]
        with connection.cursor() as cursor:
            update = f"UPDATE {_TABLE} SET withdrawn_at = %s, withdrawn_by = %s WHERE id = %s"  # noqa: S608  names of ours
            cursor.executemany(update, [(now, by.name[:160], pk) for pk in stale])


def withdraw_rules(values: Collection[str], *, by: Viewer) -> None:
    """Withdraw what rules said because of these values, which turned out to be nobody's own."""
    if not values:
        return
    take_turns()
    said = Judgement.objects.filter(by_kind=JudgedBy.RULE, withdrawn_at__isnull=True, reason__value__in=sorted(values))
    rows = list(said)
    _withdraw(rows, by)
    _settle({pk for row in rows for pk in (row.left_id, row.right_id)}, by)


def settle(customer_ids: Collection[int], *, by: Viewer) -> None:
    """Let people follow anew from the judgements that touch these rows; inside the caller's transaction."""
    _settle(customer_ids, by)


def _settle(touched: Collection[int], by: Viewer) -> None:
    if not touched:
        return
    rows, words = _reach(touched)
    before = current(rows)
    after = {pk: head for pk, head in components(before, words).items() if pk in before}
    moved = {pk: head for pk, head in after.items() if before[pk] != head}
    if not moved:
        return
    with connection.cursor() as cursor:
        update = f"UPDATE {Customer._meta.db_table} SET merged_into_id = %s WHERE id = %s"  # noqa: S608  names of ours
        cursor.executemany(update, [(None if head == pk else head, pk) for pk, head in sorted(moved.items())])
    _tell(before, after, by)


def _reach(touched: Collection[int]) -> tuple[set[int], list[Word]]:
    """All rows that words lead to from these, or that are one person with them, and all words between them."""
    words: dict[tuple[int, int, str], Word] = {}
    rows, fresh = set[int](), set(touched)
    while fresh:
        rows |= fresh
        found = set(_company(fresh))
        for word in _words_about(fresh):
            words[word.left, word.right, word.by_kind] = word
            if word.verdict == Verdict.SAME:
                found |= {word.left, word.right}
        fresh = found - rows
    return rows, [word for word in words.values() if word.left in rows and word.right in rows]


def _company(customer_ids: Collection[int]) -> Iterator[int]:
    """The rows that are one person with these now."""
    heads = set(current(customer_ids).values())
    query = f"SELECT id FROM {Customer._meta.db_table} WHERE merged_into_id"  # noqa: S608  names of ours
    yield from heads
    for (pk,) in rows_among(query, heads):
        yield pk


def _words_about(customer_ids: Collection[int]) -> Iterator[Word]:
    for side in ("left_id", "right_id"):
        for left, right, verdict, by_kind, score in rows_among(_WORDS + side, customer_ids):
            yield Word(left, right, verdict, by_kind, score or 0.0)


def _tell(before: Mapping[int, int], after: Mapping[int, int], by: Viewer) -> None:
    """Say who left a person and who joined one; a row that went from one to another did both."""
    joined: dict[int, list[int]] = defaultdict(list)
    parted: dict[int, list[int]] = defaultdict(list)
    for pk in sorted(after):
        if before[pk] != after[pk]:
            if before[pk] != pk:
                parted[before[pk]].append(pk)
            if after[pk] != pk:
                joined[after[pk]].append(pk)
    emit_all([CustomersParted(kept, tuple(pks)) for kept, pks in parted.items()])
    emit_all([CustomersJoined(kept, tuple(pks)) for kept, pks in joined.items()])
    counts = {"joined": sum(map(len, joined.values())), "parted": sum(map(len, parted.values()))}
    audit.record(by, "identity.settled", what="customer", which="", changes=counts)
