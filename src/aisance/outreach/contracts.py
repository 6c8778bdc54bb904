"""What other domains may hold of outreach."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aisance.core.decisions import Allowed, Refused


class MessageChannel(StrEnum):
    """By what a message leaves. `null` writes it nowhere: for programmes on trial.

    By a `widget` nothing leaves: a web page asks, which counts as a contact all the same.
    """

    EMAIL = "email"
    SMS = "sms"
    NULL = "null"
    WIDGET = "widget"


class MessageClass(StrEnum):
    """What a message is for, the weightiest first. Legal and service messages are never held back."""

    LEGAL = "legal"
    SERVICE = "service"
    SURVEY = "survey"
    MARKETING = "marketing"


HELD_CLASSES = frozenset({MessageClass.SURVEY, MessageClass.MARKETING})
"""The classes that pressure may hold back, and that a customer who wrote STOP does not get any more."""

BAROMETER_FAMILY = "barometer"
"""The family of the relational programmes: as installed, room is kept for one of them that waits for a customer."""


class RefusalReason(StrEnum):
    """Why an intent was refused."""

    NO_ADDRESS = "no_address"
    ASKED_TO_STOP = "asked_to_stop"
    BOUNCED = "bounced"
    PAUSED = "paused"
    NO_CONSENT = "no_consent"
    RESTRICTED = "restricted"
    LESS_OFTEN = "less_often"


@dataclass(frozen=True, slots=True)
class MessageIntent:
    """What a domain would like to say to a customer.

    `key` is unique for ever (`surveys.invitation:812`): filing the same key twice sends once. `body` is plain text.
    `purpose` is a stable word for what it is about; a customer may stop a purpose (`surveys`). Answers to a mail go to
    `reply_to` where it is given.
    """

    key: str
    customer_id: int
    channel: MessageChannel
    purpose: str
    language: str
    subject: str
    body: str
    unsubscribe_url: str = ""
    message_class: MessageClass = MessageClass.SURVEY
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class MessageHandled:
    """Event: what became of a message: `sent`, `failed` or `unacknowledged` (handed over, the receipt was lost)."""

    key: str
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MessageLost:
    """Event: a message that had left came back, or the other side says that it reached nobody."""

    key: str


@dataclass(frozen=True, slots=True)
class WordsReceived:
    """Event: a customer wrote to us, by text message; words that mean "stop" or "start" are not told of.

    `message_key` is the key of the last message sent to that address before, `at` an ISO moment.
    """

    customer_id: int
    channel: str
    text: str
    message_key: str
    at: str


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """Somebody would like to contact a customer at a moment, or later but before `expires_at`; both are aware.

    `key` is unique for ever and names the need, not the attempt: whoever was told to come later asks again with the
    same key and a new `at`. `family` may be empty; `programme` is a code, of a survey or of any other series of
    messages. A reminder `follows` the messages with these keys, which never stand in its way.
    """

    key: str
    customer_id: int
    message_class: MessageClass
    family: str
    programme: str
    channel: MessageChannel
    at: datetime
    expires_at: datetime
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """Not at the moment asked for: ask again at `at`. `rule` is the code of the rule that holds it back."""

    at: datetime
    rule: str

    def __bool__(self) -> bool:
        return False


type Verdict = Allowed | Later | Refused
"""What pressure says to a request. The reason of Refused is the code of a rule."""


class Heard(StrEnum):
    """What a customer's words to us mean for the messages they get."""

    STOP = "stop"
    START = "start"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class EarlierDelay:
    """One time that a request was told to come later: asked for a moment, put off until another."""

    rule: str
    asked_for: datetime
    until: datetime
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One decision of the ledger, with its delays in their order. `until` is null but for one that waits.

    `verdict` is allowed, later, refused or withdrawn; `rule` is the one that holds it back, or that last did.
    """

    key: str
    verdict: str
    rule: str
    message_class: str
    family: str
    programme: str
    channel: str
    at: datetime
    until: datetime | None
    decided_at: datetime
    delays: tuple[EarlierDelay, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleTally:
    """What a rule did in a period: how many times it delayed a request, and how many requests it refused."""

    rule: str
    programme: str
    delayed: int
    refused: int


@dataclass(frozen=True, slots=True)
class ProgrammeTally:
    """What became of the requests of a programme that were last decided in a period; each stands in one count."""

    programme: str
    allowed: int
    waiting: int
    refused: int
    withdrawn: int

    @property
    def weighed(self) -> int:
        """All of them."""
        return self.allowed + self.waiting + self.refused + self.withdrawn
