"""What cases keep about customers."""

from aisance.cases.bridges import personal as bridges
from aisance.cases.gestures import personal as gestures

__all__ = ["bridges", "gestures"]
