"""What other domains may hold of accounts."""

from dataclasses import dataclass
from enum import StrEnum


class UnitKind(StrEnum):
    """The four levels of an organisation."""

    COMPANY = "company"
    COUNTRY = "country"
    CENTRE = "centre"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A node of the organisation. `path` begins with the parent's path; `depth` is 0 for the company."""

    id: int
    code: str
    name: str
    kind: UnitKind
    path: str

    @property
    def depth(self) -> int:
        return self.path.count("/") - 2


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A member of staff as other domains see them."""

    id: int
    name: str
    email: str
    language: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that a person holds at the unit with this path and below."""

    role: str
    path: str


@dataclass(frozen=True, slots=True)
class AdvisorCard:
    """Somebody who talks to customers, with or without an account here."""

    id: int
    code: str
    name: str
    unit_id: int | None
