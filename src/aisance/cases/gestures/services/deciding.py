"""Answering requests for gestures; what nobody answers goes up, and is never granted by silence."""

from typing import Any

from django.db import transaction

from aisance.cases.gestures.contracts import GestureReason, GestureRefusedError, GestureState
from aisance.cases.gestures.permissions import DECIDE
from aisance.cases.gestures.queries import autonomies, deciders_above, purses_of
from aisance.cases.gestures.services.granting import answer_due, settle, tell_case
from aisance.cases.models import Gesture, GestureKind
from aisance.cases.notices.telling import tell_of_answer, tell_of_request
from aisance.core import audit, clock
from aisance.core.permissions import Viewer, system_viewer
from aisance.lake.public import mark_stale

AT_ONCE = 100


def approve(*, gesture_id: int, words: str, by: Viewer) -> GestureState:
    """Grant what was asked for, within one's own autonomy and the budgets of the units; the draw may hold it back.

    The purse of whoever asked is not charged: it was passed, or the amount was above what they decide. Raises
    GestureRefusedError where it waits no more, is one's own, is above one's autonomy or what the units have left.
    """
    with transaction.atomic():
        row = _waiting(gesture_id, by)
        path = row.unit.path or ""
        most = autonomies(by, [row.kind], path, DECIDE).get(row.kind_id)
        if most is None or row.amount_minor > most:
            raise GestureRefusedError("over_yours")
        purses = purses_of(None, path, clock.today())
        row.policy |= {"approved_up_to": most, "charged": [purse.key for purse in purses]}
        short = settle(row, purses, GestureReason.APPROVED)
        if short:
            raise GestureRefusedError(short)
        _decided(row, words, by)
        if row.state == GestureState.GRANTED:
            audit.record(by, "gesture.granted", what="gesture", which=row.pk, changes=_said(row))
        else:
            audit.record(by, "gesture.held_back", what="gesture", which=row.pk, changes=_said(row))
        return GestureState(row.state)


def decline(*, gesture_id: int, words: str, by: Viewer) -> None:
    """Say no to what was asked for, and why."""
    with transaction.atomic():
        row = _waiting(gesture_id, by)
        row.state, row.reason = GestureState.REFUSED, GestureReason.DECLINED
        _decided(row, words, by)
        audit.record(by, "gesture.declined", what="gesture", which=row.pk, changes=_said(row))


def pass_up(*, gesture_id: int, words: str, by: Viewer) -> None:
    """Leave a request to the next ones above. Raises GestureRefusedError("top") where nobody is."""
    with transaction.atomic():
        row = _waiting(gesture_id, by)
        if not _move_up(row):
            raise GestureRefusedError("top")
        row.save()
        audit.record(by, "gesture.passed_up", what="gesture", which=row.pk, changes=_said(row))
        tell_case(row, words, by)
        tell_of_request(row)


def pass_overdue_up() -> int:
    """Let requests that nobody answered in time go one level up; how many did. Each goes up once a deadline.

    Where nobody is above, it stays where it is without a deadline, and stands first in the list there.
    """
    due = Gesture.objects.filter(state=GestureState.ASKED, answer_due_at__lte=clock.now()).order_by("answer_due_at")
    ids = list(due.values_list("pk", flat=True)[:AT_ONCE])
    return sum(_overdue_up(pk) for pk in ids)


def _overdue_up(gesture_id: int) -> bool:
    with transaction.atomic():
        row = _locked(gesture_id)
        if row.state != GestureState.ASKED or row.answer_due_at is None or row.answer_due_at > clock.now():
            return False
        row.went_up += 1
        if not _move_up(row):
            row.answer_due_at = None
        row.save()
        by = system_viewer("gestures")
        audit.record(by, "gesture.passed_up", what="gesture", which=row.pk, changes=_said(row))
        tell_case(row, "", by)
        tell_of_request(row)
        return True


def _move_up(row: Gesture) -> bool:
    here = row.waits_at.path if row.waits_at else None
    above = deciders_above(row.unit.path or "", above=here or "")
    if above is None:
        return False
    row.waits_at_id, row.answer_due_at = above.id, answer_due(row)
    return True


def _locked(gesture_id: int) -> Gesture:
    """The request, behind the lock of its kind: in the order in which giving takes them."""
    kind_id = Gesture.objects.values_list("kind_id", flat=True).get(pk=gesture_id)
    GestureKind.objects.select_for_update().get(pk=kind_id)
    rows = Gesture.objects.select_for_update(of=("self",)).select_related("kind", "unit", "waits_at", "case__unit")
    return rows.get(pk=gesture_id)


def _waiting(gesture_id: int, by: Viewer) -> Gesture:
    row = _locked(gesture_id)
    if row.state != GestureState.ASKED:
        raise GestureRefusedError("waits_no_more")
    if row.by_id is not None and row.by_id == by.person_id:
        raise GestureRefusedError("own_request")
    return row


def _decided(row: Gesture, words: str, by: Viewer) -> None:
    row.decided_by_id, row.decided_at, row.decided_words = by.person_id, clock.now(), words
    row.answer_due_at = None
    row.save()
    tell_of_answer(row)
    mark_stale("gestures", [row.day])
    tell_case(row, words, by)


def _said(row: Gesture) -> dict[str, Any]:
    return {"kind": row.kind.code, "amount": row.amount_minor, "reason": str(row.reason)}
