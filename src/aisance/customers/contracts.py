"""What other domains may hold of customers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class IdentifierKind(StrEnum):
    """Under what a customer is known."""

    EMAIL = "email"
    PHONE = "phone"
    EXTERNAL = "external"
    SOCIAL = "social"


FIELDS = (
    *("given_name", "family_name", "birth_date", "street", "postcode", "city", "country", "other_phone", "number"),
    *("company", "role"),
)
"""What else a source may say of a person, for them to be recognised by; `birth_date` as 1990-12-31.

`other_phone` is a telephone number as written that is only compared, never called; `number` one of another system that
may be wrong.
"""


@dataclass(frozen=True, slots=True)
class CustomerClaim:
    """What a source says about who the customer is; values as written, not yet normalised.

    The first identifier that is already known decides who it is, in the order external, e-mail, phone, social. Where
    there is none, `source` and `source_key` decide, if given. `fields` are words of `FIELDS`; they are kept as a source
    record and compared with those of others.
    """

    identifiers: Mapping[IdentifierKind, str] = field(default_factory=dict)
    name: str = ""
    language: str = ""
    segment: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    source_key: str = ""


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


class Verdict(StrEnum):
    """Whether two rows are one person."""

    SAME = "same"
    NOT_SAME = "not_same"
    UNSURE = "unsure"


class JudgedBy(StrEnum):
    """Who or what judged."""

    PERSON = "person"
    RULE = "rule"
    MODEL = "model"


class GroupKind(StrEnum):
    """Why customers belong together."""

    HOUSEHOLD = "household"
    COMPANY = "company"


class Expected(StrEnum):
    """What a claim would come to, if it were taken."""

    KNOWN = "known"
    JOINS = "joins"
    REVIEW = "review"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a claim would come to, of whom, how sure (0 to 1, null where an identifier decides), and why in words."""

    expected: Expected
    customer_id: int | None
    score: float | None
    reasons: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class CustomersJoined:
    """Rows now belong to the person of the kept row; emitted in the transaction that joined them."""

    kept: int
    joined: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "joined", tuple(self.joined))


@dataclass(frozen=True, slots=True)
class CustomersParted:
    """Rows belong no more to the person of the kept row; each is again itself or part of another of them."""

    kept: int
    parted: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parted", tuple(self.parted))


@dataclass(frozen=True, slots=True)
class PurchasesRecorded:
    """Event: purchases of these customers are new; at most 500 customers in one event."""

    customer_ids: list[int]


@dataclass(frozen=True, slots=True)
class VisitsRecorded:
    """Event: visits of these customers are new; at most 500 customers in one event."""

    customer_ids: list[int]
