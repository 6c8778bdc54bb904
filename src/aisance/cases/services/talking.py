"""The conversation with the customer, by whatever channel: out through outreach, in from wherever it came."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.cases.contracts import CaseRefusedError, CaseStatus, EntryKind
from aisance.cases.models import Case, CaseEntry
from aisance.cases.services.closing import PURPOSE, open_again
from aisance.cases.services.log import locked, save, still_open, trace, write
from aisance.core.decisions import Decision, Refused
from aisance.core.permissions import Viewer
from aisance.outreach.contracts import MessageChannel, MessageClass, MessageIntent, RefusalReason
from aisance.outreach.public import propose


@transaction.atomic
def message_in(
    case_id: int,
    words: str,
    *,
    channel: str,
    at: datetime,
    key: str,
    data: Mapping[str, Any] | None = None,
    reopens: bool = True,
    by: Viewer,
) -> int:
    """A customer wrote: into the log, once a key. What waits for them is open again; so is what was closed, unless a
    case of the same matter is open, which takes it. An automatic answer (`reopens` false) changes no status. Gives the
    entry's id."""
    row = locked(case_id)
    known = CaseEntry.objects.filter(key=key).first() if key else None
    if known:
        return known.pk
    more = {"data": {**(data or {}), "channel": channel}, "key": key, "at": at}
    if not row.is_open and reopens:
        return open_again(row, EntryKind.MESSAGE_IN, by=by, words=words, **more).pk
    entry = write(row, EntryKind.MESSAGE_IN, by=by, words=words, **more)
    if reopens and row.status == CaseStatus.WAITING:
        save(row, status=CaseStatus.OPEN)
    return entry.pk


@transaction.atomic
def write_to_customer(
    case_id: int,
    words: str,
    *,
    channel: str,
    subject: str = "",
    version: int,
    by: Viewer,
    data: Mapping[str, Any] | None = None,
    waits: bool = True,
) -> Decision:
    """Send words through outreach as a service message, and log them; the case then waits for the customer.

    Refused(reason) of outreach where they cannot be reached; then nothing is written.
    """
    row = still_open(locked(case_id, version))
    if not words.strip():
        raise CaseRefusedError("no_words")
    if row.customer_id is None:
        return Refused(RefusalReason.NO_ADDRESS)
    intent = _intent(row, row.customer_id, words, MessageChannel(channel), subject)
    answer = propose(intent)
    if not answer:
        return answer
    save(row, status=CaseStatus.WAITING if waits else CaseStatus.OPEN)
    more = {**(data or {}), "channel": channel, "subject": intent.subject, "message": intent.key}
    write(row, EntryKind.MESSAGE_OUT, by=by, words=words.strip(), data=more)
    trace(by, "case.written", row, channel=channel)
    return answer


def _intent(row: Case, customer_id: int, words: str, channel: MessageChannel, subject: str) -> MessageIntent:
    """The subject bears the case's number, by which an answer that lost all else still finds its way."""
    titled = subject.strip() or _("Your matter")
    return MessageIntent(
        key=f"cases.message:{row.pk}:{row.version}",
        customer_id=customer_id,
        channel=channel,
        purpose=PURPOSE,
        language=row.language or translation.get_language() or "en",
        subject=titled if row.number in titled else f"{titled} [{row.number}]",
        body=words.strip(),
        message_class=MessageClass.SERVICE,
        reply_to=reply_address(row.pk) if channel == MessageChannel.EMAIL else "",
    )


type Addresser = Callable[[int], str]
_ADDRESSERS: list[Addresser] = []


def tells_reply_address(addresser: Addresser) -> Addresser:
    """Let the way by which mail comes in say to which address the answers of a case go; registered at start."""
    if addresser not in _ADDRESSERS:
        _ADDRESSERS.append(addresser)
    return addresser


def reply_address(case_id: int) -> str:
    """Where answers to a case go by e-mail; empty where no mail comes in."""
    return next((found for addresser in _ADDRESSERS if (found := addresser(case_id))), "")
