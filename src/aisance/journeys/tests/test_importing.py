"""Interactions from files: product's own columns, mappings, refusals, and the bank's month."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db.models import Avg, Count, Q

from aisance.accounts.models import Advisor
from aisance.core.models import Event
from aisance.core.permissions import system_viewer
from aisance.intake.contracts import Report
from aisance.intake.public import import_file
from aisance.journeys.importing import INTERACTIONS
from aisance.journeys.models import Interaction, Reason
from tests.cast import Cast

BY = system_viewer("test")
ROOT = Path(__file__).parents[4]
BANK = ROOT / "examples" / "anonymous-bank.toml"
DATA = Path(os.environ.get("AISANCE_ACCEPTANCE_DATA") or ROOT.parent / "shared" / "data")
MONTH = DATA / "anonymous-bank-1999-02.tsv"

FEW_CALLS = """\
vru+line\tcall_id\tcustomer_id\tpriority\ttype\tdate\tvru_entry\tvru_exit\tvru_time\tq_start\tq_exit\tq_time\toutcome\tser_start\tser_exit\tser_time\tserver
AA0101\t1\t0\t0\tPS\t990201\t7:02:47\t7:02:56\t9\t0:00:00\t0:00:00\t0\tAGENT\t7:02:55\t7:05:41\t166\tDORIT
AA0101\t2\t23317894\t2\tPE\t990201\t8:09:16\t8:09:22\t6\t8:09:22\t8:09:27\t5\tHANG\t0:00:00\t0:00:00\t0\tNO_SERVER
AA0101\t3\t0\t0\tNW\t990201\t8:10:00\t8:10:02\t2\t0:00:00\t0:00:00\t0\tPHANTOM\t0:00:00\t0:00:00\t0\tNO_SERVER
AA0101\t4\t0\t0\tTT\t990231\t8:10:00\t8:10:02\t2\t0:00:00\t0:00:00\t0\tAGENT\t8:10:02\t8:10:09\t7\tTOVA
"""


def bring(path: Path, mapping: Path | None = None, *, dry_run: bool = False) -> Report:
    return import_file(INTERACTIONS, path, by=BY, mapping=mapping, dry_run=dry_run)


def figures(report: Report) -> tuple[int, int, int, int, int]:
    totals = report.totals
    return totals.read, totals.accepted, totals.known, totals.left_out, totals.refused


def test_a_bank_s_calls_come_in_by_the_mapping(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "calls.tsv"
    path.write_text(FEW_CALLS)

    report = bring(path, BANK)

    assert figures(report) == (4, 2, 0, 1, 1)
    taken, lost = Interaction.objects.order_by("external_id")
    assert (taken.source, taken.external_id, taken.channel) == ("anonymous-bank", "AA0101-1", "phone")
    assert taken.started_at == datetime(1999, 2, 1, 5, 2, 47, tzinfo=UTC)
    assert (taken.wait_seconds, taken.handling_seconds, taken.outcome) == (0, 166, "answered")
    assert (taken.language, taken.customer_id, taken.attributes) == ("he", None, {"priority": "0"})
    assert (lost.wait_seconds, lost.handling_seconds, lost.outcome, lost.language) == (5, None, "abandoned", "en")
    assert lost.customer_id is not None
    assert lost.advisor_id is None
    assert list(Advisor.objects.values_list("code", flat=True)) == ["DORIT"]
    assert Reason.objects.get(code="NE").name == {"en": "Stock exchange", "fr": "Opérations de bourse"}


def test_importing_twice_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "calls.tsv"
    path.write_text(FEW_CALLS)
    bring(path, BANK)
    before = list(Interaction.objects.order_by("pk").values())
    events = Event.objects.count()

    again = bring(path, BANK)

    assert figures(again) == (4, 0, 2, 1, 1)
    assert list(Interaction.objects.order_by("pk").values()) == before
    assert Event.objects.count() == events


def test_a_dry_run_tells_the_same_totals_and_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "calls.tsv"
    path.write_text(FEW_CALLS + FEW_CALLS.splitlines()[1])

    dry = bring(path, BANK, dry_run=True)

    assert (Interaction.objects.count(), Reason.objects.count(), Advisor.objects.count()) == (0, 0, 0)
    assert figures(dry) == figures(bring(path, BANK)) == (5, 2, 1, 1, 1)


def test_a_file_in_the_product_s_own_columns_needs_no_mapping(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(
        "source,external_id,channel,started_at,unit,customer_email,wait_seconds,outcome,attributes.vip\n"
        "crm,1,chat,2026-11-19T10:00:00+01:00,lille-a,ana@customers.example,0:01:05,resolved,yes\n"
        "crm,2,fax,2026-11-19 10:00,lille-a,,,,\n"
        "crm,3,email,2026-11-19 10:00,paris,,,,\n"
        "crm,4,email,2026-11-19 10:00,namur-a,not an address,-5,,\n"
    )

    report = bring(path)

    assert figures(report) == (4, 1, 0, 0, 3)
    one = Interaction.objects.get()
    assert (one.wait_seconds, one.unit_id, one.attributes) == (65, cast.units["lille-a"].pk, {"vip": "yes"})
    assert one.started_at == datetime(2026, 11, 19, 9, tzinfo=UTC)
    fields = [(number, [problem.field for problem in refusal]) for number, refusal in report.first_refusals]
    assert sorted(fields) == [(3, ["channel"]), (4, ["unit"]), (5, ["wait_seconds", "customer_email"])]


@pytest.mark.skipif(not MONTH.exists(), reason=f"the bank's month is not at {MONTH}")
def test_the_bank_s_month_gives_the_known_figures(cast: Cast, tmp_path: Path) -> None:
    report = import_file(INTERACTIONS, MONTH, by=BY, mapping=BANK, refused=tmp_path / "refused.csv")

    assert figures(report) == (33_344, 33_066, 0, 278, 0)
    found = Interaction.objects.aggregate(
        offered=Count("pk"),
        answered=Count("pk", Q(outcome="answered")),
        abandoned=Count("pk", Q(outcome="abandoned")),
        within=Count("pk", Q(outcome="answered", wait_seconds__lte=20)),
        handling=Avg("handling_seconds"),
    )
    assert (found["offered"], found["answered"], found["abandoned"]) == (33_066, 27_162, 5_904)
    assert round(100 * found["within"] / found["offered"], 2) == 49.02
    assert round(float(found["handling"]), 3) == 176.353
    by_reason = dict(Interaction.objects.values_list("reason__code").annotate(calls=Count("pk")))
    assert by_reason == {"PS": 21_269, "NW": 7_564, "NE": 2_744, "TT": 1_047, "IN": 293, "PE": 149}
