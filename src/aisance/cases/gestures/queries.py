"""Reads about the catalogue, limits, budgets and gestures."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import roles_held, units_where_held
from aisance.cases.gestures.contracts import (
    ASKABLE,
    STANDING,
    BudgetHolder,
    GestureReason,
    GestureState,
    Limit,
    Period,
    Purse,
    Situation,
    Terms,
)
from aisance.cases.gestures.permissions import DECIDE, GRANT, VIEW
from aisance.cases.gestures.rules import Ask, autonomy, period_of
from aisance.cases.models import (
    Case,
    Gesture,
    GestureAccount,
    GestureAutonomy,
    GestureBudget,
    GestureHoldBack,
    GestureKind,
)
from aisance.core import clock
from aisance.core.permissions import Right, Role, Viewer
from aisance.customers.public import members, traits
from aisance.journeys.public import reasons

GIVEN = (GestureState.GRANTED.value, GestureState.WITHDRAWN.value)


def terms_of(kind: GestureKind) -> Terms:
    """A kind as the rules read it."""
    return Terms(
        code=kind.code,
        least_minor=kind.least_minor,
        most_minor=kind.most_minor,
        is_on=kind.is_on,
        is_due=kind.is_due,
        reasons=frozenset(kind.reasons),
        outcomes=frozenset(kind.outcomes),
        segments=frozenset(kind.segments),
        again_after_days=kind.again_after_days,
    )


def rows_of(customer_id: int | None) -> tuple[int, ...]:
    """All rows of the person of a customer; none for no customer."""
    return members([customer_id]).get(customer_id, (customer_id,)) if customer_id else ()


def situation_of(case: Case, kind: GestureKind) -> Situation:
    """What a gesture of this kind would be given in."""
    [found] = situations(case, [kind]).values()
    return found


def situations(case: Case, kinds: Sequence[GestureKind]) -> dict[int, Situation]:
    """The same for several kinds, by the id of the kind: the same few queries for one and for twenty."""
    rows = rows_of(case.customer_id)
    given = Gesture.objects.filter(customer_id__in=rows, kind__in=kinds, state=GestureState.GRANTED)
    last = dict(given.values_list("kind_id").annotate(last=Max("at")).order_by())
    here = set(Gesture.objects.filter(case=case, state__in=STANDING).values_list("kind_id", flat=True))
    codes = reason_codes(case.reason_id)
    segment = traits([case.customer_id])[case.customer_id].segment if case.customer_id else ""
    return {
        kind.pk: Situation(
            reasons=codes,
            outcome=case.outcome or "",
            segment=segment,
            now=clock.now(),
            last_given=last.get(kind.pk),
            given_here=kind.pk in here,
            has_customer=case.customer_id is not None,
        )
        for kind in kinds
    }


def reason_codes(reason_id: int | None) -> frozenset[str]:
    """The code of a contact reason and of those above it."""
    if reason_id is None:
        return frozenset()
    cards = reasons()
    own = next((card for card in cards if card.id == reason_id), None)
    return frozenset(card.code for card in cards if own and own.path.startswith(card.path))


def kinds_on() -> list[GestureKind]:
    """The kinds that may be given now."""
    return list(GestureKind.objects.filter(is_on=True))


def kind_ids() -> dict[str, int]:
    """The number of each kind that may be given now, by its code."""
    return {kind.code: kind.pk for kind in kinds_on()}


def limits_of(kinds: Iterable[GestureKind]) -> dict[int, list[Limit]]:
    """Up to what each role grants each kind, by the id of the kind."""
    found: dict[int, list[Limit]] = {}
    rows = GestureAutonomy.objects.filter(kind__in=list(kinds)).values_list(
        "kind_id", "role", "unit__path", "most_minor"
    )
    for kind_id, role, path, most in rows:
        found.setdefault(kind_id, []).append(Limit(role, path or "", most))
    return found


def autonomies(viewer: Viewer, kinds: Collection[GestureKind], unit_path: str, right: Right = GRANT) -> dict[int, int]:
    """Up to what amount the viewer grants each kind in a unit, by the id of the kind; absent where not at all."""
    roles = [(held.role, held.path) for held in roles_held(viewer.person_id) if held.role in right.roles]
    found = {pk: autonomy(limits, roles, unit_path) for pk, limits in limits_of(kinds).items()}
    return {pk: most for pk, most in found.items() if most is not None}


def purses_of(person_id: int | None, unit_path: str, day: date) -> list[Purse]:
    """What a gesture in a unit would be charged to: the giver's purse, where people have one, and those of the units.

    Of the budgets of people that of the nearest unit counts; of those of units every one on the way up does. Without
    a person, as when somebody above approves, the units alone pay.
    """
    steps = [step for step in unit_path.split("/") if step]
    above = ["/" + "/".join(steps[:length]) + "/" for length in range(1, len(steps) + 1)]
    budgets = list(GestureBudget.objects.filter(unit__path__in=above).select_related("unit"))
    each = [budget for budget in budgets if budget.holder == BudgetHolder.EACH]
    nearest = max(each, key=lambda budget: len(budget.unit.path or ""), default=None)
    wanted: list[tuple[GestureBudget, int | None]]
    wanted = [(budget, None) for budget in budgets if budget.holder == BudgetHolder.UNIT]
    if person_id is not None and nearest is not None:
        wanted.append((nearest, person_id))
    return _purses(wanted, day)


def _purses(wanted: Sequence[tuple[GestureBudget, int | None]], day: date) -> list[Purse]:
    named = [(budget, person, period_of(day, Period(budget.period))) for budget, person in wanted]
    keys = {f"{budget.pk}:{person or 0}:{period}": (budget, person, period) for budget, person, period in named}
    spent = dict(GestureAccount.objects.filter(key__in=keys).values_list("key", "spent_minor"))
    return [
        Purse(key, budget.pk, person, period, budget.amount_minor, spent.get(key, 0))
        for key, (budget, person, period) in sorted(keys.items())
    ]


def hold_back_in_force() -> GestureHoldBack | None:
    """What is held back now; null where nothing ever was set, or where nothing is held back any more."""
    newest = GestureHoldBack.objects.order_by("-pk").first()
    return newest if newest and newest.share > 0 else None


def deciders_above(unit_path: str, *, above: str = "") -> UnitCard | None:
    """The nearest unit on the way up where somebody answers requests, or the next above a path; null for none."""
    found = units_where_held(DECIDE, unit_path)
    return next((unit for unit in found if not above or len(unit.path) < len(above)), None)


def gestures_seen(viewer: Viewer, right: Right = VIEW) -> QuerySet[Gesture]:
    """Every decision about a gesture in the viewer's units, the newest first."""
    rows = Gesture.objects.filter(viewer.scope(right).rows("unit"))
    return rows.select_related("kind", "case", "unit", "by", "decided_by", "withdrawn_by").order_by("-at", "-pk")


