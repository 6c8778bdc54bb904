from datetime import datetime, timedelta
from typing import Any

import pytest

from aisance.cases.contracts import EntryKind
from aisance.cases.gestures.contracts import BudgetHolder, GestureReason, GestureRefusedError, GestureState, Given
from aisance.cases.gestures.rules import draw
from aisance.cases.gestures.services.deciding import approve, decline, pass_overdue_up, pass_up
from aisance.cases.gestures.services.granting import give, withdraw
from aisance.cases.gestures.services.setting import set_hold_back, set_limit
from aisance.cases.gestures.tests.laying import NOW, a_budget, a_case, a_kind, advisor, customers
from aisance.cases.models import Case, CaseEntry, DeskNotice, Gesture, GestureAccount, GestureKind
from aisance.cases.public import merge
from aisance.core import clock
from aisance.core.permissions import Role, Viewer
from aisance.core.worker import run_until_idle
from tests.cast import BY, Cast
from tests.smtp import SmtpServer
from tests.standing import standing


def lay(cast: Cast) -> None:
    a_kind()
    for customer in customers(3):
        a_case(cast, customer)


company = standing(lay, moment=NOW, autouse=True)


def case_number(place: int) -> Case:
    return Case.objects.select_related("unit").order_by("pk")[place]


def kind() -> GestureKind:
    return GestureKind.objects.get()


def given(by: Viewer, amount: int = 2_000, place: int = 0, **more: Any) -> Given:
    return give(
        case=case_number(place), kind_id=kind().pk, amount_minor=amount, words="Three wrong bills.", by=by, **more
    )


def answer_due() -> datetime:
    found = Gesture.objects.get().answer_due_at
    assert found is not None
    return found


def spent() -> list[tuple[str, int]]:
    return list(GestureAccount.objects.order_by("key").values_list("period", "spent_minor"))


def test_within_autonomy_and_budget_it_is_given_and_charged(cast: Cast) -> None:
    a_budget(cast, 10_000)
    a_budget(cast, 50_000, "lille", BudgetHolder.UNIT)

    done = given(advisor(cast))

    row = Gesture.objects.get()
    assert (done.state, done.reason, done.gesture_id) == (GestureState.GRANTED, GestureReason.WITHIN, row.pk)
    assert (row.amount_minor, row.currency, row.by_id) == (2_000, "EUR", cast.people[Role.ADVISOR].pk)
    assert row.policy["version"] == 1
    assert row.policy["most_minor"] == 5_000
    assert spent() == [("2026-11", 2_000), ("2026-11", 2_000)]
    entry = CaseEntry.objects.get(kind=EntryKind.GESTURE)
    assert (entry.words, entry.data["state"], entry.data["amount_minor"]) == ("Three wrong bills.", "granted", 2_000)


def test_a_second_of_the_kind_in_a_case_needs_its_own_reason(cast: Cast) -> None:
    given(advisor(cast))

    with pytest.raises(GestureRefusedError, match="second"):
        given(advisor(cast))
    assert Gesture.objects.count() == 1

    again = given(advisor(cast), second_because="The first one had run out.")

    assert again.state == GestureState.GRANTED
    assert list(Gesture.objects.order_by("pk").values_list("turn", flat=True)) == [1, 2]


def test_above_the_autonomy_the_nearest_supervisor_is_asked_and_nothing_is_charged(cast: Cast) -> None:
    a_budget(cast, 10_000)

    done = given(advisor(cast), 6_000)

    row = Gesture.objects.select_related("waits_at").get()
    assert (done.state, done.reason) == (GestureState.ASKED, GestureReason.OVER_AUTONOMY)
    assert row.waits_at == cast.units["lille"]
    assert row.answer_due_at == NOW + timedelta(hours=4)
    assert spent() == []


def test_above_what_is_left_of_the_budget_the_supervisor_is_asked(cast: Cast) -> None:
    a_budget(cast, 5_000)
    given(advisor(cast), 4_000)

    done = given(advisor(cast), 1_001, place=1)

    assert (done.state, done.reason) == (GestureState.ASKED, GestureReason.OVER_BUDGET)
    assert spent() == [("2026-11", 4_000)]
    assert given(advisor(cast), 1_000, place=2).state == GestureState.GRANTED
    assert spent() == [("2026-11", 5_000)]


def test_the_purse_is_full_again_in_the_next_period(cast: Cast) -> None:
    a_budget(cast, 5_000)
    given(advisor(cast), 5_000)

    with clock.stopped_at(NOW + timedelta(days=11)):
        assert given(advisor(cast), 5_000, place=1).state == GestureState.GRANTED
    assert spent() == [("2026-11", 5_000), ("2026-12", 5_000)]


