"""Closing a case, asking whether it is solved, and opening it again. Nothing closes by itself."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.cases.contracts import CaseClosed, CaseOpened, CaseOutcome, CaseRefusedError, CaseStatus, EntryKind
from aisance.cases.models import OPEN, Case, CaseEntry
from aisance.cases.queries.hours import due
from aisance.cases.rules import FACT, USUAL_HOURS, deadline
from aisance.cases.services.holding import hold
from aisance.cases.services.log import locked, save, still_open, trace, worked_seconds, write
from aisance.cases.services.return_address import reply_address
from aisance.cases.tokens import solved_link
from aisance.core import clock
from aisance.core.decisions import Allowed
from aisance.core.events import emit
from aisance.core.permissions import Viewer, system_viewer
from aisance.customers.public import current
from aisance.lake.public import mark_stale
from aisance.outreach.contracts import MessageChannel, MessageClass, MessageIntent, RefusalReason
from aisance.outreach.public import propose, reach_of

PURPOSE = "cases"
SOLVED_KEY = "cases.solved"
ASKED_AFTER = frozenset({CaseOutcome.SOLVED, CaseOutcome.SAVED, CaseOutcome.UNFOUNDED})
"""Who was lost or not reached is not asked whether it is solved."""


@transaction.atomic
def close(
    case_id: int,
    outcome: CaseOutcome,
    *,
    root_cause: int | None,
    words: str,
    version: int,
    by: Viewer,
    ask: bool = True,
) -> None:
    """Close a case with its outcome and root cause (null: none found), and ask the customer whether it is solved."""
    row = still_open(locked(case_id, version))
    if by.kind == "system":
        raise CaseRefusedError("not_a_person")  # nothing is closed by silence
    now = clock.now()
    save(
        row,
        status=CaseStatus.CLOSED,
        outcome=CaseOutcome(outcome),
        closed_at=now,
        closed_seconds=worked_seconds(row, now),
        in_time=row.due_at is None or now <= row.due_at,
        closed_by_id=by.person_id,
        root_cause_id=root_cause,
        cause_sought=True,
        closings=row.closings + 1,
        solved_says_customer=None,
    )
    mark_stale(FACT, [row.day])
    asked = _ask(row) if ask and outcome in ASKED_AFTER else "not_asked"
    data = {"outcome": outcome, "cause": root_cause, "asked": asked}
    write(row, EntryKind.CLOSED, by=by, words=words.strip(), data=data)
    trace(by, "case.closed", row, outcome=outcome)
    emit(CaseClosed(row.pk, row.customer_id, outcome))


def _ask(row: Case) -> str:
    """Ask whether it is solved, by e-mail, else by text; how, or why not."""
    if row.customer_id is None:
        return str(RefusalReason.NO_ADDRESS)
    channel = _channel(row.customer_id)
    if channel is None:
        return str(RefusalReason.NO_ADDRESS)
    answer = propose(_question(row, row.customer_id, channel))
    return str(channel) if isinstance(answer, Allowed) else answer.reason


def _channel(customer_id: int) -> MessageChannel | None:
    for channel in (MessageChannel.EMAIL, MessageChannel.SMS):
        if not isinstance(reach_of([customer_id], channel)[customer_id], RefusalReason):
            return channel
    return None


def _question(row: Case, customer_id: int, channel: MessageChannel) -> MessageIntent:
    language = row.language or translation.get_language() or "en"
    context = {
        "number": row.number,
        "link": solved_link(row.pk, row.closings),
        "is_text": channel == MessageChannel.SMS,
    }
    with translation.override(language[:2]):
        subject = _("Is your matter %(number)s solved?") % {"number": row.number}
        body = render_to_string("cases/solved.txt", context)
    return MessageIntent(
        key=f"{SOLVED_KEY}:{row.pk}:{row.closings}",
        customer_id=customer_id,
        channel=channel,
        purpose=PURPOSE,
        language=language,
        subject=subject,
        body=body.strip(),
        message_class=MessageClass.SERVICE,
        reply_to=reply_address(row.pk) if channel == MessageChannel.EMAIL else "",
    )


@transaction.atomic
def reopen(case_id: int, *, words: str, version: int, by: Viewer) -> None:
    """Open a closed case again, with a new deadline."""
    row = locked(case_id, version)
    open_again(row, EntryKind.REOPENED, by=by, words=words.strip())
    trace(by, "case.reopened", row)


def open_again(row: Case, kind: EntryKind, *, by: Viewer, words: str = "", **more: Any) -> CaseEntry:
    """Open a closed case that is held; where its matter is open in another case, that one takes what is said."""
    if row.is_open:
        raise CaseRefusedError("open")
    other = _same_matter(row)
    if other is not None:
        return write(other, kind, by=by, words=words, **more)
    now = clock.now()
    due_at = due(row.unit_id, now, timedelta(hours=USUAL_HOURS))
    save(
        row,
        status=CaseStatus.OPEN,
        closed_at=None,
        closed_by_id=None,
        closed_seconds=None,
        in_time=None,
        outcome=None,
        merged_into_id=None,
        **deadline(row.opened_at, due_at, row.stake),
        person_id=current([row.customer_id]).get(row.customer_id) if row.customer_id else None,
    )
    mark_stale(FACT, [row.day])
    entry = write(row, kind, by=by, words=words, **more)
    hold(row.customer_id, by=by)
    emit(CaseOpened(row.pk, row.customer_id))
    return entry


def _same_matter(row: Case) -> Case | None:
    """The open case that answers for a closed one: where it was merged, or the same matter of the same person."""
    if row.merged_into_id:
        into = locked(row.merged_into_id)
        if into.is_open:
            return into
    person = current([row.customer_id]).get(row.customer_id) if row.customer_id else None
    rows = Case.objects.select_for_update().filter(OPEN, person_id=person, matter=row.matter)
    return rows.first() if person else None


@transaction.atomic
def customer_says(case_id: int, closing: int, *, solved: bool, words: str = "") -> bool:
    """What a customer answers to one closing: yes is noted, no opens the case again. Twice is once; whether it counted.

    An answer to an earlier closing than the last one is known already to have been acted upon, and changes nothing.
    """
    row = Case.objects.select_for_update().filter(pk=case_id).first()
    if row is None or row.is_open or row.closings != closing or row.solved_says_customer is not None:
        return False
    by = system_viewer("customer")
    data = {"solved": solved, "outcome": row.outcome}
    save(row, solved_says_customer=solved)
    if solved:
        write(row, EntryKind.CUSTOMER_SAYS, by=by, words=words.strip(), data=data)
    else:
        open_again(row, EntryKind.CUSTOMER_SAYS, by=by, words=words.strip(), data=data)
    trace(by, "case.customer_said", row, solved=solved)
    return True
