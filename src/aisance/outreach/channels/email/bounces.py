"""Reading mails that came back: delivery reports (RFC 3464) and complaints (RFC 5965)."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses
from pathlib import Path
from typing import Literal

from aisance.outreach.channels.email.refusals import reaches_nobody
from aisance.outreach.rules import storable

SIZE_LIMIT = 5_000_000
LINE_LIMIT = 65_536
HEADER_LIMIT, WORDS_LIMIT = 20_000, 1_000
"""Longer ones are there to keep us busy: what reads them takes the square of their length."""
DASHES_LIMIT = 5_000
"""Lines that may begin a part. Python's own reader makes a mail of each before anybody can count them."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a report says of a mail of ours. `addresses` are those it names, `unsubscribe` the link it shows."""

    fate: Literal["dead", "lost", "complaint"]
    message_id: str
    words: str
    addresses: frozenset[str]
    unsubscribe: str


def mails_in(place: Path) -> Iterator[bytes]:
    """The mails of a Maildir, of a folder of .eml files, of an mbox or of one file, in turn. Raises OSError."""
    if (place / "new").is_dir():
        files = [*sorted((place / "new").iterdir()), *sorted((place / "cur").glob("*"))]
    elif place.is_dir():
        files = sorted(place.glob("*.eml"))
    elif _is_mbox(place):
        yield from _mails_of_mbox(place)
        return
    else:
        files = [place]
    for file in files:
        if file.is_file() and file.stat().st_size <= SIZE_LIMIT:
            yield file.read_bytes()


def _mails_of_mbox(place: Path) -> Iterator[bytes]:
    """The mails of an mbox, one in memory at a time; those that are too long are passed over, and never held whole.

    A mail begins with a line `From ` after an empty one. A longer line than any mail's comes in pieces, of which only
    the first can begin one.
    """
    mail, size, after_blank, is_whole = bytearray(), 0, True, True
    with place.open("rb") as file:
        while line := file.readline(LINE_LIMIT):
            if is_whole and after_blank and line.startswith(b"From "):
                if 0 < size <= SIZE_LIMIT:
                    yield bytes(mail)
                mail, size = bytearray(), 0
            else:
                size += len(line)
                if size <= SIZE_LIMIT:
                    mail += line
            after_blank, is_whole = is_whole and not line.strip(b"\r\n"), line.endswith(b"\n")
    if 0 < size <= SIZE_LIMIT:
        yield bytes(mail)


def _is_mbox(place: Path) -> bool:
    with place.open("rb") as file:
        return file.read(5) == b"From "


def read_returned(content: bytes) -> Returned | None:
    """What a mail reports; null for one that is no report, or one of a delay."""
    if content.count(b"\n--") + content.count(b"\r--") > DASHES_LIMIT or _has_endless_header(content):
        return None
    mail = message_from_bytes(content, policy=policy.default)
    if mail.get_content_type() != "multipart/report":
        return None
    original = _original(mail)
    if original is None or not original["Message-ID"]:
        return None
    match str(mail.get_param("report-type", "")).lower():
        case "delivery-status":
            return _bounce(mail, original)
        case "feedback-report":
            return _complaint(mail, original)
    return None


def _has_endless_header(content: bytes) -> bool:
    """Whether a line, with those that carry it on, is longer than any header; bodies are folded as well."""
    length = 0
    for line in content.splitlines():
        length = length + len(line) if line.startswith((b" ", b"\t")) else len(line)
        if length > HEADER_LIMIT:
            return True
    return False


def _bounce(mail: Message, original: Message) -> Returned | None:
    blocks = _blocks(mail, "message/delivery-status")
    failed = [block for block in blocks if str(block["Action"] or "").strip().lower() == "failed"]
    if not failed:
        return None
    words = " ".join(str(failed[0][name] or "")[:WORDS_LIMIT] for name in ("Status", "Diagnostic-Code")).strip()
    named = {_after_type(block[name]) for block in failed for name in ("Final-Recipient", "Original-Recipient")}
    return _returned("dead" if reaches_nobody(words) else "lost", words, named, original)


def _complaint(mail: Message, original: Message) -> Returned | None:
    blocks = _blocks(mail, "message/feedback-report")
    kinds = {str(block["Feedback-Type"] or "").strip().lower() for block in blocks}
    if not kinds & {"abuse", "opt-out"}:
        return None
    named = {_after_type(value) for block in blocks for value in block.get_all("Original-Rcpt-To", [])}
    return _returned("complaint", "complaint", named, original)


def _returned(fate: Literal["dead", "lost", "complaint"], words: str, named: set[str], original: Message) -> Returned:
    to = {address.lower() for _, address in getaddresses([str(original["To"] or "")])}
    link = "".join(str(original["List-Unsubscribe"] or "").split()).strip("<>")
    name = storable(str(original["Message-ID"]).strip())
    return Returned(fate, name, words[:WORDS_LIMIT], frozenset((named | to) - {""}), link)


def _after_type(value: object) -> str:
    """`rfc822; ana@example.org` without its type, in small letters."""
    return str(value or "").rpartition(";")[2].strip().strip("<>").lower()


def _original(mail: Message) -> Message | None:
    """Our mail, or its headers, as the report brings it along."""
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822":
            held = part.get_payload()
            return held[0] if isinstance(held, list) and isinstance(held[0], Message) else None
        if part.get_content_type() == "text/rfc822-headers" and isinstance(part, EmailMessage):
            headers = part.get_content().encode("utf-8")
            return None if _has_endless_header(headers) else message_from_bytes(headers, policy=policy.default)
    return None


def _blocks(mail: Message, kind: str) -> list[Message]:
    """The groups of fields of a report. Some kinds Python reads as messages, others as text."""
    found: list[Message] = []
    for part in mail.walk():
        if part.get_content_type() != kind:
            continue
        held = part.get_payload()
        if isinstance(held, list):
            found += [block for block in held if isinstance(block, Message)]
        else:
            found.append(message_from_bytes(part.get_payload(decode=True) or b"", policy=policy.default))  # type: ignore[arg-type]  # bytes, since decoded
    return found
