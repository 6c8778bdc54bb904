"""A mail as it came over the wire, read into words and files; nothing in it is believed or carried out."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses, parsedate_to_datetime
from pathlib import PurePosixPath, PureWindowsPath

from aisance.cases.bridges.mail.automatic import automatic
from aisance.cases.bridges.mail.contracts import Attached, FileRefused, ReadMail
from aisance.cases.bridges.mail.cutting import LONGEST
from aisance.cases.bridges.mail.decoding import decoded, header_words, raw_headers
from aisance.cases.bridges.mail.plain import plain

MAIL_LIMIT = 25_000_000
HEADER_LIMIT, PARTS_LIMIT, THREAD_LIMIT, RECIPIENTS_LIMIT = 20_000, 200, 50, 50
DASHES_LIMIT = 5_000
"""Lines that may begin a part. Python's own reader makes a mail of each part before anybody can count them."""
FILE_LIMIT, FILES_LIMIT, FILES_TOTAL = 10_000_000, 10, 20_000_000
OUR_HEADERS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
KEPT_KINDS = frozenset(
    "pdf png jpg jpeg gif webp heic tif tiff txt csv doc docx xls xlsx ppt pptx odt ods odp rtf".split()
    + "eml ics mp3 mp4 m4a".split()
)
"""By the end of the name, which is what a colleague's computer goes by when the file is opened."""


class UnreadableError(ValueError):
    """Nothing can be read here."""


def read_mail(content: bytes) -> ReadMail:
    """Read a mail. Raises UnreadableError where it is too long or no mail."""
    dashes = content.count(b"\n--") + content.count(b"\r--")
    if len(content) > MAIL_LIMIT or dashes > DASHES_LIMIT or _has_endless_header(content):
        raise UnreadableError("too long")
    try:
        return _read(message_from_bytes(content, policy=policy.compat32))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError, AssertionError) as problem:
        # Whoever knows the address writes mails over which Python's own reader falls in one of these ways.
        raise UnreadableError(type(problem).__name__) from None


def _has_endless_header(content: bytes) -> bool:
    """Whether the head holds a line, with those that carry it on, which is there to keep us busy."""
    head = content[: 20 * HEADER_LIMIT].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    length = 0
    for line in head.split(b"\n"):
        length = length + len(line) if line.startswith((b" ", b"\t")) else len(line)
        if length > HEADER_LIMIT:
            return True
    return len(head) >= 10 * HEADER_LIMIT


def _read(mail: Message) -> ReadMail:
    senders = _addresses(mail, "From") or _addresses(mail, "Sender")
    sender_name, sender = senders[0] if senders else ("", "")
    found = [address for name in OUR_HEADERS for _, address in _addresses(mail, name)]
    text, files = _body_and_files(mail)
    return ReadMail(
        message_id=next(iter(_ids(str(mail["Message-ID"] or ""))), ""),
        thread=_thread(mail),
        sender=sender[:254],
        sender_name=sender_name[:160],
        recipients=tuple(dict.fromkeys(found))[:RECIPIENTS_LIMIT],
        subject=header_words("".join(raw_headers(mail, "Subject")[:1]))[:300],
        sent_at=_moment(mail),
        text=text,
        automatic=automatic(mail, sender),
        failed_check=_is_forged(mail),
        files=files,
    )


def _addresses(mail: Message, name: str) -> list[tuple[str, str]]:
    """Names and addresses of a header. Taken apart before the names are read, so that a name cannot hold an address."""
    values = [value[:HEADER_LIMIT] for value in raw_headers(mail, name)]
    found = [(header_words(shown), header_words(address).lower()) for shown, address in getaddresses(values)]
    return [(shown, address) for shown, address in found if address.count("@") == 1 and " " not in address]


def _ids(words: str) -> list[str]:
    """The names of mails that stand in a header, each in its angles."""
    pieces = [piece.partition(">")[0].strip() for piece in words.split("<")[1:]]
    return [f"<{piece}>"[:300] for piece in pieces if "@" in piece and not set(piece) & set(" \t\r\n<")]


def _thread(mail: Message) -> tuple[str, ...]:
    nearest = _ids(str(mail["In-Reply-To"] or ""))
    earlier = _ids(" ".join(str(value) for value in mail.get_all("References", [])))
    return tuple(dict.fromkeys([*nearest, *reversed(earlier)]))[:THREAD_LIMIT]


def _moment(mail: Message) -> datetime | None:
    with suppress(TypeError, ValueError, OverflowError, IndexError):
        said = parsedate_to_datetime(str(mail["Date"]))
        return said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)
    return None


def _is_forged(mail: Message) -> bool:
    """Whether our own mail server, which writes on top, says that the sender's house disowns the mail (RFC 8601)."""
    said = str(mail["Authentication-Results"] or "").lower()
    return "dmarc=fail" in said.replace(" ", "")


def _body_and_files(mail: Message) -> tuple[str, tuple[Attached, ...]]:
    written, marked, files = "", "", list[Attached]()
    for part in _leaves(mail):
        kind = part.get_content_type()
        is_file = part.get_content_disposition() == "attachment" or _file_name(part) or not kind.startswith("text/")
        if is_file:
            files.append(_attached(part, kind, files))
        elif kind == "text/html":
            marked += "" if len(marked) > LONGEST * 20 else _text(part)
        elif len(written) < LONGEST:
            written += ("\n" if written else "") + _text(part)
    text = written if written.strip() else plain(marked)
    return text[:LONGEST], tuple(files)


def _leaves(mail: Message) -> Iterator[Message]:
    """The parts that hold something themselves. A mail within the mail is one file, and not looked into."""
    waiting, seen = [mail], 0
    while waiting and seen < PARTS_LIMIT:
        part = waiting.pop(0)
        seen += 1
        held = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(held, list):
            waiting[:0] = [one for one in held if isinstance(one, Message)]
        else:
            yield part


def _text(part: Message) -> str:
    return decoded(_content(part), part.get_content_charset() or "")


def _content(part: Message) -> bytes:
    if part.get_content_maintype() == "message":
        held = part.get_payload()
        return held[0].as_bytes() if isinstance(held, list) and held and isinstance(held[0], Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _file_name(part: Message) -> str:
    """The name, without the folders that somebody may have put before it."""
    given = part.get_param("filename", None, "content-disposition") or part.get_param("name", None)
    if given is None:
        return ""
    name = header_words(collapse_rfc2231_value(given))
    bare = PureWindowsPath(PurePosixPath(name).name).name
    return "".join(sign for sign in bare if sign.isprintable() and sign not in '"/\\:*?<>|')[:160].strip(". ")


def _attached(part: Message, kind: str, earlier: list[Attached]) -> Attached:
    content = _content(part)
    is_mail = kind == "message/rfc822"
    name = _file_name(part) or ("mail.eml" if is_mail else f"file.{kind.rpartition('/')[2][:20]}")
    end = name.rpartition(".")[2].lower()
    kept = [one for one in earlier if not one.refused]
    refused = ""
    if end not in KEPT_KINDS:
        refused = FileRefused.KIND
    elif len(content) > FILE_LIMIT or sum(one.size for one in kept) + len(content) > FILES_TOTAL:
        refused = FileRefused.TOO_LARGE
    elif len(kept) >= FILES_LIMIT:
        refused = FileRefused.TOO_MANY
    return Attached(name, kind[:120], len(content), b"" if refused else content, refused)
