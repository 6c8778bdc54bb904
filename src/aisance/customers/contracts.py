"""What other domains may hold of customers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class IdentifierKind(StrEnum):
    """Under what a customer is known."""

    EMAIL = "email"
    PHONE = "phone"
    EXTERNAL = "external"
    SOCIAL = "social"


@dataclass(frozen=True, slots=True)
class CustomerClaim:
    """What a source says about who the customer is; values as written, not yet normalised.

    The first identifier that is already known decides who it is, in the order external, e-mail, phone, social.
    """

    identifiers: Mapping[IdentifierKind, str] = field(default_factory=dict)
    name: str = ""
    language: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """A customer as a page shows them."""

    id: int
    name: str
    language: str
    identifiers: tuple[tuple[IdentifierKind, str], ...]


@dataclass(frozen=True, slots=True)
class Traits:
    """What a programme chooses customers by; empty where unknown."""

    language: str
    segment: str
