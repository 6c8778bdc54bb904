"""The chores of cases."""

from aisance.cases.gestures import tasks as gestures

__all__ = ["gestures"]
