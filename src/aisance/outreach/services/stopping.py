"""A customer's word that they want no more messages, or that they want them again: it holds on every channel."""

from collections.abc import Collection

from django.db import connection, transaction

from aisance.consent.contracts import Method
from aisance.consent.public import restart, withdraw
from aisance.core import audit
from aisance.core.permissions import system_viewer
from aisance.customers.public import members
from aisance.outreach.contracts import HELD_CLASSES, Heard, RefusalReason
from aisance.outreach.models import Message, PressureDecision
from aisance.outreach.queries import EVERY_PURPOSE
from aisance.outreach.services.settling import settle
from aisance.outreach.stop_words import meaning_of

_LOCKS = 7_340_222
"""Any number that no other lock of ours bears."""


@transaction.atomic
def stop(customer_id: int, purpose: str = EVERY_PURPOSE, *, via: str) -> None:
    """The customer wants no more messages of this purpose, or of any; saying so twice changes nothing.

    What waits to leave does not leave any more, on no channel. Legal and service messages are kept.
    """
    # Before the lock, as those do who weigh a contact and then propose its message: nobody waits in a circle.
    _forget_what_waits(customer_id, purpose)
    keep_apart({customer_id}, is_alone=True)
    by, via = system_viewer("customer"), via[:60]
    if not withdraw(customer_id, by=by, method=_method(via), purpose=purpose, via=via):
        return
    withdrawn = _withdraw_messages(customer_id, purpose)
    changes = {"purpose": purpose, "via": via, "withdrawn": withdrawn}
    audit.record(by, "messages.stopped", what="customer", which=customer_id, changes=changes)


def _method(via: str) -> Method:
    """How a stop came, by the word before the colon of what it came by."""
    return {"sms": Method.REPLY, "complaint": Method.COMPLAINT}.get(via.partition(":")[0], Method.ONE_CLICK)


def keep_apart(customer_ids: Collection[int], *, is_alone: bool = False) -> None:
    """Let nobody file a message to customers while they say stop: it would be filed on the word of before.

    Those who file do not wait for each other. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        taking = "pg_advisory_xact_lock" if is_alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            # The lock takes two integers of 32 bits; two customers who share one wait for each other, that is all.
            names = sorted({customer_id % 2**31 for customer_id in customer_ids})
            cursor.execute(f"SELECT {taking}(%s, name) FROM unnest(%s::int[]) AS name", [_LOCKS, names])  # noqa: S608  a word of ours


def _forget_what_waits(customer_id: int, purpose: str) -> None:
    """What waits for its moment is not asked again by a customer's leave: it keeps no room in the ledger."""
    if purpose == EVERY_PURPOSE:
        waiting = PressureDecision.objects.filter(customer_id=customer_id, verdict=PressureDecision.Verdict.LATER)
        waiting.filter(message_class__in=HELD_CLASSES).update(verdict=PressureDecision.Verdict.WITHDRAWN, until=None)


def _withdraw_messages(customer_id: int, purpose: str) -> int:
    rows = members([customer_id]).get(customer_id, (customer_id,))
    waiting = Message.objects.filter(customer_id__in=rows, state=Message.State.PENDING)
    waiting = waiting.filter(message_class__in=HELD_CLASSES)
    if purpose != EVERY_PURPOSE:
        waiting = waiting.filter(purpose=purpose)
    withdrawn = [
        message.key for message in waiting if settle(message, Message.State.FAILED, RefusalReason.ASKED_TO_STOP)
    ]
    # They do not take place, so they count no more.
    standing = PressureDecision.objects.filter(key__in=withdrawn, verdict=PressureDecision.Verdict.ALLOWED)
    standing.update(verdict=PressureDecision.Verdict.WITHDRAWN)
    return len(withdrawn)


@transaction.atomic
def start_again(customer_id: int, *, via: str) -> None:
    """The customer wants messages again that need no consent; of somebody who never said stop, nothing changes."""
    keep_apart({customer_id}, is_alone=True)
    by = system_viewer("customer")
    if taken_back := restart(customer_id, via=via, by=by):
        changes = {"via": via, "taken_back": taken_back}
        audit.record(by, "messages.wanted", what="customer", which=customer_id, changes=changes)


def heard(customer_id: int, words: str, via: str) -> Heard:
    """Do what a customer's words to us ask for: STOP and its like stop every channel, START and its like undo it.

    `via` says how the words came, at most 60 characters. Other words change nothing: they are for somebody else to
    read. Joins the caller's transaction.
    """
    meaning = meaning_of(words)
    if meaning == Heard.STOP:
        stop(customer_id, via=via)
    elif meaning == Heard.START:
        start_again(customer_id, via=via)
    return meaning
