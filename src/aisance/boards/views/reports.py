"""What one receives by mail, and how it will look."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from aisance.boards.mail.letters import report_of
from aisance.boards.models import WeeklyReport
from aisance.boards.paper.document import document_of, said
from aisance.boards.paper.typesetting import as_pictures
from aisance.boards.permissions import VIEW
from aisance.boards.queries import board_seen, part_seen, subscriptions_of
from aisance.boards.reading.board import BoardReading, read_board, read_part
from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.core.translated import translated


@requires(VIEW)
@require_GET
def list_reports(request: ViewerRequest) -> HttpResponse:
    """The boards that the viewer receives, with what became of the latest report, and a way to stop each."""
    lines = [
        {
            "subscription": row,
            "title": translated(row.board.title),
            "latest": WeeklyReport.objects.filter(subscription=row).order_by("-week").first(),
        }
        for row in subscriptions_of(request.viewer)
    ]
    return render(request, "boards/reports.html", {"lines": lines})


@requires(VIEW)
@require_GET
def preview(request: ViewerRequest, board_id: int) -> HttpResponse:
    """The mail as the viewer would get it now: its subject, its pictures with the words behind them, its plain side."""
    board = board_seen(request.viewer, board_id)
    report = report_of(board, request.viewer, get_language() or "en")
    reading = read_board(board, request.viewer)
    parts = [(entry, said(entry)) for entry in reading.parts]
    page = {"board": board, "title": reading.title, "report": report, "parts": parts}
    return render(request, "boards/mail_preview.html", page)


@requires(VIEW)
@require_GET
def picture(request: ViewerRequest, board_id: int, part_id: int) -> HttpResponse:
    """One part as the picture that the mail holds."""
    part = part_seen(request.viewer, board_id, part_id)
    entry = read_part(part, request.viewer)
    reading = BoardReading(part.board, translated(part.board.title), "", [entry], clock.now())
    return HttpResponse(as_pictures(document_of(reading, company=""))[0], content_type="image/png")
