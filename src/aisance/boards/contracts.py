"""What boards are made of, as others may hold it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class PartKind(StrEnum):
    """The small good set of parts."""

    FIGURE = "figure"
    TREND = "trend"
    RANKING = "ranking"
    BREAKDOWN = "breakdown"
    JOURNEY = "journey"
    DISTRIBUTION = "distribution"
    TABLE = "table"


class Width(StrEnum):
    """How much of a wide screen a part takes."""

    HALF = "half"
    FULL = "full"


class MarkKind(StrEnum):
    """What sort of thing happened on the time line."""

    LAUNCH = "launch"
    STRIKE = "strike"
    INCIDENT = "incident"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PartDraft:
    """A part as somebody wants it: what is shown, of which days, cut and narrowed how. Codes are empty for all.

    `start` and `end` count where `span` is "custom". `rows` and `columns` are dimensions of the indicators' vocabulary.
    """

    kind: PartKind
    indicator: str
    span: str = "4-weeks"
    start: date | None = None
    end: date | None = None
    rows: str = ""
    columns: str = ""
    unit: str = ""
    channel: str = ""
    reason: str = ""
    step: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    width: Width = Width.HALF
