"""A stored message as an e-mail."""

from email.message import EmailMessage as Written
from email.policy import EmailPolicy, Policy, default
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from aisance.outreach.models import Message

# Python breaks a long link inside a header into encoded words, which kills it; RFC 5322 allows lines of 998.
HEADERS_KEPT_WHOLE = {"list-unsubscribe", "message-id"}


class WholeLinks(EmailPolicy):
    """The usual way of writing out headers, but for those that must stay on one line."""

    def fold(self, name: str, value: Any) -> str:
        whole = f"{name}: {value}{self.linesep}"
        return whole if name.lower() in HEADERS_KEPT_WHOLE else str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in HEADERS_KEPT_WHOLE:
            return self.fold(name, value).encode("ascii")
        return bytes(super().fold_binary(name, value))


class Letter(EmailMessage):
    """An e-mail whose headers keep their links whole."""

    def message(self, *, policy: "Policy[Any] | None" = None) -> Written:
        return super().message(policy=WholeLinks(linesep=(policy or default).linesep))


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
    reply_to = [message.reply_to] if message.reply_to else None
    return Letter(message.subject, message.body, sender, [message.address], reply_to=reply_to, headers=headers)
