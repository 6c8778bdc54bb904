"""What a mail is, once it is read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Automatic(StrEnum):
    """Why nobody wrote a mail. The empty one: somebody did."""

    NO = ""
    BOUNCE = "bounce"
    OUT_OF_OFFICE = "out_of_office"
    MACHINE = "machine"


class Apart(StrEnum):
    """Why a mail waits for somebody to sort it, or why it lies aside for good."""

    STRANGER = "stranger"
    NO_CASE = "no_case"
    SEVERAL_CASES = "several_cases"
    NOT_THEIRS = "not_theirs"
    FORGED = "forged"
    TOO_MANY = "too_many"
    UNREADABLE = "unreadable"
    UNWORDED = "unworded"
    MACHINE = "machine"
    OUR_OWN = "our_own"
    BOUNCE = "bounce"
    BY_HAND = "by_hand"
    FAILED = "failed"


class FileRefused(StrEnum):
    """Why a file that came with a mail was not kept."""

    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a mail; without content where it was refused."""

    name: str
    kind: str
    size: int
    content: bytes
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail in words. `thread` are the mails that it says it answers, the nearest first."""

    message_id: str
    thread: tuple[str, ...]
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    sent_at: datetime | None
    text: str
    automatic: Automatic
    failed_check: bool
    files: tuple[Attached, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """What was newly written, and the signature under it."""

    words: str
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a mail that was brought: its row, and whether it was there before."""

    mail_id: int
    is_new: bool
