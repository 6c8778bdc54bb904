"""How soon a case follows an answer, and how fast the advisor's page comes with many cases."""

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.company import Place, set_up
from bench.rows import Row, seconds

SECTION = "cases"
A_SECOND = 100
UNHAPPY = 0.15
"""So large a share of the answers meets a rule."""
BAR_ANSWER, BAR_PAGE = 2.0, 150.0
BATCH = 5_000


def main() -> None:
    """Measure, and print the rows as JSON."""
    small = sys.argv[1:] == ["small"]
    place = set_up()
    rows = list(_answers(seconds_long=10 if small else 60))
    rows += list(_pages(place, cases=20_000 if small else 200_000, still_open=1_000 if small else 5_000))
    print(json.dumps([row.as_json() for row in rows]))


def _answers(seconds_long: int) -> Iterator[Row]:
    """Answers at an even pace, a worker beside: from the end of a questionnaire to the case."""
    from django.db import connection

    from aisance.cases.alerts.setting import ensure_ready_rules, switch_rule
    from aisance.cases.models import AlertRule, Case, Weighing
    from aisance.core.permissions import system_viewer

    by = system_viewer("bench")
    ensure_ready_rules(by=by)
    for code in AlertRule.objects.values_list("code", flat=True):
        switch_rule(code=code, on=True, by=by)
    customers = _customers(A_SECOND * seconds_long)
    worker = subprocess.Popen([str(Path(sys.executable).parent / "aisance"), "worker"], stdout=sys.stderr)
    try:
        time.sleep(8)  # it warms up
        behind = _answer_evenly(customers)
        _wait(lambda: Weighing.objects.count() >= len(customers), 120)
    finally:
        worker.terminate()
        worker.wait()
    waits = [
        (case.opened_at - case.response.completed_at).total_seconds()
        for case in Case.objects.select_related("response")
        if case.response and case.response.completed_at
    ]
    name = f"answer to case, p95, {A_SECOND} answers/s, {connection.vendor}"
    yield Row(
        SECTION, name, round(_p95(waits), 3), "s", BAR_ANSWER, round(_p95(waits) / BAR_ANSWER, 3), len(waits), "bar"
    )
    yield Row(SECTION, f"late behind the pace, {connection.vendor}", round(behind, 2), "s", None, None, len(customers))


def _answer_evenly(customers: list[int]) -> float:
    """One answer every hundredth of a second; by how much the last one came late."""
    from django.db import transaction

    from aisance.accounts.public import unit_ids_in
    from aisance.core.events import emit
    from aisance.core.scope import EVERYTHING
    from aisance.surveys.contracts import ResponseCompleted
    from aisance.surveys.models import Answer, Response

    rng, units = random.Random(1), unit_ids_in(EVERYTHING)
    began = time.perf_counter()
    for number, customer in enumerate(customers):
        time.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
        now = datetime.now(UTC)
        unit = rng.choice(units)
        about = {"customer_id": customer, "unit_id": unit, "language": "en", "answered_at": now, "completed_at": now}
        with transaction.atomic():
            row = Response.objects.create(source="bench", external_id=str(number), kind="hot", **about)
            score = rng.randrange(4) if rng.random() < UNHAPPY else rng.randrange(7, 11)
            Answer.objects.create(
                response=row, question="nps", scale="nps_11", score=score, day=now.date(), recorded_at=now
            )
            emit(ResponseCompleted(row.pk))
    return time.perf_counter() - began - len(customers) / A_SECOND


def _wait(done: object, limit: float) -> None:
    deadline = time.monotonic() + limit
    while not done() and time.monotonic() < deadline:  # type: ignore[operator]  # a question
        time.sleep(0.2)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[18] if len(values) > 1 else float("nan")


