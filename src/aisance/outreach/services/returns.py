"""What comes back of what was sent: receipts, addresses that reach nobody, complaints."""

import re
from datetime import timedelta

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.events import emit
from aisance.core.permissions import system_viewer
from aisance.outreach.contracts import MessageChannel, MessageLost, RefusalReason
from aisance.outreach.models import DeadAddress, Message
from aisance.outreach.rules import spellings, without_addresses
from aisance.outreach.services.settling import settle
from aisance.outreach.services.stopping import stop

RECEIPTS_FOR = timedelta(days=10)
"""Centres use their names again; nothing is heard of a message later than that."""


def message_named(name: str, channel: MessageChannel, address: str = "") -> Message | None:
    """The latest message that the other side, or we, call so; sent to that address where one is given."""
    rows = Message.objects.filter(channel=channel, created_at__gte=clock.now() - RECEIPTS_FOR)
    rows = rows.filter(address=address) if address else rows
    ours, theirs = name.strip("<>").partition("@")[0], spellings(name)
    if re.fullmatch("[0-9a-f]{32}", ours) and (own := rows.filter(message_id__startswith=f"<{ours}@").first()):
        return own
    # The second condition is that of the index.
    found = rows.filter(provider_name__in=theirs).exclude(provider_name="")
    order = {spelling: place for place, spelling in enumerate(theirs)}
    return min(found, key=lambda row: (order[row.provider_name], -row.pk), default=None)


@transaction.atomic
def note_receipt(message: Message, fate: Message.Receipt) -> bool:
    """Note what became of a message; true where that is news. That it arrived is the last word but for a complaint."""
    known = Message.objects.filter(pk=message.pk).exclude(receipt=fate)
    if fate == Message.Receipt.LOST:
        known = known.exclude(receipt=Message.Receipt.ARRIVED)
    is_news = bool(known.exclude(receipt=Message.Receipt.COMPLAINT).update(receipt=fate, receipt_at=clock.now()))
    if is_news and fate == Message.Receipt.LOST:
        emit(MessageLost(message.key))
    return is_news


@transaction.atomic
def bury_address(message: Message, words: str) -> None:
    """The address of a message reaches nobody: nothing that waits for it leaves, and nothing is filed for it."""
    plain = without_addresses(words)
    _, is_new = DeadAddress.objects.get_or_create(
        channel=message.channel, address=message.address, defaults={"words": plain, "at": clock.now()}
    )
    note_receipt(message, Message.Receipt.LOST)
    if not is_new:
        return
    waiting = Message.objects.filter(
        channel=message.channel, address=message.address, state=Message.State.PENDING
    ).exclude(pk=message.pk)
    for other in waiting:
        settle(other, Message.State.FAILED, RefusalReason.BOUNCED)
    changes = {"channel": message.channel, "words": plain}
    audit.record(system_viewer("mail"), "address.dead", what="customer", which=message.customer_id, changes=changes)


@transaction.atomic
def take_complaint(message: Message) -> None:
    """The customer called a message unwanted, which is the plainest way to ask for no more of its kind."""
    note_receipt(message, Message.Receipt.COMPLAINT)
    stop(message.customer_id, message.purpose, via=f"complaint:{message.pk}")
