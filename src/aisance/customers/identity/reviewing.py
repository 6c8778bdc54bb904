"""What somebody has to look at, and what one person is known as."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from aisance.core.permissions import Viewer
from aisance.customers.contracts import IdentifierKind, JudgedBy, Verdict
from aisance.customers.identity.persons import whole
from aisance.customers.identity.placeholders import is_nothing
from aisance.customers.identity.wording import RECORD_FIELDS, Share, sentence, shares
from aisance.customers.identity.words import plain
from aisance.customers.models import Customer, Judgement, PlaceholderValue, SourceRecord
from aisance.customers.rules import in_groups
from aisance.customers.seeing import may_see
from aisance.ui.numbers import number, shown_with_unit

OWN = ("external", "social", "email", "company", "role")
"""Fields in which one person may well have several words."""
SHOWN = 20
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One field of two people side by side."""

    name: Any
    left: tuple[str, ...]
    right: tuple[str, ...]
    is_compared: bool = True

    @property
    def differs(self) -> bool:
        """Whether both sides say something, and nothing of it is the same."""
        return (
            self.is_compared
            and bool(self.left and self.right)
            and not {*map(plain, self.left)} & {*map(plain, self.right)}
        )


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair to look at: side by side, how likely they are one person (empty where a rule found them), and why."""

    judgement: Judgement
    lines: tuple[Line, ...]
    shares: tuple[Share, ...]
    why: Any
    likely: str
    prior: str


def _standing() -> QuerySet[Judgement]:
    return Judgement.objects.filter(withdrawn_at__isnull=True)


def doubts(viewer: Viewer) -> list[Judgement]:
    """The pairs that nobody has judged, the likeliest first, of customers whom the viewer may see; some of them."""
    judged = _standing().filter(left=OuterRef("left"), right=OuterRef("right"), by_kind=JudgedBy.PERSON)
    rows = _apart(_standing().filter(verdict=Verdict.UNSURE).exclude(by_kind=JudgedBy.PERSON).filter(~Exists(judged)))
    found = rows.order_by(F("score").desc(nulls_last=True), "pk").select_related("left", "right")[:LOOKED_AT]
    return [row for row in found if _sees(viewer, row)]


def _apart(rows: QuerySet[Judgement]) -> QuerySet[Judgement]:
    """Pairs that are not one person already by other words."""
    heads = rows.annotate(
        one=Coalesce("left__merged_into_id", "left_id"), two=Coalesce("right__merged_into_id", "right_id")
    )
    return heads.exclude(one=F("two"))


def _sees(viewer: Viewer, row: Judgement) -> bool:
    return may_see(viewer, row.left_id) and may_see(viewer, row.right_id)


def judgement_seen(viewer: Viewer, judgement_id: int) -> Judgement | None:
    """A standing judgement about customers whom the viewer may see, or null."""
    row = _standing().filter(pk=judgement_id).select_related("left", "right").first()
    return row if row and _sees(viewer, row) else None


def doubt(judgement: Judgement) -> Doubt:
    """A pair as the page shows it."""
    left, right = (_known_of(row) for row in (judgement.left, judgement.right))
    names = [name for name in RECORD_FIELDS if name in left or name in right]
    lines = [
        Line(RECORD_FIELDS[name], tuple(left.get(name, ())), tuple(right.get(name, ())), name not in OWN)
        for name in names
    ]
    odds = None if judgement.score is None else 1.0 / (1.0 + 2.0 ** -min(judgement.score, 60.0))
    likely = "" if odds is None else shown_with_unit(min(odds, 0.999), "%")
    prior = number(judgement.reason.get("prior", 0.0), 1, signed=True)
    why = sentence(judgement.reason, judgement.by_kind)
    return Doubt(judgement, tuple(lines), tuple(shares(judgement.reason)), why, likely, prior)


def _known_of(row: Customer) -> dict[str, list[str]]:
    """All that sources said of a row, each thing once."""
    found: dict[str, list[str]] = {"name": [row.name]} if row.name else {}
    for kind, value in row.identifiers.order_by("pk").values_list("kind", "value"):
        found.setdefault(kind, []).append(value)
    for content in row.records.order_by("pk").values_list("fields", flat=True):
        for name, value in content.items():
            if value not in found.setdefault(name, []) and not is_nothing(value):
                found[name].append(value)
    return {name: values for name, values in found.items() if values}


@dataclass(frozen=True, slots=True)
class KnownAs:
    """One row of a person: its id, the name, what it is reached under, the sources that told of it, since when."""

    id: int
    name: str
    identifiers: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    since: datetime

    @property
    def reached_under(self) -> list[str]:
        """The identifiers as people read them."""
        return [in_groups(value) if kind == IdentifierKind.PHONE else value for kind, value in self.identifiers]


def known_as(customer_id: int) -> list[KnownAs]:
    """The rows that make a person, the one that stands for them first."""
    ids = whole(customer_id)
    rows = {row.pk: row for row in Customer.objects.filter(pk__in=ids).prefetch_related("identifiers")}
    sources: dict[int, list[str]] = {}
    for pk, source in (
        SourceRecord.objects.filter(customer_id__in=ids).order_by("pk").values_list("customer_id", "source")
    ):
        if source and source not in sources.setdefault(pk, []):
            sources[pk].append(source)
    return [_known_as(rows[pk], sources.get(pk, ())) for pk in ids if pk in rows]


def _known_as(row: Customer, sources: Sequence[str]) -> KnownAs:
    held = tuple((one.kind, one.value) for one in row.identifiers.all())
    return KnownAs(row.pk, row.name, held, tuple(sources), row.created_at)


def reasons_of(customer_id: int) -> list[Judgement]:
    """The standing words about the rows of a person that hold them together or keep somebody apart, newest first."""
    ids = whole(customer_id)
    rows = _standing().exclude(verdict=Verdict.UNSURE)
    near = (rows.filter(left_id__in=ids) | rows.filter(right_id__in=ids)).select_related("left", "right")
    return list(near.order_by("-at", "-pk")[:SHOWN])


def placeholders() -> list[PlaceholderValue]:
    """The values found to be nobody's own, the newest first."""
    return list(PlaceholderValue.objects.order_by("kept", "-found_at", "-names", "pk")[:100])
