"""A stored message as a text."""

from aisance.outreach.channels.outcomes import Text
from aisance.outreach.channels.sms.lengths import simplified
from aisance.outreach.models import Message


def text(message: Message) -> Text:
    """The text for a message: the same at every attempt."""
    return Text(message.address, simplified(message.body.strip()), message.reference)
