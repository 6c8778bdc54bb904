"""Facts bear the person, not the row: who is one person is counted once by whatever counts customers."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from aisance.core.bulk import rows_among
from aisance.customers.models import Customer
from aisance.lake.contracts import Column

type Rows = Sequence[tuple[Any, ...]]

_MERGED = f"SELECT id, merged_into_id FROM {Customer._meta.db_table} WHERE merged_into_id IS NOT NULL AND id"  # noqa: S608  names of ours


def bearing_persons(columns: Sequence[Column]) -> Callable[[Rows], Iterable[tuple[Any, ...]]]:
    """The `spread` of a fact that gives each row's `customer_id` as that of its person. A query for 5,000 customers."""
    place = [column.name for column in columns].index("customer_id")

    def spread(rows: Rows) -> Iterable[tuple[Any, ...]]:
        heads = dict(rows_among(_MERGED, {row[place] for row in rows} - {None}))
        if not heads:
            return rows
        return [(*row[:place], heads.get(row[place], row[place]), *row[place + 1 :]) for row in rows]

    return spread
