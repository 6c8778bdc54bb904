"""What outreach tells on the page of a customer: messages that left or wait, and what the customer wrote back."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from aisance.accounts.public import root_unit
from aisance.core.permissions import Viewer
from aisance.outreach.contracts import MessageChannel
from aisance.outreach.models import InboundMessage, Message
from aisance.outreach.permissions import VIEW_MESSAGES
from aisance.outreach.pressure.known import reason_name
from aisance.outreach.pressure.ledger import holds_on
from aisance.outreach.pressure.wording import CHANNEL_NAMES
from aisance.ui.blocks import shown_at
from aisance.ui.timeline import Moment, tells


@tells("message", pgettext_lazy("time line", "Messages"))
def tell_messages(viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int) -> Iterator[Moment]:
    """Messages to and from a person, for whoever may see messages: a message belongs to no unit below the company."""
    if not viewer.scope(VIEW_MESSAGES).covers(root_unit().path):
        return
    left = Message.objects.filter(customer_id__in=customer_ids).defer("body").order_by("-created_at", "-pk")
    for message in (left.filter(created_at__lt=before) if before else left)[:limit]:
        yield _sent(message)
    came = InboundMessage.objects.filter(customer_id__in=customer_ids).exclude(text="").order_by("-received_at", "-pk")
    for text in (came.filter(received_at__lt=before) if before else came)[:limit]:
        title = pgettext("time line", "The customer wrote")
        yield Moment(text.received_at, "heard", title, (_channel(text.channel),), words=text.text)


def _sent(message: Message) -> Moment:
    title = message.subject or pgettext("time line", "Message")
    failed = message.state == Message.State.FAILED or message.receipt == Message.Receipt.LOST
    said: list[Any] = [_channel(message.channel), message.get_state_display()]
    if message.receipt:
        said.append(message.get_receipt_display())
    url = reverse("outgoing-detail", args=[message.pk])
    return Moment(message.created_at, "message", title, tuple(said), url=url, tone="bad" if failed else "")


def _channel(code: str) -> Any:
    return CHANNEL_NAMES[MessageChannel(code)] if code in MessageChannel else code


@shown_at("customer-open")
def holds_about(viewer: Viewer, customer_id: int) -> tuple[str, dict[str, Any]] | None:
    """Whether a customer is to be left in peace now, and why."""
    holds = [(one, reason_name(one.code)) for one in holds_on(viewer, customer_id)]
    return ("outreach/pressure/holds.html", {"holds": holds}) if holds else None
