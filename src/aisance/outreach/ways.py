"""The channels in force: by which identifier each reaches a customer, how messages are written, and how it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aisance.customers.contracts import IdentifierKind
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
    """A channel. `kind` is null where it needs no address; `server` names what may be down on its own."""

    kind: IdentifierKind | None
    write: Callable[[Message], Any]
    open: Callable[[], WayOut[Any]]
    server: Callable[[], str]


WAYS: dict[MessageChannel, Way] = {
    MessageChannel.EMAIL: Way(IdentifierKind.EMAIL, letter, lambda: email.open_transport(), email.server),
    MessageChannel.SMS: Way(IdentifierKind.PHONE, text, lambda: sms.open_gateway(), sms.server),
    MessageChannel.NULL: Way(None, lambda message: message, Nowhere, lambda: "nowhere"),
}
