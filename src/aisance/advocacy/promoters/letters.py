"""The words of the messages about testimonials."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.advocacy.models import Testimonial
from aisance.advocacy.promoters.queries import PURPOSE
from aisance.advocacy.promoters.tokens import testimonial_link
from aisance.outreach.contracts import MessageChannel, MessageClass, MessageIntent

SERVICE = "service"


def key_of(testimonial_id: int) -> str:
    """Under which outreach knows the request."""
    return f"advocacy.testimonial:{testimonial_id}"


def request_letter(row: Testimonial) -> MessageIntent:
    """May we show what you think of us?"""
    with translation.override(row.language):
        subject = _("A word from you for others?")
        body = _(
            "Hello,\n\nYou told us more than once that you are pleased with us. Thank you! Would you tell others, in "
            "your own words? You choose how you are named and where it is shown, and you can take it back at any "
            "time.\n\n%(link)s\n\nIf you would rather not, do nothing: we do not ask again for a year.\n\n%(company)s"
        ) % {"link": testimonial_link(row.pk), "company": settings.ENVIRONMENT.company}
    return _intent(row, key_of(row.pk), PURPOSE, MessageClass.MARKETING, subject, body)


def approval_letter(row: Testimonial, number: int) -> MessageIntent:
    """We changed a few words: do you agree? It answers what the customer began, so it is a service message."""
    with translation.override(row.language):
        subject = _("Your testimonial: do you agree with these words?")
        body = _(
            "Hello,\n\nWe would like to shorten your testimonial a little. Nothing is shown in these words unless you "
            "agree:\n\n%(link)s\n\n%(company)s"
        ) % {"link": testimonial_link(row.pk), "company": settings.ENVIRONMENT.company}
    return _intent(row, f"{key_of(row.pk)}:{number}", SERVICE, MessageClass.SERVICE, subject, body)


def _intent(
    row: Testimonial, key: str, purpose: str, message_class: MessageClass, subject: str, body: str
) -> MessageIntent:
    return MessageIntent(
        key=key,
        customer_id=row.customer_id or 0,
        channel=MessageChannel.EMAIL,
        purpose=purpose,
        language=row.language,
        subject=subject,
        body=body,
        message_class=message_class,
    )
