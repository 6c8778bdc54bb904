"""Reads about segments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aisance.core.translated import translated
from aisance.customers.models import Segment, SegmentVersion
from aisance.customers.segments import counting
from aisance.customers.segments.contracts import BLOCKS, Ids, SegmentCard
from aisance.customers.segments.registry import condition_kinds, ready_segments

type Conditions = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class SegmentShown:
    """A segment as its page shows it. A ready one has neither version nor author."""

    code: str
    name: str
    purpose: str
    conditions: Conditions
    is_ready: bool
    number: int = 0
    author: str = ""
    since: datetime | None = None
    names: Mapping[str, str] | None = None


def segments_shown() -> list[SegmentShown]:
    """Every segment in force: those declared here by name, then the ready ones."""
    rows = SegmentVersion.objects.filter(segment__retired_at__isnull=True).select_related("segment", "author")
    newest = {row.segment_id: row for row in rows.order_by("number")}
    declared = sorted((_of_version(row) for row in newest.values()), key=lambda shown: shown.name.casefold())
    return declared + [_of_ready(code) for code in ready_segments()]


def segment_shown(code: str) -> SegmentShown | None:
    """The segment of this code in force, or null."""
    rows = SegmentVersion.objects.filter(segment__code=code, segment__retired_at__isnull=True)
    version = rows.select_related("segment", "author").order_by("-number").first()
    if version is not None:
        return _of_version(version)
    return _of_ready(code) if code in ready_segments() else None


def versions_of(code: str) -> list[SegmentVersion]:
    """Every version of a declared segment, the newest first."""
    rows = SegmentVersion.objects.filter(segment__code=code).select_related("segment", "author")
    return list(rows.order_by("-number"))


def code_taken(code: str) -> bool:
    """Whether a segment, retired or not, or a ready one bears the code."""
    return code in ready_segments() or Segment.objects.filter(code=code).exists()


def _of_version(version: SegmentVersion) -> SegmentShown:
    segment = version.segment
    return SegmentShown(
        code=segment.code,
        name=translated(segment.name),
        purpose=segment.purpose,
        conditions=version.conditions,
        is_ready=False,
        number=version.number,
        author=version.author.name if version.author else "",
        since=version.created_at,
        names=segment.name,
    )


def _of_ready(code: str) -> SegmentShown:
    ready = ready_segments()[code]
    return SegmentShown(code, str(ready.name), str(ready.purpose), ready.conditions, is_ready=True)


def said(conditions: Conditions) -> list[tuple[str, list[str]]]:
    """The conditions in words: each block that holds any, with its sentences."""
    return [(block, [_said(held) for held in conditions[block]]) for block in BLOCKS if conditions.get(block)]


def _said(condition: Mapping[str, Any]) -> str:
    kind = condition_kinds().get(condition["kind"])
    return str(kind.says(condition)) if kind else str(condition["kind"])


def segment_cards() -> list[SegmentCard]:
    """Every segment in force as others name it."""
    return [SegmentCard(shown.code, shown.name, shown.is_ready) for shown in segments_shown()]


def segment_members(code: str) -> Ids:
    """The persons in a segment, in the order of their ids; nobody where there is no such segment."""
    import numpy as np

    shown = segment_shown(code)
    return counting.members(shown.conditions) if shown else np.zeros(0, dtype=np.int64)


class Members:
    """Who is in any of some segments: `in` asks for a customer, whichever row of the person it is."""

    def __init__(self, truths: Sequence[Any]) -> None:
        self._truths = truths

    def __contains__(self, customer_id: object) -> bool:
        return isinstance(customer_id, int) and any(
            customer_id < len(truths) and bool(truths[customer_id]) for truths in self._truths
        )


def members_of(codes: Iterable[str]) -> Members:
    """Who is in any segment of these codes, held for a minute; a code that is no segment has nobody."""
    found = [shown for code in sorted(codes) if (shown := segment_shown(code))]
    return Members([counting.rows(f"{shown.code}/{shown.number}", shown.conditions) for shown in found])
