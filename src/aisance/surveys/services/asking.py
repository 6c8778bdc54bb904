"""Asks those whose time has come, and notes what became of the message."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db import connection, transaction

from aisance.core import clock
from aisance.core.decisions import Decision, Refused
from aisance.customers.public import customer_cards
from aisance.journeys.public import interactions
from aisance.lake.public import mark_stale
from aisance.outreach.contracts import Later, MessageHandled, RefusalReason
from aisance.outreach.public import propose_all, weigh, withdraw
from aisance.surveys.contracts import InvitationState, NotAskedReason
from aisance.surveys.intents import Recipients, intent
from aisance.surveys.models import Invitation, Programme
from aisance.surveys.planning.routes import routes_left
from aisance.surveys.queries.candidates import planned_by_day, routes_of
from aisance.surveys.queries.waves import silent_before
from aisance.surveys.services.pressing import KEY, invitation_id_of, keys_of, note, refuse, request_of
from aisance.surveys.services.reminding import first_reminder_at

__all__ = ["KEY", "ask_due", "invitation_id_of", "note_message"]

log = logging.getLogger(__name__)

SETTLED_FIELDS = ["state", "reason", "rule", "route", "due_at", "times_delayed", "expires_at"]
# Another way may still reach the customer where one was refused for these.
NO_WAY = {RefusalReason.NO_ADDRESS, RefusalReason.BOUNCED, RefusalReason.ASKED_TO_STOP}


def ask_due(*, limit: int = 200) -> int:
    """File the messages of invitations that are due, each together with its new state; how many were dealt with."""
    due = Invitation.objects.filter(state=InvitationState.PLANNED, due_at__lte=clock.now())
    if not due.exists():  # without taking the write lock for nothing
        return 0
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        rows = due.select_for_update(skip_locked=skip, of=("self",)).select_related(
            "programme", "version__programme", "wave"
        )
        claimed = list(rows.order_by("due_at", "pk")[:limit])
        _ask_all(claimed)
        Invitation.objects.bulk_update(claimed, SETTLED_FIELDS, batch_size=200)
        withdraw(keys_of(row for row in claimed if row.state in {InvitationState.REFUSED, InvitationState.FAILED}))
        mark_stale("invitations", {row.day for row in claimed})
    return len(claimed)


def _ask_all(claimed: Sequence[Invitation]) -> None:
    contacts = {card.id: card for card in interactions([row.interaction_id for row in claimed if row.interaction_id])}
    customers = customer_cards([row.customer_id for row in claimed if row.customer_id])
    known = Recipients(customers, contacts, silent_before(claimed))
    for row in claimed:
        if reason := _outdated(row, known):
            refuse(row, reason)
    _weigh_again([row for row in claimed if row.state == InvitationState.PLANNED and row.times_delayed])
    now = clock.now()
    _ask([row for row in claimed if row.state == InvitationState.PLANNED and row.due_at <= now], known)


def _outdated(row: Invitation, known: Recipients) -> str:
    """Why the customer is not asked any more; empty where they are."""
    if row.programme.state != Programme.State.RUNNING:
        return NotAskedReason.PROGRAMME_STOPPED
    if clock.now() > row.expires_at:
        return NotAskedReason.UNDER_PRESSURE if row.times_delayed else NotAskedReason.TOO_LATE
    return "" if known.has(row) else NotAskedReason.UNKNOWN_CUSTOMER


def _weigh_again(delayed: Sequence[Invitation]) -> None:
    """Ask again for those that were told to come back, and keep the day's limit on the day on which they leave."""
    if not delayed:
        return
    now = clock.now()
    found = weigh([request_of(row.pk, row.version, row, now) for row in delayed])
    for row, verdict in zip(delayed, found, strict=True):
        if isinstance(verdict, Later | Refused):
            note(row, verdict, row.version)
        elif _is_over_the_cap(row):
            refuse(row, NotAskedReason.DAILY_CAP)


def _is_over_the_cap(row: Invitation) -> bool:
    cap = row.version.daily_cap
    return cap is not None and planned_by_day(row.programme_id, clock.now())[clock.today()] > cap


def _ask(rows: Sequence[Invitation], known: Recipients) -> None:
    """File the messages of all; one that cannot be written, or that the database refuses, holds back no other."""
    for row in rows:
        row.state, row.reason = InvitationState.SENDING, ""
        # The customer gets the whole time to answer, however late the message leaves.
        row.expires_at = clock.now() + timedelta(hours=row.version.valid_hours)
        if row.wave is not None:
            row.expires_at = min(row.expires_at, row.wave.ends_at)
    try:
        with transaction.atomic():
            _propose(rows, known)
    except ValueError as problem:
        if len(rows) > 1:
            for row in rows:
                _ask([row], known)
            return
        log.exception("Invitation %s could not be written", rows[0].pk)
        rows[0].state, rows[0].reason = InvitationState.FAILED, type(problem).__name__


def _propose(rows: Sequence[Invitation], known: Recipients) -> None:
    """File each message by the first way that reaches the customer; refuse where none does."""
    left = {row.pk: iter(routes_left(routes_of(row.version), row.route)) for row in rows}
    waiting, refused = list(rows), dict.fromkeys(left, str(RefusalReason.NO_ADDRESS))
    while waiting:
        ways = [(row, route) for row in waiting if (route := next(left[row.pk], None))]
        for row, route in ways:
            row.route = route
        decisions = propose_all([intent(row, known, key=f"{KEY}{row.pk}", route=route) for row, route in ways])
        refused.update((row.pk, _reason(one)) for (row, _route), one in zip(ways, decisions, strict=True))
        waiting = [row for row, _route in ways if refused[row.pk] in NO_WAY]
    for row in rows:
        if reason := refused[row.pk]:
            refuse(row, reason)


def _reason(decision: Decision) -> str:
    return decision.reason if isinstance(decision, Refused) else ""


def note_message(*, event: MessageHandled) -> None:
    """Note what became of the message of an invitation, not of others; a second try may mend a failure."""
    if not event.key.startswith(KEY):
        return
    waiting = Invitation.objects.filter(
        pk=int(event.key.removeprefix(KEY)), state__in=[InvitationState.SENDING, InvitationState.FAILED]
    )
    with transaction.atomic():
        mark_stale("invitations", waiting.values_list("day", flat=True))
        if event.state == "failed":
            waiting.update(state=InvitationState.FAILED, reason=event.reason[:200])
            return
        for row in waiting.select_related("version"):
            remind_at = first_reminder_at(row)
            waiting.update(state=InvitationState.DELIVERED, reason="", sent_at=clock.now(), remind_at=remind_at)
