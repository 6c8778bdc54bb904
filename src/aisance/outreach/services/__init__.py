"""The only writers of messages and of refusals to be written to."""

from aisance.outreach.services.filing import propose, propose_all, retry
from aisance.outreach.services.sending import send_due_messages
from aisance.outreach.services.stopping import heard, start_again, stop

__all__ = ["heard", "propose", "propose_all", "retry", "send_due_messages", "start_again", "stop"]
