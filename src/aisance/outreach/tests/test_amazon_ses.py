"""Amazon SES: mail through its API, its reports through SNS, both as AWS documents them, against a server of ours."""

import base64
import json
from collections.abc import Mapping
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from aisance.outreach.contracts import MessageChannel
from aisance.outreach.hooks import WRONG_SECRETS
from aisance.outreach.models import DeadAddress, Message
from aisance.outreach.public import propose, stopped
from aisance.outreach.services import send_due_messages
from aisance.outreach.tests.conftest import Intent
from aisance.outreach.tests.test_http_gateway import Gateway, gateway

__all__ = ["gateway"]

pytestmark = pytest.mark.usefixtures("_noon")

NAME = "0100018e6f2a3b4c-5d6e7f80-0000-0000-0000-000000000000-000000"
TOPIC = "arn:aws:sns:eu-west-3:123456789012:mail-reports"
BASIC = {"Authorization": "Basic YWlzYW5jZTpodXNo"}  # aisance:hush
ADDRESS = "ana@customers.example"
CONFIRMED = (
    '<ConfirmSubscriptionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ConfirmSubscriptionResult>'
    f"<SubscriptionArn>{TOPIC}:1</SubscriptionArn></ConfirmSubscriptionResult></ConfirmSubscriptionResponse>"
)


@pytest.fixture
def ses(gateway: Gateway, settings: Settings) -> Gateway:
    WRONG_SECRETS.forget()
    gateway.body = json.dumps({"MessageId": NAME})
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "eu-west-3"}
    once = {"retries": {"total_max_attempts": 1}}
    params = {**keys, "endpoint_url": f"http://127.0.0.1:{gateway.port}", "config": once}
    options = {"client_params": params}
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.amazon_ses.EmailBackend", "OPTIONS": options}}
    settings.ANYMAIL = {
        "WEBHOOK_SECRET": "aisance:hush",
        "AMAZON_SES_CLIENT_PARAMS": params,
        "IGNORE_UNSUPPORTED_FEATURES": True,
    }
    return gateway


@pytest.fixture
def mailed(ses: Gateway, intent: Intent) -> Message:
    propose(intent())
    send_due_messages()
    return Message.objects.get()


def sns(client: Client, kind: str, headers: Mapping[str, str] = BASIC, **said: Any) -> int:
    """A message of SNS, in its envelope and with its headers; its status."""
    told = {
        "Type": kind,
        "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": TOPIC,
        "Timestamp": "2026-11-19T12:00:00.000Z",
        "SignatureVersion": "1",
        "Signature": "EXAMPLEw6JRN==",
        "SigningCertURL": "https://sns.eu-west-3.amazonaws.com/SimpleNotificationService-1.pem",
        **said,
    }
    named = {"x-amz-sns-message-type": kind, "x-amz-sns-message-id": told["MessageId"], "x-amz-sns-topic-arn": TOPIC}
    answer = client.post(
        "/hooks/mail/", json.dumps(told), content_type="text/plain; charset=UTF-8", headers={**named, **headers}
    )
    return answer.status_code


def report(client: Client, kind: str, **about: Any) -> int:
    mail = {
        "timestamp": "2026-11-19T11:59:58.000Z",
        "source": "ease@example.org",
        "sourceArn": "arn:aws:ses:eu-west-3:123456789012:identity/example.org",
        "sendingAccountId": "123456789012",
        "messageId": NAME,
        "destination": [ADDRESS],
    }
    return sns(client, "Notification", Message=json.dumps({"eventType": kind, "mail": mail, kind.lower(): about}))


def bounced(client: Client, kind: str, part: str, status: str, words: str) -> int:
    gone = {"emailAddress": ADDRESS, "action": "failed", "status": status, "diagnosticCode": f"smtp; {words}"}
    return report(
        client,
        "Bounce",
        bounceType=kind,
        bounceSubType=part,
        bouncedRecipients=[gone],
        timestamp="2026-11-19T12:00:00.000Z",
        feedbackId="0100018e-1",
        reportingMTA="dns; e254-10.smtp-out.eu-west-3.amazonses.com",
    )


