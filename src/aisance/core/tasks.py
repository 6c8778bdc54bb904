from aisance.core.events import deliver_events
from aisance.core.worker import chore

chore("deliver events", rest_seconds=0.2)(deliver_events)
