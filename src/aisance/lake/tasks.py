"""What the worker does for the store."""

import time

from aisance.core.worker import CHORES, chore
from aisance.lake import public, services

REST_SECONDS = 1.0
VERIFY_REST_SECONDS = 6 * 3600.0


@chore("pull facts", rest_seconds=REST_SECONDS)
def pull_facts() -> int:
    """Bring new rows, then rest a second, or twice as long as it took, so that others get their turn.

    What comes of it is no more work for others, so it counts as nothing done unless rows are still waiting.
    """
    began = time.monotonic()
    written, unfinished = services.pull_step()
    CHORES["pull facts"].rest_seconds = max(REST_SECONDS, 2 * (time.monotonic() - began))
    return written if unfinished else 0


@chore("verify facts", rest_seconds=VERIFY_REST_SECONDS, aside=True)
def verify_facts() -> int:
    """Mend what a lost file or an unmarked change may have left. Counts as nothing done: nobody waits for it."""
    public.verify()
    return 0
