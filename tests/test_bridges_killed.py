"""Processes killed at random while customers write and another system is told: nothing is lost, nothing is doubled,
and each case is told of in its order."""

import http.client
import json
import random
import signal
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from aisance.cases.bridges.tests.letters import mail
from tests.installation import Installation, wait_for

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("kill")]

CASES, MAILS, KILLS = 3, 30, 5

LAID = """
import json
from aisance.accounts.webhooks.services import add_webhook
from aisance.cases.bridges.mail.addresses import reply_address
from aisance.cases.contracts import NewCase
from aisance.cases.models import Case
from aisance.cases.public import open_case
from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers

by = system_viewer("test")
claims = [CustomerClaim({IdentifierKind.EMAIL: f"c{n}@customers.example"}, f"C{n}", "fr") for n in range(CASES)]
opened = [open_case(NewCase(one, "reason:1", "by_hand"), by=by).case_id for one in find_or_add_customers(claims, by=by)]
add_webhook(name="CRM", url=URL, kinds=["case.changed"], by=by)
print(json.dumps([reply_address(Case.objects.get(pk=pk).number) for pk in opened]))
"""
COUNTED = """
import json
from aisance.accounts.models import WebhookDelivery
from aisance.cases.models import CaseEntry, InboundMail
entries = CaseEntry.objects.filter(kind="message_in").order_by("pk")
print(json.dumps([
    InboundMail.objects.filter(state="in_case").count(),
    list(entries.values_list("case__number", "pk", "words")),
    WebhookDelivery.objects.exclude(state="delivered").count(),
]))
"""
LEASES_ENDED = (
    "UPDATE accounts_webhookdelivery SET claimed_until = NULL WHERE state = 'waiting'",
    "UPDATE accounts_webhook SET rests_until = NULL",
)


@contextmanager
def _other_system() -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """Takes what it is told but for every seventh time; what it took, in order, under its id."""
    taken: list[tuple[str, Any]] = []
    heard = [0]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            heard[0] += 1
            fails = heard[0] in {7, 14}
            if not fails:
                taken.append((self.headers["webhook-id"], body["data"]))
            self.send_response(503 if fails else 200)
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/hook", taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _bring(installation: Installation, content: bytes) -> bool:
    headers = {"Authorization": "Bearer s3cret", "Content-Type": "message/rfc822"}
    request = urllib.request.Request(f"{installation.url}/hooks/mail/in/", content, headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:
            return bool(answer.status == 204)
    except (OSError, http.client.HTTPException):
        return False


def _kill_at_random(installation: Installation, stop: threading.Event) -> None:
    rng = random.Random(2026)
    running = {"serve": installation.serve("--no-worker"), "worker": installation.start("worker")}
    for turn in range(KILLS):
        stop.wait(rng.uniform(1.0, 3.0))
        name = "serve" if turn == 1 else "worker"
        running[name].send_signal(signal.SIGKILL)
        running[name].wait()
        if name == "worker":
            installation.sql(*LEASES_ENDED)  # as after the two minutes that a lease lasts
        running[name] = installation.serve("--no-worker") if name == "serve" else installation.start("worker")


def test_every_mail_taken_in_is_one_entry_and_every_entry_is_told_in_the_order_of_its_case(
    installation: Installation,
) -> None:
    given = {"MAIL_REPLIES": "care@orvane.example", "MAIL_HOOK_SECRET": "s3cret", "WEBHOOK_HOSTS": "localhost"}
    installation.environment.update({f"AISANCE_{name}": value for name, value in given.items()})
    with _other_system() as (url, taken):
        addresses = json.loads(installation.python(f"CASES, URL = {CASES}, {url!r}\n{LAID}").splitlines()[-1])
        stop = threading.Event()
        killer = threading.Thread(target=_kill_at_random, args=(installation, stop))
        killer.start()
        wait_for("the server", installation.is_up)
        for number in range(MAILS):
            case = number % CASES
            sender, name = f"c{case}@customers.example", f"<m{number}@customers.example>"
            content = mail(f"n° {number}", sender=sender, to=addresses[case], message_id=name)
            wait_for(f"mail {number}", lambda whole=content: _bring(installation, whole), seconds=60)  # type: ignore[misc]  # the content is bound
            stop.wait(0.2)
        killer.join(timeout=120)
        installation.sql(*LEASES_ENDED)
        wait_for("every delivery", lambda: len({message for message, _ in taken}) >= MAILS, seconds=90)
        joined, entries, _waiting = json.loads(installation.python(COUNTED).splitlines()[-1])

    assert joined == MAILS
    assert sorted(words for _case, _pk, words in entries) == sorted(f"n° {number}" for number in range(MAILS))
    first_told = list(dict.fromkeys(data["entry"] for _message, data in taken))
    assert sorted(first_told) == sorted(pk for _case, pk, _words in entries)
    for case in {case for case, _pk, _words in entries}:
        of_case = [pk for number, pk, _words in entries if number == case]
        assert [pk for pk in first_told if pk in of_case] == of_case
    again = {message: data["entry"] for message, data in taken}
    assert len(again) == MAILS  # whatever came twice came under the id that it had
