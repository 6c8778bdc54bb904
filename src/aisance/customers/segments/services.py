"""The only writers of segments."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.models import Segment, SegmentVersion
from aisance.customers.segments.queries import Conditions


def declare_segment(
    *, code: str, names: Mapping[str, str], purpose: str, conditions: Conditions, by: Viewer
) -> SegmentVersion:
    """Declare a segment, or the next version of one that is there; the same conditions make no new version."""
    with transaction.atomic():
        words = {"name": dict(names), "purpose": purpose}
        segment, is_new = Segment.objects.get_or_create(code=code, defaults={**words, "created_at": clock.now()})
        if not is_new:
            Segment.objects.filter(pk=segment.pk).update(**words, retired_at=None)
        version = _version(segment, conditions, by)
        changes = {"version": version.number, "purpose": purpose}
        audit.record(by, "segment.declared", what="segment", which=code, changes=changes)
    return version


def _version(segment: Segment, conditions: Conditions, by: Viewer) -> SegmentVersion:
    newest = SegmentVersion.objects.filter(segment=segment).order_by("-number").first()
    if newest is not None and newest.conditions == conditions:
        return newest
    number = SegmentVersion.objects.filter(segment=segment).aggregate(last=Max("number"))["last"] or 0
    return SegmentVersion.objects.create(
        segment=segment, number=number + 1, conditions=conditions, author_id=by.person_id, created_at=clock.now()
    )


def retire_segment(*, code: str, by: Viewer) -> None:
    """Take a segment out of use; what it meant stays readable. Programmes that name it ask nobody for it any more."""
    with transaction.atomic():
        if Segment.objects.filter(code=code, retired_at__isnull=True).update(retired_at=clock.now()):
            audit.record(by, "segment.retired", what="segment", which=code)
