"""Puts customers on hold, and takes them off: while a case is open, nobody asks them how happy they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.bulk import insert_rows, stored_moment
from aisance.core.permissions import Viewer
from aisance.outreach.models import Hold

_COLUMNS = ("customer_id", "code", "since", "until", "only_class", "words")
_OR_MOVE = (
    "ON CONFLICT (customer_id, code)"
    " DO UPDATE SET until = excluded.until, only_class = excluded.only_class, words = excluded.words"
)


@dataclass(frozen=True, slots=True)
class NewHold:
    """A customer who is to be left in peace until a moment, and the code of why, perhaps with words.

    `only` is the class of messages to hold back; empty for surveys and marketing alike.
    """

    customer_id: int
    code: str
    until: datetime
    only: str = ""
    words: str = ""


@transaction.atomic
def hold(holds: Sequence[NewHold], *, by: Viewer) -> int:
    """Put customers on hold, or move the end of a hold with the same code; how many. It holds from now on.

    What was allowed before leaves all the same; what waits is asked again by itself, and then waits for the end.
    """
    last = {(one.customer_id, one.code): one for one in holds}
    now = stored_moment(clock.now())
    rows = [(one.customer_id, one.code, now, stored_moment(one.until), one.only, one.words) for one in last.values()]
    if rows:
        insert_rows(Hold._meta.db_table, _COLUMNS, rows, ending=_OR_MOVE)
        codes = sorted({code for _customer, code in last})
        audit.record(by, "holds.placed", what="hold", which="", changes={"customers": len(rows), "codes": codes})
    return len(rows)


@transaction.atomic
def release(customer_ids: Collection[int], code: str, *, by: Viewer) -> int:
    """End the holds of customers that bear this code; how many were on."""
    standing = Hold.objects.filter(customer_id__in=set(customer_ids), code=code, until__gt=clock.now())
    ended = standing.update(until=clock.now())
    if ended:
        audit.record(by, "holds.released", what="hold", which=code, changes={"customers": ended})
    return ended
