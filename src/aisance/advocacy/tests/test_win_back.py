"""Lost customers asked back: once, after the cause is mended, with a control group, and an honest result."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from aisance.advocacy.contracts import AdvocacyRefusedError, Arm
from aisance.advocacy.models import MendedCause, WinBack, WinBackAttempt
from aisance.advocacy.rules import draw_control
from aisance.advocacy.tests.company import NOW
from aisance.advocacy.winback.accepting import accept
from aisance.advocacy.winback.queries import candidates, outcome_of
from aisance.advocacy.winback.services import mend_cause, note_returns, plan_win_back, start, write_waiting
from aisance.advocacy.winback.tokens import signed
from aisance.cases.contracts import CaseOutcome, NewCase
from aisance.cases.models import Case, Gesture
from aisance.cases.public import (
    BudgetHolder,
    BudgetPeriod,
    GestureKindDraft,
    GestureSort,
    hold_gestures_back,
    open_case,
    set_gesture_budget,
    set_gesture_kind,
)
from aisance.consent.contracts import Act, Method, NewEntry
from aisance.consent.public import record
from aisance.core.clock import stopped_at
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import PurchaseDraft, find_or_add_customers, record_purchases
from aisance.journeys.public import ensure_reasons, reasons
from aisance.outreach.models import Message
from tests.cast import BY, Cast
from tests.standing import standing

CLOSED = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
WORDS = {"fr": "Pardon.", "en": "Sorry."}


def claims() -> list[CustomerClaim]:
    return [CustomerClaim({IdentifierKind.EMAIL: f"l{n}@example.org"}, f"L{n}", "fr") for n in range(6)]


def lay(cast: Cast) -> None:
    """Six customers lost to the bill; the first has not agreed to offers, the last has an open case."""
    ensure_reasons({"bill": {"fr": "Facture", "en": "Bill"}, "move": {"en": "Move"}}, by=BY)
    ids = [pk for pk in find_or_add_customers(claims(), by=BY) if pk]
    bill = next(card.id for card in reasons() if card.code == "bill")
    for pk in ids:
        case = open_case(NewCase(pk, f"reason:{bill}", "by_hand", unit_id=cast.units["lille-a"].pk), by=BY).case_id
        Case.objects.filter(pk=case).update(
            status="closed", outcome=CaseOutcome.LOST, root_cause_id=bill, closed_at=CLOSED
        )
    about = {"purpose": "news", "channel": "email", "notice": 1, "language": "fr"}
    yes = [NewEntry(pk, Act.GRANTED, Method.PHONE, **about) for pk in ids[1:]]  # type: ignore[arg-type]  # as named
    record(yes, by=BY)
    open_case(NewCase(ids[5], "another", "by_hand", unit_id=cast.units["lille-a"].pk), by=BY)


lost = standing(lay, moment=NOW)


def lost_ids() -> list[int]:
    return [pk for pk in find_or_add_customers(claims(), by=BY) if pk]


def planned(since: date = date(2026, 11, 1)) -> WinBack:
    bill = next(card.id for card in reasons() if card.code == "bill")
    cause = mend_cause(reason_id=bill, since=since, words="Factures relues.", by=BY)
    pk = plan_win_back(cause_id=cause, apology=WORDS, offer=WORDS, control_percent=25, return_days=30, by=BY)
    return WinBack.objects.get(pk=pk)


def bought(n: int, at: datetime, cents: int = 1000) -> None:
    draft = PurchaseDraft("shop", f"O{n}{at:%d}", at, claims()[n], cents)
    record_purchases([draft], by=BY)


def test_each_lost_customer_is_asked_or_left_out_for_one_reason(lost: Cast) -> None:
    bought(4, CLOSED + timedelta(days=3))

    found = candidates(planned())

    assert list(found.ids) == lost_ids()[1:4]
    assert found.left_out == {"no_consent": 1, "open_case": 1, "back_already": 1}


def test_nobody_lost_after_the_cause_was_mended_is_asked(lost: Cast) -> None:
    assert candidates(planned(since=date(2026, 8, 1))).ids == ()


def test_a_win_back_starts_once_and_asks_each_once_in_a_life(lost: Cast) -> None:
    row = planned()

    assert start(win_back_id=row.pk, by=BY) == 4
    with pytest.raises(AdvocacyRefusedError, match="started"):
        start(win_back_id=row.pk, by=BY)
    again = planned()
    assert candidates(again).left_out["asked_before"] == 4
    with pytest.raises(AdvocacyRefusedError, match="nobody"):
        start(win_back_id=again.pk, by=BY)

    assert (write_waiting(2), write_waiting(), write_waiting()) == (2, 1, 0)
    arms = list(WinBackAttempt.objects.values_list("arm", flat=True))
    assert (arms.count(Arm.TREATED), arms.count(Arm.CONTROL)) == (3, 1)
    assert Message.objects.filter(purpose="news", message_class="marketing").count() == 3
    alone = WinBackAttempt.objects.get(arm=Arm.CONTROL).customer_id or 0
    assert not Message.objects.filter(customer_id=alone).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        WinBackAttempt.objects.create(win_back=again, customer_id=alone, arm=Arm.TREATED, at=NOW)


def test_the_draw_is_the_same_for_a_seed_and_fair_in_size() -> None:
    ids = range(1, 201)

    assert draw_control(list(ids), 20, 7) == draw_control(list(reversed(ids)), 20, 7)
    assert len(draw_control(list(ids), 20, 7)) == 40
    assert draw_control(list(ids), 20, 7) != draw_control(list(ids), 20, 8)
    assert len(draw_control([1, 2], 5, 1)) == 1


def test_who_buys_within_the_days_came_back_in_either_arm(lost: Cast) -> None:
    row = planned()
    start(win_back_id=row.pk, by=BY)
    bought(1, NOW + timedelta(days=29))
    bought(2, NOW + timedelta(days=31))
    bought(3, NOW + timedelta(days=2), cents=-500)

    with stopped_at(NOW + timedelta(days=40)):
        assert (note_returns(), note_returns()) == (1, 0)
        found = outcome_of(row)
        page = lost.client(Role.MANAGER).get(f"/win-back/{row.pk}/").content.decode()

    assert found.treated.returned + found.control.returned == 1
    assert found.treated.n + found.control.n == 4
    assert (found.low, found.verdict) == (None, "")
    assert "Too early to say" in page


def test_a_result_has_newcombes_interval(lost: Cast) -> None:
    row = planned()
    for arm, n, returned in ((Arm.TREATED, 70, 56), (Arm.CONTROL, 80, 48)):
        back = [NOW] * returned + [None] * (n - returned)
        WinBackAttempt.objects.bulk_create(WinBackAttempt(win_back=row, arm=arm, at=NOW, returned_at=at) for at in back)
    WinBack.objects.filter(pk=row.pk).update(started_at=NOW)

    assert (outcome_of(row).verdict, outcome_of(row).waiting) == ("", 150)  # nobody's days are over
    with stopped_at(NOW + timedelta(days=30)):
        found = outcome_of(row)
        file = lost.client(Role.ANALYST).get("/win-back/?format=csv").content.decode()

    assert (round(found.low or 0, 4), round(found.high or 0, 4), found.verdict) == (0.0524, 0.3339, "more")
    assert file.splitlines()[1].startswith(f"{row.pk},Bill,")
    assert file.splitlines()[1].endswith(",more")


def test_an_analyst_reads_and_starts_nothing(lost: Cast) -> None:
    row, noah = planned(), lost.client(Role.ANALYST)

    assert noah.get(f"/win-back/{row.pk}/").status_code == 200
    assert noah.post(f"/win-back/{row.pk}/start/").status_code == 403
    assert noah.post("/win-back/cause/", {}).status_code == 403
    assert not WinBackAttempt.objects.exists()


def test_forms_note_a_cause_and_prepare_words(lost: Cast) -> None:
    claire = lost.client(Role.MANAGER)
    bill = next(card.id for card in reasons() if card.code == "bill")
    cause = {"reason": bill, "since": "2026-11-01", "words": "Factures relues."}

    assert claire.post("/win-back/cause/", {**cause, "since": "2027-01-01"}).status_code == 422
    assert claire.post("/win-back/cause/", cause).status_code == 302
    words = {f"{what}_{code}": "Pardon" for what in ("apology", "offer") for code in ("fr", "en")}
    given = {"cause": MendedCause.objects.get().pk, "control_percent": 20, "return_days": 60, **words}
    assert claire.post("/win-back/new/", {**given, "control_percent": 0}).status_code == 422
    assert claire.post("/win-back/new/", given).status_code == 302
    row = WinBack.objects.get()
    assert "3 customers would be written to" in claire.get(f"/win-back/{row.pk}/").content.decode()
    assert claire.post(f"/win-back/{row.pk}/start/").status_code == 302
    assert WinBackAttempt.objects.count() == 4


def with_a_gesture(cast: Cast, *, limit: int, budget: int) -> tuple[WinBack, WinBackAttempt]:
    """A win-back of Claire's that promises a month free, started; and one of those who are written to."""
    names = {"fr": "Un mois offert", "en": "A month free"}
    limits = {"manager": limit}
    draft = GestureKindDraft("month", GestureSort.MONTH_FREE, names, 2_000, 2_000, limits=limits)
    set_gesture_kind(draft=draft, by=BY)
    top = cast.units["orvane"].pk
    set_gesture_budget(unit_id=top, holder=BudgetHolder.UNIT, period=BudgetPeriod.MONTH, amount_minor=budget, by=BY)
    row = planned()
    pk = plan_win_back(
        cause_id=row.cause_id, apology=WORDS, offer=WORDS, gesture="month", amount_minor=2_000, control_percent=25,
        return_days=30, by=cast.viewer(Role.MANAGER),
    )  # fmt: skip
    start(win_back_id=pk, by=cast.viewer(Role.MANAGER))
    write_waiting()
    return WinBack.objects.get(pk=pk), WinBackAttempt.objects.filter(win_back_id=pk, arm=Arm.TREATED)[0]


