"""What cases export to the store."""

from aisance.cases.gestures import facts as gestures

__all__ = ["gestures"]
