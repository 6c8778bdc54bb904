"""What the store holds of invitations, and that it follows what becomes of them."""

from datetime import timedelta
from typing import Any

from aisance.core.clock import stopped_at
from aisance.core.events import deliver_events
from aisance.customers.contracts import CustomerClaim
from aisance.lake.models import StaleDay
from aisance.lake.public import pull, rows
from aisance.outreach.contracts import MessageHandled
from aisance.surveys.services.answering import Given, give_answer
from aisance.surveys.services.asking import note_message
from aisance.surveys.tests.company import NOON, call, invited, running_programme
from tests.cast import Cast

LATER = NOON + timedelta(hours=1)


def stored(*columns: str) -> list[tuple[Any, ...]]:
    pull()
    return rows("invitations", lambda t: t.order_by(t.id).select(*columns))


def test_an_invitation_is_followed_from_its_decision_to_the_first_answer(cast: Cast) -> None:
    programme = running_programme()
    invitation = invited()

    assert stored("state", "refusal", "answered") == [("sending", "", 0)]
    with stopped_at(LATER):
        note_message(event=MessageHandled(key=f"surveys.invitation:{invitation.pk}", state="sent", reason=""))
    assert stored("state", "answered") == [("delivered", 0)]
    with stopped_at(LATER):
        give_answer(invitation_id=invitation.pk, number=1, given=Given(score=2), language="fr")
    held = stored("customer_id", "programme_id", "kind", "state", "channel", "unit_id", "language", "answered", "day")
    unit = cast.units["lille-a"].pk
    assert held == [
        (invitation.customer_id, programme.pk, "hot", "delivered", "phone", unit, "fr", 1, NOON.date()),
    ]
    assert StaleDay.objects.count() == 0


def test_a_message_of_somebody_else_marks_nothing(cast: Cast) -> None:
    running_programme()
    invited()
    pull()

    note_message(event=MessageHandled(key="cases.case:1", state="sent", reason=""))

    assert StaleDay.objects.count() == 0


def test_who_is_not_asked_is_stored_with_the_reason_and_why_a_message_failed_is_not(cast: Cast) -> None:
    running_programme()
    nobody = invited(external_id="1", customer=CustomerClaim())
    failed = invited(external_id="2")
    with stopped_at(LATER):
        key = f"surveys.invitation:{failed.pk}"
        note_message(event=MessageHandled(key=key, state="failed", reason="550 helene@example.org unknown"))

    assert stored("id", "state", "refusal") == [
        (nobody.pk, "refused", "unknown_customer"),
        (failed.pk, "failed", ""),
    ]


def test_a_decision_after_midnight_belongs_to_the_company_s_day(cast: Cast) -> None:
    running_programme()
    night = NOON.replace(hour=23, minute=30)
    with stopped_at(night):
        call("night", ended_at=night)
        deliver_events()

    assert stored("day") == [(NOON.date() + timedelta(days=1),)]
