"""Asks consent, the only gate, on behalf of messages."""

from collections.abc import Iterable, Sequence

from aisance.consent.contracts import ConsentReason, ContactAsk
from aisance.consent.public import may_contact
from aisance.core.decisions import Refused
from aisance.outreach.contracts import MessageChannel, MessageClass, RefusalReason
from aisance.outreach.models import Message

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


def refusal_now(message: Message) -> RefusalReason | None:
    """Why a stored message may not leave any more; null where it may."""
    return refusal_of(message.customer_id, message.purpose, message.channel, message.address, message.message_class)


def shut_on(
    customer_ids: Iterable[int], purpose: str, channel: MessageChannel, message_class: MessageClass
) -> set[int]:
    """Those of the customers who may not be written to by a channel, whatever their address."""
    ids = sorted(set(customer_ids))
    asks = [ContactAsk(pk, purpose, channel, "", message_class) for pk in ids]
    return {pk for pk, refusal in zip(ids, refusals(asks), strict=True) if refusal}
