"""A stored message as an e-mail."""

from email.message import EmailMessage as Written
from email.policy import Policy, default
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from aisance.outreach.models import Message

# RFC 5322 allows lines of 998; Python would break a long link inside a header into encoded words, which kills it.
LONGEST_LINE = 990


class Letter(EmailMessage):
    """An e-mail whose headers keep their links whole."""

    def message(self, *, policy: "Policy[Any] | None" = None) -> Written:
        return super().message(policy=(policy or default).clone(max_line_length=LONGEST_LINE))


def letter(message: Message) -> Letter:
    """The e-mail for a message: the same bytes at every attempt.

    A line break inside a header is refused with ValueError when the mail is written out.
    """
    headers = {
        "Message-ID": message.message_id,
        "Date": format_datetime(message.created_at),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office replies
        "Content-Language": message.language,
    }
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    sender = settings.ENVIRONMENT.mail_from
    return Letter(message.subject, message.body, sender, [message.address], headers=headers)