def test_an_accepted_offer_gives_the_gesture_that_was_promised_once(lost: Cast) -> None:
    row, one = with_a_gesture(lost, limit=2_000, budget=3_000)
    hold_gestures_back(share=0.5, words="To know what they bring.", by=BY)
    page, link = Client(), f"/back/{signed(one.pk)}/"

    assert link in Message.objects.get(customer_id=one.customer_id or 0, purpose="news").body
    assert (page.get(link).status_code, page.get("/back/0.none/").status_code) == (200, 404)
    assert not Gesture.objects.exists()  # reading records nothing
    assert [page.post(link).status_code for _again in range(2)] == [302, 302]

    given = Gesture.objects.get()
    one.refresh_from_db()
    assert (given.state, given.customer_id, given.unit.code) == ("granted", one.customer_id, "lille-a")
    assert (one.gesture_id, one.accepted_at, given.case.source) == (given.pk, NOW, "promised")
    assert "A month free" in page.get(link, {"lang": "en"}).content.decode()
    assert outcome_of(row).accepted == 1

    # The budget of the company had room for one: the second is promised all the same, and asked of those above.
    two = WinBackAttempt.objects.filter(win_back=row, arm=Arm.TREATED).exclude(pk=one.pk)[0]
    assert accept(attempt_id=two.pk, by=BY)
    two.refresh_from_db()
    assert two.gesture is not None
    assert (two.gesture.state, two.gesture.reason) == ("asked", "over_unit_budget")
    detail = " ".join(lost.client(Role.MANAGER).get(f"/win-back/{row.pk}/").content.decode().split())
    assert "2 customers accepted · 1 waiting for a yes above · 1 given" in detail


def test_an_offer_ends_with_its_days_and_those_left_alone_have_none(lost: Cast) -> None:
    row, one = with_a_gesture(lost, limit=2_000, budget=9_000)
    alone = WinBackAttempt.objects.get(win_back=row, arm=Arm.CONTROL)

    assert Client().post(f"/back/{signed(alone.pk)}/").status_code == 404
    with stopped_at(NOW + timedelta(days=30)), pytest.raises(AdvocacyRefusedError, match="offer_over"):
        accept(attempt_id=one.pk, by=BY)

    assert not Gesture.objects.exists()


def test_nobody_promises_what_they_may_not_grant(lost: Cast) -> None:
    for limit, budget, reason in ((1_999, 9_000, "gesture_over_autonomy"), (2_000, 1_999, "gesture_over_unit_budget")):
        with pytest.raises(AdvocacyRefusedError, match=reason), transaction.atomic():
            with_a_gesture(lost, limit=limit, budget=budget)

    assert not WinBackAttempt.objects.exists()
