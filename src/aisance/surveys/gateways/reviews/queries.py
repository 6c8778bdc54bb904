"""Reads of sources and of what stands beside a review."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from aisance.core.permissions import Viewer
from aisance.surveys.contracts import PublicReview
from aisance.surveys.models import Review, ReviewSource
from aisance.surveys.permissions import EDIT_REVIEW_SOURCES


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source, how many reviews came from it, how many of them are tied to a customer, and when the last was given."""

    source: ReviewSource
    reviews: int
    known: int
    last_at: datetime | None


def sources_seen_by(viewer: Viewer) -> list[SourceLine]:
    """The sources of the viewer's units, by name."""
    rows = ReviewSource.objects.filter(viewer.scope(EDIT_REVIEW_SOURCES).rows("unit")).select_related("unit")
    counted = rows.annotate(
        taken=Count("reviews"),
        known=Count("reviews", filter=Q(reviews__response__customer__isnull=False)),
        last_at=Max("reviews__response__answered_at"),
    )
    return [SourceLine(row, row.taken, row.known, row.last_at) for row in counted]


def source_seen_by(viewer: Viewer, code: str) -> ReviewSource | None:
    """The source, where the viewer may know of it."""
    rows = ReviewSource.objects.filter(viewer.scope(EDIT_REVIEW_SOURCES).rows("unit")).select_related("unit")
    return rows.filter(code=code).first()


def names_of_sources() -> dict[str, str]:
    """What staff call every source, by its code."""
    return dict(ReviewSource.objects.values_list("code", "name"))


def reviews_beside(response_ids: Iterable[int]) -> dict[int, PublicReview]:
    """What stands beside those of these responses that are public reviews."""
    rows = Review.objects.filter(response_id__in=list(response_ids)).select_related("source")
    return {
        row.response_id: PublicReview(
            source=row.source.code,
            source_name=row.source.name,
            author=row.author,
            handle=row.handle,
            reach=row.reach,
            link=row.link,
            place=row.place,
        )
        for row in rows
    }
