"""The people of FEBRL's generator are recognised by the product's own way, from a file to customers."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from aisance.core.permissions import system_viewer
from aisance.customers.identity.weights import own_path
from aisance.customers.importing import CUSTOMERS
from aisance.customers.models import Identifier
from aisance.customers.public import current
from aisance.customers.recognition import resolve_all, train
from aisance.intake.public import import_file
from bench.identity import by_exact_rules, febrl, quality
from tests.cast import Cast

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("AISANCE_ACCEPTANCE_DATA") or ROOT.parent / "shared" / "data") / "febrl-dsgen-C.csv"

pytestmark = [
    pytest.mark.sqlite_only,
    pytest.mark.skipif(not DATA.exists(), reason="FEBRL's people are not here; see AISANCE_ACCEPTANCE_DATA"),
]

BY = system_viewer("test")
SOME = 4_000


@pytest.fixture(autouse=True)
def _shipped_weights_afterwards() -> Iterator[None]:
    yield
    own_path().unlink(missing_ok=True)


def test_ten_errors_a_record_do_not_hide_who_somebody_is(cast: Cast, tmp_path: Path) -> None:
    said, whose = febrl(DATA)
    people = set(sorted(set(whose))[: SOME // 2])
    chosen = [(told, who) for told, who in zip(said, whose, strict=True) if who in people][:SOME]
    path = tmp_path / "people.csv"
    names = ("external_id", "given_name", "family_name", "street", "postcode", "city", "birth_date", "other_phone")
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows({"external_id": f"c{number}", **told} for number, (told, _who) in enumerate(chosen))

    report = import_file(CUSTOMERS, path, by=BY)
    train(by=BY)
    resolve_all(by=BY)

    assert report.totals.accepted == len(chosen)
    rows = dict(Identifier.objects.filter(kind="external").values_list("value", "customer_id"))
    heads = current(rows.values())
    found = [heads[rows[f"c{number}"]] for number in range(len(chosen))]
    f1, precision = quality(found, [who for _told, who in chosen])
    rules_f1, _rules_precision = quality(
        by_exact_rules([told for told, _who in chosen]), [who for _told, who in chosen]
    )
    assert f1 >= 0.98
    assert precision >= 0.995
    assert f1 > rules_f1 + 0.1
