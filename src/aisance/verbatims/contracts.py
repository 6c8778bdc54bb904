"""What other domains may hold of verbatims."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Feeling(IntEnum):
    """What is felt: displeased, neither, pleased."""

    BAD = -1
    NEITHER = 0
    GOOD = 1


class Flag(StrEnum):
    """What a text asks for, threatens or praises, whatever it is about.

    The four requests are `call_back`, `refund`, `leave` (end my contract) and `answer` (a question is put). A
    contradiction is a score that says the opposite of the words.
    """

    CALL_BACK = "call_back"
    REFUND = "refund"
    LEAVE = "leave"
    ANSWER = "answer"
    URGENT = "urgent"
    THREAT_TO_LEAVE = "threat_to_leave"
    PRAISE_OF_STAFF = "praise_of_staff"
    CONTRADICTION = "contradiction"


REQUESTS = frozenset({Flag.CALL_BACK, Flag.REFUND, Flag.LEAVE, Flag.ANSWER})


@dataclass(frozen=True, slots=True)
class WordsRead:
    """The words of these answers were read; at most 500 in one event.

    Emitted in the transaction that writes what was read: when they are read first, once more where the deep stage then
    changed a feeling, and again where the customer wrote something else. Words that are read again for a new code book
    cause none.
    """

    answer_ids: list[int]


@dataclass(frozen=True, slots=True)
class ReadWords:
    """What was read in one answer's words: `text` is masked, `feeling` null where nothing could be read.

    `themes` gives the worst feeling of each theme by its code; `state` is `read`, or why it was set apart; `intensity`
    goes from 0 to 3.
    """

    answer_id: int
    response_id: int
    state: str
    text: str
    language: str
    feeling: Feeling | None
    themes: Mapping[str, Feeling] = field(default_factory=dict)
    flags: frozenset[Flag] = frozenset()
    intensity: int = 0

    @property
    def requests(self) -> frozenset[Flag]:
        """What the customer asks for."""
        return self.flags & REQUESTS
