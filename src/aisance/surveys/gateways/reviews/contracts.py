"""What a public review is, as it comes in, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from aisance.customers.contracts import IdentifierKind
from aisance.intake.contracts import Problem


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """One review as its source shows it. `identifiers` say who the author may be among the customers.

    `unit` is the code of a unit, empty for the one that stands for `place`, or else the source's own.
    """

    source: str
    external_id: str
    at: datetime
    rating: int
    scale: str
    text: str = ""
    author: str = ""
    handle: str = ""
    reach: int | None = None
    link: str = ""
    language: str = ""
    unit: str = ""
    place: str = ""
    identifiers: Mapping[IdentifierKind, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordedReview:
    """What became of one draft. `id` is the response's, null where the draft was refused."""

    status: Literal["accepted", "known", "refused"]
    id: int | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceTerms:
    """What staff say of a source."""

    name: str
    unit_id: int
    shape: str
    paths: Mapping[str, str]
    places: Mapping[str, str]
