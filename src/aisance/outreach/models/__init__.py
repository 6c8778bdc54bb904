"""The tables of outreach: outgoing messages, and who asked for no more of them."""

from aisance.outreach.models.messages import Message, OptOut

__all__ = ["Message", "OptOut"]
