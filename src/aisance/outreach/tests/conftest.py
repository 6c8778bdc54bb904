"""A customer with an address, and intents for them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from aisance.core import clock
from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.outreach.contracts import MessageChannel, MessageIntent

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)

type Intent = Callable[..., MessageIntent]


@pytest.fixture
def _noon() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def customer(db: None) -> int:
    claim = CustomerClaim({IdentifierKind.EMAIL: "ana@customers.example"}, "Ana Pereira", "fr")
    [customer_id] = find_or_add_customers([claim], by=system_viewer("test"))
    assert customer_id
    return customer_id


@pytest.fixture
def intent(customer: int) -> Intent:
    """Makes the intent of a key."""

    def make(key: str = "surveys.invitation:1", **other: object) -> MessageIntent:
        given = {
            "customer_id": customer,
            "channel": MessageChannel.EMAIL,
            "purpose": "surveys",
            "language": "fr",
            "subject": "Votre appel d’hier",
            "body": "Bonjour,\n\nÉtait-ce facile ? https://ease.example.org/a/x?b=1&c=2\n",
            "unsubscribe_url": "https://ease.example.org/stop/token",
            **other,
        }
        return MessageIntent(key=key, **given)  # type: ignore[arg-type]  # a test names the field it changes

    return make
