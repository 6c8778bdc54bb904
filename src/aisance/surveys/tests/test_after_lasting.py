"""A contact that was told of while it lasted is asked about once it is over, and only then."""

from dataclasses import replace
from datetime import timedelta

from aisance.core.clock import stopped_at
from aisance.core.events import deliver_events
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.public import record_interactions
from aisance.surveys.models import Invitation
from aisance.surveys.tests.company import BY, HELENE, NOON, running_programme
from tests.cast import Cast

LASTING = InteractionDraft(
    source="telephony",
    external_id="1",
    channel=Channel.PHONE,
    started_at=NOON - timedelta(minutes=2),
    customer=HELENE,
    unit="lille-a",
    wait_seconds=30,
)


def test_an_invitation_follows_the_end(cast: Cast) -> None:
    running_programme()
    with stopped_at(NOON - timedelta(minutes=1)):
        record_interactions([LASTING], by=BY)
        deliver_events()
    assert not Invitation.objects.exists()

    with stopped_at(NOON):
        for _ in range(2):
            record_interactions([replace(LASTING, handling_seconds=90, outcome=Outcome.ANSWERED)], by=BY)
            deliver_events()

    invitation = Invitation.objects.get()
    assert (invitation.state, invitation.reason) == ("planned", "")
    assert invitation.due_at == NOON + timedelta(minutes=15)
