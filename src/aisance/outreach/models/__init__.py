"""The tables of outreach: outgoing messages, who asked for no more of them, and contact pressure."""

from aisance.outreach.models.inbound import DeadAddress, InboundMessage
from aisance.outreach.models.messages import Message, OptOut
from aisance.outreach.models.pressure import Hold, PressureDecision, PressureDelay, PressureRule

__all__ = [
    "DeadAddress",
    "Hold",
    "InboundMessage",
    "Message",
    "OptOut",
    "PressureDecision",
    "PressureDelay",
    "PressureRule",
]
