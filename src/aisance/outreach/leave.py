"""Asks consent, the only gate, on behalf of messages."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from django.db.models import Max

from aisance.consent.contracts import ConsentReason, ContactAsk
from aisance.consent.public import may_contact, wishes
from aisance.core import clock
from aisance.core.decisions import Refused
from aisance.customers.public import members
from aisance.outreach.contracts import HELD_CLASSES, MessageChannel, MessageClass, RefusalReason
from aisance.outreach.models import InboundMessage, Message

DIALOGUE = timedelta(hours=1)
"""Who wrote to us so lately gets an answer, however seldom they wish to hear from us."""

_REASONS = {
    ConsentReason.WITHDRAWN: RefusalReason.ASKED_TO_STOP,
    ConsentReason.REFUSED: RefusalReason.ASKED_TO_STOP,
    ConsentReason.PAUSED: RefusalReason.PAUSED,
    ConsentReason.RESTRICTED: RefusalReason.RESTRICTED,
}


def refusals(asks: Sequence[ContactAsk]) -> list[RefusalReason | None]:
    """For each ask why the customer may not be written to; null where they may."""
    return [_reason(answer.reason) if isinstance(answer, Refused) else None for answer in may_contact(asks)]


def _reason(reason: str) -> RefusalReason:
    return _REASONS.get(ConsentReason(reason), RefusalReason.NO_CONSENT)


def refusal_of(customer_id: int, purpose: str, channel: str, address: str, message_class: str) -> RefusalReason | None:
    """Why one customer may not be written to; null where they may."""
    return refusals([ContactAsk(customer_id, purpose, channel, address, message_class)])[0]


def written_to_lately(customer_ids: Collection[int]) -> set[int]:
    """Those who were written to more lately than they wish; legal and service messages are not counted."""
    pauses = wishes(customer_ids)
    if not pauses:
        return set()
    groups, now = members(pauses), clock.now()
    rows = {row for pk in pauses for row in groups.get(pk, (pk,))}
    wrote = InboundMessage.objects.filter(customer_id__in=rows, received_at__gt=now - DIALOGUE)
    in_dialogue = set(wrote.values_list("customer_id", flat=True))
    recent = Message.objects.filter(customer_id__in=rows, created_at__gt=now - max(pauses.values()))
    kept = recent.filter(message_class__in=HELD_CLASSES).exclude(state=Message.State.FAILED).order_by()
    last = dict(kept.values_list("customer_id").annotate(Max("created_at")))
    return {
        pk
        for pk, pause in pauses.items()
        if in_dialogue.isdisjoint(own := groups.get(pk, (pk,)))
        and any(row in last and last[row] > now - pause for row in own)
    }


def refusal_now(message: Message) -> RefusalReason | None:
    """Why a stored message may not leave any more; null where it may."""
    return refusal_of(message.customer_id, message.purpose, message.channel, message.address, message.message_class)


def shut_everywhere(customer_ids: Iterable[int], purpose: str, channels: Sequence[str], kind: str) -> set[int]:
    """Those of the customers who may be written to by none of the channels."""
    ids = sorted(set(customer_ids))
    asks = [ContactAsk(pk, purpose, channel, "", kind) for pk in ids for channel in channels]
    answers = zip(asks, refusals(asks), strict=True)
    return set(ids) - {ask.customer_id for ask, refusal in answers if refusal is None}


def shut_on(
    customer_ids: Iterable[int], purpose: str, channel: MessageChannel, message_class: MessageClass
) -> set[int]:
    """Those of the customers who may not be written to by a channel, whatever their address."""
    ids = sorted(set(customer_ids))
    asks = [ContactAsk(pk, purpose, channel, "", message_class) for pk in ids]
    return {pk for pk, refusal in zip(ids, refusals(asks), strict=True) if refusal}