def test_a_mail_leaves_through_the_api_of_ses(mailed: Message, ses: Gateway) -> None:
    [asked] = ses.asked
    sent = message_from_bytes(base64.b64decode(json.loads(asked.body)["Content"]["Raw"]["Data"]))

    assert asked.path == "/v2/email/outbound-emails"
    assert "AWS4-HMAC-SHA256 Credential=key/" in asked.headers["Authorization"]
    assert (sent["To"], sent["List-Unsubscribe-Post"]) == (ADDRESS, "List-Unsubscribe=One-Click")
    assert json.loads(sent["X-Metadata"]) == {"reference": mailed.message_id.strip("<>")}
    assert (mailed.state, mailed.provider_name) == ("sent", NAME)


@pytest.mark.parametrize(
    ("kind", "part", "status", "words", "is_dead"),
    [
        ("Permanent", "General", "5.1.1", "550 5.1.1 user unknown", True),
        ("Permanent", "OnAccountSuppressionList", "5.1.1", "the address bounced before", True),
        ("Transient", "MailboxFull", "4.2.2", "452 4.2.2 mailbox full", False),
        ("Transient", "General", "5.7.1", "550 5.7.1 refused for its words", False),
        ("Undetermined", "Undetermined", "", "no reason told", False),
    ],
)
def test_a_bounce_of_ses(
    client: Client, mailed: Message, kind: str, part: str, status: str, words: str, is_dead: bool
) -> None:
    assert [bounced(client, kind, part, status, words) for _ in range(2)] == [200, 200]

    mailed.refresh_from_db()
    assert mailed.receipt == "lost"
    assert DeadAddress.objects.filter(channel=MessageChannel.EMAIL, address=ADDRESS).count() == is_dead


def test_a_complaint_and_a_delivery_of_ses(client: Client, mailed: Message) -> None:
    assert report(client, "Delivery", recipients=[ADDRESS], smtpResponse="250 ok", processingTimeMillis=546) == 200
    mailed.refresh_from_db()
    assert (mailed.receipt, stopped([mailed.customer_id], "surveys")) == ("arrived", set())

    found = {"complainedRecipients": [{"emailAddress": ADDRESS}], "complaintFeedbackType": "abuse", "feedbackId": "2"}
    assert report(client, "Complaint", **found) == 200
    assert stopped([mailed.customer_id], "surveys") == {mailed.customer_id}


def test_a_subscription_is_confirmed_for_who_shows_the_secret(client: Client, ses: Gateway) -> None:
    ses.body = CONFIRMED
    asking: dict[str, Any] = {
        "Token": "2336412f37",
        "SubscribeURL": "https://sns.eu-west-3.amazonaws.com/?Action=Confirm",
        "Message": "",
    }

    assert sns(client, "SubscriptionConfirmation", headers={}, **asking) == 401
    assert sns(client, "SubscriptionConfirmation", {"Authorization": "Basic d3Jvbmc6d3Jvbmc="}, **asking) == 401
    assert ses.asked == []
    assert sns(client, "SubscriptionConfirmation", **asking) == 200

    [asked] = ses.asked
    said = {name: value for name, [value] in parse_qs(asked.body.decode()).items()}
    assert (said["Action"], said["TopicArn"], said["Token"]) == ("ConfirmSubscription", TOPIC, "2336412f37")


def test_what_is_no_report_of_ours_changes_nothing(client: Client, mailed: Message) -> None:
    wrong = {"x-amz-sns-message-id": "another"}

    assert sns(client, "Notification", {**BASIC, **wrong}, Message="{}") == 401
    assert (
        sns(client, "Notification", Message="Successfully validated SNS topic for Amazon SES event publishing.") == 200
    )
    assert sns(client, "UnsubscribeConfirmation", Message="", Token="t") == 200

    mailed.refresh_from_db()
    assert (mailed.receipt, DeadAddress.objects.count()) == ("", 0)
