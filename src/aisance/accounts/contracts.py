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
class AdvisorCard:
    """Somebody who talks to customers, with or without an account here."""

    id: int
    code: str
    name: str
    unit_id: int | None