def test_the_limit_of_the_nearest_unit_counts_even_if_lower(cast: Cast) -> None:
    set_limit(kind_id=kind().pk, role="advisor", unit_id=cast.units["lille"].pk, most_minor=1_000, by=BY)

    assert given(advisor(cast), 1_001).reason == GestureReason.OVER_AUTONOMY
    assert given(advisor(cast), 1_000, place=1).state == GestureState.GRANTED
    assert kind().version == 2


@pytest.mark.parametrize(
    ("conditions", "reason"),
    [
        ({"is_on": False}, GestureReason.OFF),
        ({"reasons": ("billing",)}, GestureReason.CASE_REASON),
        ({"outcomes": ("saved",)}, GestureReason.CASE_OUTCOME),
        ({"segments": ("gold",)}, GestureReason.SEGMENT),
        ({"least_minor": 2_001}, GestureReason.AMOUNT),
        ({"most_minor": 1_999}, GestureReason.AMOUNT),
    ],
)
def test_what_fails_a_condition_is_refused_and_kept(
    cast: Cast, conditions: dict[str, Any], reason: GestureReason
) -> None:
    a_budget(cast, 10_000)
    a_kind(**conditions)

    done = given(advisor(cast))

    assert (done.state, done.reason) == (GestureState.REFUSED, reason)
    assert Gesture.objects.get().state == GestureState.REFUSED
    assert spent() == []


def test_once_per_customer_in_so_many_days_holds_across_cases(cast: Cast) -> None:
    a_kind(again_after_days=30)
    first = case_number(0)
    given(advisor(cast))
    other = a_case(cast, first.customer_id or 0, matter="delivery")

    def again() -> Given:
        return give(case=other, kind_id=kind().pk, amount_minor=600, words="Late again.", by=advisor(cast))

    assert again().reason == GestureReason.TOO_SOON
    with clock.stopped_at(NOW + timedelta(days=30)):
        assert again().state == GestureState.GRANTED


def test_an_approved_request_is_given_on_the_units_budget(cast: Cast) -> None:
    a_budget(cast, 1_000)
    a_budget(cast, 50_000, "orvane", BudgetHolder.UNIT)
    asked = given(advisor(cast), 6_000)

    state = approve(gesture_id=asked.gesture_id, words="Fair.", by=cast.viewer(Role.SUPERVISOR))

    row = Gesture.objects.get()
    assert (state, row.reason) == (GestureState.GRANTED, GestureReason.APPROVED)
    assert (row.decided_by_id, row.decided_words) == (cast.people[Role.SUPERVISOR].pk, "Fair.")
    account = GestureAccount.objects.get()
    assert (account.person_id, account.spent_minor) == (None, 6_000)


def test_nobody_approves_more_than_they_may_give_themselves_but_may_pass_it_up(cast: Cast) -> None:
    asked = given(advisor(cast), 15_001)
    supervisor = cast.viewer(Role.SUPERVISOR)

    with pytest.raises(GestureRefusedError, match="over_yours"):
        approve(gesture_id=asked.gesture_id, words="Yes.", by=supervisor)
    assert Gesture.objects.get().state == GestureState.ASKED

    pass_up(gesture_id=asked.gesture_id, words="Above me.", by=supervisor)
    assert Gesture.objects.get().waits_at_id == cast.units["orvane"].pk
    with pytest.raises(GestureRefusedError, match="top"):
        pass_up(gesture_id=asked.gesture_id, words="And up.", by=cast.viewer(Role.MANAGER))
    assert approve(gesture_id=asked.gesture_id, words="Yes.", by=cast.viewer(Role.MANAGER)) == GestureState.GRANTED


def test_an_empty_budget_of_the_unit_lets_nobody_approve(cast: Cast) -> None:
    asked = given(advisor(cast), 6_000)
    a_budget(cast, 5_999, "france", BudgetHolder.UNIT)

    with pytest.raises(GestureRefusedError, match="over_unit_budget"):
        approve(gesture_id=asked.gesture_id, words="Yes.", by=cast.viewer(Role.MANAGER))
    assert Gesture.objects.get().state == GestureState.ASKED


def test_an_answer_counts_once_and_nobody_answers_their_own(cast: Cast) -> None:
    own = given(cast.viewer(Role.SUPERVISOR), 16_000)
    with pytest.raises(GestureRefusedError, match="own_request"):
        approve(gesture_id=own.gesture_id, words="Me.", by=cast.viewer(Role.SUPERVISOR))

    decline(gesture_id=own.gesture_id, words="Too much.", by=cast.viewer(Role.MANAGER))
    with pytest.raises(GestureRefusedError, match="waits_no_more"):
        approve(gesture_id=own.gesture_id, words="Yes.", by=cast.viewer(Role.MANAGER))
    assert Gesture.objects.get().reason == GestureReason.DECLINED


