"""Beside the services that a customer may choose: where their consents are, which no service brings along."""

from typing import Any

from django.urls import reverse

from aisance.consent.tokens import door_of
from aisance.core.permissions import Viewer
from aisance.ui.blocks import shown_at


@shown_at("services")
def preferences_of_theirs(viewer: Viewer, customer_id: int) -> tuple[str, dict[str, Any]]:
    """The way to the customer's preferences; whoever reads the page holds a signed link of theirs already."""
    return "consent/beside_services.html", {"preferences": reverse("preferences", args=[door_of(customer_id)])}
