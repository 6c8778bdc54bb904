"""From a document to PDF and PNG. Nothing of a user is ever read as typst source: all of it comes in as JSON."""

import json
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from aisance.boards.paper.document import Document

HERE = Path(__file__).parent
SOURCE = HERE / "board.typ"
PIXELS_PER_INCH = 144.0

type Mode = Literal["page", "picture", "pictures"]


@cache
def _fonts() -> typst.Fonts:
    """Ours and those inside the typesetter; none of the machine's, so that paper looks the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(HERE / "fonts")])


def _typeset(document: Document, mode: Mode, **options: object) -> bytes | list[bytes]:
    inputs = {"mode": mode, "data": json.dumps(document, ensure_ascii=False)}
    done = typst.compile(str(SOURCE), font_paths=_fonts(), sys_inputs=inputs, **options)  # type: ignore[call-overload]
    assert done is not None
    return done  # type: ignore[no-any-return]


def as_pdf(document: Document) -> bytes:
    """A4 pages as accessible PDF (PDF/UA-1): tagged, with title, language and words for each drawing."""
    done = _typeset(document, "page", format="pdf", pdf_standards="ua-1")
    assert isinstance(done, bytes)
    return done


def as_png(document: Document) -> bytes:
    """The whole board as one picture, as long as it takes."""
    done = _typeset(document, "picture", format="png", ppi=PIXELS_PER_INCH)
    return done if isinstance(done, bytes) else done[0]


def as_pictures(document: Document) -> list[bytes]:
    """One PNG for each part, in order; for mails."""
    if not document["parts"]:
        return []
    done = _typeset(document, "pictures", format="png", ppi=PIXELS_PER_INCH)
    return [done] if isinstance(done, bytes) else list(done)
