"""Taking the table of a page away: the word `format` in its address asks for a file of the same rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from aisance.ui.numbers import number
from aisance.ui.sheets.shapes import Sheet
from aisance.ui.sheets.writers import FORMATS, FileFormat

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """The format that an address asks for and, where its page has several tables, which of them."""

    form: FileFormat
    table: str = ""

    def of(self, sheet: Sheet, *words: object) -> HttpResponseBase:
        """The sheet as a file whose name holds these words: the page, then the selection."""
        return attached(sheet, self.form, *words)


def wanted(request: HttpRequest) -> Wanted | None:
    """What file a page is asked for, null where it is asked for itself. A format that there is not is not found."""
    extension = request.GET.get("format", "")
    if not extension:
        return None
    if extension not in FORMATS:
        raise Http404(_("format: possible are %(formats)s.") % {"formats": ", ".join(FORMATS)})
    return Wanted(FORMATS[extension], request.GET.get("table", ""))


def attached(sheet: Sheet, form: FileFormat, *words: object) -> HttpResponseBase:
    """A sheet as an attachment; 422 with the reason where it has more rows than the format takes."""
    if form.most_rows is not None and sheet.length > form.most_rows:
        return _refused(sheet, form, form.most_rows)
    if isinstance(sheet.rows, list):
        response: HttpResponseBase = HttpResponse(form.write(sheet), content_type=form.content_type)
    else:
        pieces = _in_language(form.pieces(sheet), translation.get_language())
        response = StreamingHttpResponse(pieces, content_type=form.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(*words)}.{form.extension}"'
    return response


def _in_language(pieces: Iterable[bytes], language: str | None) -> Iterator[bytes]:
    """Pieces that are made after the view has returned, in the language of whoever asked."""
    with translation.override(language):
        yield from pieces


def file_name(*words: object) -> str:
    """The name of a file without its extension; empty words are passed over.

    >>> file_name("ranking", "nps", "", "Équipe A")
    'aisance-ranking-nps-equipe-a'
    """
    return "-".join(["aisance", *(slug for word in words if (slug := slugify(str(word or ""))))])[:LONGEST_NAME]


def _refused(sheet: Sheet, form: FileFormat, most: int) -> HttpResponse:
    message = _("%(n)s rows are more than the %(most)s that leave as %(form)s; narrow the selection, or take CSV.")
    words = {"n": number(sheet.length), "most": number(most), "form": form.extension.upper()}
    return HttpResponse(message % words, status=422, content_type="text/plain; charset=utf-8")
