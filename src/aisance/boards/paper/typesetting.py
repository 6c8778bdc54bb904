"""From a document to PDF and PNG."""

from pathlib import Path

from aisance.boards.paper.document import Document
from aisance.ui.paper import pdf, typeset

SOURCE = Path(__file__).parent / "board.typ"
PIXELS_PER_INCH = 144.0


def as_pdf(document: Document) -> bytes:
    """A4 pages as accessible PDF (PDF/UA-1): tagged, with title, language and words for each drawing."""
    return pdf(SOURCE, document)


def as_png(document: Document) -> bytes:
    """The whole board as one picture, as long as it takes."""
    done = typeset(SOURCE, document, "picture", format="png", ppi=PIXELS_PER_INCH)
    return done if isinstance(done, bytes) else done[0]


def as_pictures(document: Document) -> list[bytes]:
    """One PNG for each part, in order; for mails."""
    if not document["parts"]:
        return []
    done = typeset(SOURCE, document, "pictures", format="png", ppi=PIXELS_PER_INCH)
    return [done] if isinstance(done, bytes) else list(done)
