"""Purchases and visits come in once, from files and by the API."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aisance.core import clock
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import Customer, Purchase, Visit
from aisance.customers.public import find_customers
from aisance.customers.purchases.rules import minor_units
from aisance.intake.public import import_file, kinds
from tests.cast import BY, Cast

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)

CDNOW = """customer_external,at,quantity,amount
00001,19970101,1,11.77
00002,19970112,1,12.00
00002,19970112,5,77.00
00002,19970112,5,77.00
00003,19970102,2,"20,76"
00003,19971399,2,20.76
00004,19970101,x,"1,234"
"""


def _file(folder: Path, words: str) -> Path:
    path = folder / "lines.csv"
    path.write_text(words)
    return path


def test_lines_as_of_cdnow_come_in_once_and_equal_lines_are_two(cast: Cast, tmp_path: Path) -> None:
    path = _file(tmp_path, CDNOW)

    first = import_file(kinds()["purchases"], path, by=BY).totals
    again = import_file(kinds()["purchases"], path, by=BY).totals

    assert (first.accepted, first.known, first.refused) == (5, 0, 2)
    assert (again.accepted, again.known, again.refused) == (0, 5, 2)
    amounts = Purchase.objects.order_by("pk").values_list("amount_minor", "currency", "quantity", "day")
    assert amounts[0] == (1177, "EUR", 1, date(1997, 1, 1))
    assert [amount for amount, *_ in amounts] == [1177, 1200, 7700, 7700, 2076]
    assert Customer.objects.count() == 3


def test_a_refused_line_says_everything_that_is_wrong_with_it(cast: Cast, tmp_path: Path) -> None:
    report = import_file(kinds()["purchases"], _file(tmp_path, CDNOW), by=BY)

    number, problems = report.first_refusals[1]
    assert number == 8
    assert {problem.field for problem in problems} == {"amount", "quantity"}


def test_a_visit_belongs_to_whom_the_address_names(cast: Cast, tmp_path: Path) -> None:
    words = "source,external_id,customer_email,at,place\nshop,v1,Helene@Example.org,2026-11-02 10:00,lille\n"

    with clock.stopped_at(NOW):
        import_file(kinds()["visits"], _file(tmp_path, words), by=BY)

    [owner] = find_customers([CustomerClaim({IdentifierKind.EMAIL: "helene@example.org"})])
    visit = Visit.objects.get()
    assert (visit.customer_id, visit.place, visit.at) == (owner, "lille", datetime(2026, 11, 2, 9, tzinfo=UTC))


@pytest.mark.parametrize("words", ["", "12.345", "1,234", "1.2.3", "NaN", "1e3", "--3", "1,23,456"])
def test_what_is_no_amount_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        minor_units(words, "EUR")


@given(st.integers(-(10**12), 10**12))
def test_an_amount_written_either_way_is_the_same(minor: int) -> None:
    sign, whole, part = "-" * (minor < 0), abs(minor) // 100, abs(minor) % 100
    point, comma = f"{sign}{whole}.{part:02}", f"{sign}{whole},{part:02}"

    assert minor_units(point, "EUR") == minor_units(comma, "EUR") == minor
