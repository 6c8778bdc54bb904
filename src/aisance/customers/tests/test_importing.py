"""Customers from files."""

from pathlib import Path

from aisance.core.permissions import system_viewer
from aisance.customers.importing import CUSTOMERS
from aisance.customers.models import Customer, Identifier
from aisance.intake.contracts import Report
from aisance.intake.public import import_file
from tests.cast import Cast

BY = system_viewer("test")

FILE = """\
external_id,email,phone,name,language
1,Ana@Customers.example,,Ana Peeters,nl_BE
2,,06 12 34 56 78,,
2,bo@customers.example,,Bo Martin,fr
,ana@customers.example,,,
,,,Nobody,
3,nowhere,12,Cléo,french please
"""


def bring(path: Path, *, dry_run: bool = False) -> Report:
    return import_file(CUSTOMERS, path, by=BY, dry_run=dry_run)


def figures(report: Report) -> tuple[int, int, int, int]:
    return report.totals.read, report.totals.accepted, report.totals.known, report.totals.refused


def test_customers_are_added_and_completed(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(FILE)

    report = bring(path)

    assert figures(report) == (6, 3, 1, 2)
    assert list(Customer.objects.order_by("pk").values_list("name", "language")) == [
        ("Ana Peeters", "nl-be"),
        ("Bo Martin", "fr"),
    ]
    assert set(Identifier.objects.values_list("kind", "value")) == {
        ("external", "1"),
        ("email", "ana@customers.example"),
        ("external", "2"),
        ("phone", "+33612345678"),
        ("email", "bo@customers.example"),
    }
    assert [[problem.field for problem in refusal] for _row, refusal in report.first_refusals] == [
        ["external_id"],
        ["email", "phone", "language"],
    ]


def test_importing_customers_twice_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(FILE)
    dry = bring(path, dry_run=True)
    assert Customer.objects.count() == 0
    first = bring(path)
    before = (list(Customer.objects.values()), list(Identifier.objects.values()))

    again = bring(path)

    assert figures(dry) == figures(first)
    assert figures(again) == (6, 0, 4, 2)
    assert (list(Customer.objects.values()), list(Identifier.objects.values())) == before


def test_a_blank_name_that_a_later_file_fills_is_news(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("external_id,name\n7,\n")
    bring(path)
    path.write_text("external_id,name\n7,Dina\n7,Other\n")

    report = bring(path)

    assert figures(report) == (2, 1, 1, 0)
    assert Customer.objects.get().name == "Dina"


def test_a_segment_follows_the_last_file_that_names_one(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("external_id,segment\n1,Home\n2,professional\n2,home\n3,\n4,no such thing\n")
    assert figures(bring(path))[3] == 1
    path.write_text("external_id,segment\n1,professional\n2,home\n3,home\n")

    assert figures(bring(path)) == (3, 2, 1, 0)

    rows = Customer.objects.order_by("pk").values_list("segment", flat=True)
    assert list(rows) == ["professional", "home", "home"]
