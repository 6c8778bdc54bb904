"""Takes in mails: stored with their files before anybody is told that they arrived; a second copy changes nothing."""

import hashlib
from collections.abc import Sequence

from django.db import transaction

from aisance.cases.bridges.mail.contracts import Apart, Attached, Automatic, Cut, FileRefused, ReadMail, Received
from aisance.cases.bridges.mail.cutting import cut
from aisance.cases.bridges.mail.files import discard, keep
from aisance.cases.bridges.mail.reading import MAIL_LIMIT, UnreadableError, read_mail
from aisance.cases.bridges.mail.sorting import usual_unit
from aisance.cases.models import InboundMail, MailFile
from aisance.core import clock
from aisance.core.durable import durable_commits
from aisance.outreach.public import take_returned

State = InboundMail.State


def receive(content: bytes) -> Received:
    """Store a mail; once this returns it is on the disk. What it is about is settled by the worker."""
    read = _read(content)
    key = hashlib.sha256(read.message_id.encode() if read and read.message_id else content).hexdigest()
    if known := InboundMail.objects.filter(key=key).first():
        return Received(known.pk, is_new=False)
    attached = read.files if read else _itself(content)
    stored = [keep(one.content) if not one.refused else "" for one in attached]
    try:
        with durable_commits(), transaction.atomic():
            mail, is_new = InboundMail.objects.get_or_create(key=key, defaults=_fields(read, content))
            if is_new:
                _add_files(mail, attached, stored)
    except BaseException:
        discard(stored)
        raise
    if not is_new:
        discard(stored)  # somebody else brought the same mail at this very moment
    return Received(mail.pk, is_new)


def _read(content: bytes) -> ReadMail | None:
    try:
        return read_mail(content)
    except UnreadableError:
        return None


def _itself(content: bytes) -> tuple[Attached, ...]:
    """A mail that cannot be read, as a file, so that somebody may look at it with other eyes."""
    refused = FileRefused.TOO_LARGE if len(content) > MAIL_LIMIT else ""
    return (Attached("mail.eml", "message/rfc822", len(content), b"" if refused else content, refused),)


def _fields(read: ReadMail | None, content: bytes) -> dict[str, object]:
    now = clock.now()
    if read is None:
        found = {"state": State.APART, "reason": Apart.UNREADABLE, "unit_id": usual_unit()}
        return {**found, "received_at": now, "next_try_at": now}
    return {
        "message_id": read.message_id,
        "thread": list(read.thread),
        "sender": read.sender,
        "sender_name": read.sender_name,
        "recipients": list(read.recipients),
        "subject": read.subject,
        "automatic": read.automatic,
        "failed_check": read.failed_check,
        "sent_at": read.sent_at,
        "received_at": now,
        "next_try_at": now,
        **_words(read),
        **_returned(read, content),
    }


def _words(read: ReadMail) -> dict[str, object]:
    """The new words; those of the subject where somebody wrote into it and nowhere else."""
    found = cut(read.text, read.subject)
    if not found.words and not read.files:
        found = Cut(read.subject)
    return {"words": found.words, "signature": found.signature, "whole": read.text}


def _returned(read: ReadMail, content: bytes) -> dict[str, object]:
    """A mail of ours that came back is outreach's matter, in the same transaction."""
    if read.automatic != Automatic.BOUNCE:
        return {}
    take_returned(content)
    settled = {"state": State.ASIDE, "reason": Apart.BOUNCE, "settled_at": clock.now(), "unit_id": usual_unit()}
    return {**settled, "words": "", "whole": ""}


def _add_files(mail: InboundMail, attached: Sequence[Attached], stored: Sequence[str]) -> None:
    MailFile.objects.bulk_create(
        MailFile(mail=mail, name=one.name, kind=one.kind, size=one.size, stored=name, refused=one.refused)
        for one, name in zip(attached, stored, strict=True)
    )
