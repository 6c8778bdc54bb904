"""Order: what is told of a customer waits for what happened to them earlier, also while that is still being handled."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from aisance.accounts.models import WebhookDelivery
from aisance.accounts.webhooks.registry import customers_told_of, told_events
from aisance.core.events import still_unhandled

log = logging.getLogger(__name__)


def in_turn(found: Sequence[WebhookDelivery]) -> list[WebhookDelivery]:
    """Those of which no earlier event of the same customer is on its way: a handler may have failed, or be slow, and
    what it tells is not written down yet."""
    newest = max((row.event_id for row in found), default=0)
    earliest: dict[int, int] = {}
    for number, name, payload in still_unhandled(told_events(), newest) if newest else []:
        for customer_id in _customers(name, payload):
            earliest.setdefault(customer_id, number)
    return [row for row in found if row.event_id <= earliest.get(row.customer_id or 0, row.event_id)]


def _customers(name: str, payload: Mapping[str, Any]) -> set[int]:
    try:
        return customers_told_of(name, payload)
    except Exception as problem:  # what it tells of is what the handler fails over; it says so itself
        log.info("An event %s does not say of whom it is: %s", name, type(problem).__name__)
        return set()
