"""Bounces and complaints as other providers write them: SendGrid and Mailgun, by the shapes that they document."""

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from aisance.outreach.contracts import MessageChannel
from aisance.outreach.hooks import WRONG_SECRETS
from aisance.outreach.models import DeadAddress, Message
from aisance.outreach.public import propose, stopped
from aisance.outreach.services import send_due_messages
from aisance.outreach.tests.conftest import Intent
from tests.smtp import SmtpServer

pytestmark = [
    pytest.mark.usefixtures("_noon"),
    # It still reads SendGrid, and says that nobody tests it against the service any more.
    pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailNotSupportedWarning"),
]

BASIC = {"Authorization": "Basic YWlzYW5jZTpodXNo"}  # aisance:hush
ADDRESS, KEY = "ana@customers.example", "a signing key of theirs"


@pytest.fixture
def mailed(intent: Intent, smtp_server: SmtpServer, settings: Settings) -> Message:
    """A mail that left; by which provider, each test says."""
    WRONG_SECRETS.forget()
    propose(intent())
    send_due_messages()
    settings.ANYMAIL = {"WEBHOOK_SECRET": "aisance:hush", "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}
    return Message.objects.get()


def sendgrid(kind: str, reference: str) -> Any:
    more = {"event": "spamreport"}
    if kind == "bounce":
        more = {
            "event": "bounce",
            "type": "bounce",
            "status": "5.1.1",
            "reason": "550 5.1.1 The account does not exist",
        }
    told = {"email": ADDRESS, "timestamp": 1769083200, "sg_event_id": kind, "sg_message_id": "14c5d75ce93", **more}
    return [{**told, "reference": reference}]


def mailgun(kind: str, reference: str) -> Any:
    event: dict[str, Any] = {"event": "complained"}
    if kind == "bounce":
        status = {"code": 550, "message": "5.1.1 The email account that you tried to reach does not exist"}
        event = {"event": "failed", "severity": "permanent", "reason": "bounce", "delivery-status": status}
    told = {"id": kind, "timestamp": 1769083200.1, "recipient": ADDRESS, "user-variables": {"reference": reference}}
    signed = hmac.new(KEY.encode(), b"1769083200token", hashlib.sha256).hexdigest()
    signature = {"timestamp": "1769083200", "token": "token", "signature": signed}
    return {"signature": signature, "event-data": {**told, **event, "message": {"headers": {"message-id": "x@y"}}}}


@pytest.mark.parametrize("kind", ["bounce", "complaint"])
@pytest.mark.parametrize("provider", [sendgrid, mailgun])
def test_a_provider_s_report_is_taken(
    client: Client, mailed: Message, settings: Settings, provider: Callable[[str, str], Any], kind: str
) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"anymail.backends.{provider.__name__}.EmailBackend"}}
    body = json.dumps(provider(kind, mailed.message_id.strip("<>")))

    answers = [client.post("/hooks/mail/", body, content_type="application/json", headers=BASIC) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert DeadAddress.objects.filter(channel=MessageChannel.EMAIL, address=ADDRESS).count() == (kind == "bounce")
    assert bool(stopped([mailed.customer_id], "surveys")) == (kind == "complaint")
