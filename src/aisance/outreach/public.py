"""The front door of outreach."""

from aisance.outreach.queries import stopped
from aisance.outreach.services import propose, stop

__all__ = ["propose", "stop", "stopped"]
