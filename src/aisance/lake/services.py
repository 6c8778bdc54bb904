"""The writers of the store. One at a time writes; readers never wait."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection

from aisance.core import clock
from aisance.core.bulk import insert_rows, stored_moment
from aisance.lake.manifest import old_files_wait, read_manifest, writing
from aisance.lake.models import StaleDay, StoreKey
from aisance.lake.registry import FACTS, declared

if TYPE_CHECKING:
    from aisance.lake.drafting import Draft

log = logging.getLogger(__name__)

MARKS_A_PULL = 10_000


def mark_stale(fact: str, days: Iterable[date]) -> None:
    """Have these days of a fact read again; inside the transaction of the change, so that neither comes alone."""
    if not connection.in_atomic_block:
        raise RuntimeError("A day is marked stale inside the transaction of the change.")
    name, now = declared(fact).name, clock.now()
    rows = [(name, day, stored_moment(now)) for day in sorted(set(days))]
    insert_rows(StaleDay._meta.db_table, ("fact", "day", "marked_at"), rows)


def pull() -> int:
    """Bring everything new into the store; the number of rows. 0 at once where somebody else is writing."""
    total = 0
    unfinished = True
    while unfinished:
        written, unfinished = pull_step()
        total += written
    return total


def pull_step() -> tuple[int, bool]:
    """Bring at most 500,000 new rows of each fact, in one generation; how many, and whether there is more."""
    with writing(wait=False) as ours:
        return _step() if ours else (0, False)


def _step() -> tuple[int, bool]:
    # Here, since Arrow takes half a second to import and most commands do not write the store.
    from aisance.lake.drafting import Draft

    draft = Draft.after(read_manifest(), _store_key())
    # Marks are read before the rows: a change whose mark we see is in every row that we read.
    marks = list(StaleDay.objects.order_by("pk").values_list("pk", "fact", "day")[:MARKS_A_PULL])
    _advance(draft, marks)
    if draft.moved or old_files_wait(draft.before):
        draft.publish()
    _forget(marks)
    return draft.written, draft.unfinished or len(marks) == MARKS_A_PULL


def rebuild() -> int:
    """Write the store anew beside the one in force, then switch to it; the number of rows."""
    from aisance.lake.drafting import Draft

    with writing(wait=True):
        draft = Draft.after(read_manifest(), _store_key(), afresh=True)
        marks = list(StaleDay.objects.order_by("pk").values_list("pk", "fact", "day"))
        draft.unfinished = True
        while draft.unfinished:
            draft.unfinished = False
            _advance(draft, [])
        draft.publish()
        _forget(marks)
        return draft.written


def verify() -> int:
    """Compare the rows of each fact and day with the database, and read again the days that differ; how many did.

    They are found while others write, since to compare all days may take a minute: a day that differs because it has
    just been written is read once more and comes out the same.
    """
    from aisance.lake.drafting import Draft, without_lost_files

    suspects = _suspects()
    with writing(wait=False) as ours:
        if not ours:
            return 0
        draft = Draft.after(read_manifest(), _store_key())
        for name, files in list(draft.facts.items()):
            files = without_lost_files(files)
            days = suspects.get(name, set())
            draft.facts[name] = draft.rewrite_days(FACTS[name], files, days) if days else files
        draft.publish()
    differ = sum(map(len, suspects.values()))
    if differ:
        log.warning("The fact store differed from the database on %s days; they were read again.", differ)
    return differ


def _suspects() -> dict[str, set[date]]:
    """The days of each fact on which store and database hold different numbers of rows."""
    from aisance.lake.drafting import Draft, days_that_differ, without_lost_files

    facts = Draft.after(read_manifest(), _store_key()).facts
    return {name: days_that_differ(FACTS[name], without_lost_files(facts[name])) for name in facts if name in FACTS}


def _advance(draft: Draft, marks: list[tuple[int, str, date]]) -> None:
    stale: dict[str, set[date]] = defaultdict(set)
    for _, name, day in marks:
        stale[name].add(day)
    for fact in FACTS.values():
        draft.advance(fact, stale[fact.name])


def _forget(marks: list[tuple[int, str, date]]) -> None:
    """Delete exactly the marks that were handled, once what they asked for can be read."""
    keys = [mark[0] for mark in marks]
    for start in range(0, len(keys), 500):
        StaleDay.objects.filter(pk__in=keys[start : start + 500]).delete()


def _store_key() -> str:
    return str(StoreKey.objects.get_or_create(only=True)[0].key)
