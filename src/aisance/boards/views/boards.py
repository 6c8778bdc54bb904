"""Reading and composing boards."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aisance.boards.contracts import PartKind
from aisance.boards.forms import ShareForm, TitleForm, WeekdayForm, title_fields
from aisance.boards.models import KIND_NAMES, KIND_WORDS, Board
from aisance.boards.permissions import EDIT, VIEW
from aisance.boards.queries import board_edited, board_lines, board_seen, may_edit, subscriptions_of
from aisance.boards.reading.board import default_title, read_board
from aisance.boards.rules import MOST_PARTS
from aisance.boards.services import (
    copy_board,
    create_board,
    remove_board,
    rename_board,
    share_board,
    subscribe,
    unsubscribe,
)
from aisance.boards.services.composing import RefusedError
from aisance.core.permissions import ROLE_NAMES, Role, Viewer, ViewerRequest, requires
from aisance.core.translated import translated
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.public import definition


@requires(VIEW)
@require_GET
def list_boards(request: ViewerRequest) -> HttpResponse:
    """The boards that the viewer owns or that are shared with them."""
    page = {"lines": board_lines(request.viewer), "may_build": request.viewer.holds(EDIT)}
    return render(request, "boards/board_list.html", page)


@requires(VIEW)
@require_GET
def show_board(request: ViewerRequest, board_id: int) -> HttpResponse:
    """A board with the figures of the viewer's units."""
    board = board_seen(request.viewer, board_id)
    subscription = subscriptions_of(request.viewer).filter(board=board).first()
    page = {
        "reading": read_board(board, request.viewer),
        "may_edit": may_edit(request.viewer, board),
        "may_copy": request.viewer.holds(EDIT),
        "subscription": subscription,
        "weekday": WeekdayForm(initial={"weekday": subscription.weekday if subscription else 1}),
    }
    return render(request, "boards/board.html", page)


@requires(EDIT)
@require_http_methods(["GET", "POST"])
def new_board(request: ViewerRequest) -> HttpResponse:
    """An empty board with a title."""
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        board_id = create_board(title=form.title, by=request.viewer)
        return redirect("board-edit", board_id)
    return render(request, "boards/board_new.html", {"form": form}, status=_status(request))


def _status(request: ViewerRequest) -> int:
    return 422 if request.method == "POST" else 200


@requires(EDIT)
@require_http_methods(["GET", "POST"])
def edit_board(request: ViewerRequest, board_id: int) -> HttpResponse:
    """The workshop of a board: its title, its parts, with whom it is shared. Posting changes the title."""
    board = board_edited(request.viewer, board_id)
    form = TitleForm(request.POST or None, initial=title_fields(board.title))
    if request.method == "POST" and form.is_valid():
        rename_board(board_id=board.pk, title=form.title, by=request.viewer)
        messages.success(request, _("The title is changed."))
        return redirect("board-edit", board.pk)
    return _workshop(request, board, title_form=form, status=_status(request))


def _workshop(request: ViewerRequest, board: Board, *, status: int = 200, **forms: Any) -> HttpResponse:
    shares = list(board.shares.select_related("unit"))
    initial = {"roles": [share.role for share in shares], "unit": shares[0].unit.code if shares else ""}
    page = {
        "board": board,
        "title": translated(board.title),
        "title_form": TitleForm(initial=title_fields(board.title)),
        "share_form": ShareForm(viewer=request.viewer, initial=initial),
        "shared_with": [(ROLE_NAMES[Role(share.role)], share.unit.name) for share in shares],
        "parts": _part_lines(board),
        "kinds": [(kind.value, KIND_NAMES[kind], KIND_WORDS[kind]) for kind in PartKind],
        "most": MOST_PARTS,
        **forms,
    }
    page["is_full"] = len(page["parts"]) >= MOST_PARTS
    return render(request, "boards/board_edit.html", page, status=status)


def _part_lines(board: Board) -> list[dict[str, Any]]:
    lines = []
    for part in board.parts.all():
        try:
            usual = default_title(part, definition(part.indicator))
        except IndicatorError:
            usual = part.indicator
        lines.append({"part": part, "title": translated(part.title) or usual, "kind": KIND_NAMES[PartKind(part.kind)]})
    return lines


@requires(EDIT)
@require_POST
def share(request: ViewerRequest, board_id: int) -> HttpResponse:
    """Share the board with the chosen roles, or with nobody."""
    board = board_edited(request.viewer, board_id)
    form = ShareForm(request.POST, viewer=request.viewer)
    if form.is_valid():
        try:
            share_board(board_id=board.pk, roles=form.chosen, unit=form.cleaned_data["unit"], by=request.viewer)
        except RefusedError:
            form.add_error("unit", _("Choose a unit in which you build boards."))
    if not form.is_valid():
        return _workshop(request, board, share_form=form, status=422)
    messages.success(request, _("It is changed with whom the board is shared."))
    return redirect("board-edit", board.pk)


@requires(EDIT)
@require_POST
def copy(request: ViewerRequest, board_id: int) -> HttpResponse:
    """A board of one's own, from one that may be read."""
    board = board_seen(request.viewer, board_id)
    copied = copy_board(board_id=board.pk, title=_title_of_copy(board), by=request.viewer)
    messages.success(request, _("This is your copy; change it as you like."))
    return redirect("board-edit", copied)


def _title_of_copy(board: Board) -> dict[str, str]:
    words = {"fr": "Copie de « %s »", "en": "Copy of “%s”"}
    return {code: words.get(code, words["en"]) % text for code, text in board.title.items()}


@requires(EDIT)
@require_POST
def remove(request: ViewerRequest, board_id: int) -> HttpResponse:
    """Remove the board."""
    remove_board(board_id=board_id, by=request.viewer)
    messages.success(request, _("The board is removed."))
    return redirect("board-list")


@requires(VIEW)
@require_POST
def receive(request: ViewerRequest, board_id: int) -> HttpResponse:
    """Receive the board by mail each week, or no more."""
    if "stop" in request.POST:
        return _stop(request, request.viewer, board_id)
    board = board_seen(request.viewer, board_id)
    form = WeekdayForm(request.POST)
    if form.is_valid():
        subscribe(board_id=board.pk, weekday=form.cleaned_data["weekday"], by=request.viewer)
        messages.success(request, _("You will receive this board each week by e-mail."))
    else:
        messages.error(request, _("Choose a day from Monday to Sunday."))
    return redirect("board", board.pk)


def _stop(request: ViewerRequest, viewer: Viewer, board_id: int) -> HttpResponse:
    unsubscribe(board_id=board_id, by=viewer)
    messages.success(request, _("You will not receive this board any more."))
    return redirect("board-list")
