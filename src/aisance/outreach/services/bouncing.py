"""Taking in mails that came back."""

import logging
from collections import Counter
from pathlib import Path

from aisance.outreach.channels.email.bounces import Returned, mails_in, read_returned
from aisance.outreach.contracts import MessageChannel
from aisance.outreach.models import Message
from aisance.outreach.services.returns import bury_address, message_named, note_receipt, take_complaint

log = logging.getLogger(__name__)


def import_bounces(place: Path) -> Counter[str]:
    """Take in the reports of a Maildir, an mbox, a folder or a file; how many of each fate. Twice changes nothing.

    What is no report counts as `other`, a report of a mail that is not ours as `strange`. Raises OSError.
    """
    return Counter(_take(content) for content in mails_in(place))


def take_returned(content: bytes) -> str:
    """Take in one mail; its fate, as of `import_bounces`."""
    return _take(content)


def _take(content: bytes) -> str:
    try:
        returned = read_returned(content)
    except Exception:  # whoever knows the address writes such mails, and the reader of mails falls over some of them
        log.info("A mail that came back could not be read.")
        return "other"
    if returned is None:
        return "other"
    message = message_named(returned.message_id, MessageChannel.EMAIL)
    if message is None or not _shows_our_mail(returned, message):
        return "strange"
    match returned.fate:
        case "dead":
            bury_address(message, returned.words)
        case "lost":
            note_receipt(message, Message.Receipt.LOST)
        case "complaint":
            take_complaint(message)
    return returned.fate


def _shows_our_mail(returned: Returned, message: Message) -> bool:
    """Whether the report knows more than the mail's name, which may be guessed: the address, or the signed link."""
    shows_link = bool(message.unsubscribe_url) and returned.unsubscribe == message.unsubscribe_url
    return shows_link or message.address.lower() in returned.addresses
