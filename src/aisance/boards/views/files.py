"""Taking figures away: a part as a file, a board as PDF or as a picture."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from aisance.boards.files import sheet_of
from aisance.boards.paper.document import document_of
from aisance.boards.paper.typesetting import as_pdf, as_png
from aisance.boards.permissions import VIEW
from aisance.boards.queries import board_seen, part_seen
from aisance.boards.reading.board import read_board, read_part
from aisance.boards.reading.selection import selected
from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.ui.sheets import FORMATS, attached


@requires(VIEW)
@require_GET
def part_file(request: ViewerRequest, board_id: int, part_id: int, extension: str) -> HttpResponseBase:
    """The figures of a part, of the viewer's units."""
    if extension not in FORMATS:
        raise Http404
    entry = read_part(part_seen(request.viewer, board_id, part_id), request.viewer)
    if entry.problem:
        return HttpResponse(entry.problem, status=422, content_type="text/plain; charset=utf-8")
    days = selected(entry.part, clock.today())
    words = [entry.title, *days.filters.values(), days.start.isoformat(), days.end.isoformat()]
    return attached(sheet_of(entry), FORMATS[extension], "board", *words)


@requires(VIEW)
@require_GET
def board_pdf(request: ViewerRequest, board_id: int) -> HttpResponse:
    """The board as A4 pages; `?landscape=1` lays them on their side."""
    reading = read_board(board_seen(request.viewer, board_id), request.viewer)
    lies = bool(request.GET.get("landscape"))
    document = document_of(reading, company=settings.ENVIRONMENT.company, landscape=lies)
    return _attached(as_pdf(document), "application/pdf", f"{slugify(reading.title) or 'board'}.pdf")


@requires(VIEW)
@require_GET
def board_png(request: ViewerRequest, board_id: int) -> HttpResponse:
    """The board as one picture."""
    reading = read_board(board_seen(request.viewer, board_id), request.viewer)
    document = document_of(reading, company=settings.ENVIRONMENT.company)
    return _attached(as_png(document), "image/png", f"{slugify(reading.title) or 'board'}.png")


def _attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
