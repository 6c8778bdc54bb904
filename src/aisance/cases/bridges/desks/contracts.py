"""A ticket of another desk, in words that no desk owns."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Desk(StrEnum):
    """The shapes that are spoken."""

    ZENDESK = "zendesk"
    JIRA = "jira"


class Fate(StrEnum):
    """What became of a ticket that was brought."""

    OPENED = "opened"
    CHANGED = "changed"
    KNOWN = "known"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Comment:
    """Words added to a ticket; `by_customer` where its requester wrote them."""

    their_id: str
    words: str
    is_public: bool
    by_customer: bool
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TheirTicket:
    """What another desk tells of one matter."""

    desk: Desk
    their_id: str
    status: str
    subject: str = ""
    words: str = ""
    priority: str = ""
    email: str = ""
    name: str = ""
    external_id: str = ""
    url: str = ""
    updated_at: datetime | None = None
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """The case that answers for a ticket, and what became of it."""

    case_id: int
    fate: Fate


class TicketRefusedError(ValueError):
    """A field that cannot be taken, by its path in their shape, and what was expected."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: {expected}")
        self.field = field
        self.expected = expected
