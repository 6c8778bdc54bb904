"""Adding and changing the parts of a board."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from aisance.boards.contracts import PartKind
from aisance.boards.forms import PartForm, initial_of
from aisance.boards.models import KIND_NAMES, KIND_WORDS, Board
from aisance.boards.permissions import EDIT
from aisance.boards.queries import board_edited, part_edited
from aisance.boards.rules import MOST_PARTS
from aisance.boards.services import add_part, edit_part, move_part, remove_part
from aisance.boards.services.composing import RefusedError
from aisance.core.permissions import ViewerRequest, requires
from aisance.core.translated import translated


@requires(EDIT)
@require_http_methods(["GET", "POST"])
def add(request: ViewerRequest, board_id: int, kind: str) -> HttpResponse:
    """A new part of a kind, at the end of the board."""
    if kind not in set(PartKind):
        raise Http404
    board = board_edited(request.viewer, board_id)
    form = PartForm(PartKind(kind), request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            add_part(board_id=board.pk, draft=form.draft, by=request.viewer)
            return redirect("board-edit", board.pk)
        except RefusedError:
            most = ngettext("A board holds %(n)s part at most.", "A board holds %(n)s parts at most.", MOST_PARTS)
            form.add_error(None, most % {"n": MOST_PARTS})
    return _page(request, board, form)


def _page(request: ViewerRequest, board: Board, form: PartForm) -> HttpResponse:
    page = {
        "board": board,
        "title": translated(board.title),
        "form": form,
        "kind": KIND_NAMES[form.kind],
        "words": KIND_WORDS[form.kind],
    }
    return render(request, "boards/part_form.html", page, status=422 if request.method == "POST" else 200)


@requires(EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: ViewerRequest, board_id: int, part_id: int) -> HttpResponse:
    """Change a part."""
    part = part_edited(request.viewer, board_id, part_id)
    form = PartForm(PartKind(part.kind), request.POST or None, viewer=request.viewer, initial=initial_of(part))
    if request.method == "POST" and form.is_valid():
        edit_part(board_id=board_id, part_id=part.pk, draft=form.draft, by=request.viewer)
        messages.success(request, _("The part is changed."))
        return redirect("board-edit", board_id)
    return _page(request, part.board, form)


@requires(EDIT)
@require_POST
def move(request: ViewerRequest, board_id: int, part_id: int) -> HttpResponse:
    """One place up or down, as `where` says."""
    move_part(board_id=board_id, part_id=part_id, up=request.POST.get("where") == "up", by=request.viewer)
    return redirect("board-edit", board_id)


@requires(EDIT)
@require_POST
def remove(request: ViewerRequest, board_id: int, part_id: int) -> HttpResponse:
    """Take a part off the board."""
    remove_part(board_id=board_id, part_id=part_id, by=request.viewer)
    messages.success(request, _("The part is removed."))
    return redirect("board-edit", board_id)
