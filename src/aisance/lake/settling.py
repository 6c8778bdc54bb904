"""Up to which id the rows of a table are settled: no lower id can appear any more.

The store moves a watermark over ids, so it must never pass an id that is still to come. Ids are handed out when a row
is inserted and become visible when its transaction commits, and these two orders may differ.

SQLite has one writer at a time, which holds the lock from before it takes an id until it commits: the orders agree and
every row to be seen is settled.

PostgreSQL has many. There we note the highest id to be seen, and then the time. Every id up to that one was handed out
before that time, to transactions that had begun before it. Once no transaction that old is at work in this database,
all of them have ended, and every row up to the noted id is settled. Both times are the server's, so no clock of ours
matters, and `recorded_at`, which an import may take from long before, does not either. A transaction stays in
pg_stat_activity until after its rows can be seen, so the next query sees them. The processes of Aisance must sign in as
one role: another role's transactions show no start.
"""

from datetime import datetime

from django.db import connection

from aisance.lake.manifest import Seen

ACTIVITY = """
    SELECT clock_timestamp(), min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def settled_up_to(newest: int, seen: Seen | None) -> tuple[int, Seen | None]:
    """The highest settled id (0 where none is known to be), and what to remember until the next time.

    `newest` is the highest id to be seen, read before this call; `seen` is what was remembered the last time.
    """
    if connection.vendor != "postgresql":
        return newest, None
    now, oldest = _activity()
    if oldest is None:
        return newest, None
    if seen and oldest > seen.moment:
        return seen.id, Seen(newest, now.isoformat())
    # The noted id is kept while old transactions last: replaced each time, it might never settle under steady load.
    return 0, seen or Seen(newest, now.isoformat())


def _activity() -> tuple[datetime, datetime | None]:
    """The server's time, and when the oldest other transaction at work in this database began."""
    with connection.cursor() as cursor:
        cursor.execute(ACTIVITY)
        row: tuple[datetime, datetime | None] = cursor.fetchall()[0]
    return row
