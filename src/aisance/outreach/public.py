"""The front door of outreach."""

from collections.abc import Iterable

from aisance.core.decisions import Decision
from aisance.outreach.contracts import MessageIntent


def propose(intent: MessageIntent) -> Decision:
    """File an intent, inside the caller's transaction. Refused(RefusalReason) where the customer may not be reached.

    Filing a key again changes nothing and gives Allowed. An event MessageHandled follows once it left or failed.
    """
    raise NotImplementedError


def stopped(customer_ids: Iterable[int], purpose: str) -> set[int]:
    """Those of the customers who asked for no more messages of this purpose."""
    raise NotImplementedError


def stop(customer_id: int, purpose: str, *, via: str) -> None:
    """The customer wants no more messages of this purpose; saying so twice changes nothing."""
    raise NotImplementedError
