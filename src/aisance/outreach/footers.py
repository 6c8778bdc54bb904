"""What stands below every e-mail to a customer, whoever wrote it."""

from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from aisance.consent.public import one_click_link, preference_link
from aisance.outreach.contracts import HELD_CLASSES, MessageChannel, MessageIntent


def with_preferences(intent: MessageIntent) -> MessageIntent:
    """The intent of an e-mail with the way to the customer's preferences; any other as it is.

    One that has no way of its own to be stopped by a click, and may be stopped, gets that as well (RFC 8058).
    """
    if intent.channel != MessageChannel.EMAIL:
        return intent
    stop = intent.unsubscribe_url
    if not stop and intent.message_class in HELD_CLASSES:
        stop = one_click_link(intent.customer_id, intent.purpose)
    with translation.override(intent.language):
        line = _("What you receive from us, and how often:")
    link = preference_link(intent.customer_id, intent.language)
    return replace(intent, body=f"{intent.body.rstrip()}\n\n{line}\n{link}\n", unsubscribe_url=stop)
