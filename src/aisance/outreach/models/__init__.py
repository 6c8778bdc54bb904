"""The tables of outreach: outgoing messages, what came back, and contact pressure."""

from aisance.outreach.models.inbound import DeadAddress, InboundMessage
from aisance.outreach.models.messages import Message
from aisance.outreach.models.pressure import Hold, PressureDecision, PressureDelay, PressureRule

__all__ = [
    "DeadAddress",
    "Hold",
    "InboundMessage",
    "Message",
    "PressureDecision",
    "PressureDelay",
    "PressureRule",
]
