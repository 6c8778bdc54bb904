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
import json, sys
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
from aisance.boards.services.mailing import send_due_reports
from aisance.outreach.tests.sender import arrange
where, minutes = sys.argv[1], int(sys.argv[2])
arrange(where)
with clock.stopped_at(MONDAY + timedelta(minutes=minutes)):
    while send_due_reports():
        pass
print(json.dumps(list(WeeklyReport.objects.values_list("state", flat=True))))
"""


def run(place: Installation, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python inside the installation, to its end or its death."""
    command = [sys.executable, "-c", OPENING + code, *words]
    return subprocess.run(command, env=place.environment, capture_output=True, text=True, check=False)


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
    assert run(installation, SUBSCRIBE).returncode == 0

    assert run(installation, SEND, where, "0").returncode == -signal.SIGKILL
    last = run(installation, SEND, "nowhere", "10")

    assert last.returncode == 0, last.stderr
    assert json.loads(last.stdout.splitlines()[-1]) == [state]
    assert len(smtp_server.received) == arrivals
