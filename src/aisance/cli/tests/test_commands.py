"""The command as a user types it, in a process of its own."""

import json
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from aisance.cli.main import SUBCOMMANDS, main
from tests.installation import free_port, wait_for
from tests.migrated import copy_file

pytestmark = [pytest.mark.sqlite_only, pytest.mark.xdist_group("commands")]

NOBODY_THERE = "postgres://ada:easy-does-it@127.0.0.1:1/aisance"
KEY = secrets.token_urlsafe(50)
SERVER_WARMED_FOR_LONG = """
import duckdb, sys, time
from aisance.cli.main import main, set_up
set_up()
from aisance.cli import serving

def warm():
    print("Warming.", flush=True)
    link, end = duckdb.connect(), time.monotonic() + 2
    while time.monotonic() < end:
        link.execute("SELECT 1").fetchall()

serving.warm = warm
sys.argv = ["aisance", "serve", "--no-worker", "--port", "0"]
main()
"""


@dataclass
class Place:
    """A home of its own, and what was started in it."""

    home: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def environment(self, **given: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AISANCE_")}
        return {**kept, "AISANCE_HOME": str(self.home), "DATABASE_URL": "", "LC_ALL": "C.UTF-8", **given}

    def run(self, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        done = subprocess.run(_typed(words), env=self.environment(**given), capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr
        return done

    def start(self, *words: str, **given: str) -> subprocess.Popen[bytes]:
        """Start a command that stays; what it prints goes to a file."""
        return self.launch(_typed(words), **given)

    def launch(self, command: list[str], **given: str) -> subprocess.Popen[bytes]:
        with (self.home / "said").open("wb") as said:
            process = subprocess.Popen(command, env=self.environment(**given), stdout=said, stderr=said)
        self.started.append(process)
        return process

    def said(self) -> str:
        return (self.home / "said").read_text()

    def says(self, words: str) -> None:
        wait_for(words, lambda: words in self.said())

    def sql(self, statement: str) -> None:
        link = sqlite3.connect(self.home / "aisance.sqlite3", isolation_level=None)
        link.execute(statement)
        link.close()


def _typed(words: tuple[str, ...]) -> list[str]:
    return [str(Path(sys.executable).parent / "aisance"), *words]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Place]:
    """A home with nothing in it."""
    place = Place(tmp_path)
    yield place
    for process in place.started:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that was just created; `aisance migrate` made it, and has nothing to add."""
    place = Place(tmp_path_factory.mktemp("tables"))
    copy_file(place.home / "aisance.sqlite3")
    again = place.run("migrate", "--json")
    assert (again.returncode, json.loads(again.stdout)) == (0, {"applied": []})
    return place.home / "aisance.sqlite3"


@pytest.fixture
def migrated(empty: Place, tables: Path) -> Place:
    """A home with the tables of this release."""
    (empty.home / tables.name).write_bytes(tables.read_bytes())
    return empty


def _stops(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """A signal ends it within seconds, well."""
    process.send_signal(number)
    assert process.wait(timeout=25) == 0  # before any thread would be left behind


@pytest.mark.parametrize("command", SUBCOMMANDS)
def test_help_is_in_whole_sentences(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    done = CliRunner().invoke(main, [command, "--help"], prog_name="aisance")

    usage, sentence = done.stdout.split("\n\n")[:2]
    assert done.exit_code == 0
    assert usage.startswith(f"Usage: aisance {command}")
    assert sentence.strip().endswith(".")
    assert SUBCOMMANDS[command].sentence.endswith(".")


def test_help_is_typed(empty: Place) -> None:
    done = empty.run("migrate", "--help")

    assert (done.returncode, done.stdout.startswith("Usage: aisance migrate")) == (0, True)


def test_an_unknown_command_is_wrong_use(empty: Place) -> None:
    done = empty.run("frobnicate")

    assert (done.returncode, "No such command 'frobnicate'" in done.stderr) == (2, True)


@pytest.mark.parametrize("command", ["serve", "worker", "createadmin", "indicators"])
def test_old_tables_are_said_with_what_to_do(empty: Place, command: str) -> None:
    more = ["--email", "ada@orvane.example", "--name", "Ada"] if command == "createadmin" else []
    more = ["nps"] if command == "indicators" else more

    done = empty.run(command, *more, AISANCE_ADMIN_PASSWORD="easy does it 2026")

    assert done.returncode == 1
    assert done.stderr.endswith("migrations. Run: aisance migrate\n")


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_database_that_is_down_is_one_sentence(empty: Place, command: str) -> None:
    done = empty.run(command, DATABASE_URL=NOBODY_THERE)

    assert done.returncode == 1
    assert done.stderr.startswith("Error: The database cannot be used: connection failed")
    assert len(done.stderr.splitlines()) == 1
    assert "easy-does-it" not in done.stderr


def test_the_doctor_goes_on_where_the_database_is_down(empty: Place) -> None:
    done = empty.run("doctor", "--json", DATABASE_URL=NOBODY_THERE)

    found = {row["check"]: row for row in json.loads(done.stdout)}
    assert done.returncode == 1
    assert found["database"]["mend"] == "Check DATABASE_URL and that the server runs."
    assert found["mail"]["healthy"]
    assert "easy-does-it" not in done.stdout


def test_the_doctor_says_that_migrations_are_missing(empty: Place) -> None:
    done = empty.run("doctor")

    assert done.returncode == 1
    assert "MEND  database" in done.stdout
    assert "Run: aisance migrate" in done.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "postgres://ada:secret@host:port/name"),
        ("AISANCE_SMTP_URL", "smtp://ada:secret@host:port"),
        ("AISANCE_BASE_URL", "https://ease.example.org/path"),
        ("AISANCE_MODE", "production"),
    ],
)
def test_a_wrong_setting_is_named(empty: Place, name: str, value: str) -> None:
    done = empty.run("doctor", **{name: value})

    assert done.returncode == 2
    assert ("AISANCE_SECRET_KEY" if name == "AISANCE_MODE" else name) in done.stderr
    assert "secret@" not in done.stderr


def test_a_home_that_cannot_be_written_is_named(empty: Place) -> None:
    (empty.home / "file").touch()

    done = empty.run("migrate", AISANCE_HOME=str(empty.home / "file" / "home"))

    assert (done.returncode, "AISANCE_HOME: cannot write to" in done.stderr) == (2, True)


def test_a_taken_port_is_said_before_anything_is_loaded(
    migrated: Place, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fresh = tmp_path_factory.mktemp("demo")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        served = migrated.run("serve", "--port", port)
        shown = migrated.run("demo", "--port", port, AISANCE_HOME=str(fresh))

    assert (served.returncode, shown.returncode) == (1, 1)
    assert served.stderr == shown.stderr
    assert served.stderr.startswith(f"Error: Port {port} is taken by another programme. Choose another, such as PORT=")
    assert list(fresh.iterdir()) == []


def test_the_demo_leaves_the_database_of_a_company_alone(migrated: Place) -> None:
    migrated.run("createadmin", "--email", "a@b.example", "--name", "A", AISANCE_ADMIN_PASSWORD="easy does it 2026")
    before = (migrated.home / "aisance.sqlite3").stat().st_size

    done = migrated.run("demo", "--load-only")

    assert (done.returncode, "holds a company already" in done.stderr) == (1, True)
    assert (migrated.home / "aisance.sqlite3").stat().st_size == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_server_takes_its_address_from_the_environment_and_stops_well(
    migrated: Place, number: signal.Signals
) -> None:
    port = free_port()
    process = migrated.start("serve", "--no-worker", HOST="127.0.0.1", PORT=str(port))
    migrated.says(f"Aisance runs at http://127.0.0.1:{port}. Ctrl-C stops it.")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
        assert answer.read() == b"ok"

    _stops(process, number)

    assert migrated.said().splitlines()[1:] == ["Stopping: requests and chores in progress end first."]


def test_a_server_asked_to_stop_while_the_fact_store_is_warmed_does_not_abort(migrated: Place) -> None:
    process = migrated.launch([sys.executable, "-c", SERVER_WARMED_FOR_LONG])
    migrated.says("Warming.")
    migrated.says("Ctrl-C stops it.")

    _stops(process, signal.SIGTERM)

    assert migrated.said().splitlines()[-1] == "Stopping: requests and chores in progress end first."


def test_the_worker_stops_on_a_signal(migrated: Place) -> None:
    process = migrated.start("worker")
    migrated.says("The worker runs.")

    _stops(process, signal.SIGTERM)

    assert migrated.said() == "The worker runs. Ctrl-C stops it.\n"


def _status(url: str, cookie: str = "", **fields: str) -> int:
    data = urllib.parse.urlencode(fields).encode() if fields else None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, {"Cookie": cookie}), timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


def test_the_log_of_a_server_in_trouble_names_nobody(migrated: Place) -> None:
    migrated.start("serve", "--port", "0", AISANCE_MODE="demo")
    migrated.says("Ctrl-C stops it.")
    url = migrated.said().split()[3].rstrip(".")
    migrated.sql("DROP TABLE django_session")

    cookie = "aisance_session=zoe.mail.example.session.of.somebody"
    assert _status(f"{url}/?who=zoe@mail.example", cookie) == 500
    assert _status(f"{url}/nobody/zoe@mail.example/?who=zoe@mail.example") == 404
    assert _status(f"{url}/account/login/?who=zoe@mail.example", login="zoe@mail.example", password="hers") == 403
    migrated.says("django.db.utils.OperationalError")

    assert "Not Found: /nobody/[address]/" in migrated.said()
    assert "zoe" not in migrated.said()
    assert "hers" not in migrated.said()
    assert "127.0.0.1" not in migrated.said().split("\n", 1)[1]
