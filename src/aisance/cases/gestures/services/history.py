"""Bringing in what another tool knows of past gestures."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from aisance.cases.contracts import BY_HAND, CaseStatus, EntryKind
from aisance.cases.gestures.amounts import currency
from aisance.cases.gestures.contracts import GestureReason, GestureState, PastGesture
from aisance.cases.gestures.queries import hold_back_in_force
from aisance.cases.models import Case, CaseEntry, Gesture, GestureKind
from aisance.cases.rules import new_number
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.public import current

ENDED: dict[str, tuple[GestureState, GestureReason]] = {
    "within": (GestureState.GRANTED, GestureReason.WITHIN),
    "approved": (GestureState.GRANTED, GestureReason.APPROVED),
    "declined": (GestureState.REFUSED, GestureReason.DECLINED),
    "held_back": (GestureState.HELD_BACK, GestureReason.DRAWN),
}


def record_past(past: Sequence[PastGesture], *, by: Viewer) -> int:
    """Write closed cases with their gestures in one transaction; how many. No budget is charged for what is over.

    What a draw decided is counted under the share in force now.
    """
    with transaction.atomic():
        kinds = {kind.code: kind for kind in GestureKind.objects.all()}
        heads = current(one.customer_id for one in past)
        cases = Case.objects.bulk_create(_case(one, heads) for one in past)
        trial = hold_back_in_force()
        drawn = {"hold_back": trial.pk, "share": trial.share} if trial else {}
        rows = [_gesture(one, case, kinds[one.kind], drawn) for one, case in zip(past, cases, strict=True)]
        gestures = Gesture.objects.bulk_create(rows)
        CaseEntry.objects.bulk_create(_entry(row, past[place]) for place, row in enumerate(gestures))
        audit.record(by, "gestures.recorded", what="gesture", which="", changes={"n": len(gestures)})
        return len(gestures)


def _case(one: PastGesture, heads: dict[int, int]) -> Case:
    return Case(
        number=new_number(secrets.choice),
        customer_id=one.customer_id,
        person_id=heads.get(one.customer_id),
        unit_id=one.unit_id,
        matter=f"reason:{one.reason_id or 0}",
        status=CaseStatus.CLOSED,
        owner_id=one.by_id,
        ranked_at=one.opened_at,
        reason_id=one.reason_id,
        source=BY_HAND,
        opened_at=one.opened_at,
        day=clock.local_day(one.opened_at),
        first_touched_at=one.first_touched_at or one.opened_at,
        closed_at=one.closed_at,
        outcome=one.outcome,
        closings=1,
    )


def _gesture(one: PastGesture, case: Case, kind: GestureKind, drawn: dict[str, Any]) -> Gesture:
    state, reason = ENDED[one.decision]
    above = one.decision in {"approved", "declined"}
    policy: dict[str, Any] = {"version": kind.version, "most_minor": one.most_minor}
    return Gesture(
        case=case,
        kind=kind,
        customer_id=one.customer_id,
        unit_id=one.unit_id,
        amount_minor=one.amount_minor,
        currency=currency(),
        state=state,
        reason=reason,
        words=one.words,
        policy=policy if one.decision == "declined" or kind.is_due else policy | drawn,
        by_id=one.by_id,
        at=one.opened_at,
        day=clock.local_day(one.opened_at),
        decided_at=one.closed_at if above else None,
    )


def _entry(row: Gesture, one: PastGesture) -> CaseEntry:
    data = {
        "gesture": row.pk,
        "kind": one.kind,
        "state": str(row.state),
        "reason": str(row.reason),
        "amount_minor": row.amount_minor,
        "currency": row.currency,
    }
    return CaseEntry(
        case_id=row.case_id, kind=EntryKind.GESTURE, by_id=one.by_id, at=row.at, words=one.words, data=data, version=1
    )
