"""What cases keep about customers."""

from aisance.cases.gestures import personal as gestures

__all__ = ["gestures"]
