"""What an attacker tries at the doors open to all: customers' links, gateways' reports, mails that came back."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from aisance.core.clock import stopped_at
from aisance.core.permissions import Role
from aisance.outreach.hooks import WRONG_SECRETS
from aisance.outreach.models import InboundMessage
from aisance.outreach.public import import_bounces
from aisance.outreach.tests.test_smpp import PHONE, reader
from aisance.surveys.collection.contracts import Fate
from aisance.surveys.collection.reading import WrongAnswerError, check_given
from aisance.surveys.collection.tests.asked import EVERY_KIND, get, invited_to, open_link, post
from aisance.surveys.gateways.ivr.signing import voice_address
from aisance.surveys.gateways.paper.services import take_sheets
from aisance.surveys.models import OpenLink, Response
from aisance.surveys.questionnaires.contracts import Given, Item
from aisance.surveys.services.answering import _limit_of
from aisance.surveys.services.suspecting import BURST
from aisance.surveys.tests.company import NOON
from aisance.surveys.texting.links import short_link
from aisance.surveys.views.customer_pages import ADDRESS_LIMIT, LINK_LIMIT
from tests.cast import BY, Cast

__all__ = ["reader"]

SECRET = "a secret of gateways"
BEARER = {"Authorization": f"Bearer {SECRET}"}


@pytest.fixture(autouse=True)
def _calm(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.SMS = {"url": "", "sender": "38000", "folder": tmp_path, "secret": SECRET}
    for limit in (LINK_LIMIT, ADDRESS_LIMIT, BURST, WRONG_SECRETS):
        limit.forget()
    _limit_of.cache_clear()
    yield
    WRONG_SECRETS.forget()


def signed(body: str) -> dict[str, str]:
    return {"X-Signature-256": hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).hexdigest()}


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_signature_vouches_for_the_body_only_and_for_nothing_in_the_address(
    client: Client, reader: int, content_type: str
) -> None:
    body = json.dumps({"from": PHONE, "text": "9", "id": "a"})
    forged = f"/hooks/sms/?from={PHONE.replace('+', '%2B')}&text=STOP&id=b"

    client.post(forged, body, content_type=content_type, headers=signed(body))

    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("field", ["from", "to", "text", "id"])
@pytest.mark.parametrize("sign", ["\0", "\ud83d"])
def test_signs_that_no_database_takes_do_not_close_the_door_to_a_text(
    client: Client, reader: int, field: str, sign: str
) -> None:
    sent = {"from": PHONE, "to": "38000", "text": "STOP", "id": "a"}
    sent[field] += sign

    answer = client.post("/hooks/sms/", json.dumps(sent), content_type="application/json", headers=BEARER)

    assert answer.status_code == 204


def test_a_receipt_with_signs_that_no_database_takes_is_of_no_message(client: Client, reader: int) -> None:
    for sign in ("\0", "\ud83d"):
        sent = json.dumps({"id": f"a{sign}", "status": "delivered", "to": PHONE + sign})
        answer = client.post("/hooks/sms/receipt/", sent, content_type="application/json", headers=BEARER)
        assert answer.status_code == 404


def test_a_report_nested_without_end_is_refused(client: Client) -> None:
    answer = client.post("/hooks/sms/", "[" * 90_000, content_type="application/json", headers=BEARER)

    assert answer.status_code == 400


def test_one_mail_that_cannot_be_read_does_not_hide_the_others(db: None, tmp_path: Path) -> None:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    strange = b"--b\r\nContent-Type: text/rfc822-headers; charset=no-such\r\n\r\nMessage-ID: <\xe9@x>\r\n\r\n--b--\r\n"
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000))
    (tmp_path / "0.eml").write_bytes(head + strange)
    (tmp_path / "1.eml").write_bytes(head + b"--b\r\n" + nested)
    (tmp_path / "2.eml").write_bytes(b"Subject: Hello\r\n\r\nHello")
    (tmp_path / "3.eml").write_bytes(head + b"--b\r\n\r\n" * 100_000)

    assert import_bounces(tmp_path) == {"other": 4}


@pytest.mark.parametrize("sign", [b"=?utf-8?q?a?= ", b"=?utf-8?q?a?=\r\n "])
@pytest.mark.parametrize("kind", [b"message/rfc822", b"text/rfc822-headers"])
def test_a_header_without_end_is_not_read(db: None, tmp_path: Path, kind: bytes, sign: bytes) -> None:
    """The reader of mails would take an hour for it."""
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    status = b"--b\r\nContent-Type: message/delivery-status\r\n\r\nA: b\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
    original = (
        b"--b\r\nContent-Type: " + kind + b"\r\n\r\nMessage-ID: <a@b>\r\nTo: " + sign * 100_000 + b"\r\n\r\nx\r\n--b--"
    )
    (tmp_path / "0.eml").write_bytes(head + status + original)

    assert import_bounces(tmp_path) == {"other": 1}


def test_the_same_sheet_and_the_same_call_of_two_links_are_two_responses(cast: Cast) -> None:
    first = open_link([EVERY_KIND[0]], use=OpenLink.Use.PAPER)
    second = open_link([EVERY_KIND[0]], use=OpenLink.Use.PAPER, code="other")

    for link in (first, second):
        [taken] = take_sheets(link=link, sheets={"17": {"nps": "9"}}, day=NOON.date(), by=BY).values()
        assert taken.fate is Fate.COMPLETE
    assert Response.objects.count() == 2


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400])
def test_a_number_without_end_is_none(value: float) -> None:
    with pytest.raises(WrongAnswerError):
        check_given(Item("calls", "number", {}), None, Given(value=value))


def test_a_short_link_s_other_half_cannot_be_invented(cast: Cast) -> None:
    invitation = invited_to([EVERY_KIND[0], EVERY_KIND[1]], anonymous=True)

    for guess in ("", "~a", "~b"):
        page = Client().get(f"/s/{short_link(invitation.pk).rpartition('/')[2]}{guess}")
        if page.status_code == 302:
            post(f"{page['Location']}1/", {"score": "0"})
    assert Response.objects.count() == 0


@pytest.mark.parametrize("language", ["\0", "zz", "=1+1"])
def test_an_answer_is_kept_in_a_language_that_there_is(cast: Cast, language: str) -> None:
    open_link([EVERY_KIND[0], EVERY_KIND[1]])
    path = re.search(r'action="([^"?]+)', get("/l/poster/").content.decode())
    assert path

    assert post(path[1], {"score": "3", "lang": language}, 61).status_code == 302

    assert Response.objects.get().language == ""


def test_the_address_for_twilio_opens_no_door_without_a_signature(cast: Cast, settings: Settings) -> None:
    open_link([EVERY_KIND[0]], use=OpenLink.Use.IVR, channel="phone", language="fr")
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"voice_secret": "token"})
    path = voice_address("poster", "twiml").removeprefix(django_settings.ENVIRONMENT.base_url)

    assert Client().post(path, {"CallSid": "CA1"}).status_code == 403
    assert Client().post(path.replace("/twiml/", "/vxml/"), {"call": "CA1"}).status_code == 404


def test_a_recording_s_name_with_signs_that_no_database_takes_is_no_error(cast: Cast) -> None:
    link = open_link([EVERY_KIND[8]], use=OpenLink.Use.IVR, channel="phone", language="fr")
    path = voice_address("poster", "vxml").removeprefix(django_settings.ENVIRONMENT.base_url)
    version = link.programme.versions.get().pk

    with stopped_at(NOON):
        answer = Client().post(f"{path}?call=a&number=1&version={version}", {"recording": "x\0y"})

    assert answer.status_code in {200, 400}


def test_all_addresses_of_one_network_are_counted_together(db: None, client: Client) -> None:
    for place in range(WRONG_SECRETS.amount):
        client.post("/hooks/sms/", {}, REMOTE_ADDR=f"2001:db8:1:2::{place:x}")

    assert client.post("/hooks/sms/", {}, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert client.post("/hooks/sms/", {}, REMOTE_ADDR="2001:db8:1:3::1").status_code == 401
    assert client.post("/hooks/sms/", {}, REMOTE_ADDR="::ffff:192.0.2.1").status_code == 401


@pytest.mark.parametrize("number", ["--5", "9" * 5000, "9" * 19])
def test_a_response_of_no_number_is_not_sorted(cast: Cast, number: str) -> None:
    assert cast.client(Role.MANAGER).post("/answers/apart/change/", {"response": number}).status_code == 404
