"""Workers killed at exact and at random moments while they send texts over SMPP: nobody gets one twice."""

import os
import random
import signal
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest

from aisance.outreach.tests.test_sent_once import Installation
from tests.migrated import new_database
from tests.smpp import SmsCentre, sms_centre
from tests.smtp import SmtpServer

# One group: the installation is made once.
pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("outreach-kill-sms")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, SmsCentre]]:
    home = tmp_path_factory.mktemp("kill-sms")
    database = new_database(home)
    with sms_centre() as centre:
        ours = {"AISANCE_HOME": str(home), "DATABASE_URL": database, "AISANCE_SMS_SENDER": "38000"}
        environment = {**os.environ, **ours, "AISANCE_SMS_URL": centre.url}
        start = [sys.executable, "-m", "aisance.outreach.tests.sender"]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(start, env=environment, **pipes) as workshop:
            yield Installation(database, SmtpServer(), workshop), centre


@pytest.fixture
def installation(place: tuple[Installation, SmsCentre]) -> Installation:
    return place[0]


@pytest.fixture
def centre(place: tuple[Installation, SmsCentre]) -> SmsCentre:
    place[1].taken.clear()
    return place[1]


@pytest.fixture
def series() -> str:
    return uuid.uuid4().hex


def arrived(centre: SmsCentre) -> Counter[str]:
    """How often each text arrived; each says its key."""
    return Counter(taken.words for taken in centre.taken)


@pytest.mark.parametrize(
    ("where", "arrivals", "state"),
    [
        ("before the hand-over is committed", 1, "sent"),
        ("before the text is submitted", 0, "unacknowledged"),
        ("before the centre answers", 1, "unacknowledged"),
        ("before the receipt is noted", 1, "unacknowledged"),
    ],
)
def test_a_worker_killed_at_an_exact_moment_never_sends_a_text_twice(
    installation: Installation, centre: SmsCentre, series: str, where: str, arrivals: int, state: str
) -> None:
    installation.run("file", series, 1, "sms")

    assert installation.run("send", where, 0) == -signal.SIGKILL
    assert installation.run("send", "nowhere", 120) == 0
    assert installation.run("send", "nowhere", 240) == 0

    centre.wait_for(lambda: sum(arrived(centre).values()) == arrivals)
    assert list(installation.states(series).values()) == [state]


def test_workers_killed_at_random_moments_never_send_a_text_twice(
    installation: Installation, centre: SmsCentre, series: str
) -> None:
    installation.run("file", series, 150, "sms")
    chance, kills = random.Random(series), 0
    for turn in range(10):
        worker = installation.start("send", "nowhere", 120 * turn)
        Event().wait(chance.uniform(0.02, 0.25))
        os.kill(worker, signal.SIGKILL)
        kills += installation.start("wait", worker) == -signal.SIGKILL
    assert installation.run("send", "nowhere", 120 * 10) == 0
    assert installation.run("send", "nowhere", 120 * 11) == 0

    came, states = arrived(centre), Counter(installation.states(series).values())
    assert kills > 0
    assert set(came.values()) == {1}
    assert 150 - len(came) <= kills
    assert set(states) <= {"sent", "unacknowledged"}
    assert states["unacknowledged"] <= kills
    assert sum(states.values()) == 150
