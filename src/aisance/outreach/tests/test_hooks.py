"""What gateways and providers report over HTTP."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from aisance.consent.models import Entry
from aisance.core.models import Event
from aisance.outreach.channels.sms.settings import sms_settings
from aisance.outreach.contracts import MessageChannel
from aisance.outreach.hooks import WRONG_SECRETS
from aisance.outreach.models import DeadAddress, InboundMessage, Message
from aisance.outreach.public import propose
from aisance.outreach.services import send_due_messages
from aisance.outreach.tests.conftest import NOON, Intent
from aisance.outreach.tests.test_smpp import PHONE, reader
from tests.smtp import SmtpServer

__all__ = ["reader"]

pytestmark = pytest.mark.usefixtures("_noon")

SECRET = "a secret of gateways"
BASIC = {"Authorization": "Basic " + base64.b64encode(f"any:{SECRET}".encode()).decode()}
BEARER = {"Authorization": f"Bearer {SECRET}"}


@pytest.fixture(autouse=True)
def _gateway(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.SMS = {"url": "", "sender": "38000", "folder": tmp_path, "secret": SECRET}
    WRONG_SECRETS.forget()
    yield
    WRONG_SECRETS.forget()


def texts() -> list[str]:
    return [row.text for row in InboundMessage.objects.order_by("pk")]


@pytest.fixture
def sent(intent: Intent, reader: int) -> Message:
    propose(intent("sms:1", customer_id=reader, channel=MessageChannel.SMS))
    send_due_messages()
    return Message.objects.get()


def test_words_come_as_a_form_as_json_or_in_the_address(client: Client, reader: int) -> None:
    words = {"from": PHONE, "to": "38000", "text": "9, très bien", "id": "a"}
    assert client.post("/hooks/sms/", words, headers=BASIC).status_code == 204
    in_json = json.dumps(words | {"id": "b"})
    assert client.post("/hooks/sms/", in_json, content_type="application/json", headers=BEARER).status_code == 204
    assert client.get("/hooks/sms/", words | {"id": "c"}, headers=BASIC).status_code == 204

    assert texts() == ["9, très bien"] * 3
    assert Event.objects.filter(name="WordsReceived").count() == 3


def test_the_same_text_twice_is_heard_once(client: Client, reader: int) -> None:
    for _ in range(2):
        client.post("/hooks/sms/", {"from": PHONE, "text": "9", "id": "a"}, headers=BASIC)

    assert texts() == ["9"]
    assert Event.objects.filter(name="WordsReceived").count() == 1


def test_a_signed_body_needs_no_password(client: Client, reader: int) -> None:
    body = json.dumps({"from": PHONE, "text": "9", "id": "a"})
    signature = "sha256=" + hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).hexdigest()
    sent: dict[str, Any] = {"content_type": "application/json", "headers": {"X-Signature-256": signature}}

    assert client.post("/hooks/sms/", body, **sent).status_code == 204
    assert client.post("/hooks/sms/", body.replace("9", "1"), **sent).status_code == 401

    assert texts() == ["9"]


@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic !"}])
def test_whoever_does_not_know_the_secret_changes_nothing(
    client: Client, reader: int, sent: Message, shown: dict[str, str]
) -> None:
    assert client.post("/hooks/sms/", {"from": PHONE, "text": "STOP"}, headers=shown).status_code == 401
    answer = client.post("/hooks/sms/receipt/", {"id": sent.reference, "status": "delivered"}, headers=shown)

    assert answer.status_code == 401
    assert not InboundMessage.objects.exists()
    assert not Entry.objects.exists()
    assert Message.objects.get().receipt == ""


def test_without_a_secret_in_the_settings_the_door_is_closed(client: Client, settings: Settings, reader: int) -> None:
    settings.SMS = {**settings.SMS, "secret": ""}

    assert (
        client.post("/hooks/sms/", {"from": PHONE, "text": "9"}, headers={"Authorization": "Bearer "}).status_code
        == 401
    )


def test_whoever_guesses_is_slowed_down(client: Client, db: None) -> None:
    answers = [client.post("/hooks/sms/", {}).status_code for _ in range(21)]

    assert answers == [*[401] * 20, 429]


def test_nonsense_is_refused(client: Client, db: None) -> None:
    for body, status in (("[1]", 400), ("{", 400), ('{"text": "9"}', 400), ('"' + "x" * 200_000 + '"', 413)):
        answer = client.post("/hooks/sms/", body, content_type="application/json", headers=BASIC)
        assert answer.status_code == status
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize(
    ("state", "receipt"), [("DELIVRD", "arrived"), ("failed", "lost"), ("16", "lost"), ("queued", ""), ("8", "")]
)
def test_a_receipt_by_our_reference_or_the_gateways_name(
    client: Client, sent: Message, state: str, receipt: str
) -> None:
    answer = client.get("/hooks/sms/receipt/", {"id": sent.reference, "status": state}, headers=BASIC)

    sent.refresh_from_db()
    assert (answer.status_code, sent.receipt) == (204, receipt)
    assert sent.receipt_at == (NOON if receipt else None)


def test_a_receipt_of_an_unknown_text_is_not_found_and_a_gateway_may_bring_it_again(client: Client, db: None) -> None:
    answer = client.get("/hooks/sms/receipt/", {"id": "nothing", "status": "delivered"}, headers=BASIC)

    assert answer.status_code == 404


def test_a_gateway_writes_under_its_own_names(client: Client, settings: Settings, sent: Message) -> None:
    words = {"heard": {"from": "msisdn", "text": "body"}, "receipt": {"id": "mid", "status": "st"}, "arrived": ["D"]}
    settings.SMS = {**settings.SMS, "http": words}

    assert client.post("/hooks/sms/", {"msisdn": PHONE, "body": "8"}, headers=BASIC).status_code == 204
    client.post("/hooks/sms/receipt/", {"mid": sent.reference, "st": "d"}, headers=BASIC)

    assert texts() == ["8"]
    assert Message.objects.get().receipt == "arrived"
    assert sms_settings().http.heard["from"] == "msisdn"


# --- providers of e-mail


@pytest.fixture
def mailed(intent: Intent, smtp_server: SmtpServer, settings: Settings) -> Message:
    """A mail that was sent by Postmark, which calls it so."""
    propose(intent())
    send_due_messages()
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.postmark.EmailBackend"}}
    settings.ANYMAIL = {"WEBHOOK_SECRET": "aisance:hush"}
    Message.objects.update(provider_name="b7bc2f4a-e38e-4336-af7d-e6c392c2f817")
    return Message.objects.get()


def report(client: Client, password: str = "hush", **told: Any) -> int:
    signed = {"Authorization": "Basic " + base64.b64encode(f"aisance:{password}".encode()).decode()}
    body = {"MessageID": "b7bc2f4a-e38e-4336-af7d-e6c392c2f817", "Email": "ana@customers.example", **told}
    posted = client.post("/hooks/mail/", json.dumps(body), content_type="application/json", headers=signed)
    return posted.status_code


def test_a_hard_bounce_marks_the_address(client: Client, mailed: Message, intent: Intent) -> None:
    told = {"RecordType": "Bounce", "Type": "HardBounce", "Description": "550 5.1.1 <ana@customers.example> unknown"}

    assert report(client, **told) == 200

    mark = DeadAddress.objects.get()
    assert (mark.channel, mark.address, mark.words) == ("email", "ana@customers.example", "550 5.1.1 … unknown")
    assert Message.objects.get().receipt == "lost"
    assert str(getattr(propose(intent("next")), "reason", "")) == "bounced"


def test_a_bounce_that_may_pass_marks_nothing(client: Client, mailed: Message) -> None:
    report(client, RecordType="Bounce", Type="SoftBounce", Description="mailbox full")

    assert not DeadAddress.objects.exists()
    assert Message.objects.get().receipt == "lost"


def test_a_complaint_is_a_stop(client: Client, mailed: Message, intent: Intent) -> None:
    report(client, RecordType="SpamComplaint", Type="SpamComplaint")

    assert Entry.objects.get().purpose == "surveys"
    assert Message.objects.get().receipt == "complaint"
    assert str(getattr(propose(intent("next")), "reason", "")) == "asked_to_stop"


def test_a_mail_is_known_by_our_own_reference_too(client: Client, mailed: Message) -> None:
    named: dict[str, Any] = {"MessageID": "something else", "Metadata": {"reference": mailed.message_id.strip("<>")}}
    report(client, RecordType="Delivery", **named)

    assert Message.objects.get().receipt == "arrived"


@pytest.mark.parametrize("why", ["password", "strange", "closed"])
def test_a_report_that_is_not_for_us_changes_nothing(
    client: Client, mailed: Message, settings: Settings, why: str
) -> None:
    told = {"RecordType": "Bounce", "Type": "HardBounce", "Description": "unknown"}
    if why == "closed":
        settings.ANYMAIL = {"WEBHOOK_SECRET": ""}
        assert report(client, **told) == 404
    elif why == "password":
        assert report(client, "wrong", **told) == 401
    else:
        assert report(client, **told | {"MessageID": "of another customer of theirs"}) == 200

    assert not DeadAddress.objects.exists()
    assert Message.objects.get().receipt == ""
