"""Putting a board together, naming it, sharing it, copying it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from aisance.accounts.public import units_by_code
from aisance.boards.models import Board, Part, Share
from aisance.boards.permissions import EDIT
from aisance.boards.queries import board_edited, board_seen
from aisance.core import audit, clock
from aisance.core.permissions import Role, Viewer

UNKNOWN_UNIT = "unknown_unit"


class RefusedError(ValueError):
    """What somebody asked for is not possible; `code` says why, for the page to put in words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def create_board(*, title: Mapping[str, str], by: Viewer, owner_id: int | None = None) -> int:
    """An empty board of the person who asks, or of `owner_id` where the product itself asks; returns its id."""
    owner = owner_id if by.kind == "system" else by.person_id
    board = Board.objects.create(owner_id=owner, title=dict(title), created_at=clock.now(), changed_at=clock.now())
    audit.record(by, "board.added", what="board", which=board.pk, changes={"name": dict(title)})
    return board.pk


@transaction.atomic
def rename_board(*, board_id: int, title: Mapping[str, str], by: Viewer) -> None:
    """Give the board another title."""
    board = locked(board_edited(by, board_id))
    was, board.title = board.title, dict(title)
    board.save(update_fields=["title"])
    touched(board)
    audit.record(by, "board.renamed", what="board", which=board.pk, changes={"name": [was, board.title]})


@transaction.atomic
def share_board(*, board_id: int, roles: Collection[Role], unit: str, by: Viewer) -> None:
    """Share the board with these roles at a unit, and with nobody else; no role shares it with nobody.

    Raises RefusedError where the unit is not one of those in which the sharer may share.
    """
    board = locked(board_edited(by, board_id))
    card = units_by_code([unit]).get(unit)
    if roles and (card is None or not by.scope(EDIT).covers(card.path)):
        raise RefusedError(UNKNOWN_UNIT)
    board.shares.all().delete()
    Share.objects.bulk_create(Share(board=board, role=role, unit_id=card.id) for role in sorted(roles) if card)
    touched(board)
    audit.record(
        by,
        "board.shared",
        what="board",
        which=board.pk,
        changes={"role": ", ".join(sorted(roles)), "unit": unit if roles else ""},
    )


@transaction.atomic
def copy_board(*, board_id: int, title: Mapping[str, str], by: Viewer) -> int:
    """A board of one's own with the parts of another that one may read; it is shared with nobody. Returns its id."""
    source = board_seen(by, board_id)
    now = clock.now()
    board = Board.objects.create(owner_id=by.person_id, title=dict(title), created_at=now, changed_at=now)
    parts = list(source.parts.all())
    for part in parts:
        part.pk, part.board = None, board
    Part.objects.bulk_create(parts)
    audit.record(by, "board.copied", what="board", which=board.pk, changes={"name": dict(title)})
    return board.pk


@transaction.atomic
def remove_board(*, board_id: int, by: Viewer) -> None:
    """Remove the board with its parts, for everybody who reads or receives it."""
    board = locked(board_edited(by, board_id))
    audit.record(by, "board.removed", what="board", which=board.pk, changes={"name": board.title})
    board.delete()


def locked(board: Board) -> Board:
    """The same board, held until the end of the transaction, so that two editors do not count the same parts."""
    return Board.objects.select_for_update().get(pk=board.pk)


def touched(board: Board, at: datetime | None = None) -> None:
    """Note that the board has changed."""
    Board.objects.filter(pk=board.pk).update(changed_at=at or clock.now())
