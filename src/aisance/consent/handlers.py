"""What consent tells webhooks."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import publishes
from aisance.consent.contracts import ConsentChanged


@publishes(ConsentChanged, "consent.changed", _("A customer said what they agree to"))
def tell_of_consent(event: ConsentChanged) -> Iterator[tuple[int | None, Mapping[str, Any]]]:
    """For what, by which channel, and whether it is granted; other systems must follow within the day."""
    named = {"purpose": event.purpose, "channel": event.channel, "act": str(event.act), "at": str(event.at)}
    yield event.customer_id, {"customer_id": event.customer_id, **named}
