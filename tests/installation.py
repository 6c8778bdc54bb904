"""A real installation in processes of its own: for tests that kill, click and send."""

import fcntl
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest

from tests import migrated

PASSWORD = "easy does it 2026"

COMPANY = """
import http.client
import json
from aisance.accounts.contracts import UnitKind
from aisance.accounts.models import Unit
from aisance.accounts.services import add_person, add_unit, assign_role, create_administrator, create_api_key
from aisance.core.permissions import Role, system_viewer
from aisance.indicators.permissions import VIEW
from aisance.journeys.permissions import RECORD
from aisance.surveys import ready
from aisance.surveys.contracts import ProgrammeTerms
from aisance.surveys.public import ensure_default_programme, publish_draft, save_draft, switch_on

by = system_viewer("test")
create_administrator(email="ada@orvane.example", name="Ada", password=PASSWORD, by=by)
root = Unit.objects.get(parent__isnull=True)
add_unit(code="lille", name="Lille", kind=UnitKind.CENTRE, parent_id=root.pk, by=by)
claire = add_person(email="claire@orvane.example", name="Claire Morvan", password=PASSWORD, by=by)
assign_role(person_id=claire.pk, role=Role.MANAGER, unit_id=root.pk, by=by)
key, text = create_api_key(name="test", unit_id=root.pk, scopes=[RECORD, VIEW], by=by)
programme = ensure_default_programme(by=by)
rules = {**ready.RULES, "wait_minutes": 0}
terms = ProgrammeTerms(subject=ready.SUBJECT, invitation=ready.INVITATION, questions=ready.QUESTIONS, **rules)
save_draft(programme_id=programme, terms=terms, by=by)
publish_draft(programme_id=programme, by=by)
switch_on(programme_id=programme, by=by)
print(json.dumps({"key": text}))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for[T](what: str, look: Callable[[], T | None], seconds: float = 60) -> T:
    """Look again and again until there is something; fails after so many seconds, naming what did not come."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        pause.wait(0.05)
    raise AssertionError(f"{what} did not come within {seconds:g} s")


@dataclass
class Installation:
    """One company with a manager, an API key and a running programme that asks at once."""

    home: Path
    environment: dict[str, str]
    port: int
    key: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def aisance(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        command = [str(Path(sys.executable).parent / "aisance"), *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, cwd=self.home)

    def python(self, code: str) -> str:
        """Run Python inside this installation; what it prints."""
        whole = f"import django; django.setup()\nPASSWORD = {PASSWORD!r}\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", whole], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sql(self, *statements: LiteralString) -> None:
        """Change rows behind the product's back, in one transaction."""
        if url := self.environment["DATABASE_URL"]:
            with psycopg.connect(url) as postgres:
                for statement in statements:
                    postgres.execute(statement)
            return
        with closing(sqlite3.connect(self.home / "aisance.sqlite3", timeout=30)) as link, link:
            for statement in statements:
                link.execute(statement)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a long-running command; its output goes to a file in the home folder."""
        command = [str(Path(sys.executable).parent / "aisance"), *words]
        with (self.home / f"{words[0]}.log").open("ab") as log:
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, cwd=self.home)
        self.processes.append(process)
        return process

    def serve(self, *words: str) -> subprocess.Popen[bytes]:
        process = self.start("serve", "--port", str(self.port), *words)
        wait_for("the server", self.is_up, seconds=120)
        return process

    def work(self) -> subprocess.Popen[bytes]:
        """Start a worker, and wait until it works."""
        log = self.home / "worker.log"
        before = log.stat().st_size if log.exists() else 0
        process = self.start("worker")
        wait_for("the worker", lambda: b"The worker runs" in log.read_bytes()[before:], seconds=120)
        return process

    def is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except (OSError, http.client.HTTPException):
            return False

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Call the API with the key: status and JSON. Raises OSError where nobody answers."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()


def _copy(database: str) -> str:
    """A copy of a database in the cluster of this run; its URL, empty for SQLite, which lies in the home folder."""
    if not migrated.cluster():
        return ""
    name = f"installation_{secrets.token_hex(4)}"
    with psycopg.connect(migrated.cluster(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {database.rpartition('/')[2]}".encode())
    return migrated.in_cluster(name)


def _environment(home: Path, port: int, database: str, smtp_url: str) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AISANCE_")}
    environment.update(
        AISANCE_HOME=str(home),
        AISANCE_BASE_URL=f"http://127.0.0.1:{port}",
        AISANCE_COMPANY="Orvane",
        AISANCE_SMTP_URL=smtp_url,
        DATABASE_URL=database,
        DJANGO_SETTINGS_MODULE="aisance.project.settings",
        LC_ALL="C.UTF-8",
    )
    return environment


@dataclass(frozen=True)
class Pattern:
    """A migrated installation with its company, of which every test gets a copy."""

    home: Path
    database: str
    key: str

    def copy(self, home: Path) -> str:
        """Lay a copy into `home`; the URL of its database, empty for SQLite."""
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        return _copy(self.database)


def _made(folder: Path) -> Pattern:
    home = folder / "home"
    home.mkdir(parents=True)
    database = migrated.new_database(home) if migrated.cluster() else ""
    if not database:
        migrated.copy_file(home / "aisance.sqlite3")
    place = Installation(home, _environment(home, free_port(), database, "smtp://127.0.0.1:9"), 0)
    return Pattern(home, database, json.loads(place.python(COMPANY).splitlines()[-1])["key"])


type Laying = Callable[[Path], tuple[str, str]]


@pytest.fixture(scope="session")
def installation_pattern(tmp_path_factory: pytest.TempPathFactory) -> Laying:
    """Lays a copy of the company into a folder; its database and its key. One pattern serves all workers of a run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    note = shared / "pattern.json"

    def lay(home: Path) -> tuple[str, str]:
        with (shared / "pattern.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # a database is copied by one at a time
            if not note.exists():
                made = _made(shared / "pattern")
                note.write_text(json.dumps([str(made.home), made.database, made.key]))
            home_of_all, database, key = json.loads(note.read_text())
            return Pattern(Path(home_of_all), database, key).copy(home), key

    return lay


@contextmanager
def _laid(home: Path, smtp_url: str, lay: Laying) -> Iterator[Installation]:
    port = free_port()
    database, key = lay(home)
    place = Installation(home, _environment(home, port, database, smtp_url), port, key)
    try:
        yield place
    finally:
        place.stop()


@pytest.fixture
def installation(tmp_path: Path, smtp_server: Any, installation_pattern: Laying) -> Iterator[Installation]:
    """A migrated installation that sends to `smtp_server`; nothing runs yet."""
    with _laid(tmp_path, smtp_server.url, installation_pattern) as place:
        yield place


@pytest.fixture(scope="module")
def installation_of_module(
    tmp_path_factory: pytest.TempPathFactory, installation_pattern: Laying
) -> Iterator[Installation]:
    """The same for all tests of a module, which send no mail: to start a server costs seconds."""
    with _laid(tmp_path_factory.mktemp("installation"), "smtp://127.0.0.1:9", installation_pattern) as place:
        yield place
