"""What the tests of surveys share: a running programme and contacts that end."""

from datetime import UTC, datetime, timedelta

from aisance.core.clock import stopped_at
from aisance.core.events import deliver_events
from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.public import record_interactions
from aisance.outreach.models import Message
from aisance.surveys.models import Invitation, Programme
from aisance.surveys.public import ensure_default_programme, switch_on
from aisance.surveys.services.asking import ask_due
from aisance.surveys.tokens import sign

BY = system_viewer("test")
NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
HELENE = CustomerClaim({IdentifierKind.EMAIL: "helene@example.org"}, "Hélène Garnier", "fr")


def running_programme() -> Programme:
    """The ready programme, switched on at eight in the morning of the day."""
    with stopped_at(NOON - timedelta(hours=4)):
        programme = Programme.objects.get(pk=ensure_default_programme(by=BY))
        switch_on(programme_id=programme.pk, by=BY)
    programme.refresh_from_db()
    return programme


def call(
    external_id: str = "1",
    *,
    ended_at: datetime = NOON,
    customer: CustomerClaim = HELENE,
    channel: Channel = Channel.PHONE,
    unit: str = "lille-a",
    step: str = "",
    reason: str = "",
) -> int:
    """A call of two minutes that is over; its id."""
    draft = InteractionDraft(
        source="telephony",
        external_id=external_id,
        channel=channel,
        started_at=ended_at - timedelta(minutes=2),
        customer=customer,
        unit=unit,
        step=step,
        reason=reason,
        advisor="hugo",
        wait_seconds=30,
        handling_seconds=90,
        outcome=Outcome.ANSWERED,
    )
    [answer] = record_interactions([draft], by=BY)
    assert answer.id is not None, answer.problems
    return answer.id


def invited(**about: object) -> Invitation:
    """An invitation whose message left: the call ended at noon, the message was filed at a quarter past."""
    with stopped_at(NOON + timedelta(minutes=1)):
        interaction_id = call(**about)  # type: ignore[arg-type]  # the keywords of `call`
        deliver_events()
    with stopped_at(NOON + timedelta(minutes=16)):
        ask_due()
    return Invitation.objects.get(interaction_id=interaction_id)


def address(invitation: Invitation, place: str = "") -> str:
    """The path of a customer's page."""
    return f"/a/{sign(invitation.token)}/{place}"


def message_of(invitation: Invitation) -> Message:
    return Message.objects.get(key=f"surveys.invitation:{invitation.pk}")
