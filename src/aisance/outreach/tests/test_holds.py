"""Customers on hold: by service, by the API, and from files."""

import csv
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from aisance.accounts.services import create_api_key
from aisance.core import clock
from aisance.core.decisions import Allowed
from aisance.core.models import AuditEntry
from aisance.core.permissions import Right
from aisance.intake.public import import_file, kinds
from aisance.outreach.contracts import Later, MessageClass
from aisance.outreach.models import Hold
from aisance.outreach.permissions import RECORD_HOLDS, VIEW_PRESSURE
from aisance.outreach.public import NewHold, hold, release, weigh
from aisance.outreach.tests.test_pressure_ledger import DAY, NOON, request_of
from tests.cast import BY, Cast

HOLDS = "/api/v1/outreach/holds"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


def test_a_customer_on_hold_is_asked_when_the_hold_is_over(customer: int) -> None:
    hold([NewHold(customer, "case", NOON + 3 * DAY)], by=BY)

    assert weigh([request_of(customer, "a")]) == [Later(NOON + 3 * DAY, "open-case")]
    assert weigh([request_of(customer, "b", message_class=MessageClass.SERVICE)]) == [Allowed()]
    with clock.stopped_at(NOON + 3 * DAY):
        assert weigh([request_of(customer, "a", 3)]) == [Allowed()]


def test_a_hold_may_be_moved_and_ended(customer: int) -> None:
    hold([NewHold(customer, "case", NOON + 3 * DAY)], by=BY)
    hold([NewHold(customer, "case", NOON + 5 * DAY)], by=BY)
    assert weigh([request_of(customer, "a")]) == [Later(NOON + 5 * DAY, "open-case")]

    assert (release([customer], "other", by=BY), release([customer], "case", by=BY)) == (0, 1)

    assert weigh([request_of(customer, "a")]) == [Allowed()]
    assert list(AuditEntry.objects.filter(object_type="hold").values_list("action", "changes")) == [
        ("holds.placed", {"customers": 1, "codes": ["case"]}),
        ("holds.placed", {"customers": 1, "codes": ["case"]}),
        ("holds.released", {"customers": 1}),
    ]


def post(cast: Cast, body: object, right: Right = RECORD_HOLDS, unit: str = "orvane") -> tuple[int, object]:
    _, key = create_api_key(name="crm", unit_id=cast.units[unit].pk, scopes=[right], by=BY)
    answer = Client().post(
        HOLDS, json.dumps(body), content_type="application/json", headers={"Authorization": f"Bearer {key}"}
    )
    return answer.status_code, answer.json()


def one(until: str = "2026-03-05T12:00:00+00:00", **customer: str) -> dict[str, object]:
    return {"customer": customer or {"email": "Ana@customers.example"}, "code": "case", "until": until}


def test_another_system_puts_customers_on_hold(cast: Cast, customer: int) -> None:
    body = [one(email="nobody@customers.example"), one(), one(phone="not a number")]

    assert post(cast, body) == (200, {"placed": 1, "unknown": [0, 2]})

    row = Hold.objects.get()
    assert (row.customer_id, row.code, row.since, row.until) == (customer, "case", NOON, NOON + DAY)


def test_a_moment_without_its_offset_a_wrong_code_and_an_empty_list_are_refused(cast: Cast, customer: int) -> None:
    assert post(cast, [one("2026-03-05T12:00:00")])[0] == 422
    assert post(cast, [one() | {"code": "An Open Case"}])[0] == 422
    assert post(cast, [])[0] == 422

    assert not Hold.objects.exists()


def test_a_key_needs_the_right_at_the_company(cast: Cast, customer: int) -> None:
    assert post(cast, [one()], unit="france")[0] == 403
    assert Client().post(HOLDS, "[]", content_type="application/json").status_code == 401

    assert not Hold.objects.exists()
    assert not VIEW_PRESSURE.api


def test_holds_come_from_files(cast: Cast, customer: int, tmp_path: Path) -> None:
    path = tmp_path / "holds.csv"
    with path.open("w", newline="") as stream:
        rows = [
            ("email", "code", "until"),
            ("ana@customers.example", "case", "2026-03-06T10:00:00+01:00"),
            ("nobody@customers.example", "case", "2026-03-06T10:00:00+01:00"),
            ("ana@customers.example", "Case!", "2026-03-06T10:00:00+01:00"),
            ("ana@customers.example", "case", "soon"),
        ]
        csv.writer(stream).writerows(rows)

    report = import_file(kinds()["holds"], path, by=BY)

    assert (report.totals.accepted, report.totals.refused) == (1, 3)
    assert Hold.objects.get().until == NOON + timedelta(days=1, hours=21)
    assert [problem.field for _row, refusal in report.first_refusals for problem in refusal] == [
        "email",
        "code",
        "until",
    ]
