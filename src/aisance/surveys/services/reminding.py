"""Reminds those who did not answer, once or twice, each time once; never after an answer, a stop or the end."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from aisance.core import clock
from aisance.core.decisions import Refused
from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import addresses, customer_cards
from aisance.journeys.public import interactions
from aisance.outreach.contracts import ContactRequest, Later
from aisance.outreach.public import propose, weigh, withdraw
from aisance.surveys.contracts import InvitationState
from aisance.surveys.intents import Recipients, intent
from aisance.surveys.models import Invitation, Programme, Reminder
from aisance.surveys.planning.routes import routes_left
from aisance.surveys.queries.candidates import routes_of
from aisance.surveys.services.pressing import KEY as INVITATION
from aisance.surveys.services.pressing import opening_of, request_of

log = logging.getLogger(__name__)

KEY = "surveys.reminder:"


def first_reminder_at(row: Invitation) -> datetime | None:
    """When an invitation that has just left is to be reminded of; null where it is not."""
    return _next_at(row, 0)


def _next_at(row: Invitation, sent: int) -> datetime | None:
    """When reminder number `sent` + 1 is due, counted from now; null where there is none before the end."""
    planned = row.version.reminders
    if sent >= len(planned):
        return None
    at = clock.now() + timedelta(hours=planned[sent]["after_hours"])
    at = opening_of(row.version, at, _phone(row), settings.TIME_ZONE)
    return at if at < row.expires_at else None


def _phone(row: Invitation) -> str:
    ids = [row.customer_id] if row.customer_id and row.version.hours else []
    return addresses(ids, IdentifierKind.PHONE).get(ids[0], "") if ids else ""


def remind_due(*, limit: int = 100) -> int:
    """File the reminders that are due, each together with its mark on the invitation; how many were dealt with."""
    due = Invitation.objects.filter(remind_at__lte=clock.now())
    if not due.exists():  # without taking the write lock for nothing
        return 0
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        rows = due.select_for_update(skip_locked=skip, of=("self",)).select_related(
            "programme", "version__programme", "wave"
        )
        claimed = list(rows.order_by("remind_at", "pk")[:limit])
        _remind_all(claimed)
        Invitation.objects.bulk_update(claimed, ["remind_at", "reminders_sent"], batch_size=200)
    return len(claimed)


def _remind_all(claimed: Sequence[Invitation]) -> None:
    silent = set(_still_silent([row.pk for row in claimed]))
    known = Recipients(
        customer_cards([row.customer_id for row in claimed if row.customer_id]),
        {card.id: card for card in interactions([row.interaction_id for row in claimed if row.interaction_id])},
    )
    for row in claimed:
        row.remind_at = None
        if row.pk in silent and row.programme.state == Programme.State.RUNNING and known.has(row):
            _remind_unless_held(row, known)


def _still_silent(ids: Sequence[int]) -> list[int]:
    """Those that left, may still be answered, and whose customers have neither answered nor begun."""
    rows = Invitation.objects.filter(pk__in=ids, state=InvitationState.DELIVERED, expires_at__gt=clock.now())
    silent = rows.filter(opened_at__isnull=True, reached=0, response__isnull=True)
    return list(silent.values_list("pk", flat=True))


def _remind_unless_held(row: Invitation, known: Recipients) -> None:
    """Ask contact pressure for leave at the last moment: what was free when the invitation left may not be now."""
    number = row.reminders_sent + 1
    if number > len(row.version.reminders):
        return
    key = f"{KEY}{row.pk}:{number}"
    [verdict] = weigh([_request(row, key, number)])
    match verdict:
        case Later(at):
            row.remind_at = at if at < row.expires_at else None
        case Refused():
            pass  # the ledger says by which rule
        case _:
            _remind(row, known, number)
            if row.reminders_sent < number:
                withdraw([key])


def _request(row: Invitation, key: str, number: int) -> ContactRequest:
    """A reminder as contact pressure weighs it: the invitation and the reminder before it are no reason against it."""
    earlier = (f"{INVITATION}{row.pk}", *(f"{KEY}{row.pk}:{before}" for before in range(1, number)))
    return replace(request_of(row.pk, row.version, row, clock.now()), key=key, follows=earlier)


def _remind(row: Invitation, known: Recipients, number: int) -> None:
    said = row.version.reminders[number - 1]
    for route in routes_left(routes_of(row.version), said.get("route", "") or row.route):
        message = intent(
            row, known, key=f"{KEY}{row.pk}:{number}", route=route, subject=said.get("subject"), is_reminder=True
        )
        decision = propose(message)
        if isinstance(decision, Refused) and decision.reason != "asked_to_stop":
            continue
        if not isinstance(decision, Refused):
            Reminder.objects.create(invitation=row, number=number, route=route, filed_at=clock.now())
            row.reminders_sent, row.remind_at = number, _next_at(row, number)
        return
