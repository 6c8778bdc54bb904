"""Webhooks: signed, in order, again until they are taken, and never into a network that is not theirs."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from aisance.accounts.models import Webhook, WebhookDelivery
from aisance.accounts.webhooks import services
from aisance.accounts.webhooks.rules import is_public, wrong_url
from aisance.accounts.webhooks.sending import send
from aisance.accounts.webhooks.services import add_webhook, deliver_waiting, forget_customers, replay
from aisance.core.clock import stopped_at
from aisance.core.events import deliver_events, emit
from aisance.core.models import Event
from aisance.core.permissions import Role
from aisance.customers.contracts import PurchasesRecorded
from tests.cast import BY, Cast

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
KIND = "purchases.recorded"


@dataclass
class Receiver:
    """Another system: what it got, in order, and the statuses that it answers with, 200 when they are used up."""

    url: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    @property
    def customers(self) -> list[int]:
        return [json.loads(body)["data"]["customer_id"] for _headers, body in self.got]


@contextmanager
def _listening() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status = receiver.answers.pop(0) if receiver.answers else 200
            self.send_response(status)
            if status == 302:
                self.send_header("location", receiver.url)
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://localhost:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    environment = settings.ENVIRONMENT.model_copy(update={"webhook_hosts": "localhost"})
    monkeypatch.setattr(settings, "ENVIRONMENT", environment)
    with _listening() as found:
        yield found


def _happened(*customer_ids: int) -> None:
    with transaction.atomic():
        emit(PurchasesRecorded(list(customer_ids)))
    deliver_events()


def _states() -> list[tuple[int | None, str]]:
    return list(WebhookDelivery.objects.order_by("event_id", "place").values_list("customer_id", "state"))


def test_a_message_is_signed_so_that_its_receiver_can_check_it(cast: Cast, receiver: Receiver) -> None:
    _hook, secret = add_webhook(name="CRM", url=receiver.url, kinds=[KIND], by=BY)

    with stopped_at(NOW):
        _happened(7)
        assert deliver_waiting() == 1

    [(headers, body)] = receiver.got
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert json.loads(body) == {"type": KIND, "timestamp": NOW.isoformat(), "data": {"customer_id": 7}}


def test_nobody_is_told_of_what_they_did_not_ask_for(cast: Cast, receiver: Receiver) -> None:
    add_webhook(name="CRM", url=receiver.url, kinds=["consent.changed"], by=BY)

    _happened(7)

    assert not WebhookDelivery.objects.exists()


def test_a_failure_is_tried_again_and_later_news_of_the_customer_wait(cast: Cast, receiver: Receiver) -> None:
    add_webhook(name="CRM", url=receiver.url, kinds=[KIND], by=BY)
    receiver.answers = [500, 302]

    with stopped_at(NOW):
        _happened(7)
        _happened(7)
        assert deliver_waiting() == 0
        assert deliver_waiting() == 0
    assert _states() == [(7, "waiting"), (7, "waiting")]
    with stopped_at(NOW + timedelta(seconds=6)):
        assert deliver_waiting() == 0
    with stopped_at(NOW + timedelta(seconds=30)):
        assert [deliver_waiting(), deliver_waiting(), deliver_waiting()] == [1, 1, 0]

    assert _states() == [(7, "delivered"), (7, "delivered")]
    ids = [headers["webhook-id"] for headers, _body in receiver.got]
    assert ids[0] == ids[1] == ids[2] != ids[3]
    assert Webhook.objects.get().failures == 0


def test_customers_do_not_wait_for_each_other(cast: Cast, receiver: Receiver) -> None:
    add_webhook(name="CRM", url=receiver.url, kinds=[KIND], by=BY)

    with stopped_at(NOW):
        _happened(1, 2, 3)
        _happened(2)
        assert [deliver_waiting(), deliver_waiting()] == [3, 1]

    assert sorted(receiver.customers[:3]) == [1, 2, 3]
    assert receiver.customers[3:] == [2]


def test_a_worker_that_dies_before_or_after_sending_loses_nothing(cast: Cast, receiver: Receiver) -> None:
    add_webhook(name="CRM", url=receiver.url, kinds=[KIND], by=BY)

    with stopped_at(NOW):
        _happened(1, 2)
        before, after = services._claim()
        services._sent(after, NOW)  # and dies before it is noted
        assert deliver_waiting() == 0  # while the lease lasts
    with stopped_at(NOW + timedelta(minutes=3)):
        assert deliver_waiting() == 2

    assert (before.customer_id, after.customer_id) == (1, 2)
    assert sorted(receiver.customers) == [1, 2, 2]
    assert {state for _customer, state in _states()} == {"delivered"}


def test_an_event_that_is_delivered_twice_is_told_once(cast: Cast, receiver: Receiver) -> None:
    add_webhook(name="CRM", url=receiver.url, kinds=[KIND], by=BY)

    _happened(1)
    Event.objects.update(handled_at=None, claimed_until=None)
    deliver_events()
    deliver_waiting()

    assert receiver.customers == [1]


def test_what_was_told_can_be_told_again_under_the_same_id(cast: Cast, receiver: Receiver) -> None:
    hook, _secret = add_webhook(name="CRM", url=receiver.url, kinds=[KIND], by=BY)
    with stopped_at(NOW):
        _happened(1)
        deliver_waiting()

    with stopped_at(NOW + timedelta(hours=1)):
        assert replay(webhook_id=hook.pk, since=NOW + timedelta(minutes=1), by=BY) == 0
        assert replay(webhook_id=hook.pk, since=NOW, by=BY) == 1
        deliver_waiting()

    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    assert receiver.customers == [1, 1]


def test_after_twenty_attempts_it_is_given_up_and_the_next_follows(cast: Cast, receiver: Receiver) -> None:
    add_webhook(name="CRM", url=receiver.url, kinds=[KIND], by=BY)
    receiver.answers = [503] * 20

    with stopped_at(NOW):
        _happened(1)
        _happened(1)
    for attempt in range(21):
        with stopped_at(NOW + timedelta(hours=7 * attempt)):
            deliver_waiting()

    assert _states() == [(1, "given_up"), (1, "delivered")]


def test_erasing_a_customer_forgets_what_was_told_of_them(cast: Cast, receiver: Receiver) -> None:
    add_webhook(name="CRM", url=receiver.url, kinds=[KIND], by=BY)
    _happened(1, 2)

    assert forget_customers([1]) == 1
    assert _states() == [(2, "waiting")]


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254"]
)
def test_an_address_inside_is_never_reached(host: str) -> None:
    with _listening() as found:
        port = found.url.rpartition(":")[2].partition("/")[0]

        result = send(f"https://{host}:{port}/hook", b"{}", {})

    assert (result.taken, result.outcome) == (False, "forbidden")
    assert found.got == []


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("https://crm.example.org/hooks", ""),
        ("http://crm.example.org/hooks", "scheme"),
        ("http://crm.lan:8080/", ""),
        ("file:///etc/passwd", "host"),
        ("https://user:pass@example.org/", "user"),
        ("https://example.org\\@crm.lan/", "host"),
        ("https://example.org:x/", "host"),
        ("javascript:alert(1)", "host"),
    ],
)
def test_an_address_is_checked_when_it_is_given(url: str, wrong: str) -> None:
    assert wrong_url(url, {"crm.lan"}) == wrong


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd00::1", "fe80::1%eth0", "224.0.0.1"]
)
def test_no_private_address_is_public(address: str) -> None:
    assert not is_public(address)


def test_the_secret_is_shown_once_and_stored_enciphered(cast: Cast) -> None:
    client = cast.client(Role.ADMINISTRATOR)
    given = {"name": "CRM", "url": "https://crm.example.org/hooks", "kinds": [KIND]}

    made = client.post("/administration/webhooks/add", given)
    inside = client.post("/administration/webhooks/add", given | {"url": "http://10.0.0.1/"})
    page = client.get(f"/administration/webhooks/{Webhook.objects.get().pk}/")

    secret = made.context["secret"]
    assert (made.status_code, inside.status_code) == (201, 422)
    assert secret not in page.content.decode()
    assert secret.removeprefix("whsec_") not in Webhook.objects.get().secret


def test_the_log_says_how_it_went_and_nothing_of_the_customer(cast: Cast, receiver: Receiver) -> None:
    hook, _secret = add_webhook(name="CRM", url=receiver.url, kinds=[KIND], by=BY)
    receiver.answers = [404]
    _happened(1)
    deliver_waiting()
    client = cast.client(Role.ADMINISTRATOR)

    page = client.get(f"/administration/webhooks/{hook.pk}/").content.decode()
    again = client.post(f"/administration/webhooks/{hook.pk}/again", {"since": "2026-01-01"})
    client.post(f"/administration/webhooks/{hook.pk}/remove")

    assert "<td>404</td>" in page
    assert again.status_code == 302
    assert not Webhook.objects.exists()


def test_what_was_told_later_waits_for_an_event_whose_handler_failed(cast: Cast, receiver: Receiver) -> None:
    add_webhook(name="CRM", url=receiver.url, kinds=[KIND], by=BY)
    with stopped_at(NOW):
        _happened(7)
        _happened(7, 8)
        first = Event.objects.order_by("pk").first()
        assert first
        # As if its handler had failed: it was never told, and is tried again in a while.
        WebhookDelivery.objects.filter(event_id=first.pk).delete()
        Event.objects.filter(pk=first.pk).update(handled_at=None, attempts=1, claimed_until=NOW + timedelta(seconds=2))

        assert deliver_waiting() == 1
        assert receiver.customers == [8]

    with stopped_at(NOW + timedelta(seconds=3)):
        deliver_events()
        while deliver_waiting():
            pass

    assert receiver.customers == [8, 7, 7]
    ids = [headers["webhook-id"] for headers, _body in receiver.got]
    assert ids[1:] == [f"{first.pk}.0", f"{first.pk + 1}.0"]
