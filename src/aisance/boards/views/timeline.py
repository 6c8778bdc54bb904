"""The time line: what happened, shown on every trend."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aisance.boards.contracts import MarkKind
from aisance.boards.files import sheet_of_marks
from aisance.boards.forms import MarkForm
from aisance.boards.models import MARK_NAMES
from aisance.boards.permissions import EDIT, VIEW
from aisance.boards.queries import marks_seen
from aisance.boards.services import add_time_mark, remove_time_mark
from aisance.core.permissions import ViewerRequest, requires
from aisance.core.translated import translated
from aisance.ui.sheets import wanted


@requires(VIEW)
@require_http_methods(["GET", "POST"])
def time_line(request: ViewerRequest) -> HttpResponseBase:
    """What happened at the units of the viewer; posting notes something more, for those who may."""
    if request.method == "POST":
        return _noted(request)
    if file := wanted(request):
        return file.of(sheet_of_marks(marks_seen(request.viewer)), "time-line")
    return _page(request, MarkForm(viewer=request.viewer))


def _noted(request: ViewerRequest) -> HttpResponse:
    if not request.viewer.holds(EDIT):
        raise PermissionDenied(EDIT.code)
    form = MarkForm(request.POST, viewer=request.viewer)
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    add_time_mark(
        day=given["day"],
        until=given["until"],
        kind=MarkKind(given["kind"]),
        words=form.words,
        unit=given["unit"],
        by=request.viewer,
    )
    messages.success(request, _("It is noted, and stands on every trend of those days."))
    return redirect("time-line")


def _page(request: ViewerRequest, form: MarkForm, *, status: int = 200) -> HttpResponse:
    scope = request.viewer.scope(EDIT)
    lines: list[dict[str, Any]] = [
        {
            "mark": mark,
            "words": translated(mark.words),
            "kind": MARK_NAMES[MarkKind(mark.kind)],
            "may_remove": scope.covers(mark.unit.path or ""),
        }
        for mark in marks_seen(request.viewer)[:200]
    ]
    page = {"form": form, "lines": lines, "may_note": request.viewer.holds(EDIT)}
    return render(request, "boards/time_line.html", page, status=status)


@requires(EDIT)
@require_POST
def remove(request: ViewerRequest, mark_id: int) -> HttpResponse:
    """Take an event off the time line."""
    remove_time_mark(mark_id=mark_id, by=request.viewer)
    messages.success(request, _("It is taken off the time line."))
    return redirect("time-line")
