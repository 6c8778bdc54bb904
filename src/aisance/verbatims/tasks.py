"""What the worker does for verbatims."""

from aisance.core.worker import chore
from aisance.verbatims.services import read_waiting
from aisance.verbatims.telling.search.services import index_waiting

chore("read words", rest_seconds=1, aside=True)(read_waiting)
chore("index words", rest_seconds=2, aside=True)(index_waiting)
