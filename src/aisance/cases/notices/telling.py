"""Who is told of what: requests for gestures, what was decided, and messages that reached nobody."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from aisance.accounts.public import people_covering
from aisance.cases.contracts import Topic
from aisance.cases.gestures.permissions import DECIDE
from aisance.cases.models import Case, DeskNotice, Gesture
from aisance.cases.queries.hours import due
from aisance.core import clock

REMINDED_AFTER = 0.75
"""Of the working time in which a request is to be answered."""


def tell_of_request(row: Gesture) -> None:
    """Tell those who may answer a request that it waits for them, and again when most of the time is over."""
    if row.answer_due_at is None:
        return
    people, now = _deciders(row), clock.now()
    soon = due(row.unit_id, now, timedelta(hours=row.kind.answer_hours * REMINDED_AFTER))
    _tell(Topic.ASKED, people, row.case_id, row, f"{row.pk}:{row.answer_due_at.timestamp():.0f}", now)
    _tell(Topic.ASKED_SOON, people, row.case_id, row, f"{row.pk}:{row.answer_due_at.timestamp():.0f}", soon)


def _deciders(row: Gesture) -> list[int]:
    """Whoever answers requests where this one waits; never whoever asked."""
    here = row.waits_at.path if row.waits_at else None
    if not here:
        return []
    return [one.id for one, path in people_covering(here, DECIDE.roles) if path == here and one.id != row.by_id]


def tell_of_answer(row: Gesture) -> None:
    """Tell whoever asked what was decided by somebody else."""
    if row.by_id is not None and row.by_id != row.decided_by_id:
        _tell(Topic.ANSWERED, [row.by_id], row.case_id, row, str(row.pk), clock.now())


def tell_of_undelivered(case: Case, message: str) -> None:
    """Tell the owner of a case that a message of it reached nobody."""
    if case.owner_id is not None:
        _tell(Topic.UNDELIVERED, [case.owner_id], case.pk, None, message, clock.now())


def _tell(
    topic: Topic, people: Iterable[int], case_id: int, gesture: Gesture | None, about: str, leaves_at: datetime
) -> None:
    rows = [
        DeskNotice(
            key=f"{topic}:{about}:{person_id}",
            topic=topic,
            person_id=person_id,
            case_id=case_id,
            gesture=gesture,
            due_at=gesture.answer_due_at if gesture else None,
            told_at=clock.now(),
            next_try_at=leaves_at,
        )
        for person_id in people
    ]
    DeskNotice.objects.bulk_create(rows, ignore_conflicts=True)
