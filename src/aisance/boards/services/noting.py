"""Noting on the time line what happened, and taking it off again."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from aisance.accounts.public import units_by_code
from aisance.boards.contracts import MarkKind
from aisance.boards.models import TimeMark
from aisance.boards.permissions import EDIT
from aisance.boards.queries import mark_edited
from aisance.boards.services.composing import UNKNOWN_UNIT, RefusedError
from aisance.core import audit, clock
from aisance.core.permissions import Viewer


@transaction.atomic
def add_time_mark(
    *, day: date, until: date | None, kind: MarkKind, words: Mapping[str, str], unit: str, by: Viewer
) -> int:
    """Note an event at a unit; returns its id. Raises RefusedError for a unit in which `by` does not build boards."""
    card = units_by_code([unit]).get(unit)
    if card is None or not by.scope(EDIT).covers(card.path):
        raise RefusedError(UNKNOWN_UNIT)
    mark = TimeMark.objects.create(
        day=day,
        until=until if until and until > day else None,
        kind=kind,
        words=dict(words),
        unit_id=card.id,
        noted_by_id=by.person_id,
        noted_at=clock.now(),
    )
    said = {"kind": kind.value, "unit": unit, "day": day.isoformat()}
    audit.record(by, "time_mark.added", what="time_mark", which=mark.pk, changes=said)
    return mark.pk


@transaction.atomic
def remove_time_mark(*, mark_id: int, by: Viewer) -> None:
    """Take an event off the time line."""
    mark = mark_edited(by, mark_id)
    said = {"kind": mark.kind, "day": mark.day.isoformat()}
    audit.record(by, "time_mark.removed", what="time_mark", which=mark.pk, changes=said)
    mark.delete()
