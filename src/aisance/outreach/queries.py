"""Reads about outgoing messages and about who asked for no more of them."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from aisance.accounts.public import root_unit
from aisance.consent.contracts import EVERY
from aisance.core.permissions import Right, Viewer
from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import addresses
from aisance.outreach.contracts import MessageChannel, MessageClass, RefusalReason
from aisance.outreach.leave import shut_everywhere, shut_on
from aisance.outreach.models import DeadAddress, InboundMessage, Message
from aisance.outreach.permissions import VIEW_MESSAGES

ADDRESS_KINDS = {
    MessageChannel.EMAIL: IdentifierKind.EMAIL,
    MessageChannel.SMS: IdentifierKind.PHONE,
    MessageChannel.NULL: None,
}

CONFIRMATION_KEY = "consent.confirmation:"
"""With what the key of a request to confirm a choice begins."""

EVERY_PURPOSE = EVERY
"""What a customer who writes STOP has stopped; legal and service messages still reach them."""


def require_company(viewer: Viewer, right: Right) -> None:
    """Raise PermissionDenied unless the right is held at the company: a message belongs to no unit below it."""
    if not viewer.scope(right).covers(root_unit().path):
        raise PermissionDenied(right.code)


class Listed(StrEnum):
    """Which messages a list shows: every consent that is written down asks its owner once, and would bury the rest."""

    OTHERS = ""
    CONFIRMATIONS = "confirmations"
    ALL = "all"


def messages_newest_first(viewer: Viewer, state: str = "", what: str = Listed.OTHERS) -> QuerySet[Message]:
    """The outgoing messages, those of one state where it is given, without their bodies."""
    require_company(viewer, VIEW_MESSAGES)
    rows = Message.objects.defer("body").order_by("-pk")
    if state in Message.State.values:
        rows = rows.filter(state=state)
    if what == Listed.ALL:
        return rows
    confirming = Q(purpose="service", key__startswith=CONFIRMATION_KEY)
    return rows.filter(confirming if what == Listed.CONFIRMATIONS else ~confirming)


def message_of(viewer: Viewer, message_pk: int, right: Right = VIEW_MESSAGES) -> Message:
    """One message. Raises PermissionDenied, or Message.DoesNotExist."""
    require_company(viewer, right)
    return Message.objects.get(pk=message_pk)


def keys_of(names: Collection[str]) -> dict[str, str]:
    """The keys of our e-mails by the names under which a mail refers to them: Message-IDs, ours or a provider's."""
    plain = {name.strip("<>"): name for name in names if name}
    rows = Message.objects.filter(channel=MessageChannel.EMAIL)
    own = rows.filter(message_id__in=[f"<{name}>" for name in plain]).values_list("message_id", "key")
    given = rows.filter(provider_name__in=[*plain, *(f"<{name}>" for name in plain)]).exclude(provider_name="")
    found = [*given.values_list("provider_name", "key"), *own]
    return {plain[name.strip("<>")]: key for name, key in found}


def answers_to(message: Message) -> QuerySet[InboundMessage]:
    """What the customer wrote back to a message, as far as it is whole, in the order received."""
    return InboundMessage.objects.filter(answers=message).exclude(text="").order_by("pk")


def reach_of(
    customer_ids: Collection[int], channel: MessageChannel, *, survey: str = ""
) -> dict[int, str | RefusalReason]:
    """For each customer the address by which a channel reaches them, or why it does not.

    E-mail reaches by the oldest e-mail address, SMS by the oldest telephone number, `null` by nothing at all. With
    `survey`, the purpose of a question, those are not reached either who want no such message by this channel.
    """
    reached = _addressed(customer_ids, channel)
    if survey:
        for customer_id in shut_on(customer_ids, survey, channel, MessageClass.SURVEY):
            reached[customer_id] = RefusalReason.ASKED_TO_STOP
    return reached


def _addressed(customer_ids: Collection[int], channel: MessageChannel) -> dict[int, str | RefusalReason]:
    kind = ADDRESS_KINDS[channel]
    if kind is None:
        return dict.fromkeys(customer_ids, "")
    held = addresses(customer_ids, kind)
    dead = DeadAddress.objects.filter(channel=channel, address__in=set(held.values()))
    lost = set(dead.values_list("address", flat=True))
    found: dict[int, str | RefusalReason] = {}
    for customer_id in customer_ids:
        address = held.get(customer_id, "")
        found[customer_id] = RefusalReason.BOUNCED if address in lost else address or RefusalReason.NO_ADDRESS
    return found


def stopped(customer_ids: Iterable[int], purpose: str) -> set[int]:
    """Those of the customers who want no questions for this purpose by any channel, now."""
    channels = (MessageChannel.EMAIL, MessageChannel.SMS, MessageChannel.WIDGET)
    return shut_everywhere(customer_ids, purpose, channels, MessageClass.SURVEY)
