"""Asks those whose time has come, and notes what became of the message."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from aisance.core import clock
from aisance.core.decisions import Refused
from aisance.customers.contracts import CustomerCard
from aisance.customers.public import customer_cards
from aisance.journeys.contracts import InteractionCard
from aisance.journeys.public import interactions
from aisance.lake.public import mark_stale
from aisance.outreach.contracts import MessageChannel, MessageHandled, MessageIntent
from aisance.outreach.public import propose
from aisance.surveys.contracts import InvitationState, NotAskedReason
from aisance.surveys.models import Invitation, Programme
from aisance.surveys.services.deciding import PURPOSE
from aisance.surveys.tokens import answer_link
from aisance.surveys.wording import compose

log = logging.getLogger(__name__)

KEY = "surveys.invitation:"
SETTLED_FIELDS = ["state", "reason", "expires_at"]


def ask_due(*, limit: int = 200) -> int:
    """File the messages of invitations that are due, each together with its new state; how many were dealt with."""
    due = Invitation.objects.filter(state=InvitationState.PLANNED, due_at__lte=clock.now())
    if not due.exists():  # without taking the write lock for nothing
        return 0
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        rows = due.select_for_update(skip_locked=skip, of=("self",)).select_related("programme", "version")
        claimed = list(rows.order_by("due_at", "pk")[:limit])
        contacts = {
            card.id: card for card in interactions([row.interaction_id for row in claimed if row.interaction_id])
        }
        customers = customer_cards([row.customer_id for row in claimed if row.customer_id])
        for row in claimed:
            _ask(row, contacts, customers)
        Invitation.objects.bulk_update(claimed, SETTLED_FIELDS, batch_size=200)
        mark_stale("invitations", {row.day for row in claimed})
    return len(claimed)


def _ask(row: Invitation, contacts: Mapping[int, InteractionCard], customers: Mapping[int, CustomerCard]) -> None:
    now = clock.now()
    contact, customer = contacts.get(row.interaction_id or 0), customers.get(row.customer_id or 0)
    if row.programme.state != Programme.State.RUNNING:
        return _refuse(row, NotAskedReason.PROGRAMME_STOPPED)
    if now > row.expires_at:
        return _refuse(row, NotAskedReason.TOO_LATE)
    if contact is None or customer is None:
        return _refuse(row, NotAskedReason.UNKNOWN_CUSTOMER)
    row.state, row.reason = InvitationState.SENDING, ""
    # The customer gets the whole time to answer, however late the message leaves.
    row.expires_at = now + timedelta(hours=row.version.valid_hours)
    try:
        with transaction.atomic():
            decision = propose(_intent(row, contact, customer))
    except ValueError as problem:
        # One message that cannot be written must not hold back the others.
        log.exception("Invitation %s could not be written", row.pk)
        row.state, row.reason = InvitationState.FAILED, type(problem).__name__
        return None
    return _refuse(row, decision.reason) if isinstance(decision, Refused) else None


def _refuse(row: Invitation, reason: str) -> None:
    row.state, row.reason = InvitationState.REFUSED, str(reason)


def _intent(row: Invitation, contact: InteractionCard, customer: CustomerCard) -> MessageIntent:
    link = answer_link(row.token)
    subject, body = compose(
        subject=row.version.subject,
        words=row.version.invitation,
        questions=row.version.questions,
        language=row.language,
        name=customer.name,
        company=settings.ENVIRONMENT.company,
        channel=contact.channel,
        ended_at=contact.ended_at or contact.started_at,
        link=link,
    )
    return MessageIntent(
        key=f"{KEY}{row.pk}",
        customer_id=customer.id,
        channel=MessageChannel(row.version.message_channel),
        purpose=PURPOSE,
        language=row.language,
        subject=subject,
        body=body,
        unsubscribe_url=f"{link}stop/",
    )


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
        else:
            waiting.update(state=InvitationState.DELIVERED, reason="", sent_at=clock.now())
