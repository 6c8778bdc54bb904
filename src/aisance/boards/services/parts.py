"""Adding, changing, moving and removing the parts of a board."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max

from aisance.boards.contracts import PartDraft
from aisance.boards.models import Part
from aisance.boards.queries import board_edited, part_edited
from aisance.boards.rules import MOST_PARTS, moved
from aisance.boards.services.composing import RefusedError, locked, touched
from aisance.core import audit
from aisance.core.permissions import Viewer

TOO_MANY_PARTS = "too_many_parts"


@transaction.atomic
def add_part(*, board_id: int, draft: PartDraft, by: Viewer) -> int:
    """Add a part at the end; returns its id. Raises RefusedError on a board that has twelve."""
    board = locked(board_edited(by, board_id))
    if board.parts.count() >= MOST_PARTS:
        raise RefusedError(TOO_MANY_PARTS)
    last = board.parts.aggregate(last=Max("position"))["last"] or 0
    part = Part.objects.create(board=board, position=last + 1, **_columns(draft))
    touched(board)
    audit.record(by, "board_part.added", what="board_part", which=part.pk, changes=_said(part))
    return part.pk


@transaction.atomic
def edit_part(*, board_id: int, part_id: int, draft: PartDraft, by: Viewer) -> None:
    """Change a part; it keeps its place."""
    part = part_edited(by, board_id, part_id)
    for name, value in _columns(draft).items():
        setattr(part, name, value)
    part.save()
    touched(part.board)
    audit.record(by, "board_part.changed", what="board_part", which=part.pk, changes=_said(part))


@transaction.atomic
def move_part(*, board_id: int, part_id: int, up: bool, by: Viewer) -> None:
    """Move a part one place up or down; at the end it stays."""
    board = locked(board_edited(by, board_id))
    part = part_edited(by, board_id, part_id)
    order = moved(list(board.parts.values_list("pk", flat=True)), part.pk, up=up)
    for position, pk in enumerate(order, start=1):
        Part.objects.filter(pk=pk).update(position=position)
    touched(board)
    audit.record(by, "board_part.moved", what="board_part", which=part.pk, changes={"board": board.pk})


@transaction.atomic
def remove_part(*, board_id: int, part_id: int, by: Viewer) -> None:
    """Remove a part."""
    part = part_edited(by, board_id, part_id)
    audit.record(by, "board_part.removed", what="board_part", which=part.pk, changes=_said(part))
    touched(part.board)
    part.delete()


def _columns(draft: PartDraft) -> dict[str, Any]:
    return {**asdict(draft), "title": dict(draft.title)}


def _said(part: Part) -> dict[str, Any]:
    return {"board": part.board_id, "kind": str(part.kind), "indicators": part.indicator}
