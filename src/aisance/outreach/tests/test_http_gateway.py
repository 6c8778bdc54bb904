"""Texts that leave through an HTTP gateway, against a server that answers as it is told."""

import base64
import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django.fixtures import Settings

from aisance.core import clock
from aisance.outreach.channels import patience
from aisance.outreach.models import Message
from aisance.outreach.services import send_due_messages
from aisance.outreach.tests.conftest import NOON, Intent
from aisance.outreach.tests.test_smpp import PHONE, file, reader

__all__ = ["reader"]

pytestmark = pytest.mark.usefixtures("_noon")


@dataclass
class Asked:
    """A request as it came in."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass
class Gateway:
    """The gateway as a test sees it: it takes everything unless `status` or `hangs_up` say other."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    status: int = 200
    body: str = '{"id": "gw-7"}'
    hangs_up: bool = False
    keeps_line: bool = True


def _handler(gateway: Gateway) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            gateway.connections += 1
            super().setup()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            place = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(place.query).items()}
            gateway.asked.append(Asked(place.path, query, dict(self.headers), body))
            if gateway.hangs_up:
                self.close_connection = True
                return
            self.send_response(gateway.status)
            self.send_header("Content-Length", str(len(gateway.body.encode())))
            self.end_headers()
            self.wfile.write(gateway.body.encode())
            self.close_connection = not gateway.keeps_line  # hangs up without saying so

        do_GET = do_POST  # noqa: N815  the library's name

        def log_message(self, *given: Any) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def gateway(settings: Settings, tmp_path: Path) -> Iterator[Gateway]:
    patience._silent.clear()
    state = Gateway()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(state))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    state.port = server.server_port
    settings.SMS = {
        "url": f"http://acme:p%40ss@127.0.0.1:{state.port}/v1/texts?account=7",
        "sender": "38000",
        "folder": tmp_path,
        "timeout": 1.0,
        "http": {"name": '"id": *"([^"]+)"'},
    }
    yield state
    server.shutdown()
    server.server_close()


def words(settings: Settings, **http: Any) -> None:
    settings.SMS = {**settings.SMS, "http": http}


def test_a_text_leaves_as_a_form_with_its_reference_as_the_key_of_the_attempt(
    intent: Intent, reader: int, gateway: Gateway
) -> None:
    message = file(intent, reader, body="C’était facile\u202f?")

    assert send_due_messages() == 1

    [asked] = gateway.asked
    assert (asked.path, asked.query) == ("/v1/texts", {"account": "7"})
    assert asked.form == {"to": PHONE, "from": "38000", "text": "C'était facile ?", "reference": message.reference}
    assert asked.headers["Idempotency-Key"] == message.reference
    assert asked.headers["Authorization"] == "Basic " + base64.b64encode(b"acme:p@ss").decode()
    message.refresh_from_db()
    assert (message.state, message.provider_name) == ("sent", "gw-7")


def test_a_gateway_that_wants_json_gets_it(intent: Intent, reader: int, gateway: Gateway, settings: Settings) -> None:
    fields = {"dst": "{digits}", "body": "{text}", "cb": "{base_url}/hooks/sms/receipt/"}
    words(settings, style="json", fields=fields, headers={"Authorization": "Bearer token"})
    file(intent, reader, body='"x" {y}')
    send_due_messages()

    sent = json.loads(gateway.asked[0].body)
    assert sent["dst"] == "33612345678"
    assert sent["body"] == '"x" {y}'
    assert sent["cb"].endswith("/hooks/sms/receipt/")
    assert gateway.asked[0].headers["Content-Type"] == "application/json"


def test_a_gateway_that_reads_the_address_only_gets_it_there(
    intent: Intent, reader: int, gateway: Gateway, settings: Settings
) -> None:
    words(settings, method="GET", style="query", fields={"to": "{to}", "text": "{text}", "coding": "{coding}"})
    file(intent, reader, body="êtes & être")
    send_due_messages()

    assert gateway.asked[0].query == {"account": "7", "to": PHONE, "text": "êtes & être", "coding": "2"}


def test_a_batch_leaves_by_one_line(intent: Intent, reader: int, gateway: Gateway) -> None:
    for number in range(5):
        file(intent, reader, f"sms:{number}")

    assert send_due_messages() == 5

    assert (len(gateway.asked), gateway.connections) == (5, 1)


def test_a_gateway_that_hangs_up_after_each_answer_is_called_anew(
    intent: Intent, reader: int, gateway: Gateway
) -> None:
    gateway.keeps_line = False
    for number in range(3):
        file(intent, reader, f"sms:{number}")
        with clock.stopped_at(NOON + timedelta(seconds=number)):
            send_due_messages()

    states = set(Message.objects.values_list("state", flat=True))
    assert (len(gateway.asked), states) == (3, {"sent"})


@pytest.mark.parametrize(
    ("status", "body", "state", "attempts"),
    [
        (400, "no such number +33612345678", "failed", 0),
        (401, "who are you", "pending", 1),
        (429, "slow down", "pending", 0),
        (503, "maintenance", "pending", 0),
        (500, "oops", "unacknowledged", 0),
    ],
)
def test_what_a_refusal_means(
    intent: Intent, reader: int, gateway: Gateway, status: int, body: str, state: str, attempts: int
) -> None:
    gateway.status, gateway.body = status, body
    file(intent, reader)
    file(intent, reader, "sms:2")
    send_due_messages()

    row = Message.objects.order_by("pk")[0]
    assert (row.state, row.attempts) == (state, attempts)
    assert PHONE not in row.reason
    assert len(gateway.asked) == (1 if status in {429, 503} else 2)


def test_a_polite_refusal_is_one(intent: Intent, reader: int, gateway: Gateway, settings: Settings) -> None:
    words(settings, accepted='"ok": *true')
    gateway.body = '{"ok": false, "error": "blocked"}'
    file(intent, reader)
    send_due_messages()

    assert Message.objects.get().state == "failed"


def test_a_line_that_breaks_after_the_hand_over_is_never_tried_again(
    intent: Intent, reader: int, gateway: Gateway
) -> None:
    gateway.hangs_up = True
    file(intent, reader)
    send_due_messages()
    gateway.hangs_up = False
    with clock.stopped_at(NOON + timedelta(days=1)):
        assert send_due_messages() == 0

    assert len(gateway.asked) == 1
    assert Message.objects.get().state == "unacknowledged"


def test_a_gateway_that_is_down_costs_no_message_an_attempt(
    intent: Intent, reader: int, gateway: Gateway, settings: Settings
) -> None:
    settings.SMS = {**settings.SMS, "url": "http://127.0.0.1:1/"}
    file(intent, reader)

    assert send_due_messages() == 0

    assert list(Message.objects.values_list("state", "attempts", "claimed_until")) == [("pending", 0, None)]


def test_without_a_gateway_texts_go_to_a_folder_once(
    intent: Intent, reader: int, settings: Settings, tmp_path: Path
) -> None:
    settings.SMS = {"url": "", "sender": "", "folder": tmp_path}
    message = file(intent, reader, body="Bonjour")
    send_due_messages()
    Message.objects.update(state="pending", settled_at=None)  # as if killed between the file and the commit
    send_due_messages()

    [text] = tmp_path.iterdir()
    assert (text.name, text.read_text()) == (f"{message.reference}.txt", f"{PHONE}\nBonjour\n")
