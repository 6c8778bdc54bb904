"""Which rows are one person: the reading side, a query or two for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aisance.core.bulk import rows_among
from aisance.customers.models import Customer

_TABLE = Customer._meta.db_table
_HEADS = f"SELECT id, merged_into_id FROM {_TABLE} WHERE id"  # noqa: S608  names of ours
_PARTS = f"SELECT merged_into_id, id FROM {_TABLE} WHERE merged_into_id"  # noqa: S608  names of ours


_at_hand: ContextVar[tuple[int, ...]] = ContextVar("rows_of_the_person_at_hand", default=())


@contextmanager
def person_at_hand(rows: tuple[int, ...]) -> Iterator[None]:
    """While a page of one person is drawn, their rows are known: each of its many parts asks for them again."""
    token = _at_hand.set(rows)
    try:
        yield
    finally:
        _at_hand.reset(token)


def current(customer_ids: Iterable[int]) -> dict[int, int]:
    """For each row the id of the person it belongs to, which may be its own; rows that do not exist are absent."""
    customer_ids, known = set(customer_ids), _at_hand.get()
    if customer_ids and customer_ids.issubset(known):
        return dict.fromkeys(customer_ids, known[0])
    return {pk: head or pk for pk, head in rows_among(_HEADS, set(customer_ids))}


def members(customer_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """For each row all rows of its person, the one that stands for the person first; absent where it does not exist."""
    customer_ids, known = set(customer_ids), _at_hand.get()
    if customer_ids and customer_ids.issubset(known):
        return dict.fromkeys(customer_ids, known)
    heads = current(customer_ids)
    parts: dict[int, list[int]] = defaultdict(list)
    for head, pk in rows_among(_PARTS, set(heads.values())):
        parts[head].append(pk)
    return {pk: (head, *sorted(parts.get(head, ()))) for pk, head in heads.items()}


def persons_of(customer_ids: Iterable[int]) -> dict[int, int]:
    """The person's id of these rows and of all that are one person with them; only of persons with several rows."""
    groups = {group for group in members(customer_ids).values() if len(group) > 1}
    return {row: group[0] for group in groups for row in group}


def whole(customer_id: int) -> tuple[int, ...]:
    """All rows of one person, the one that stands for them first; the row alone where it does not exist."""
    return members([customer_id]).get(customer_id, (customer_id,))
