"""Giving gestures within one's autonomy, asking for those above it, and taking them back."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from aisance.cases.contracts import EntryKind
from aisance.cases.gestures.contracts import (
    STANDING,
    GestureReason,
    GestureRefusedError,
    GestureState,
    Given,
    Purse,
)
from aisance.cases.gestures.permissions import DECIDE
from aisance.cases.gestures.queries import (
    autonomies,
    deciders_above,
    hold_back_in_force,
    purses_of,
    situation_of,
    terms_of,
)
from aisance.cases.gestures.rules import draw, must_ask, refusal
from aisance.cases.gestures.services.charging import ShortError, charge, give_back
from aisance.cases.models import Case, Gesture, GestureKind
from aisance.cases.notices.telling import tell_of_request
from aisance.cases.queries.hours import due
from aisance.cases.services.log import add_entry
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.lake.public import mark_stale


def give(
    *,
    case: Case,
    kind_id: int,
    amount_minor: int,
    words: str,
    second_because: str = "",
    is_promised: bool = False,
    by: Viewer,
) -> Given:
    """Give a gesture in a case, or ask for it above; every outcome is kept with its reason.

    Raises GestureRefusedError("second") where the case has one of the kind and no reason is given for another. The row
    of the kind is locked first, the case next: what is once in a case, and once per customer in so many days, holds
    under simultaneous clicks. Where the case is merged in this moment, the one in which it ended gets the gesture. What
    was promised before and is accepted now meets no condition again, and no draw.
    """
    with transaction.atomic():
        kind = GestureKind.objects.select_for_update().get(pk=kind_id)
        case = case_that_holds(case)
        turn = _turn(case, kind, second_because)
        row = Gesture(
            case=case, kind=kind, customer_id=case.customer_id, unit_id=case.unit_id, amount_minor=amount_minor,
            currency=settings.ENVIRONMENT.currency, turn=turn, words=words, second_because=second_because,
            by_id=by.person_id, at=clock.now(), day=clock.today(),
        )  # fmt: skip
        row.policy = {"version": kind.version, **({"promised": True} if is_promised else {})}
        failed = None if is_promised else refusal(terms_of(kind), situation_of(case, kind), amount_minor)
        if failed:
            row.state, row.reason = GestureState.REFUSED, failed
        else:
            _decide(row, by)
        return _kept(row, by)


def case_that_holds(case: Case) -> Case:
    """The case as it stands, held until the end of the transaction; where it was merged, the one it ended in."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.get(pk=case.pk)
    while found.merged_into_id:
        found = rows.get(pk=found.merged_into_id)
    return found


def _turn(case: Case, kind: GestureKind, second_because: str) -> int:
    """The place among those of the kind that stand in the case."""
    taken = Gesture.objects.filter(case=case, kind=kind, state__in=STANDING).values_list("turn", flat=True)
    turn = max(taken, default=0) + 1
    if turn > 1 and not second_because.strip():
        raise GestureRefusedError(GestureReason.SECOND)
    return turn


def _decide(row: Gesture, by: Viewer) -> None:
    """Within autonomy and budget it is given, unless the draw holds it back; above them somebody is asked."""
    path = row.case.unit.path or ""
    most = autonomies(by, [row.kind], path).get(row.kind_id)
    purses = purses_of(by.person_id, path, row.day)
    row.policy |= {"most_minor": most, "purses": [purse.key for purse in purses]}
    above = must_ask(row.amount_minor, most, purses)
    if above is None:
        above = settle(row, purses, GestureReason.WITHIN)
    if above:
        ask_above(row, above)


def settle(row: Gesture, purses: list[Purse], reason: GestureReason) -> GestureReason | None:
    """Hold back by the draw, or charge and grant; gives why it could not be charged, null where it was settled."""
    if drawn_to_be_held_back(row):
        row.state, row.reason = GestureState.HELD_BACK, GestureReason.DRAWN
        return None
    try:
        row.accounts = charge(purses, row.amount_minor)
    except ShortError as short:
        own = next(purse.person_id for purse in purses if purse.key == str(short))
        return GestureReason.OVER_BUDGET if own else GestureReason.OVER_UNIT_BUDGET
    row.state, row.reason = GestureState.GRANTED, reason
    return None