def _customers(amount: int) -> list[int]:
    from django.db import transaction

    from aisance.core.bulk import insert_rows, stored_moment
    from aisance.customers.models import Customer

    rows = [(f"Customer {number}", "en", "", stored_moment(datetime.now(UTC))) for number in range(amount)]
    columns = ("name", "language", "segment", "created_at")
    with transaction.atomic():
        return [pk for (pk,) in insert_rows(Customer._meta.db_table, columns, rows, ending="RETURNING id")]


def _pages(place: Place, cases: int, still_open: int) -> Iterator[Row]:
    """The advisor's queue and one case, as a browser gets them."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from aisance.accounts.models import Person
    from aisance.cases.models import Case

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    advisor = _advisor()
    _fill(cases, still_open, advisor)
    client = Client()
    client.force_login(Person.objects.get(pk=advisor))
    mine = Case.objects.filter(closed_at__isnull=True, owner_id=advisor).order_by("ranked_at")
    numbers = list(mine.values_list("number", flat=True)[:20])
    told = f"{cases:,} cases, {still_open:,} open, {connection.vendor}"
    for name, paths in (("queue", ["/cases/"]), ("case page", [f"/cases/{number}/" for number in numbers])):
        for path in (paths * 3)[:3]:
            assert client.get(path).status_code == 200, path
        taken = [seconds(lambda p=path: client.get(p)) * 1000 for path in (paths * 40)[:40]]  # type: ignore[misc]
        value = round(_p95(taken), 1)
        yield Row(SECTION, f"{name}, p95, {told}", value, "ms", BAR_PAGE, round(value / BAR_PAGE, 3), len(taken), "bar")


def _advisor() -> int:
    from aisance.accounts.public import add_person, assign_role, units_by_code
    from aisance.core.permissions import Role, system_viewer

    by = system_viewer("bench")
    person = add_person(email="advisor@example.org", name="Advisor", password="bench for ever", by=by)
    assign_role(person_id=person.pk, role=Role.ADVISOR, unit_id=units_by_code(["team-0"])["team-0"].id, by=by)
    return person.pk


def _fill(cases: int, still_open: int, advisor: int) -> None:
    """Cases of two years, the last ones open; a fifth of the open ones of one unit are the advisor's."""
    from aisance.accounts.public import unit_ids_in, units_by_code
    from aisance.cases.models import Case, CaseEntry
    from aisance.core.scope import EVERYTHING

    rng, units, now = random.Random(2), unit_ids_in(EVERYTHING), datetime.now(UTC)
    theirs = units_by_code(["team-0"])["team-0"].id
    customers = _customers(min(cases, 50_000))
    for start in range(0, cases, BATCH):
        rows = []
        for number in range(start, min(start + BATCH, cases)):
            is_open = number >= cases - still_open
            hours = rng.randrange(72) if is_open else 72 + rng.randrange(17_000)
            opened, customer = now - timedelta(hours=hours), customers[number % len(customers)]
            due = opened + timedelta(hours=rng.randrange(4, 48))
            ended = {} if is_open else {"closed_at": due, "outcome": "solved", "status": "closed", "in_time": True}
            unit = rng.choice(units)
            rows.append(
                Case(
                    number=f"{number:06d}",
                    customer_id=customer,
                    person_id=customer,
                    unit_id=unit,
                    matter=f"bench:{number}",
                    owner_id=advisor if unit == theirs and rng.random() < 0.2 else None,
                    due_at=due,
                    ranked_at=due - timedelta(minutes=15 * rng.randrange(60)),
                    stake=30.0,
                    stake_reasons=[
                        {"code": "rule", "weight": 30, "values": {"rule": "nps-0-3", "name": {"en": "Low"}}}
                    ],
                    source="nps-0-3",
                    opened_at=opened,
                    day=opened.date(),
                    **{"status": "open", **ended},
                )
            )
        made = Case.objects.bulk_create(rows)
        CaseEntry.objects.bulk_create(
            CaseEntry(case=row, kind="opened", at=row.opened_at, words="Nobody called me back.", version=1)
            for row in made
        )


if __name__ == "__main__":
    main()
