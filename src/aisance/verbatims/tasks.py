"""What the worker does for verbatims."""

from aisance.core.worker import chore
from aisance.verbatims.learning.services import learn_waiting
from aisance.verbatims.services import deepen_waiting, read_waiting, reread_waiting
from aisance.verbatims.telling.search.services import index_waiting

chore("read words", rest_seconds=1, aside=True)(read_waiting)
chore("index words", rest_seconds=2, aside=True)(index_waiting)
chore("read words deeply", rest_seconds=5, aside=True)(deepen_waiting)
chore("read words again", rest_seconds=10, aside=True)(reread_waiting)
chore("learn from corrections", rest_seconds=600, aside=True)(learn_waiting)
