"""What the worker does for verbatims."""

from aisance.core.worker import chore
from aisance.verbatims.services import read_waiting

chore("read words", rest_seconds=1, aside=True)(read_waiting)
