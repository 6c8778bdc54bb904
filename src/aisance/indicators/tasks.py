"""What the worker does for indicators."""

from aisance.core.worker import chore
from aisance.indicators.drift.services import find_drifts_once_a_day

chore("find drifts", rest_seconds=3600.0, aside=True)(find_drifts_once_a_day)
