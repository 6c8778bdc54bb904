from datetime import date, timedelta

import pytest

from aisance.cases.contracts import CaseOutcome
from aisance.cases.gestures.contracts import GestureReason, GestureState
from aisance.cases.gestures.effects import Effect
from aisance.cases.gestures.outcomes import Outcomes, outcomes
from aisance.cases.gestures.rules import Ask, tried
from aisance.cases.gestures.services.setting import set_hold_back
from aisance.cases.gestures.tests.laying import NOW, a_case, a_kind, customers
from aisance.cases.models import Case, Gesture, GestureHoldBack
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import PurchaseDraft, record_purchases
from tests.cast import BY, Cast
from tests.standing import standing

BEFORE = NOW - timedelta(days=120)
PEOPLE = 60


def lay(cast: Cast) -> None:
    """Sixty customers, the first forty with a gesture: 30 of them buy again, and 5 of those held back."""
    kind = a_kind()
    with clock.stopped_at(BEFORE):
        trial = set_hold_back(share=0.3, words="A trial.", seed="seed", by=BY)
        cases = [a_case(cast, customer) for customer in customers(PEOPLE)]
    Gesture.objects.bulk_create(
        Gesture(
            case=case, kind=kind, customer_id=case.customer_id, unit_id=case.unit_id, amount_minor=2_000,
            currency="EUR", at=BEFORE, day=BEFORE.date(), policy={"hold_back": trial.pk, "most_minor": 5_000},
            state=GestureState.GRANTED if place < 40 else GestureState.HELD_BACK,
            reason=GestureReason.WITHIN if place < 40 else GestureReason.DRAWN,
        )
        for place, case in enumerate(cases)
    )  # fmt: skip
    again = [*range(30), *range(40, 45)]
    drafts = [
        PurchaseDraft("shop", f"P{place}", BEFORE + timedelta(days=10 + place),
                      CustomerClaim({IdentifierKind.EXTERNAL: f"G{place:04}"}), 1_000)
        for place in again
    ]  # fmt: skip
    record_purchases(drafts, by=BY)
    lost = [case.pk for case in cases[40:50]]
    end = BEFORE + timedelta(days=30)
    Case.objects.filter(pk__in=lost).update(status="closed", outcome=CaseOutcome.LOST, closed_at=end)


company = standing(lay, moment=NOW)


def effect(found: Outcomes, code: str) -> Effect:
    return next(one for one in found.effects if one.code == code)


def test_the_drawn_groups_are_compared_with_newcombes_interval(cast: Cast, company: Cast) -> None:
    found = outcomes(cast.viewer(Role.MANAGER), GestureHoldBack.objects.get())

    bought = effect(found, "bought")
    assert (found.given, found.other, found.cost_minor) == (40, 20, 80_000)
    assert (bought.given.value, bought.given.n, bought.other.value, bought.other.n) == (0.75, 40, 0.25, 20)
    assert (round(bought.low or 0, 4), round(bought.high or 0, 4)) == (0.2337, 0.6754)
    assert bought.verdict == "better"
    stayed = effect(found, "stay")
    assert (stayed.given.value, stayed.other.value, stayed.verdict) == (1.0, 0.5, "better")
    ease = effect(found, "ease")
    assert (ease.given.n, ease.given.value, ease.verdict) == (0, None, "early")


def test_until_the_days_are_over_it_is_too_early_to_say(cast: Cast, company: Cast) -> None:
    with clock.stopped_at(BEFORE + timedelta(days=89)):
        found = outcomes(cast.viewer(Role.MANAGER), GestureHoldBack.objects.get())

    assert {one.verdict for one in found.effects} == {"early"}
    assert effect(found, "bought").given.value is None


def test_without_a_draw_nothing_is_compared(cast: Cast, company: Cast) -> None:
    found = outcomes(cast.viewer(Role.MANAGER), None)

    assert not found.is_drawn
    assert {one.verdict for one in found.effects} == {"apart"}
    assert {one.difference for one in found.effects} == {None}
    assert (found.given, found.other) == (40, 20)


def test_another_unit_sees_nothing_of_it_and_the_page_says_what_is_established(cast: Cast, company: Cast) -> None:
    page = cast.client(Role.MANAGER).get("/acting/gestures/outcomes/").content.decode()
    assert "Gestures bring something" in page
    assert "40 customers with a gesture (800\xa0€ in all) against 20" in page
    file = cast.client(Role.MANAGER).get("/acting/gestures/outcomes/?format=csv").content.decode()
    assert "bought,%,0.75" in file
    assert cast.client(Role.ADVISOR).get("/acting/gestures/outcomes/").status_code == 403


DAY = date(2026, 10, 5)


def ask(number: int, amount: int, *, person: int = 1, granted: bool = True, above: bool = False) -> Ask:
    return Ask(number, person, DAY, amount, granted, above)


def test_a_policy_is_played_in_order_over_what_was_asked() -> None:
    asks = [ask(1, 3_000), ask(2, 4_000, granted=False, above=True), ask(3, 9_000, above=True), ask(4, 2_000, person=2)]

    free = tried(asks, 5_000)
    assert (free.n, free.alone, free.alone_then) == (4, 3, 2)
    assert (free.cost_minor, free.cost_then_minor) == (18_000, 14_000)
    assert [one.id for one in free.above] == [3]

    bounded = tried(asks, 5_000, 5_000)
    assert [one.id for one in bounded.above] == [2, 3]
    assert bounded.cost_minor == 14_000
    assert tried([], 5_000).n == 0


@pytest.mark.parametrize("limit", [0, 2_999])
def test_under_the_least_asked_for_everything_but_that_is_asked_above(limit: int) -> None:
    assert tried([ask(1, 3_000), ask(2, 3_000)], limit).alone == 0
