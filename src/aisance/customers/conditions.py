"""The conditions that customers offer to segments."""

from aisance.customers.profile import conditions as telling
from aisance.customers.segments import buying, knowing, ready

__all__ = ["buying", "knowing", "ready", "telling"]
