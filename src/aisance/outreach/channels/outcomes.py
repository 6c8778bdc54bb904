"""What became of one attempt to deliver, and what every way out has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.core.mail import EmailMessage


@dataclass(frozen=True, slots=True)
class Delivered:
    """Accepted by the other side, which may have given it a name of its own: receipts and bounces quote it."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class NotNow:
    """Refused for the moment, in the server's words."""

    words: str


@dataclass(frozen=True, slots=True)
class Busy:
    """The server takes nothing from us for the moment; it is no refusal of this message and counts as no attempt."""

    words: str


@dataclass(frozen=True, slots=True)
class Never:
    """Refused for good: a stable code of ours, or the server's words. `dead` where the address reaches nobody."""

    words: str
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """Handed over, and then nothing was heard: it may have arrived, so it is not sent again."""

    words: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The line broke before the message was handed over: nothing has left."""

    words: str


type Outcome = Delivered | NotNow | Busy | Never | Unclear | Interrupted
type HandOver = Callable[[], None]


class WayOut[Goods](Protocol):
    """An open way out for one kind of goods: an e-mail, a text."""

    def deliver(self, goods: Goods, hand_over: HandOver) -> Outcome:
        """Deliver one message. Calls `hand_over` once, at the last moment at which nothing has left; if it raises, the
        message does not leave, and the exception goes on to the caller."""

    def is_usable(self) -> bool:
        """Whether another message may go the same way."""

    def close(self) -> None:
        """Hang up, or leave the line open for the next batch."""


type Transport = WayOut[EmailMessage]
"""The way out for mail."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text message. `to` is in E.164, `reference` is the message's own name: the same at every attempt."""

    to: str
    words: str
    reference: str
