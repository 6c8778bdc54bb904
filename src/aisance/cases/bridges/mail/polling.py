"""Fetches mail from a mailbox by IMAP: stored first, marked as taken then, so that a crash brings it once more only."""

import imaplib
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

from aisance.cases.bridges.mail.reading import MAIL_LIMIT
from aisance.cases.bridges.mail.receiving import receive

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 30
AT_ONCE = 50
TAKEN = "AisanceTaken"
"""A mark of our own, so that a colleague who reads the mailbox with other eyes takes nothing away from us."""
SEEN = "\\Seen"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def fetch_mail() -> int:
    """Take in what waits in the mailbox of the settings; how many were new. Nothing where none is set."""
    address = urlsplit(str(settings.ENVIRONMENT.mail_inbox))
    if not address.hostname:
        return 0
    try:
        with _signed_in(address) as box:
            return sum(_take(box, uid, mark) for uid, mark in _waiting(box, address))
    except (imaplib.IMAP4.error, OSError) as problem:
        log.warning("The mailbox cannot be read: %s", type(problem).__name__)
        return 0


@contextmanager
def _signed_in(address: SplitResult) -> Iterator[imaplib.IMAP4]:
    box = _connected(address)
    try:
        box.login(unquote(address.username or ""), unquote(address.password or ""))
        yield box
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            box.logout()


def _connected(address: SplitResult) -> imaplib.IMAP4:
    """Over TLS; in the clear to this very machine only."""
    host, context = address.hostname or "", ssl.create_default_context()
    if address.scheme == "imaps":
        return imaplib.IMAP4_SSL(host, address.port or 993, ssl_context=context, timeout=PATIENCE_SECONDS)
    box = imaplib.IMAP4(host, address.port or 143, timeout=PATIENCE_SECONDS)
    if host not in LOOPBACK or "STARTTLS" in box.capabilities:
        try:
            box.starttls(context)
        except BaseException:
            box.shutdown()
            raise
    return box


def _waiting(box: imaplib.IMAP4, address: SplitResult) -> Iterator[tuple[str, str]]:
    folder = unquote(address.path.strip("/")) or "INBOX"
    quoted = folder.replace("\\", "").replace('"', "")
    state, _count = box.select(f'"{quoted}"')
    if state != "OK":
        raise imaplib.IMAP4.error("no such folder")
    flags = b" ".join(one for one in box.response("PERMANENTFLAGS")[1] or [] if isinstance(one, bytes))
    mark = TAKEN if b"\\*" in flags or TAKEN.encode() in flags else SEEN
    wanted = "UNSEEN" if mark == SEEN else f"UNKEYWORD {TAKEN}"
    _state, found = box.uid("SEARCH", f"({wanted} UNDELETED)")
    for uid in (found[0] or b"").split()[:AT_ONCE]:
        yield uid.decode("ascii"), mark


def _take(box: imaplib.IMAP4, uid: str, mark: str) -> int:
    """One mail; of one that is far too long the beginning, which holds the words."""
    _state, answer = box.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MAIL_LIMIT}>)")
    content = next((part[1] for part in answer if isinstance(part, tuple)), None)
    if not isinstance(content, bytes):
        return 0  # somebody removed it in between
    received = receive(content)
    box.uid("STORE", uid, "+FLAGS.SILENT", f"({mark})")
    return int(received.is_new)


def without_password(url: str) -> str:
    """The address of a mailbox as it may be shown.

    >>> without_password("imaps://care:secret@mail.example/INBOX")
    'imaps://care@mail.example/INBOX'
    """
    return re.sub(r"//([^:/@]*):[^@]*@", r"//\1@", url)
