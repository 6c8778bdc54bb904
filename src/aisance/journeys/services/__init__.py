"""The only writers of journeys."""

from aisance.journeys.services.catalogue import add_journey, add_reason, add_step, ensure_reasons, rename_step
from aisance.journeys.services.recording import record_interactions

__all__ = ["add_journey", "add_reason", "add_step", "ensure_reasons", "record_interactions", "rename_step"]
