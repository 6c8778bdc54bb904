"""The chores of accounts."""

from aisance.accounts.webhooks.services import deliver_waiting, forget_old
from aisance.core.worker import chore

# Aside: an address that does not answer takes ten seconds.
chore("send webhooks", rest_seconds=1.0, aside=True)(deliver_waiting)
chore("forget webhooks", rest_seconds=3600.0)(forget_old)
