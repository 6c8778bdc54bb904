"""Workers killed while they weigh answers: every answer has one decision, every unhappy customer one case."""

import random
import signal
import subprocess
import sys

import pytest

from tests.installation import Installation

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("kill")]

ANSWERS = 60

LAY = """
from datetime import UTC, datetime
from django.db import transaction
from aisance.accounts.public import root_unit
from aisance.cases.alerts.setting import ensure_ready_rules, switch_rule
from aisance.core.events import emit
from aisance.core.permissions import system_viewer
from aisance.customers.models import Customer
from aisance.surveys.contracts import ResponseCompleted
from aisance.surveys.models import Answer, Response

by, now, unit = system_viewer("test"), datetime.now(UTC), root_unit().id
ensure_ready_rules(by=by)
switch_rule(code="nps-0-3", on=True, by=by)
with transaction.atomic():
    for number in range(%d):
        # Two answers of each customer, on one matter: every second customer is unhappy twice.
        customer = Customer.objects.get_or_create(name=f"c{number // 2}", defaults={"created_at": now})[0]
        row = Response.objects.create(source="t", external_id=str(number), kind="hot", customer=customer,
                                      unit_id=unit, answered_at=now, completed_at=now)
        score = 9 if number // 2 %% 2 else 1
        Answer.objects.create(response=row, question="nps", scale="nps_11", score=score, day=now.date(),
                              recorded_at=now)
        emit(ResponseCompleted(row.pk))
"""
WEIGH = """
from datetime import UTC, datetime, timedelta
from aisance.core import clock
from aisance.core.events import deliver_events

with clock.stopped_at(datetime.now(UTC) + timedelta(minutes=%d)):  # what a killed one held is free again
    while deliver_events(3):
        print("portion", flush=True)
"""
STORED = """
from django.db.models import Count
from aisance.cases.models import Case, CaseEntry, Weighing
from aisance.outreach.models import Hold
print(
    Weighing.objects.count(), Weighing.objects.filter(decision="opened").count(),
    Weighing.objects.filter(decision="joined").count(), Case.objects.count(),
    Case.objects.values("person").annotate(n=Count("pk")).filter(n__gt=1).count(),
    CaseEntry.objects.filter(kind__in=["opened", "joined"]).count(), Hold.objects.filter(code="open-case").count(),
)
"""


def test_a_worker_killed_at_random_loses_no_case_and_opens_none_twice(installation: Installation) -> None:
    rng, told = random.Random(7), ""
    for kill in range(3):
        code = ("" if kill else LAY % ANSWERS) + WEIGH % (2 * kill)
        whole = f"import django; django.setup()\n{code}{STORED if kill == 2 else ''}"
        words = [sys.executable, "-c", whole]
        with subprocess.Popen(words, env=installation.environment, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout
            if kill < 2:
                for _portion in range(3 + 2 * kill):
                    assert child.stdout.readline() == "portion\n"
                with pytest.raises(subprocess.TimeoutExpired):
                    child.wait(rng.uniform(0, 0.03))  # in the midst of the next portion
                child.send_signal(signal.SIGKILL)
            else:
                told = child.stdout.read().split("\n")[-2]

    unhappy = ANSWERS // 4
    weighed, opened, joined, cases, twice, entries, held = map(int, told.split())
    assert (weighed, opened, joined) == (ANSWERS, unhappy, unhappy)
    assert (cases, twice, entries, held) == (unhappy, 0, 2 * unhappy, unhappy)
