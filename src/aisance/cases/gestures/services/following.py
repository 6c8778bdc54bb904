"""Gestures follow their case into the one in which it ends."""

from django.db import transaction
from django.db.models import Max

from aisance.cases.gestures.contracts import STANDING
from aisance.cases.models import Case, Gesture, GestureKind
from aisance.lake.public import mark_stale


def hold_gestures_of(*case_ids: int) -> None:
    """Hold what answering and taking back gestures of these cases holds first, so that nobody waits in a circle."""
    kinds = GestureKind.objects.filter(pk__in=Gesture.objects.filter(case_id__in=case_ids).values("kind_id"))
    list(kinds.select_for_update().order_by("pk"))


@transaction.atomic
def follow_case(ended: Case, into: Case) -> int:
    """Let what was given, asked for and refused in a case stand in the one that took it over; how many rows.

    Nothing is charged or told again. A second of its kind takes the next turn there, since it was given already.
    """
    rows = list(Gesture.objects.select_for_update().filter(case=ended).order_by("turn", "pk"))
    last = Gesture.objects.filter(case=into, state__in=STANDING).values_list("kind_id").annotate(last=Max("turn"))
    turns = dict(last.order_by())
    for row in rows:
        row.case = into
        row.policy |= {"given_in": ended.number}
        if row.state in STANDING:
            row.turn = turns[row.kind_id] = turns.get(row.kind_id, 0) + 1
        row.save(update_fields=["case", "turn", "policy"])
    if rows:
        mark_stale("gestures", sorted({row.day for row in rows}))
    return len(rows)
