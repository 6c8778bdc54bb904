"""What is said and heard on the telephone, whatever the voice platform speaks."""

from dataclasses import dataclass
from enum import StrEnum


class Ask(StrEnum):
    """What the voice platform does after the words: wait for digits, record, or hang up."""

    DIGITS = "digits"
    RECORDING = "recording"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Call:
    """One call to the questions behind a link.

    `name` is the platform's own, unique for ever: it makes a retry harmless.
    """

    code: str
    name: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the caller gave to an item of a version: digits, or the reference of a recording; neither was silence.

    `tries` counts the times that the item was already misheard.
    """

    version_id: int
    number: int
    digits: str = ""
    recording: str = ""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """What to say next, in which language, and what to wait for. `item` is the code of the item; empty at the end."""

    ask: Ask
    words: str
    language: str
    version_id: int = 0
    number: int = 0
    item: str = ""
    low: int = 0
    high: int = 0
    tries: int = 0

    @property
    def most_digits(self) -> int:
        return len(str(self.high))
