"""The conditions that customers offer to segments."""

from aisance.customers.segments import buying, knowing, ready

__all__ = ["buying", "knowing", "ready"]
