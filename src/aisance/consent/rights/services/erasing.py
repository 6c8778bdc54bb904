"""Erases people, step by step, so that a crash at any point is resumed and nobody stays half erased.

First the list that outlives a backup, then the database in one transaction, then files, then the store of facts, whose
files are read to see that nothing is left. Each step may be taken twice.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q

from aisance.consent.models import Erasure, KeptByDuty, Request
from aisance.consent.rights import erased_list
from aisance.core import audit, clock
from aisance.core.durable import durable_commits
from aisance.core.permissions import Viewer, system_viewer
from aisance.core.personal import collecting_files, in_order_of_erasure, remove_files
from aisance.customers.public import members
from aisance.lake.public import KEEP_UNNAMED_SECONDS, bearing, pull

LEASE = timedelta(minutes=5)
OLD_FILES_STAY = timedelta(seconds=KEEP_UNNAMED_SECONDS + 60)
Stage = Erasure.Stage


@transaction.atomic
def begin_erasure(customer_ids: Collection[int], *, why: str, by: Viewer, request: Request | None = None) -> Erasure:
    """Write down that a person is to be erased, with every record they are known under; from here on it happens."""
    whole = members(customer_ids)
    people = sorted({row for rows in whole.values() for row in rows})
    erasure = Erasure.objects.create(
        request=request, why=why, customer_ids=people, asked_at=clock.now(), asked_by=by.name[:150]
    )
    if request is not None:
        Request.objects.filter(pk=request.pk).update(state=Request.State.DOING)
    changes = {"why": why, "records": len(people)}
    audit.record(by, "erasure.begun", what="erasure", which=erasure.pk, changes=changes)
    return erasure


def finish_erasures() -> int:
    """Take every erasure on its way as far as it goes; how many were finished."""
    waiting = list(Erasure.objects.exclude(stage=Stage.DONE).order_by("pk").values_list("pk", flat=True)[:50])
    return sum(carry_on(pk) for pk in waiting)


def carry_on(erasure_id: int) -> bool:
    """Take one erasure as far as it goes; true where it was finished. One process at a time does it."""
    if not _claimed(erasure_id):
        return False
    try:
        erasure = Erasure.objects.get(pk=erasure_id)
        while (step := STEPS.get(Stage(erasure.stage))) and step(erasure):
            erasure.refresh_from_db()
        return erasure.stage == Stage.DONE
    finally:
        Erasure.objects.filter(pk=erasure_id).update(claimed_until=None)


def _claimed(erasure_id: int) -> bool:
    now = clock.now()
    free = Erasure.objects.filter(Q(claimed_until=None) | Q(claimed_until__lt=now), pk=erasure_id)
    return bool(free.exclude(stage=Stage.DONE).update(claimed_until=now + LEASE))


def _list(erasure: Erasure) -> bool:
    """Put them on the list before anything is gone: afterwards nobody would know who it was."""
    erased_list.add(erasure.customer_ids, erasure.asked_at)
    return _moved(erasure, Stage.LISTED)


def _erase(erasure: Erasure) -> bool:
    """Everything that the database holds, in one transaction, which is on the disk when this returns."""
    kept = duties_of(erasure.customer_ids)
    with durable_commits(), unreadable_leftovers(), transaction.atomic():
        erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
        if erasure.stage != Stage.LISTED:
            return True
        with collecting_files() as files:
            erasure.rows = {
                holding.name: holding.erase(erasure.customer_ids)
                for holding in in_order_of_erasure()
                if holding.name not in kept and not holding.kept_because
            }
        erasure.kept = {
            holding.name: str(holding.kept_because) for holding in in_order_of_erasure() if holding.kept_because
        }
        erasure.kept |= {name: duty.until.isoformat() for name, duty in kept.items()}
        erasure.files, erasure.stage = [str(file) for file in files], Stage.ERASED
        erasure.save()
        changes = {"rows": sum(erasure.rows.values()), "kept": sorted(erasure.kept)}
        by = system_viewer("erasure")
        audit.record(by, "erasure.done", what="erasure", which=erasure.pk, changes=changes)
    return True


def _clean(erasure: Erasure) -> bool:
    """Files that bore words of theirs, and what the database's own log still holds."""
    remove_files(Path(name) for name in erasure.files)
    _empty_log()
    Erasure.objects.filter(pk=erasure.pk).update(files=[])
    return _moved(erasure, Stage.CLEANED)


def _check_store(erasure: Erasure) -> bool:
    """The store reads the days again; done once its files are seen to hold none of these people, and no older is left.

    Readers may still use the files of before, so that the store removes them some minutes later.
    """
    pull()
    if any(bearing("customer_id", _without_duties(erasure)).values()):
        return False
    now = clock.now()
    if erasure.unseen_at is None:
        Erasure.objects.filter(pk=erasure.pk).update(unseen_at=now)
        return False
    if now < erasure.unseen_at + OLD_FILES_STAY:
        return False
    Erasure.objects.filter(pk=erasure.pk).update(customer_ids=[], done_at=clock.now())
    return _moved(erasure, Stage.DONE)


def _without_duties(erasure: Erasure) -> Collection[int]:
    """Those of whom nothing is kept by duty."""
    kept = KeptByDuty.objects.filter(customer_id__in=erasure.customer_ids).values_list("customer_id", flat=True)
    return set(erasure.customer_ids) - set(kept)


def _moved(erasure: Erasure, stage: str) -> bool:
    return bool(Erasure.objects.filter(pk=erasure.pk, stage=erasure.stage).update(stage=stage))


STEPS = {Stage.ASKED: _list, Stage.LISTED: _erase, Stage.ERASED: _clean, Stage.CLEANED: _check_store}


def duties_of(customer_ids: Sequence[int]) -> dict[str, KeptByDuty]:
    """What of these people has to be kept today, by holding."""
    rows = KeptByDuty.objects.filter(customer_id__in=customer_ids, until__gte=clock.today())
    return {row.holding: row for row in rows}


@contextmanager
def unreadable_leftovers() -> Iterator[None]:
    """SQLite writes zeros over what is removed within; else the words would stay in the file until its room is used.

    PostgreSQL's own vacuum does that in its time.
    """
    needed = connection.vendor == "sqlite" and not connection.in_atomic_block
    if needed:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
    try:
        yield
    finally:
        if needed:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA secure_delete=OFF")


def _empty_log() -> None:
    """Pages as they were before stand in SQLite's log until it is begun anew."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
