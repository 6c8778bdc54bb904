"""Whom a programme asks, and why not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from aisance.core.clock import stopped_at
from aisance.core.events import deliver_events
from aisance.core.models import AuditEntry
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.journeys.contracts import Channel
from aisance.journeys.public import add_journey
from aisance.outreach.contracts import MessageHandled
from aisance.outreach.public import stop
from aisance.surveys.contracts import ProgrammeTerms
from aisance.surveys.models import Invitation, Programme
from aisance.surveys.public import ensure_default_programme, publish_draft, save_draft
from aisance.surveys.ready import INVITATION, QUESTIONS, SUBJECT
from aisance.surveys.services.asking import ask_due, note_message
from aisance.surveys.services.deciding import decide_invitations
from aisance.surveys.services.programmes import stop_programme
from aisance.surveys.tests.company import BY, HELENE, NOON, call, invited, message_of, running_programme
from tests.cast import Cast

TERMS = ProgrammeTerms(
    channels=[],
    step_ids=[],
    wait_minutes=15,
    valid_hours=168,
    quiet_days=30,
    subject=SUBJECT,
    invitation=INVITATION,
    questions=QUESTIONS,
)


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return running_programme()


def rules(programme: Programme, **changes: object) -> None:
    """Put a version with other rules in force."""
    save_draft(programme_id=programme.pk, terms=replace(TERMS, **changes), by=BY)  # type: ignore[arg-type]
    publish_draft(programme_id=programme.pk, by=BY)


def decided(minutes: int = 1) -> list[tuple[str, str]]:
    """State and reason of every invitation, after the events were handled so long after noon."""
    with stopped_at(NOON + timedelta(minutes=minutes)):
        deliver_events()
    return [(row.state, row.reason) for row in Invitation.objects.order_by("interaction_id")]


def test_a_contact_that_ended_plans_an_invitation_a_quarter_of_an_hour_later(programme: Programme) -> None:
    interaction_id = call()

    assert decided() == [("planned", "")]

    row = Invitation.objects.get()
    assert (row.interaction_id, row.programme_id, row.language) == (interaction_id, programme.pk, "fr")
    assert row.due_at == NOON + timedelta(minutes=15)
    assert row.expires_at == NOON + timedelta(minutes=15, hours=168)


def test_deciding_twice_changes_nothing(programme: Programme) -> None:
    interaction_id = call()
    decided()
    token = Invitation.objects.get().token

    assert decide_invitations(interaction_ids=[interaction_id]) == 0

    assert Invitation.objects.get().token == token


def test_an_unknown_customer_is_not_asked(programme: Programme) -> None:
    call(customer=CustomerClaim())

    assert decided() == [("refused", "unknown_customer")]


def test_a_customer_without_an_address_is_not_asked(programme: Programme) -> None:
    call(customer=CustomerClaim({IdentifierKind.EXTERNAL: "C-7"}))

    assert decided() == [("refused", "no_address")]


def test_a_customer_who_asked_to_stop_is_not_asked(programme: Programme) -> None:
    first = invited()
    assert first.customer_id is not None
    stop(first.customer_id, "surveys", via="test")
    rules(programme, quiet_days=0)
    call("2")

    assert decided() == [("failed", "asked_to_stop"), ("refused", "asked_to_stop")]


def test_a_customer_who_was_asked_lately_is_not_asked_again(programme: Programme) -> None:
    invited()
    call("2", ended_at=NOON + timedelta(days=29))

    assert decided(60 * 24 * 29 + 1) == [("sending", ""), ("refused", "asked_recently")]


def test_a_customer_is_asked_again_once_the_quiet_time_is_over(programme: Programme) -> None:
    invited()
    call("2", ended_at=NOON + timedelta(days=30, minutes=1))

    assert decided(60 * 24 * 30 + 2) == [("sending", ""), ("planned", "")]


def test_two_contacts_of_one_batch_lead_to_one_invitation(programme: Programme) -> None:
    ids = [call("1"), call("2", ended_at=NOON + timedelta(seconds=30))]

    with stopped_at(NOON + timedelta(minutes=1)):
        decide_invitations(interaction_ids=reversed(ids))

    assert decided() == [("planned", ""), ("refused", "asked_recently")]


def test_a_contact_that_is_too_long_ago_is_not_asked_about(programme: Programme) -> None:
    call()

    assert decided(168 * 60 + 1) == [("refused", "too_late")]


def test_a_contact_that_ended_long_before_the_programme_ran_is_not_eligible(programme: Programme) -> None:
    call(ended_at=NOON - timedelta(hours=30))

    assert decided() == []


def test_a_contact_that_had_just_ended_when_the_programme_was_switched_on_is_asked_about(programme: Programme) -> None:
    call(ended_at=NOON - timedelta(minutes=5))

    assert decided() == [("planned", "")]


def test_other_channels_steps_and_units_are_not_eligible(programme: Programme, cast: Cast) -> None:
    add_journey(code="help", names={"en": "Help"}, steps=[("ask", {"en": "Ask"}), ("solve", {"en": "Solve"})], by=BY)
    from aisance.journeys.public import steps

    rules(programme, channels=["phone"], step_ids=[card.id for card in steps() if card.code == "ask"])
    Programme.objects.update(unit=cast.units["france"])
    other = {n: CustomerClaim({IdentifierKind.EMAIL: f"{n}@example.org"}) for n in "abcd"}

    call("1", channel=Channel.CHAT, step="ask", customer=other["a"])
    call("2", step="solve", customer=other["b"])
    call("3", step="ask", unit="namur-a", customer=other["c"])
    good = call("4", step="ask", unit="lille-b", customer=other["d"])

    assert decided() == [("planned", "")]
    assert Invitation.objects.get().interaction_id == good


def test_a_programme_that_does_not_run_decides_nothing(cast: Cast) -> None:
    ensure_default_programme(by=BY)
    call()

    assert decided() == []


def test_the_ready_programme_is_there_once(cast: Cast) -> None:
    assert ensure_default_programme(by=BY) == ensure_default_programme(by=BY)

    programme = Programme.objects.get()
    assert (programme.state, programme.kind, programme.versions.count()) == ("draft", "hot", 1)
    assert AuditEntry.objects.filter(action="programme.added").count() == 1


def test_a_due_invitation_becomes_one_message(programme: Programme) -> None:
    invitation = invited()
    ask_due()

    message = message_of(invitation)
    assert (invitation.state, message.address, message.language) == ("sending", "helene@example.org", "fr")
    assert invitation.expires_at == NOON + timedelta(minutes=16, hours=168)


def test_an_invitation_waits_for_its_time(programme: Programme) -> None:
    call()
    decided()

    with stopped_at(NOON + timedelta(minutes=14)):
        assert ask_due() == 0

    assert Invitation.objects.get().state == "planned"


def test_a_programme_stopped_in_between_asks_nobody(programme: Programme) -> None:
    call()
    decided()
    stop_programme(programme_id=programme.pk, by=BY)
    with stopped_at(NOON + timedelta(minutes=16)):
        ask_due()

    assert decided() == [("refused", "programme_stopped")]


def test_a_customer_who_stopped_in_between_is_not_asked(programme: Programme) -> None:
    call()
    decided()
    customer_id = Invitation.objects.get().customer_id
    assert customer_id is not None
    stop(customer_id, "surveys", via="test")
    with stopped_at(NOON + timedelta(minutes=16)):
        ask_due()

    assert decided() == [("refused", "asked_to_stop")]


def test_a_worker_that_slept_too_long_does_not_ask_any_more(programme: Programme) -> None:
    call()
    decided()
    with stopped_at(NOON + timedelta(days=8)):
        ask_due()

    assert decided() == [("refused", "too_late")]


@pytest.mark.parametrize(
    ("told", "state", "reason"),
    [("sent", "delivered", ""), ("unacknowledged", "delivered", ""), ("failed", "failed", "550 no such user")],
)
def test_an_invitation_follows_its_message(programme: Programme, told: str, state: str, reason: str) -> None:
    invitation = invited()

    for _ in range(2):
        note_message(event=MessageHandled(f"surveys.invitation:{invitation.pk}", told, reason))

    invitation.refresh_from_db()
    assert (invitation.state, invitation.reason) == (state, reason)
    assert (invitation.sent_at is not None) is (state == "delivered")


def test_a_message_of_somebody_else_is_not_ours(programme: Programme) -> None:
    invitation = invited()

    note_message(event=MessageHandled(f"cases.reply:{invitation.pk}", "sent"))

    invitation.refresh_from_db()
    assert invitation.state == "sending"


def test_the_invitation_speaks_to_the_customer_in_their_language(programme: Programme) -> None:
    message = message_of(invited())

    assert message.subject == "Était-ce facile ? Une question sur votre appel du 19 novembre"
    assert message.body.startswith("Bonjour Hélène Garnier,\n\n")
    assert "Très facile\n" in message.body
    assert "/1/?score=7" in message.body
    assert "/stop/\n\n" in message.body
    assert "/preferences/" in message.body
    assert message.unsubscribe_url.endswith("/stop/")


def test_the_invitation_in_english_bears_the_seven_points(programme: Programme) -> None:
    message = message_of(invited(customer=replace(HELENE, language="en")))

    assert message.subject == "Was it easy? A question about your call of 19 November"
    assert "How easy was it to get the help you wanted from us today?" in message.body
    assert message.body.count("?score=") == 7
    assert "Extremely easy\n" in message.body
    assert "Extremely difficult\n" in message.body
    assert "because of your call of 19 November" in message.body


def test_a_thousand_contacts_are_decided_in_a_few_queries(
    programme: Programme, django_assert_max_num_queries: object
) -> None:
    ids = [call(str(n), customer=CustomerClaim({IdentifierKind.EMAIL: f"c{n}@example.org"})) for n in range(40)]

    with django_assert_max_num_queries(34):  # type: ignore[operator]  # pytest-django's fixture
        decide_invitations(interaction_ids=ids)

    assert Invitation.objects.count() == 40
