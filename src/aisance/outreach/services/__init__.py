"""The only writers of messages and of refusals to be written to."""

from aisance.outreach.services.filing import propose, retry, stop
from aisance.outreach.services.sending import send_due_messages

__all__ = ["propose", "retry", "send_due_messages", "stop"]
