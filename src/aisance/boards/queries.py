"""Reads of boards: who may see which."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from aisance.accounts.public import roles_held
from aisance.boards.contracts import MarkKind
from aisance.boards.models import MARK_NAMES, Board, Part, Share, Subscription, TimeMark
from aisance.boards.permissions import EDIT, VIEW
from aisance.core.permissions import RIGHTS, Viewer
from aisance.core.translated import translated
from aisance.indicators.public import Annotation


def boards_seen(viewer: Viewer) -> QuerySet[Board]:
    """The boards that a viewer owns or that are shared with a role of theirs; the product itself sees all."""
    boards = Board.objects.select_related("owner").order_by("-changed_at", "-pk")
    if viewer.kind == "system":
        return boards
    if not viewer.holds(VIEW):
        return boards.none()
    return boards.filter(Q(owner_id=viewer.person_id or 0) | Q(pk__in=_shared_with(viewer)))


def _shared_with(viewer: Viewer) -> set[int]:
    found: set[int] = set()
    for held in roles_held(viewer.person_id):
        steps = held.path.strip("/").split("/")
        above = ["/" + "/".join(steps[: depth + 1]) + "/" for depth in range(len(steps))]
        near = Q(unit__path__startswith=held.path) | Q(unit__path__in=above)
        found |= set(Share.objects.filter(near, role=held.role).values_list("board_id", flat=True))
    return found


def board_seen(viewer: Viewer, board_id: int) -> Board:
    """A board that the viewer may read. Raises Http404 otherwise, so that nobody learns what others have."""
    board = boards_seen(viewer).filter(pk=board_id).first()
    if board is None:
        raise Http404
    return board


def may_edit(viewer: Viewer, board: Board) -> bool:
    """Whether a board that the viewer sees is theirs to change."""
    return viewer.holds(EDIT) and (viewer.kind == "system" or board.owner_id == viewer.person_id)


def board_edited(viewer: Viewer, board_id: int) -> Board:
    """A board that the viewer may change: Http404 where they may not see it, PermissionDenied where it is another's."""
    board = board_seen(viewer, board_id)
    if not may_edit(viewer, board):
        raise PermissionDenied(EDIT.code)
    return board


def part_edited(viewer: Viewer, board_id: int, part_id: int) -> Part:
    """A part of a board that the viewer may change."""
    part = board_edited(viewer, board_id).parts.filter(pk=part_id).first()
    if part is None:
        raise Http404
    return part


def part_seen(viewer: Viewer, board_id: int, part_id: int) -> Part:
    """A part of a board that the viewer may read."""
    part = board_seen(viewer, board_id).parts.filter(pk=part_id).first()
    if part is None:
        raise Http404
    return part


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One board in the list."""

    id: int
    title: str
    owner: str
    is_mine: bool
    parts: int
    subscribed: bool


def board_lines(viewer: Viewer) -> list[BoardLine]:
    """The boards of the viewer, their own first, by title."""
    boards = boards_seen(viewer).annotate(count=Count("parts"))
    mine = set(subscriptions_of(viewer).values_list("board_id", flat=True))
    lines = [
        BoardLine(
            board.pk,
            translated(board.title),
            board.owner.name if board.owner else "",
            board.owner_id is not None and board.owner_id == viewer.person_id,
            board.count,
            board.pk in mine,
        )
        for board in boards
    ]
    return sorted(lines, key=lambda line: (not line.is_mine, line.title.casefold(), line.id))


def subscriptions_of(viewer: Viewer) -> QuerySet[Subscription]:
    """What the viewer receives by mail."""
    return Subscription.objects.filter(person_id=viewer.person_id or 0).select_related("board").order_by("pk")


def marks_seen(viewer: Viewer) -> QuerySet[TimeMark]:
    """What happened at the units whose figures the viewer sees, and at those above, which concerns them as well."""
    scope = viewer.scope(RIGHTS["indicators.view"])
    near = scope.rows("unit")
    for path in scope.paths:
        steps = path.strip("/").split("/")
        near |= Q(unit__path__in=["/" + "/".join(steps[: depth + 1]) + "/" for depth in range(len(steps))])
    return TimeMark.objects.filter(near).select_related("unit", "noted_by")


def marks_between(viewer: Viewer, start: date, end: date) -> list[Annotation]:
    """The same from day to day, in the reader's language."""
    rows = marks_seen(viewer).filter(day__lte=end).filter(Q(until__gte=start) | Q(day__gte=start))
    return [Annotation(row.day, row.until, MARK_NAMES[MarkKind(row.kind)], translated(row.words)) for row in rows]


def mark_edited(viewer: Viewer, mark_id: int) -> TimeMark:
    """A mark that the viewer may remove: at a unit in which they build boards. Http404 where they may not see it."""
    mark = marks_seen(viewer).filter(pk=mark_id).first()
    if mark is None:
        raise Http404
    if not viewer.scope(EDIT).covers(mark.unit.path or ""):
        raise PermissionDenied(EDIT.code)
    return mark
