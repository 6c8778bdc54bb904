"""`aisance import` as it is typed, and killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from aisance.cli.importing import import_command
from aisance.journeys.models import Interaction
from tests.cast import Cast
from tests.migrated import new_database

ROWS = 12_000


def run(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(import_command, [str(word) for word in words])
    return result.exit_code, result.output


def test_the_totals_are_printed_and_refused_rows_make_it_end_with_1(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("source,external_id,channel,started_at,colour\na,1,phone,2026-11-19,red\na,2,fax,2026-11-19,red\n")

    code, output = run("interactions", path)

    assert code == 1
    assert [line.split() for line in output.splitlines()[:5]] == [
        ["read", "2"],
        ["accepted", "1"],
        ["already", "known", "0"],
        ["left", "out", "0"],
        ["refused", "1"],
    ]
    assert "Columns of the file that were not used: colour" in output
    assert "Row 3, channel: expected one of: chat, email" in output
    assert f"The refused rows are in {path}.refused.csv." in output


def test_a_machine_reads_one_object(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("source,external_id,channel,started_at\na,1,phone,2026-11-19\n")

    dry = run("interactions", path, "--json", "--dry-run")
    real = run("interactions", path, "--json")

    assert (dry[0], real[0]) == (0, 0)
    assert json.loads(dry[1]) == {**json.loads(real[1]), "dry_run": True}
    assert json.loads(real[1]) == {
        "kind": "interactions",
        "dry_run": False,
        "read": 1,
        "accepted": 1,
        "already_known": 0,
        "left_out": 0,
        "refused": 0,
        "refused_file": None,
        "interrupted": False,
        "import": None,
        "unused_columns": [],
        "problems": [],
    }


@pytest.mark.parametrize("kind", ["interactions", "customers", "responses", "reviews", "holds"])
def test_the_columns_of_each_kind_are_listed(kind: str) -> None:
    code, output = run(kind, "--columns", "--json")

    assert code == 0
    columns = json.loads(output)["columns"]
    assert len(columns) >= 5
    assert all(column["description"] for column in columns)
    assert run(kind, "--columns")[0] == 0


def test_wrong_use_ends_with_2_and_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("source,external_id,channel\na,1,phone\n")
    (tmp_path / "map.toml").write_text("[columns]\nchanel = 'x'")

    assert run("interactions", tmp_path / "none.csv")[0] == 2
    assert run("interactions")[0] == 2
    assert run("cows", path)[0] == 2
    code, output = run("interactions", path)
    assert (code, "No column of the file gives started_at" in output) == (2, True)
    code, output = run("interactions", path, "--mapping", tmp_path / "map.toml", "--json")
    assert code == 2
    assert "did you mean channel?" in json.loads(output)["error"]
    assert Interaction.objects.count() == 0


@dataclass
class Installation:
    """A database of its own, and the command at work on it in a process of its own."""

    home: Path
    database: str

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        given = {"AISANCE_HOME": str(self.home), "DATABASE_URL": self.database, "LANG": "en"}
        command = [sys.executable, "-c", "from aisance.cli.main import main; main()", *map(str, words)]
        return subprocess.Popen(command, env={**os.environ, **given}, stdout=subprocess.PIPE, text=True)

    def run(self, *words: str | Path) -> str:
        with self.start(*words) as process:
            output, _errors = process.communicate(timeout=240)
        assert process.returncode == 0
        return output

    def totals(self, file: Path) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("import", "interactions", file, "--json"))
        return found

    def ask(self, question: str) -> int:
        """The single number that a query gives."""
        if self.database.startswith("sqlite"):
            import sqlite3

            link = sqlite3.connect(self.home / "aisance.sqlite3", timeout=30)
            try:
                return int(link.execute(question).fetchone()[0])
            finally:
                link.close()
        with psycopg.connect(self.database) as postgres:
            row = postgres.execute(question.encode()).fetchone()
        return int(row[0]) if row else 0

    def rows(self, source: str) -> int:
        return self.ask(f"SELECT count(*) FROM journeys_interaction WHERE source = '{source}'")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    home = tmp_path_factory.mktemp("import-kill")
    place = Installation(home, new_database(home))
    place.run("createadmin", "--email", "ada@orvane.example", "--name", "Ada", "--password", "easy does it 2026")
    return place


def calls(folder: Path, source: str) -> Path:
    path = folder / f"{source}.csv"
    with path.open("w") as file:
        file.write("source,external_id,channel,started_at,customer_external,advisor,outcome\n")
        for number in range(ROWS):
            file.write(f"{source},{number},phone,2026-11-19T10:00:00Z,{number % 900 + 1},A{number % 7},answered\n")
    return path


def _wait_for(fact: Callable[[], bool]) -> None:
    """Look again and again, at most a minute: what is waited for is another process's doing."""
    end = time.monotonic() + 60
    while not fact() and time.monotonic() < end:
        time.sleep(0.01)
    assert fact()


@pytest.mark.kill
@pytest.mark.xdist_group("import-kill")
def test_an_import_that_was_killed_ends_complete_without_doubles(installation: Installation, tmp_path: Path) -> None:
    file = calls(tmp_path, "acd")
    for goal in (1, ROWS // 2):
        with installation.start("import", "interactions", file) as process:
            _wait_for(lambda goal=goal: installation.rows("acd") >= goal)  # type: ignore[misc]  # bound at once
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
    left = installation.rows("acd")
    assert 0 < left < ROWS

    last = installation.totals(file)

    assert (last["read"], last["accepted"], last["already_known"]) == (ROWS, ROWS - left, left)
    assert installation.rows("acd") == ROWS
    assert installation.ask("SELECT count(DISTINCT external_id) FROM journeys_interaction WHERE source = 'acd'") == ROWS
    assert installation.ask("SELECT count(*) FROM customers_customer") == 900
    assert installation.totals(file)["already_known"] == ROWS


@pytest.mark.kill
@pytest.mark.xdist_group("import-kill")
def test_control_c_ends_after_the_batch_with_the_totals_so_far(installation: Installation, tmp_path: Path) -> None:
    with installation.start("import", "interactions", calls(tmp_path, "shop"), "--json") as process:
        _wait_for(lambda: installation.rows("shop") >= 1)
        process.send_signal(signal.SIGINT)
        output, _errors = process.communicate(timeout=120)

    told = json.loads(output)
    assert process.returncode == 1
    assert told["interrupted"] is True
    assert 0 < told["accepted"] < ROWS
    assert installation.rows("shop") == told["accepted"] == told["read"]
