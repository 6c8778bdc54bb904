"""What other domains may hold of advocacy."""

from dataclasses import dataclass
from enum import StrEnum


class TestimonialState(StrEnum):
    """Where a testimonial stands. `edited` waits for the customer, since we changed a word."""

    __test__ = False  # the name makes pytest look for tests in it

    ASKED = "asked"
    GIVEN = "given"
    EDITED = "edited"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Naming(StrEnum):
    """How the author of a testimonial is named beside it."""

    FULL = "full"
    FIRST = "first"
    NONE = "none"


class Place(StrEnum):
    """Where a testimonial may be used; only where its author said so."""

    WEBSITE = "website"
    SOCIAL = "social"
    MAIL = "mail"
    PRINT = "print"
    INSIDE = "inside"


class IdeaStatus(StrEnum):
    """What has become of an idea. Every word but the first is told to those who gave it."""

    NEW = "new"
    STUDIED = "studied"
    PLANNED = "planned"
    DONE = "done"
    DECLINED = "declined"


class IdeaSource(StrEnum):
    """Who had the idea, and how it came in."""

    ANSWER = "answer"
    STAFF = "staff"
    TOLD = "told"
    PAGE = "page"


class Arm(StrEnum):
    """Of lost customers: those who are written to, and those drawn to be left alone, so that the effect is known."""

    TREATED = "treated"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class IdeaCard:
    """An idea as other domains see it: how staff call it, else the words of whoever gave it, masked."""

    id: int
    title: str
    status: IdeaStatus


class AdvocacyRefusedError(ValueError):
    """What was asked for cannot be done; `reason` is a stable code that `wording` has words for."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
