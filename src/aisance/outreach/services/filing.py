"""Filing an intent, and sending a failed message again."""

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator

from aisance.core import audit, clock
from aisance.core.decisions import Allowed, Decision, Refused
from aisance.core.permissions import Viewer
from aisance.outreach.contracts import MessageIntent, RefusalReason
from aisance.outreach.footers import with_preferences
from aisance.outreach.leave import comes_too_often, refusal_now, refusal_of
from aisance.outreach.models import DeadAddress, Message
from aisance.outreach.queries import reach_of
from aisance.outreach.rules import message_id
from aisance.outreach.services.stopping import keep_apart

SUBJECT_LENGTH = 200


@transaction.atomic
def propose(intent: MessageIntent) -> Decision:
    """File an intent, inside the caller's transaction. Refused(RefusalReason) where the customer may not be reached.

    Filing a key again changes nothing and gives Allowed. An event MessageHandled follows once it left or failed.
    """
    if Message.objects.filter(key=intent.key).exists():
        return Allowed()
    keep_apart(intent.customer_id)
    reach = reach_of([intent.customer_id], intent.channel)[intent.customer_id]
    address = "" if isinstance(reach, RefusalReason) else reach
    shut = refusal_of(intent.customer_id, intent.purpose, intent.channel, address, intent.message_class)
    if shut or isinstance(reach, RefusalReason):
        return Refused(shut or reach)
    if comes_too_often(intent.customer_id, intent.message_class):
        return Refused(RefusalReason.LESS_OFTEN)
    _file(with_preferences(intent), reach)
    return Allowed()


def _file(intent: MessageIntent, address: str) -> None:
    now = clock.now()
    # get_or_create and not create: two proposers of one key may meet here.
    Message.objects.get_or_create(
        key=intent.key,
        defaults={
            "channel": intent.channel,
            "purpose": intent.purpose,
            "message_class": intent.message_class,
            "customer_id": intent.customer_id,
            "address": address,
            "language": intent.language,
            "subject": Truncator(intent.subject).chars(SUBJECT_LENGTH),
            "body": intent.body,
            "unsubscribe_url": intent.unsubscribe_url,
            "reply_to": intent.reply_to,
            "message_id": message_id(intent.key, settings.BASE_URL),
            "created_at": now,
            "next_try_at": now,
        },
    )


@transaction.atomic
def retry(message: Message, *, by: Viewer) -> Decision:
    """Let a failed message leave again. Refused("not_failed") for any other, Refused(RefusalReason) as when filed."""
    keep_apart(message.customer_id)
    if shut := refusal_now(message):
        return Refused(shut)
    now = clock.now()
    # Whoever sends it again by hand says that the address works.
    DeadAddress.objects.filter(channel=message.channel, address=message.address).delete()
    freed = Message.objects.filter(pk=message.pk, state=Message.State.FAILED).update(
        state=Message.State.PENDING,
        attempts=0,
        next_try_at=now,
        claimed_until=None,
        handed_over_at=None,
        settled_at=None,
    )
    if not freed:
        return Refused("not_failed")
    audit.record(by, "message.retried", what="message", which=message.pk, changes={"state": ["failed", "pending"]})
    return Allowed()
