"""How long each holding is kept, and what of it is over its time; reads."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from aisance.consent.models import RetentionDays, RetentionRun
from aisance.consent.rights.permissions import handles_requests
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.core.personal import Holding, collecting_files, holdings
from aisance.customers.public import people_not_seen_since

PEOPLE = "customers.identity"
"""The customers themselves: kept as long as they are known, or so many days after the last thing that happened."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """One holding with the days that hold for it; null days where nothing falls due by itself."""

    holding: Holding
    days: int | None
    is_own: bool
    last: RetentionRun | None = None

    @property
    def is_people(self) -> bool:
        """Whether it is the customers themselves, counted from the last time that anything happened with them."""
        return self.holding.name == PEOPLE

    @property
    def can_be_set(self) -> bool:
        """Whether anything falls due by itself, or may be set to."""
        return self.holding.overdue is not None or self.is_people

    @property
    def ends_before(self) -> datetime | None:
        """The moment before which what there is, is over its time; null where nothing falls due."""
        return None if self.days is None else clock.now() - timedelta(days=self.days)


def keepings(viewer: Viewer) -> list[Keeping]:
    """Every holding with how long it is kept and what its last round removed."""
    handles_requests(viewer)
    return every_keeping()


def every_keeping() -> list[Keeping]:
    """The same for the product itself."""
    own = dict(RetentionDays.objects.values_list("holding", "keep_days"))
    last: dict[str, RetentionRun] = {}
    for run in RetentionRun.objects.order_by("day"):
        last[run.holding] = run
    return [Keeping(one, own.get(one.name, one.keep_days), one.name in own, last.get(one.name)) for one in holdings()]


def foreseen(keeping: Keeping) -> int:
    """How many rows a round would remove now. It is done and undone, so that it counts what would be removed."""
    before = keeping.ends_before
    if before is not None and keeping.is_people:
        return sum(1 for _ in people_not_seen_since(before))
    if before is None or keeping.holding.overdue is None:
        return 0
    with transaction.atomic(), collecting_files():
        found = keeping.holding.overdue(before)
        transaction.set_rollback(True)
    return found


def runs_since(viewer: Viewer, day: date) -> list[RetentionRun]:
    """What rounds removed since a day, the newest first; those that removed nothing are left out."""
    handles_requests(viewer)
    return list(RetentionRun.objects.filter(day__gte=day, rows__gt=0))
