"""The channels in force: how the messages of each are written, and how it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aisance.outreach.channels.email import opening as email
from aisance.outreach.channels.null.nowhere import Nowhere
from aisance.outreach.channels.outcomes import WayOut
from aisance.outreach.channels.sms import opening as sms
from aisance.outreach.contracts import MessageChannel
from aisance.outreach.letters import letter
from aisance.outreach.models import Message
from aisance.outreach.texts import text


@dataclass(frozen=True, slots=True)
class Way:
    """A channel. `server` names what may be down on its own."""

    write: Callable[[Message], Any]
    open: Callable[[], WayOut[Any]]
    server: Callable[[], str]


WAYS: dict[MessageChannel, Way] = {
    MessageChannel.EMAIL: Way(letter, lambda: email.open_transport(), email.server),
    MessageChannel.SMS: Way(text, lambda: sms.open_gateway(), sms.server),
    MessageChannel.NULL: Way(lambda message: message, Nowhere, lambda: "nowhere"),
}