def drawn_to_be_held_back(row: Gesture) -> bool:
    """Whether the draw holds this one back, noting the draw. What is owed or promised to the customer never is."""
    terms = hold_back_in_force()
    if terms is None or row.kind.is_due or row.policy.get("promised"):
        return False
    place = draw(terms.seed, row.case_id)
    row.policy |= {"hold_back": terms.pk, "share": terms.share, "draw": round(place, 6)}
    return place < terms.share


def ask_above(row: Gesture, reason: GestureReason) -> None:
    """Let it wait for the nearest who answer requests, until so many working hours from now."""
    unit = deciders_above(row.case.unit.path or "")
    row.state, row.reason = GestureState.ASKED, reason
    row.waits_at_id = unit.id if unit else None
    row.answer_due_at = answer_due(row)


def answer_due(row: Gesture) -> Any:
    """Until when a request is to be answered, in the working hours of the case's unit."""
    return due(row.unit_id, clock.now(), timedelta(hours=row.kind.answer_hours))


def _kept(row: Gesture, by: Viewer) -> Given:
    row.save()
    changes = {"kind": row.kind.code, "amount": row.amount_minor, "reason": row.reason}
    if row.state == GestureState.GRANTED:
        audit.record(by, "gesture.granted", what="gesture", which=row.pk, changes=changes)
    elif row.state == GestureState.ASKED:
        audit.record(by, "gesture.asked", what="gesture", which=row.pk, changes=changes)
    elif row.state == GestureState.HELD_BACK:
        audit.record(by, "gesture.held_back", what="gesture", which=row.pk, changes=changes)
    else:
        audit.record(by, "gesture.refused", what="gesture", which=row.pk, changes=changes)
    tell_case(row, row.words, by)
    if row.state == GestureState.ASKED:
        tell_of_request(row)
    return Given(row.pk, GestureState(row.state), GestureReason(row.reason), row.answer_due_at)


def tell_case(row: Gesture, words: str, by: Viewer) -> None:
    """Write into the log of the case what became of a gesture; the page makes words of the codes."""
    data = {
        "gesture": row.pk,
        "kind": row.kind.code,
        "state": str(row.state),
        "reason": str(row.reason),
        "amount_minor": row.amount_minor,
        "currency": row.currency,
    }
    add_entry(row.case_id, EntryKind.GESTURE, words=words, data=data, by=by)


def withdraw(*, gesture_id: int, words: str, by: Viewer) -> None:
    """Take back a gesture that was given, or a request that waits; what was charged goes back.

    Their own people take back themselves; those of others, whoever answers requests there. Raises GestureRefusedError
    where it stands no more, or is not theirs.
    """
    with transaction.atomic():
        GestureKind.objects.select_for_update(of=("self",)).get(gestures__pk=gesture_id)
        row = Gesture.objects.select_for_update(of=("self",)).select_related("kind", "unit").get(pk=gesture_id)
        if row.state not in {GestureState.GRANTED, GestureState.ASKED}:
            raise GestureRefusedError("stands_no_more")
        if not may_withdraw(row, by):
            raise GestureRefusedError("not_yours")
        give_back(row.accounts, row.amount_minor)
        row.state = GestureState.WITHDRAWN
        row.withdrawn_by_id, row.withdrawn_at, row.withdrawn_words = by.person_id, clock.now(), words
        row.save()
        mark_stale("gestures", [row.day])
        audit.record(by, "gesture.withdrawn", what="gesture", which=row.pk, changes={"kind": row.kind.code})
        tell_case(row, words, by)


def may_withdraw(row: Gesture, by: Viewer) -> bool:
    """Whether a gesture is the viewer's own, or was given where they answer requests."""
    own = by.person_id is not None and row.by_id == by.person_id
    return own or by.scope(DECIDE).covers(row.unit.path or "")
