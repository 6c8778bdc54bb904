"""The message with the code by which a customer fetches what is held about them."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.consent.contracts import CodeWanted
from aisance.outreach.contracts import MessageChannel, MessageClass, MessageIntent
from aisance.outreach.services import propose

PURPOSE = "rights"
CHANNELS = {"email": MessageChannel.EMAIL, "phone": MessageChannel.SMS}


def propose_code(event: CodeWanted) -> None:
    """File the message; the law asks for it, so that nothing holds it back."""
    with translation.override(event.language):
        subject = _("Your code: %(code)s") % {"code": event.code}
        body = _(
            "%(code)s is the code to fetch your personal data from %(company)s. It holds for 15 minutes. If it was not "
            "you who asked for it, leave it alone: nothing happens without it."
        ) % {"code": event.code, "company": settings.ENVIRONMENT.company}
    propose(
        MessageIntent(
            key=event.key,
            customer_id=event.customer_id,
            channel=CHANNELS[event.kind],
            purpose=PURPOSE,
            language=event.language,
            subject=subject,
            body=body,
            message_class=MessageClass.LEGAL,
        )
    )
