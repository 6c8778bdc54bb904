"""Forgets what ties an anonymous answer to a customer, as soon as it has left."""

from aisance.outreach.contracts import MessageHandled
from aisance.outreach.public import forget_words
from aisance.surveys.models import Invitation
from aisance.surveys.services.pressing import invitation_id_of


def forget_secret(*, event: MessageHandled) -> None:
    """Once the message of an anonymous invitation left, the half of its link that ties answers together is nowhere."""
    pk = invitation_id_of(event.key)
    if event.state != "failed" and pk and Invitation.objects.filter(pk=pk, programme__anonymous=True).exists():
        forget_words(event.key)
