"""Paper: a document of words and places, typeset by typst with fonts that we bring along."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent / "fonts"


@cache
def _fonts() -> typst.Fonts:
    """Ours and those inside the typesetter; none of the machine's, so that paper looks the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def typeset(source: Path, document: Mapping[str, Any], mode: str, **options: object) -> bytes | list[bytes]:
    """A document, set by a typst source that reads it as `sys.inputs.data`: one file, or one for each page.

    Nothing of a user is ever read as typst source: all of it comes in as JSON.
    """
    inputs = {"mode": mode, "data": json.dumps(document, ensure_ascii=False)}
    done = typst.compile(str(source), font_paths=_fonts(), sys_inputs=inputs, **options)  # type: ignore[call-overload]
    assert done is not None
    return done  # type: ignore[no-any-return]


def pdf(source: Path, document: Mapping[str, Any], mode: str = "page") -> bytes:
    """Pages as accessible PDF (PDF/UA-1): tagged, with title, language and words for each drawing."""
    done = typeset(source, document, mode, format="pdf", pdf_standards="ua-1")
    assert isinstance(done, bytes)
    return done
