"""What the customer's page shows of requests about their data."""

from typing import Any

from aisance.consent.rights.permissions import HANDLE_REQUESTS, TAKE_REQUESTS
from aisance.consent.rights.queries import requests_about
from aisance.core.permissions import Viewer
from aisance.ui.blocks import shown_at


@shown_at("customer")
def of_customer(viewer: Viewer, customer_id: int) -> tuple[str, dict[str, Any]] | None:
    """What waits to be answered to this customer, and the way to take another request in."""
    if not viewer.holds(TAKE_REQUESTS):
        return None
    handles = viewer.holds(HANDLE_REQUESTS)
    context = {"waiting": requests_about(customer_id), "handles": handles, "customer_id": customer_id}
    return "consent/rights/block.html", context