def test_what_nobody_answers_goes_up_once_a_deadline_and_is_never_given_by_silence(cast: Cast) -> None:
    given(advisor(cast), 6_000)
    first = answer_due()

    with clock.stopped_at(first - timedelta(seconds=1)):
        assert pass_overdue_up() == 0
    with clock.stopped_at(first):
        assert pass_overdue_up() == 1
        assert pass_overdue_up() == 0
    row = Gesture.objects.get()
    assert (row.waits_at_id, row.went_up, row.state) == (cast.units["orvane"].pk, 1, GestureState.ASKED)
    with clock.stopped_at(answer_due()):
        assert pass_overdue_up() == 1
    row.refresh_from_db()
    assert (row.waits_at_id, row.went_up, row.answer_due_at) == (cast.units["orvane"].pk, 2, None)
    with clock.stopped_at(first + timedelta(days=90)):
        assert pass_overdue_up() == 0
    assert row.state == GestureState.ASKED


def test_what_is_taken_back_is_free_again_in_its_own_period(cast: Cast) -> None:
    a_budget(cast, 5_000)
    done = given(advisor(cast), 5_000)

    with clock.stopped_at(NOW + timedelta(days=15)):
        withdraw(gesture_id=done.gesture_id, words="The customer said no.", by=advisor(cast))

    assert spent() == [("2026-11", 0)]
    assert Gesture.objects.get().state == GestureState.WITHDRAWN
    with pytest.raises(GestureRefusedError, match="stands_no_more"):
        withdraw(gesture_id=done.gesture_id, words="Again.", by=advisor(cast))
    assert given(advisor(cast)).state == GestureState.GRANTED


def test_the_draw_is_the_same_whenever_it_is_drawn_and_spares_what_is_owed(cast: Cast) -> None:
    a_budget(cast, 50_000)
    set_hold_back(share=0.5, words="Until February.", seed="a seed", by=BY)
    places = [(case.pk, case) for case in (case_number(n) for n in range(3))]
    expected = [GestureState.HELD_BACK if draw("a seed", pk) < 0.5 else GestureState.GRANTED for pk, _ in places]
    assert [given(advisor(cast), place=n).state for n in range(3)] == expected
    held = Gesture.objects.filter(state=GestureState.HELD_BACK)
    assert all(row.accounts == [] and row.policy["draw"] < 0.5 for row in held)
    assert sum(amount for _, amount in spent()) == 2_000 * expected.count(GestureState.GRANTED)

    a_kind(is_due=True)
    for n in range(3):
        assert given(advisor(cast), place=n, second_because="Money taken by error.").state == GestureState.GRANTED


def test_who_may_decide_is_told_by_mail_again_before_it_is_due_and_the_asker_of_the_answer(
    cast: Cast, smtp_server: SmtpServer
) -> None:
    given(advisor(cast), 6_000)
    due_at = answer_due()  # four working hours: 15:00 in Paris
    run_until_idle()
    with clock.stopped_at(NOW + timedelta(hours=3)):
        run_until_idle()
        run_until_idle()
        approve(gesture_id=Gesture.objects.get().pk, words="Yes", by=cast.viewer(Role.SUPERVISOR))
        run_until_idle()

    assert due_at == NOW + timedelta(hours=4)
    number = case_number(0).number
    assert [(mail["To"].partition("@")[0], mail["Subject"]) for mail in smtp_server.received] == [
        ("samira", f"A gesture in case {number} waits for your answer"),
        ("samira", f"Soon due: a gesture in case {number} waits for your answer"),
        ("hugo", f"Your request in case {number} is answered"),
    ]
    assert "15:00" in smtp_server.received[0].get_content()
    assert not DeskNotice.objects.filter(next_try_at__isnull=False).exists()


def test_a_reminder_of_what_is_answered_does_not_leave(cast: Cast, smtp_server: SmtpServer) -> None:
    given(advisor(cast), 6_000)
    decline(gesture_id=Gesture.objects.get().pk, words="No", by=cast.viewer(Role.SUPERVISOR))
    with clock.stopped_at(NOW + timedelta(hours=3)):
        run_until_idle()

    assert [mail["To"].partition("@")[0] for mail in smtp_server.received] == ["hugo"]


def test_what_was_given_in_a_case_follows_it_into_the_one_it_ends_in(cast: Cast) -> None:
    a_budget(cast, 50_000)
    other = a_case(cast, case_number(0).customer_id or 0, matter="delivery")
    given(advisor(cast), 1_000)
    give(case=other, kind_id=kind().pk, amount_minor=2_000, words="Late", by=advisor(cast))
    before = spent()

    other.refresh_from_db()
    merge(other.pk, into=case_number(0).pk, version=other.version, by=advisor(cast))

    rows = Gesture.objects.order_by("pk").values_list("case_id", "turn", "amount_minor", "state")
    first = case_number(0).pk
    assert list(rows) == [(first, 1, 1_000, GestureState.GRANTED), (first, 2, 2_000, GestureState.GRANTED)]
    assert Gesture.objects.get(turn=2).policy["given_in"] == other.number
    assert spent() == before == [("2026-11", 3_000)]
