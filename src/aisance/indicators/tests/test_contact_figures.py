"""What contacts and invitations tell, by hand: resolution as observed, repeats, promises, processing, response rate."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aisance.core import clock
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.indicators.beside import immature_contacts
from aisance.indicators.contracts import Asked
from aisance.indicators.public import definition, estimates
from aisance.indicators.tests.company import BY, NOON, answer, every_estimate, lay_vocabulary
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.public import record_interactions
from aisance.lake.public import pull
from aisance.surveys.contracts import InvitationState, PastDecision, ProgrammeKind, ResponseDraft
from aisance.surveys.public import ensure_default_programme, record_history, record_responses
from tests.cast import Cast

LATER = datetime(2026, 12, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _later(cast: Cast) -> Iterator[None]:
    lay_vocabulary()
    with clock.stopped_at(LATER):
        yield


def contact(customer: str, *, seconds: int = 0, reason: str = "bill", **more: Any) -> None:
    """A contact of a customer some seconds after noon of 2 November."""
    claim = CustomerClaim({IdentifierKind.EXTERNAL: customer}) if customer else CustomerClaim()
    draft = InteractionDraft(
        source="tests",
        external_id=f"{customer}-{seconds}-{reason}-{more.get('outcome', '')}-{more.get('done_at', '')}",
        started_at=NOON + timedelta(seconds=seconds),
        customer=claim,
        reason=reason,
        **{"channel": Channel.PHONE, "outcome": Outcome.ANSWERED, **more},
    )
    assert [recorded.status for recorded in record_interactions([draft], by=BY)] == ["accepted"]


def figure(name: str, **asked: Any) -> tuple[int, Any]:
    pull()
    [estimate] = every_estimate(name, viewer=BY, **asked)
    return estimate.n, estimate.value


WEEK = 7 * 86_400


def test_a_customer_who_comes_back_was_not_helped_whatever_the_channel() -> None:
    contact("ann", seconds=0)
    contact("ann", seconds=3 * 86_400, channel=Channel.CHAT)
    contact("ben", seconds=0)

    assert figure("resolved_observed") == (3, pytest.approx(2 / 3))
    assert figure("repeat_contacts") == (3, pytest.approx(1 / 3))


def test_another_reason_or_another_customer_is_no_repeat() -> None:
    contact("ann", seconds=0)
    contact("ann", seconds=60, reason="move")
    contact("ben", seconds=60)

    assert figure("resolved_observed") == (3, 1.0)
    assert figure("repeat_contacts") == (3, 0.0)


@pytest.mark.parametrize(("gap", "repeated"), [(WEEK, 1), (WEEK + 1, 0)])
def test_the_last_second_of_the_window_is_in_it(gap: int, repeated: int) -> None:
    contact("ann", seconds=0)
    contact("ann", seconds=gap)

    assert figure("repeat_contacts") == (2, repeated / 2)
    assert figure("resolved_observed") == (2, 1 - repeated / 2)


def test_the_window_may_be_asked_for() -> None:
    contact("ann", seconds=0)
    contact("ann", seconds=3 * 86_400)

    assert figure("repeat_contacts", within_days=2) == (2, 0.0)
    assert figure("repeat_contacts", within_days=3) == (2, 0.5)


def test_unknown_customers_and_reasons_are_not_counted_and_the_unserved_only_as_a_return() -> None:
    contact("", seconds=0)
    contact("ann", seconds=0, reason="")
    contact("ben", seconds=0)
    contact("ben", seconds=60, outcome=Outcome.ABANDONED)

    assert figure("resolved_observed") == (1, 0.0)
    assert figure("repeat_contacts") == (2, 0.5)


@pytest.mark.parametrize(("today", "n"), [(9, 0), (10, 1)])
def test_a_contact_is_mature_once_its_day_and_the_seven_after_it_are_over(today: int, n: int) -> None:
    contact("ann", seconds=0)

    with clock.stopped_at(datetime(2026, 11, today, 9, tzinfo=UTC)):
        assert figure("resolved_observed") == (n, 1.0 if n else None)
        assert immature_contacts(BY, Asked()) == 1 - n


def test_a_return_after_the_end_of_the_period_still_counts() -> None:
    contact("ann", seconds=0)
    contact("ann", seconds=86_400)

    assert figure("resolved_observed", start=NOON.date(), end=NOON.date()) == (1, 0.0)


def test_contacts_of_one_customer_are_one_cluster() -> None:
    for customer in range(10):
        for hour in range(4):
            contact(f"c{customer}", seconds=hour * 3600 if customer < 5 else hour * (WEEK + 3600))
    pull()

    [estimate] = every_estimate("repeat_contacts", viewer=BY)

    assert (estimate.n, estimate.value) == (40, 15 / 40)
    assert estimate.n_effective == pytest.approx(estimate.n / (estimate.design_effect or 0))
    assert 0 < (estimate.n_effective or 0) < 20


def test_the_page_of_either_shows_both_side_by_side(cast: Cast) -> None:
    for place in range(12):
        contact(f"c{place}")
        contact(f"young{place}", seconds=int((LATER - NOON).total_seconds()) - 86_400)
    answer("resolved", [1] * 6 + [0] * 6)
    pull()

    for name in ("resolved", "resolved_observed"):
        page = " ".join(cast.client(Role.MANAGER).get(f"/indicators/{name}/").content.decode().split())
        assert "Said and observed" in page
        assert "50.00%" in page
        assert "100.00%" in page
        assert "Customers say 50.0 points less than is observed" in page
        assert "12 contacts are not mature yet: the 7 days" in page


def test_a_promise_is_kept_to_the_second_and_an_open_one_counts_once_it_is_past() -> None:
    promised = NOON + timedelta(hours=10)
    contact("ann", promised_by=promised, done_at=promised)
    contact("ben", promised_by=promised, done_at=promised + timedelta(seconds=1))
    contact("cleo", promised_by=promised)
    contact("dora", promised_by=LATER + timedelta(days=3))
    contact("emil")

    assert figure("promise_kept") == (3, pytest.approx(1 / 3))


def test_processing_takes_from_the_contact_to_its_end_in_hours() -> None:
    promised = NOON + timedelta(hours=10)
    contact("ann", promised_by=promised, done_at=NOON + timedelta(hours=1))
    contact("ben", promised_by=promised, done_at=NOON + timedelta(hours=24, minutes=30))
    contact("cleo", promised_by=promised)

    assert figure("processing_time") == (2, 12.75)


def test_the_response_rate_is_over_what_was_delivered() -> None:
    programme = ensure_default_programme(by=BY)
    usual: dict[str, Any] = {"channel": Channel.PHONE, "started_at": NOON, "outcome": Outcome.ANSWERED}
    drafts = [InteractionDraft(source="tests", external_id=f"asked-{place}", **usual) for place in range(5)]
    ids = [recorded.id or 0 for recorded in record_interactions(drafts, by=BY)]
    answered = (("net_easy", 1, ""),)
    past = [
        PastDecision(ids[0], None, "en", InvitationState.DELIVERED, "", NOON, NOON, NOON, NOON, answered),
        PastDecision(ids[1], None, "en", InvitationState.DELIVERED, "", NOON, NOON),
        PastDecision(ids[2], None, "en", InvitationState.DELIVERED, "", NOON, NOON),
        PastDecision(ids[3], None, "en", InvitationState.REFUSED, "no_address", NOON),
        PastDecision(ids[4], None, "en", InvitationState.FAILED, "no such address", NOON, NOON),
    ]
    record_history(programme_id=programme, decisions=past, by=BY)

    assert figure("response_rate") == (3, pytest.approx(1 / 3))


def respondent(number: int, *, kind: ProgrammeKind = ProgrammeKind.HOT, **scores: int) -> None:
    drafts = [
        ResponseDraft("tests", f"r{number}", NOON, question, score, kind=kind) for question, score in scores.items()
    ]
    assert {recorded.status for recorded in record_responses(drafts, by=BY)} == {"accepted"}


def test_the_experience_index_needs_all_three_answers() -> None:
    respondent(1, cxi_needs=5, cxi_easy=4, cxi_enjoyable=3)
    respondent(2, cxi_needs=1, cxi_easy=3, cxi_enjoyable=5)
    respondent(3, cxi_needs=1, cxi_easy=1)

    assert figure("cxi") == (2, pytest.approx((2 / 3 + 0) / 2))


def test_loyalty_weighs_its_three_questions() -> None:
    respondent(1, nps=10, stay=5, csat=5)
    respondent(2, nps=0, stay=10, csat=3)
    respondent(3, nps=10, stay=10)

    first, second = 0.4 * 1 + 0.4 * 0.5 + 0.2 * 1, 0.4 * 0 + 0.4 * 1 + 0.2 * 0.5
    assert figure("loyalty") == (2, pytest.approx((first + second) / 2))


def test_a_composite_shows_each_of_its_questions(cast: Cast) -> None:
    for number in range(10):
        respondent(number, cxi_needs=5, cxi_easy=1 if number < 5 else 5, cxi_enjoyable=3)
    pull()

    page = " ".join(cast.client(Role.MANAGER).get("/indicators/cxi/").content.decode().split())

    assert "Question by question" in page
    for text in ("Needs met", "Easy to deal with", "Pleasant to deal with", "+100.0", "+33.3"):
        assert text in page


def staff(unit: str, scores: list[int]) -> None:
    answer("customer_orientation", scores, kind=ProgrammeKind.EMPLOYEE, unit=unit)


def test_a_team_of_four_is_hidden_and_the_smallest_other_with_it() -> None:
    staff("lille-a", [8, 8, 8, 8])
    staff("lille-b", [5] * 6)
    staff("namur-a", [9] * 7)

    shown = estimates("customer_orientation", viewer=BY, by=["unit"])
    [total] = estimates("customer_orientation", viewer=BY)

    assert {cell.dimensions["unit"]: cell.value for cell in shown} == {"lille-a": None, "lille-b": None, "namur-a": 9.0}
    assert total.n == 17
    assert total.value == pytest.approx((32 + 30 + 63) / 17)


def test_two_small_teams_hide_each_other() -> None:
    staff("lille-a", [8] * 4)
    staff("lille-b", [5] * 3)
    staff("namur-a", [9] * 7)

    shown = estimates("customer_orientation", viewer=BY, by=["unit"])

    assert [cell.value for cell in shown if cell.value is not None] == [9.0]


def test_the_page_of_what_employees_say_withholds_and_says_why(cast: Cast) -> None:
    staff("lille-a", [8, 8, 8, 8])
    staff("lille-b", [5] * 6)

    page = " ".join(cast.client(Role.MANAGER).get("/indicators/customer_orientation/").content.decode().split())

    assert "Asked of employees." in page
    assert "n = 4: withheld under 5" in page
    assert "n = 6: withheld under 7" in page


@pytest.mark.parametrize("name", ["resolved_observed", "repeat_contacts"])
def test_the_texts_name_the_window_that_was_asked_for(cast: Cast, name: str) -> None:
    client = cast.client(Role.MANAGER)

    usual, longer = (client.get(f"/indicators/{name}/{words}").content.decode() for words in ("", "?days=14"))

    assert str(definition(name).description).endswith(("within 7 days.", "within 7 days, on any channel."))
    assert ("7 days" in usual, "14 days" in usual) == (True, False)
    assert ("7 days" in longer, "14 days" in longer) == (False, True)
