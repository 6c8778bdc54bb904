"""A worker killed while it sends a weekly report: nobody gets it twice."""

import json
import signal
import subprocess
import sys
from typing import Any

import pytest

from tests.installation import Installation

pytestmark = [pytest.mark.kill, pytest.mark.sqlite_only, pytest.mark.xdist_group("boards-kill")]

OPENING = """
import json, os, sys
import django; django.setup()
from datetime import UTC, datetime, timedelta
from aisance.accounts.models import Person
from aisance.accounts.queries import viewer_of_person
from aisance.core import clock
from aisance.boards.models import WeeklyReport
MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
"""
SUBSCRIBE = """
from aisance.boards.contracts import PartDraft, PartKind
from aisance.boards.services import add_part, create_board, subscribe
claire = viewer_of_person(Person.objects.get(email="claire@orvane.example"), "test")
with clock.stopped_at(MONDAY - timedelta(days=1)):
    board = create_board(title={"en": "Mine"}, by=claire)
    add_part(board_id=board, draft=PartDraft(PartKind.FIGURE, "nps"), by=claire)
    subscribe(board_id=board, weekday=1, by=claire)
"""
SEND = """
from django.db import connection
from aisance.boards.services.mailing import send_due_reports
from aisance.outreach.tests.sender import arrange

def send(where, minutes):
    arrange(where)
    with clock.stopped_at(MONDAY + timedelta(minutes=minutes)):
        while send_due_reports():
            pass

connection.close()
worker = os.fork()  # a process of its own, which need not load the product again
if not worker:
    send(sys.argv[1], 0)
    os._exit(0)
ended = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
send("nowhere", 10)
print(json.dumps([ended, *WeeklyReport.objects.values_list("state", flat=True)]))
"""


@pytest.mark.parametrize(
    ("where", "arrivals", "state"),
    [
        ("before the text", 1, "sent"),
        ("before the last byte", 0, "unacknowledged"),
        ("before the receipt is noted", 1, "unacknowledged"),
    ],
)
def test_a_worker_killed_while_it_sends_never_sends_a_report_twice(
    installation: Installation, smtp_server: Any, where: str, arrivals: int, state: str
) -> None:
    command = [sys.executable, "-c", OPENING + SUBSCRIBE + SEND, where]
    done = subprocess.run(command, env=installation.environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == [-signal.SIGKILL, state]
    assert len(smtp_server.received) == arrivals
