"""Every night, what was kept long enough goes."""

from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from aisance.consent.models import Erasure, KeptByDuty, RetentionDays, RetentionRun
from aisance.consent.rights.retention import Keeping, every_keeping
from aisance.consent.rights.services.erasing import begin_erasure, unreadable_leftovers
from aisance.core import audit, clock
from aisance.core.permissions import Viewer, system_viewer
from aisance.core.personal import collecting_files, remove_files
from aisance.customers.public import customer_cards, people_not_seen_since

FIRST_HOUR, LAST_HOUR = 2, 5
"""In the company's time zone: when nobody waits for the database."""

MOST_A_NIGHT = 2_000

BY = system_viewer("retention")


@transaction.atomic
def set_days(holding: str, days: int | None, *, by: Viewer) -> None:
    """Keep a holding so many days from now on; null for as many as it comes with."""
    before = RetentionDays.objects.filter(holding=holding).values_list("keep_days", flat=True).first()
    if days is None:
        RetentionDays.objects.filter(holding=holding).delete()
    else:
        RetentionDays.objects.update_or_create(
            holding=holding, defaults={"keep_days": days, "set_at": clock.now(), "set_by": by.name[:150]}
        )
    changes = {"days": [before, days]}
    audit.record(by, "retention.set", what="holding", which=holding, changes=changes)


def nightly() -> int:
    """One round a night over all holdings; how many were done. Killed, the next call does the rest."""
    _remove_left_files()
    hour = timezone.localtime(clock.now(), timezone.get_default_timezone()).hour
    if not FIRST_HOUR <= hour < LAST_HOUR:
        return 0
    done = set(RetentionRun.objects.filter(day=clock.today()).values_list("holding", flat=True))
    due = [keeping for keeping in every_keeping() if keeping.days is not None and keeping.holding.name not in done]
    if due:
        end_duties()
    return sum(_round(keeping) for keeping in due)


def _round(keeping: Keeping) -> bool:
    """Remove what is over its time, and write down how much it was, in one transaction."""
    before = keeping.ends_before
    overdue = forget_people if keeping.is_people else keeping.holding.overdue
    if before is None or overdue is None:
        return False
    try:
        with unreadable_leftovers(), transaction.atomic(), collecting_files() as files:
            run = RetentionRun.objects.create(
                day=clock.today(), holding=keeping.holding.name, before=before, rows=0, at=clock.now()
            )
            run.rows = overdue(before)
            run.files = [str(file) for file in files]
            run.save(update_fields=["rows", "files"])
            if run.rows:
                changes = {"rows": run.rows, "days": keeping.days}
                audit.record(BY, "retention.applied", what="holding", which=run.holding, changes=changes)
    except IntegrityError:  # another worker was first
        return False
    _remove_left_files()
    return True


def forget_people(before: datetime) -> int:
    """Have people erased with whom nothing happened since; some of them a night, so that the day finds it done."""
    found = list(islice(people_not_seen_since(before), MOST_A_NIGHT))
    for rows in found:
        begin_erasure(rows, why=Erasure.Why.RETENTION, by=BY)
    return len(found)


def _remove_left_files() -> None:
    for run in RetentionRun.objects.exclude(files=[]):
        remove_files(Path(name) for name in run.files)
        RetentionRun.objects.filter(pk=run.pk).update(files=[])


def end_duties() -> int:
    """Erase what was kept by a duty that has ended, of customers who were erased but for that."""
    over = KeptByDuty.objects.filter(until__lt=clock.today())
    people = sorted(set(over.values_list("customer_id", flat=True)))
    cards = customer_cards(people)
    shells = [pk for pk in people if pk in cards and not cards[pk].name and not cards[pk].identifiers]
    over.exclude(customer_id__in=shells).delete()
    running = Erasure.objects.exclude(stage=Erasure.Stage.DONE).values_list("customer_ids", flat=True)
    fresh = set(shells).difference(*running)
    for pk in sorted(fresh):
        begin_erasure([pk], why=Erasure.Why.RETENTION, by=BY)
    return len(fresh)
