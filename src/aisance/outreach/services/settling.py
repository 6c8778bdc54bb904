"""The end of a message's life, told to the domain that proposed it."""

from django.db import transaction

from aisance.core import clock
from aisance.core.events import emit
from aisance.outreach.contracts import MessageHandled
from aisance.outreach.models import Message


@transaction.atomic
def settle(message: Message, state: Message.State, reason: str = "", *, name: str = "") -> bool:
    """Give the message its last state and tell of it, unless somebody else has taken it since it was read.

    `name` is what the other side calls it.
    """
    same = Message.objects.filter(pk=message.pk, state=message.state, claimed_until=message.claimed_until)
    if not same.update(
        state=state, reason=reason, claimed_until=None, settled_at=clock.now(), provider_name=name[:120]
    ):
        return False
    emit(MessageHandled(message.key, state.value, reason))
    return True
