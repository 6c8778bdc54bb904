"""What became of one attempt to deliver, and what every way out has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.core.mail import EmailMessage


@dataclass(frozen=True, slots=True)
class Delivered:
    """Accepted by the other side."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """Refused for the moment, in the server's words."""

    words: str


@dataclass(frozen=True, slots=True)
class Never:
    """Refused for good: a stable code of ours, or the server's words."""

    words: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Handed over, and then nothing was heard: it may have arrived, so it is not sent again."""

    words: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The line broke before the message was handed over: nothing has left."""

    words: str


type Outcome = Delivered | NotNow | Never | Unclear | Interrupted
type HandOver = Callable[[], None]


class Transport(Protocol):
    """An open way out."""

    def deliver(self, mail: EmailMessage, hand_over: HandOver) -> Outcome:
        """Deliver one mail. Calls `hand_over` once, at the last moment at which nothing has left; if it raises, the
        mail does not leave, and the exception goes on to the caller."""

    def is_usable(self) -> bool:
        """Whether another mail may go the same way."""

    def close(self) -> None:
        """Hang up."""
