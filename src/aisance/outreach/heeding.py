"""What outreach does when a customer changed what they allow."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.consent.contracts import Act, ConsentChanged, ConsentChannel, Method
from aisance.consent.public import confirmation_link
from aisance.customers.public import languages, members
from aisance.outreach.contracts import HELD_CLASSES, MessageChannel, MessageClass, MessageIntent
from aisance.outreach.leave import refusal_now
from aisance.outreach.models import Message
from aisance.outreach.queries import CONFIRMATION_KEY
from aisance.outreach.services import propose
from aisance.outreach.services.settling import settle

FORBIDS = frozenset({Act.REFUSED, Act.WITHDRAWN, Act.PAUSED})
TO_CONFIRM = frozenset({Method.FORM, Method.PHONE, Method.SHOP, Method.PAPER})
"""How somebody else may have written an address down: whoever owns it confirms."""


@transaction.atomic
def withdraw_what_waits(event: ConsentChanged) -> int:
    """Let nothing wait that may not leave any more. The last moment before leaving asks as well."""
    if event.act not in FORBIDS:
        return 0
    rows = members([event.customer_id]).get(event.customer_id, (event.customer_id,))
    waiting = Message.objects.filter(customer_id__in=rows, state=Message.State.PENDING, message_class__in=HELD_CLASSES)
    shut = [(message, refusal_now(message)) for message in waiting]
    return sum(settle(message, Message.State.FAILED, reason) for message, reason in shut if reason)


def ask_to_confirm(event: ConsentChanged) -> None:
    """Ask the owner of an address whether the consent is theirs: once, by a message that their request is about."""
    if event.act != Act.GRANTED or event.channel != ConsentChannel.EMAIL or event.method not in TO_CONFIRM:
        return
    language = languages([event.customer_id]).get(event.customer_id, "") or settings.LANGUAGE_CODE
    with translation.override(language):
        company = settings.ENVIRONMENT.company
        hello = _("You asked %(company)s to write to you. If that was you, confirm it here:") % {"company": company}
        other = _("If it was not you, do nothing, or say so on the page of your preferences.")
        subject = _("Please confirm your choice")
    propose(
        MessageIntent(
            key=f"{CONFIRMATION_KEY}{event.position}",
            customer_id=event.customer_id,
            channel=MessageChannel.EMAIL,
            purpose="service",
            language=language,
            subject=subject,
            body=f"{hello}\n{confirmation_link(event.customer_id, event.position)}\n\n{other}\n",
            message_class=MessageClass.SERVICE,
        )
    )
