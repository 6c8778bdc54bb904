"""The conversation with the customer, by whatever channel: out through outreach, in from wherever it came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.cases.contracts import CaseRefusedError, CaseStatus, EntryKind
from aisance.cases.models import Case, CaseEntry
from aisance.cases.notices.telling import tell_of_undelivered
from aisance.cases.services.closing import PURPOSE, SOLVED_KEY, open_again
from aisance.cases.services.log import locked, save, still_open, trace, write
from aisance.cases.services.return_address import reply_address
from aisance.core.decisions import Decision, Refused
from aisance.core.permissions import Viewer, system_viewer
from aisance.outreach.contracts import MessageChannel, MessageClass, MessageIntent, RefusalReason
from aisance.outreach.public import propose

MESSAGE_KEY = "cases.message"


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


@transaction.atomic
def message_lost(key: str, reason: str) -> None:
    """A message of a case reached nobody: a line in its log, its owner is told, and it waits for nobody any more.

    `key` is that of the message; what belongs to no case, or is known already, changes nothing.
    """
    kind, _point, rest = key.partition(":")
    number = rest.partition(":")[0]
    if kind not in {MESSAGE_KEY, SOLVED_KEY} or not number.isdecimal():
        return
    row = Case.objects.select_for_update().filter(pk=int(number)).first()
    known = CaseEntry.objects.filter(key=f"lost:{key}").exists()
    if row is None or known:
        return
    data = {"message": key, "reason": reason, "asked_if_solved": kind == SOLVED_KEY}
    write(row, EntryKind.UNDELIVERED, by=system_viewer("mail"), data=data, key=f"lost:{key}")
    if row.is_open and row.status == CaseStatus.WAITING:
        save(row, status=CaseStatus.OPEN)
    tell_of_undelivered(row, key)


def _intent(row: Case, customer_id: int, words: str, channel: MessageChannel, subject: str) -> MessageIntent:
    """The subject bears the case's number, by which an answer that lost all else still finds its way."""
    titled = subject.strip() or _("Your matter")
    return MessageIntent(
        key=f"{MESSAGE_KEY}:{row.pk}:{row.version}",
        customer_id=customer_id,
        channel=channel,
        purpose=PURPOSE,
        language=row.language or translation.get_language() or "en",
        subject=titled if row.number in titled else f"{titled} [{row.number}]",
        body=words.strip(),
        message_class=MessageClass.SERVICE,
        reply_to=reply_address(row.pk) if channel == MessageChannel.EMAIL else "",
    )