def gesture_for(viewer: Viewer, gesture_id: int, right: Right = GRANT) -> Gesture | None:
    """One decision, if it was made in a unit where the viewer holds a right."""
    return gestures_seen(viewer, right).filter(pk=gesture_id).first()


def gestures_of_case(viewer: Viewer, case_id: int, right: Right) -> list[Gesture]:
    """What was given and refused in a case, the newest first."""
    rows = Gesture.objects.filter(viewer.scope(right).rows("unit"), case_id=case_id).order_by("-at", "-pk")
    return list(rows.select_related("kind", "unit", "waits_at", "by", "decided_by", "withdrawn_by"))


def requests_waiting(viewer: Viewer) -> QuerySet[Gesture]:
    """Requests in the units where the viewer answers them, those due first; what is due no more begins the list."""
    waiting = gestures_seen(viewer, DECIDE).filter(state=GestureState.ASKED)
    return waiting.select_related("waits_at").order_by("answer_due_at", "pk")


def requests_here(viewer: Viewer) -> int:
    """How many requests wait for the viewer's own units; shown on every page, so one query and none for most."""
    if viewer.person_id is None or not viewer.holds(DECIDE):
        return 0
    here = Gesture.objects.filter(state=GestureState.ASKED, waits_at__path__in=viewer.scope(DECIDE).paths)
    return here.exclude(by_id=viewer.person_id).count()


def requests_of(viewer: Viewer, since: datetime) -> QuerySet[Gesture]:
    """What the viewer asked of somebody above since a moment, and what waits still, the newest first."""
    own = gestures_seen(viewer, GRANT).filter(by_id=viewer.person_id or 0)
    asked = own.filter(Q(decided_at__gte=since) | Q(state=GestureState.ASKED))
    return asked.select_related("waits_at")


def past_asks(viewer: Viewer, right: Right, start: date, kind: str = "") -> list[Ask]:
    """What advisors wanted to give since a day and what no condition forbade, of one kind where it is named.

    What the draw held back counts as given: the policy is played without the draw. Whoever has left counts as an
    advisor.
    """
    conditions = [reason.value for reason in GestureReason if reason not in PLAYED]
    rows = Gesture.objects.filter(viewer.scope(right).rows("unit"), day__gte=start).exclude(reason__in=conditions)
    rows = rows.filter(kind__code=kind) if kind else rows
    columns = rows.order_by("day", "pk").values_list("pk", "by_id", "day", "amount_minor", "reason", "decided_at")
    advisors: dict[int | None, bool] = {None: True}
    asks = []
    for pk, person, day, amount, reason, decided in columns:
        if person not in advisors:
            advisors[person] = any(held.role == Role.ADVISOR for held in roles_held(person))
        if advisors[person]:
            above = decided is not None or reason in ASKABLE
            asks.append(Ask(pk, person, day, amount, reason in ENDED_WELL, above))
    return asks


ENDED_WELL = frozenset({GestureReason.WITHIN, GestureReason.APPROVED, GestureReason.DRAWN})
PLAYED = ENDED_WELL | ASKABLE | {GestureReason.DECLINED}
