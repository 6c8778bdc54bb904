"""Mail through a provider's own interface: Postmark by django-anymail, against a server that answers as it does."""

import json
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from aisance.core import clock
from aisance.outreach.channels.email.webhooks import tracking_view
from aisance.outreach.models import DeadAddress, Message
from aisance.outreach.public import propose
from aisance.outreach.services import send_due_messages
from aisance.outreach.tests.conftest import NOON, Intent
from aisance.outreach.tests.test_http_gateway import Gateway, gateway

__all__ = ["gateway"]

pytestmark = pytest.mark.usefixtures("_noon")

TAKEN = {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc2f4a", "To": "ana@customers.example"}


@pytest.fixture
def postmark(gateway: Gateway, settings: Settings) -> Gateway:
    gateway.body = json.dumps(TAKEN)
    options = {"server_token": "token", "api_url": f"http://127.0.0.1:{gateway.port}/", "requests_timeout": 1}
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.postmark.EmailBackend", "OPTIONS": options}}
    settings.ANYMAIL = {"IGNORE_UNSUPPORTED_FEATURES": True}
    return gateway


def test_a_mail_leaves_by_the_provider_with_its_headers_and_our_reference(intent: Intent, postmark: Gateway) -> None:
    propose(intent())

    assert send_due_messages() == 1

    message = Message.objects.get()
    [asked] = postmark.asked
    sent = json.loads(asked.body)
    headers = {header["Name"]: header["Value"] for header in sent["Headers"]}
    assert asked.headers["X-Postmark-Server-Token"] == "token"
    assert (sent["To"], sent["Subject"], sent["TextBody"]) == (message.address, message.subject, message.body)
    assert headers["Message-ID"] == message.message_id
    assert headers["List-Unsubscribe"] == "<https://ease.example.org/stop/token>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["Metadata"] == {"reference": message.message_id.strip("<>")}
    assert "HtmlBody" not in sent
    assert (message.state, message.provider_name) == ("sent", "b7bc2f4a")


def test_an_address_that_the_provider_knows_to_be_dead_is_marked(intent: Intent, postmark: Gateway) -> None:
    postmark.status = 422
    found = "Found inactive addresses: ana@customers.example. Inactive recipients are ones that have bounced."
    postmark.body = json.dumps({"ErrorCode": 406, "Message": f"You tried to send to inactive recipients. {found}"})
    propose(intent())
    send_due_messages()

    assert (Message.objects.get().state, Message.objects.get().reason) == ("failed", "refused_by_provider")
    assert DeadAddress.objects.get().address == "ana@customers.example"


@pytest.mark.parametrize(
    ("status", "state", "attempts"),
    [(429, "pending", 0), (401, "pending", 1), (500, "unacknowledged", 0)],
)
def test_what_a_refusal_means(intent: Intent, postmark: Gateway, status: int, state: str, attempts: int) -> None:
    postmark.status, postmark.body = status, "{}"
    propose(intent())
    send_due_messages()

    row = Message.objects.get()
    assert (row.state, row.attempts) == (state, attempts)


def test_an_answer_that_is_lost_is_never_asked_for_again(intent: Intent, postmark: Gateway) -> None:
    postmark.hangs_up = True
    propose(intent())
    send_due_messages()
    postmark.hangs_up = False
    with clock.stopped_at(NOON + timedelta(days=1)):
        assert send_due_messages() == 0

    assert (len(postmark.asked), Message.objects.get().state) == (1, "unacknowledged")


def test_a_provider_that_is_down_keeps_the_message(intent: Intent, postmark: Gateway, settings: Settings) -> None:
    options = {"server_token": "token", "api_url": "http://127.0.0.1:1/"}
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.postmark.EmailBackend", "OPTIONS": options}}
    propose(intent())
    send_due_messages()

    row = Message.objects.get()
    assert (row.state, row.attempts, row.claimed_until) == ("pending", 0, None)


def test_every_provider_that_reports_has_its_view() -> None:
    from importlib import import_module

    from aisance.outreach.channels.email.webhooks import _CLASSES

    for provider in _CLASSES:
        name = tracking_view(provider)
        assert name is not None
        module, _, view = name.rpartition(".")
        assert hasattr(import_module(module), view)
    assert tracking_view("scaleway") is None
