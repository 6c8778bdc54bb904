"""Bytes and headers as people meant them, whatever the mail says about its own alphabet."""

import codecs
import re
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

WESTERN = {"ascii", "iso8859-1", "iso8859-15", "cp1252", "latin_1"}
"""What programs say when they do not know. Bytes that make sense as UTF-8 are UTF-8 then."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def decoded(content: bytes, charset: str = "") -> str:
    """The text of bytes: in the alphabet that is named, unless that is none, or plainly another.

    >>> decoded("été".encode(), "iso-8859-1"), decoded(b"\\xe9t\\xe9", "utf-8"), decoded(b"\\x80 9", "x-unknown")
    ('été', 'été', '€ 9')
    """
    named = _known(charset)
    order = [named] if named and named not in WESTERN else ["utf-8"]
    for one in [*order, "utf-8"]:
        with suppress(UnicodeDecodeError, LookupError):
            return _clean(content.decode(one))
    return _clean(content.decode("cp1252", "replace"))


def _known(charset: str) -> str:
    with suppress(LookupError, ValueError):
        return codecs.lookup(charset.strip("\"' ")).name if charset else ""
    return ""


def _clean(text: str) -> str:
    """Without signs that no database takes, and with one kind of line end."""
    return _CONTROL.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


def raw_headers(mail: Message, name: str) -> list[str]:
    """The values of a header as they came; Python hides the bytes of those that should be plain and are not."""
    return [str(value) for found, value in mail.raw_items() if found.lower() == name.lower()]


def header_words(value: object) -> str:
    """A header in words, on one line: encoded words read, and bytes that should not be there as well.

    >>> header_words("=?ISO-8859-1?Q?R=E9ponse?= : x"), header_words("=?utf-8?q?caf=C3")
    ('Réponse : x', '=?utf-8?q?caf=C3')
    """
    text = str(value or "")
    if text.isascii():
        with suppress(HeaderParseError, ValueError):
            text = "".join(_piece(piece, charset or "") for piece, charset in decode_header(text))
    else:
        text = decoded(text.encode("utf-8", "surrogateescape"))
    return " ".join(_clean(text).split())


def _piece(piece: bytes | str, charset: str) -> str:
    return piece if isinstance(piece, str) else decoded(piece, charset)
