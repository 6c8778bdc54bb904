"""What other domains may hold of outreach."""

from dataclasses import dataclass
from enum import StrEnum


class MessageChannel(StrEnum):
    """By what a message leaves. `null` writes it nowhere: for programmes on trial."""

    EMAIL = "email"
    NULL = "null"


class RefusalReason(StrEnum):
    """Why an intent was refused."""

    NO_ADDRESS = "no_address"
    ASKED_TO_STOP = "asked_to_stop"


@dataclass(frozen=True, slots=True)
class MessageIntent:
    """What a domain would like to say to a customer.

    `key` is unique for ever (`surveys.invitation:812`): filing the same key twice sends once. `body` is plain text.
    `purpose` is a stable word for what it is about; a customer may stop a purpose (`surveys`).
    """

    key: str
    customer_id: int
    channel: MessageChannel
    purpose: str
    language: str
    subject: str
    body: str
    unsubscribe_url: str = ""


@dataclass(frozen=True, slots=True)
class MessageHandled:
    """Event: what became of a message: `sent`, `failed` or `unacknowledged` (handed over, the receipt was lost)."""

    key: str
    state: str
    reason: str = ""
