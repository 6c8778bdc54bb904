"""Workers killed at exact and at random moments, on a real installation: no message arrives twice."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from threading import Event
from typing import Any

import psycopg
import pytest

from tests.migrated import new_database
from tests.smtp import SmtpServer, serve_mail

# One group: the installation is made once.
pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("outreach-kill")]


@dataclass
class Installation:
    """A database of its own, a mail server, and the process from which workers are forked."""

    database: str
    mail: SmtpServer
    workshop: subprocess.Popen[str]

    def start(self, *order: str | int) -> int:
        """Fork a worker; returns its pid. With "wait" and a pid, returns the exit code instead."""
        assert self.workshop.stdin
        assert self.workshop.stdout
        self.workshop.stdin.write(json.dumps(order) + "\n")
        self.workshop.stdin.flush()
        return int(self.workshop.stdout.readline())

    def run(self, *order: str | int) -> int:
        """Run a worker to its end; returns its exit code."""
        return self.start("wait", self.start(*order))

    def states(self, series: str) -> dict[str, str]:
        """The state of each message of a series, by its Message-ID."""
        question = f"SELECT message_id, state FROM outreach_message WHERE key LIKE '{series}:%'"
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"))) as link:
                return dict(link.execute(question).fetchall())
        with psycopg.connect(self.database) as postgres:
            return dict(postgres.execute(question.encode()).fetchall())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    home = tmp_path_factory.mktemp("kill")
    database = new_database(home)
    for mail in serve_mail():
        environment = {**os.environ, "AISANCE_HOME": str(home), "DATABASE_URL": database, "AISANCE_SMTP_URL": mail.url}
        start = [sys.executable, "-m", "aisance.outreach.tests.sender"]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(start, env=environment, **pipes) as workshop:
            yield Installation(database, mail, workshop)


@pytest.fixture
def installation(place: Installation) -> Installation:
    place.mail.received.clear()
    return place


@pytest.fixture
def series() -> str:
    return uuid.uuid4().hex


@pytest.mark.parametrize(
    ("where", "arrivals", "state"),
    [
        ("before the text", 1, "sent"),
        ("before the hand-over is committed", 1, "sent"),
        ("before the last byte", 0, "unacknowledged"),
        ("before the receipt is noted", 1, "unacknowledged"),
    ],
)
def test_a_worker_killed_at_an_exact_moment_never_sends_twice(
    installation: Installation, series: str, where: str, arrivals: int, state: str
) -> None:
    installation.run("file", series, 1)

    assert installation.run("send", where, 0) == -signal.SIGKILL
    assert installation.run("send", "nowhere", 120) == 0
    assert installation.run("send", "nowhere", 240) == 0

    assert len(installation.mail.received) == arrivals
    assert list(installation.states(series).values()) == [state]


def test_workers_killed_at_random_moments_never_send_twice(installation: Installation, series: str) -> None:
    installation.run("file", series, 150)
    chance, kills = random.Random(series), 0
    for turn in range(10):
        worker = installation.start("send", "nowhere", 120 * turn)
        Event().wait(chance.uniform(0.02, 0.25))
        os.kill(worker, signal.SIGKILL)
        kills += installation.start("wait", worker) == -signal.SIGKILL
    assert installation.run("send", "nowhere", 120 * 10) == 0
    assert installation.run("send", "nowhere", 120 * 11) == 0

    states, arrived = installation.states(series), installation.mail.ids()
    lost = set(states) - set(arrived)
    assert kills > 0
    assert len(arrived) == len(set(arrived))
    assert len(lost) <= kills
    assert {states[message_id] for message_id in lost} <= {"unacknowledged"}
    assert set(states.values()) <= {"sent", "unacknowledged"}
    assert list(states.values()).count("unacknowledged") <= kills


def test_two_workers_at_once_share_the_work(installation: Installation, series: str) -> None:
    installation.run("file", series, 80)

    workers = [installation.start("send", "nowhere", 0) for _ in range(2)]
    assert [installation.start("wait", worker) for worker in workers] == [0, 0]

    states = installation.states(series)
    assert sorted(installation.mail.ids()) == sorted(states)
    assert set(states.values()) == {"sent"}
