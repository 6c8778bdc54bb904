"""Whoever guesses at a hook is made to wait, and what is only signed cannot be brought again as something new."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from aisance.outreach.hooks import WRONG_SECRETS
from aisance.outreach.models import InboundMessage

SECRET = "a secret of gateways"


@pytest.fixture(autouse=True)
def _gateway(settings: Settings, tmp_path: Path, db: None) -> Iterator[None]:
    settings.SMS = {"url": "", "sender": "38000", "folder": tmp_path, "secret": SECRET}
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.postmark.EmailBackend", "OPTIONS": {}}}
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:password"}
    WRONG_SECRETS.forget()
    yield
    WRONG_SECRETS.forget()


def test_the_right_password_is_not_heard_after_twenty_wrong_ones(client: Client) -> None:
    wrong = [client.post("/hooks/mail/", "{}", content_type="application/json").status_code for _ in range(20)]
    right = {"Authorization": "Basic bmFtZTpwYXNzd29yZA=="}
    body = json.dumps({"RecordType": "Open", "MessageID": "1"})

    late = client.post("/hooks/mail/", body, content_type="application/json", headers=right)

    assert wrong == [401] * 20
    assert late.status_code == 429
    assert 0 < int(late["Retry-After"]) <= 60
    assert client.post("/hooks/sms/", {}, headers={"Authorization": f"Bearer {SECRET}"}).status_code == 429
    WRONG_SECRETS.forget()
    assert client.post("/hooks/mail/", body, content_type="application/json", headers=right).status_code == 200


def test_a_signed_text_without_a_number_is_not_heard(client: Client) -> None:
    body = json.dumps({"from": "+33612345678", "text": "9"})
    signature = hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).hexdigest()
    sent = {"content_type": "application/json", "headers": {"X-Signature-256": signature}}

    answer = client.post("/hooks/sms/", body, **sent)  # type: ignore[arg-type]  # its own keywords

    assert (answer.status_code, answer.content[:3]) == (400, b"id:")
    assert not InboundMessage.objects.exists()
