"""Web and worker killed at random while contacts come in: nothing is lost, nothing happens twice."""

import http.client
import random
import signal
import subprocess
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.installation import Installation, wait_for
from tests.smtp import SmtpServer

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("kill")]

CONTACTS, BATCH, KILLS = 500, 10, 8
LEASES_ENDED = (
    "UPDATE outreach_message SET claimed_until = NULL WHERE state = 'pending'",
    "UPDATE core_event SET claimed_until = NULL",
)


def _batch(number: int) -> list[dict[str, Any]]:
    started = (datetime.now(UTC) - timedelta(minutes=3)).isoformat()
    return [
        {
            "source": "switch",
            "external_id": f"call-{place}",
            "channel": "phone",
            "customer": {"email": f"c{place}@mail.example"},
            "unit": "lille",
            "started_at": started,
            "wait_seconds": 5,
            "handling_seconds": 60,
            "outcome": "answered",
        }
        for place in range(number * BATCH, (number + 1) * BATCH)
    ]


def _post_until_accepted(installation: Installation, number: int) -> None:
    """As a telephone switch would: again and again until the answer comes, whatever was done in between."""
    rows = _batch(number)

    def once() -> bool:
        try:
            status, _ = installation.call("POST", "/interactions", rows)
        except (OSError, http.client.HTTPException, ValueError):
            return False
        return status == 200

    wait_for(f"batch {number}", once, seconds=120)


def _kill_at_random(installation: Installation, stop: threading.Event, rng: random.Random) -> Counter[str]:
    """Kill the server or the worker KILLS times while it works, each time starting it again at once."""
    running = {name: _again(installation, name) for name in ("serve", "worker")}
    killed: Counter[str] = Counter()
    for _ in range(KILLS):
        if stop.wait(rng.uniform(0.2, 1.5)):
            break
        name = rng.choice(["serve", "worker"])
        running[name].send_signal(signal.SIGKILL)
        running[name].wait()
        killed[name] += 1
        if name == "worker":
            installation.sql(*LEASES_ENDED)  # as after the minute that a lease lasts: whoever held it is no more
        running[name] = _again(installation, name)
    return killed


def _again(installation: Installation, name: str) -> subprocess.Popen[bytes]:
    return installation.serve("--no-worker") if name == "serve" else installation.work()


def test_every_accepted_contact_is_there_once_and_every_due_invitation_is_sent_once(
    installation: Installation, smtp_server: SmtpServer
) -> None:
    stop, rng, killed = threading.Event(), random.Random(2026), Counter[str]()
    killer = threading.Thread(target=lambda: killed.update(_kill_at_random(installation, stop, rng)))
    killer.start()
    wait_for("the server", installation.is_up)

    for number in range(CONTACTS // BATCH):
        _post_until_accepted(installation, number)
        if number % 5 == 4:  # spread the contacts over the kills
            stop.wait(0.8)
    killer.join(timeout=120)

    wait_for("every invitation", lambda: len(smtp_server.received) >= CONTACTS, seconds=150)
    counts = installation.python(
        "from aisance.journeys.models import Interaction\nfrom aisance.surveys.models import Invitation\n"
        "from aisance.outreach.models import Message\n"
        "print(Interaction.objects.count(), Interaction.objects.values('external_id').distinct().count(),\n"
        " Invitation.objects.count(), Message.objects.count())"
    )
    assert counts.split() == ["500", "500", "500", "500"]
    recipients = Counter(str(message["To"]) for message in smtp_server.received)
    assert set(recipients) == {f"c{place}@mail.example" for place in range(CONTACTS)}
    assert set(recipients.values()) == {1}
    assert killed["serve"] > 0
    assert killed["worker"] > 0
