"""Reactions: to what customers allow, and to what an e-mail provider reports.

django-anymail tells of it by a signal, which is its interface.
"""

from typing import Any

from anymail.signals import EventType, RejectReason, tracking
from django.dispatch import receiver

from aisance.consent.contracts import CodeWanted, ConsentChanged
from aisance.core.events import handles
from aisance.outreach import heeding
from aisance.outreach.channels.email.refusals import reaches_nobody
from aisance.outreach.codes import propose_code
from aisance.outreach.contracts import MessageChannel
from aisance.outreach.models import Message
from aisance.outreach.rules import is_passing
from aisance.outreach.services.returns import bury_address, message_named, note_receipt, take_complaint

SOFT = {"softbounce", "soft_bounce", "soft-bounce", "soft", "transient", "undetermined", "blocked"}
DEAD = {RejectReason.BOUNCED, RejectReason.INVALID}


@handles(ConsentChanged)
def heed(event: ConsentChanged) -> None:
    """Let nothing leave that may not any more, and have an address confirmed by its owner."""
    heeding.withdraw_what_waits(event)
    heeding.ask_to_confirm(event)


@handles(CodeWanted)
def send_code(event: CodeWanted) -> None:
    """Send the code by which a customer fetches the answer to their request."""
    propose_code(event)


@receiver(tracking, dispatch_uid="outreach.reports")
def note_report(sender: object, event: Any, **given: object) -> None:
    """Note that a mail arrived, bounced or was called unwanted. Reports of strange mails are passed over."""
    message = _message(event)
    if message is None:
        return
    match event.event_type:
        case EventType.DELIVERED:
            note_receipt(message, Message.Receipt.ARRIVED)
        case EventType.COMPLAINED | EventType.UNSUBSCRIBED:
            take_complaint(message)
        case EventType.BOUNCED | EventType.REJECTED if _is_dead(event):
            bury_address(message, _words(event))
        case EventType.BOUNCED | EventType.REJECTED | EventType.FAILED:
            note_receipt(message, Message.Receipt.LOST)


def _message(event: Any) -> Message | None:
    """Our message: by the reference that we sent along, else by the provider's name for it."""
    reference = str((event.metadata or {}).get("reference", ""))
    for name in (reference, str(event.message_id or "")):
        found = message_named(name, MessageChannel.EMAIL)
        if found is not None:
            return found
    return None


def _is_dead(event: Any) -> bool:
    """Whether a bounce says that the address reaches nobody. SendGrid gives no reason but the mail server's words."""
    by_words = event.reject_reason is None and reaches_nobody(_words(event))
    return (event.reject_reason in DEAD or by_words) and not _may_pass(event)


def _may_pass(event: Any) -> bool:
    """Whether a bounce is of the kind that may pass: a full mailbox, a server that is away. Some providers do not
    tell the two apart but in their own words."""
    own = event.esp_event if isinstance(event.esp_event, dict) else {}
    # Amazon SES says it a step further down.
    own = own["bounce"] if isinstance(own.get("bounce"), dict) else own
    kinds = {str(own.get(name, "")).lower() for name in ("Type", "type", "bounceType", "bounce_type", "event")}
    return bool(kinds & SOFT) or is_passing(_words(event))


def _words(event: Any) -> str:
    return str(event.mta_response or event.description or event.reject_reason or "bounced")
