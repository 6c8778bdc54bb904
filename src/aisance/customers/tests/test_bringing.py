"""A file comes in by the page: looked into, corrected, brought in by the worker, and taken back as a whole."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aisance.core.permissions import Role
from aisance.customers.bringing import runs
from aisance.customers.bringing.proposing import date_format, propose
from aisance.customers.bringing.runs import begin_by_command, end_run, kind_of_run
from aisance.customers.bringing.undoing import Undone, foresee_undo, undo
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import Customer, Identifier, ImportRun, ImportTrace, Purchase, SourceRecord
from aisance.customers.public import find_customers, find_or_add_customers
from aisance.customers.purchases.contracts import PurchaseDraft
from aisance.customers.purchases.services import record_purchases
from aisance.customers.tasks import bring_in
from aisance.intake.public import import_file, kinds
from tests.cast import BY, Cast

FILE = "N° client;Prénom;Nom;Courriel;Téléphone;Remarque\n" + "".join(
    f"K{n};Anne;Roux{n};anne{n}@example.org;06 12 34 56 {n:02};x\n" for n in range(1, 7)
)


def _client(cast: Cast) -> Client:
    return cast.client(Role.MANAGER)


def _sent(cast: Cast, words: str = FILE, kind: str = "customers") -> ImportRun:
    file = SimpleUploadedFile("clients.csv", words.encode("cp1252"))
    answer = _client(cast).post("/customers/import/", {"kind": kind, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.latest("pk")


def _imported(kind: str, folder: Path, words: str) -> ImportRun:
    path = folder / "file.csv"
    path.write_text(words)
    run_id = begin_by_command(kind, path.name, by=BY)
    end_run(run_id, import_file(kind_of_run(run_id, kinds()[kind]), path, by=BY), by=BY)
    return ImportRun.objects.get(pk=run_id)


def _email(local: str, **more: Any) -> CustomerClaim:
    return replace(CustomerClaim({IdentifierKind.EMAIL: f"{local}@example.org"}), **more)


def test_french_headings_in_a_western_encoding_are_understood(cast: Cast) -> None:
    run = _sent(cast)

    chosen = {column: heading for column, heading in run.plan["columns"].items() if heading}
    assert chosen == {
        "external_id": "N° client",
        "email": "Courriel",
        "phone": "Téléphone",
        "given_name": "Prénom",
        "family_name": "Nom",
    }
    assert run.plan["file"] == {"encoding": "cp1252"}


def test_columns_without_a_telling_heading_are_known_by_their_content() -> None:
    rows = [["x@example.org", "25/12/2026", "06 12 34 56 78"], ["y@example.org", "01/02/2026", "+33 1 44 55 66 77"]]

    found = propose(["customer_email", "customer_phone", "at"], ["a", "b", "c"], rows)

    assert found == {"customer_email": "a", "customer_phone": "c", "at": "b"}
    assert date_format(["25/12/2026 10:30"]) == "%d/%m/%Y %H:%M"


def test_nothing_is_written_before_it_is_agreed_to(cast: Cast) -> None:
    find_or_add_customers([_email("anne1", name="Anne Roux1")], by=BY)
    run = _sent(cast)

    page = _client(cast).get(f"/customers/import/{run.pk}/").content.decode()
    bring_in()

    assert "is somebody known" in page
    assert "Anne Roux1" in page
    assert Customer.objects.count() == 1
    assert not SourceRecord.objects.filter(import_run=run.pk).exists()


def test_the_worker_brings_in_what_was_agreed_to_and_throws_the_file_away(cast: Cast) -> None:
    run = _sent(cast, FILE + "K9;Bad;Bad;no address;;x\n")

    _client(cast).post(f"/customers/import/{run.pk}/begin")
    again = runs.begin_run(run_id=run.pk, by=BY)
    bring_in()

    run.refresh_from_db()
    assert (again, run.state, run.complaint, run.read, run.accepted, run.refused) == (False, "done", "", 7, 6, 1)
    assert run.by_name == "Claire Morvan"
    assert not runs.file_of(run).exists()
    refused = _client(cast).get(f"/customers/import/{run.pk}/refused")
    assert b"no address" in b"".join(refused.streaming_content)  # type: ignore[attr-defined]  # a stream


def test_a_reader_that_died_is_replaced_and_nothing_comes_twice(cast: Cast) -> None:
    run = _sent(cast)
    past = datetime(2026, 1, 1, tzinfo=UTC)
    ImportRun.objects.filter(pk=run.pk).update(state="running", claimed_until=past, started_at=past)

    assert bring_in() == 1
    assert bring_in() == 0

    assert Customer.objects.count() == 6
    assert ImportRun.objects.get().state == "done"


def test_columns_can_be_corrected(cast: Cast) -> None:
    run = _sent(cast)
    given = {f"column-{column}": heading for column, heading in run.plan["columns"].items()}

    twice = _client(cast).post(f"/customers/import/{run.pk}/", given | {"column-name": "Nom"})
    moved = _client(cast).post(f"/customers/import/{run.pk}/", given | {"column-family_name": "", "column-name": "Nom"})

    run.refresh_from_db()
    assert (twice.status_code, moved.status_code) == (422, 302)
    assert (run.plan["columns"]["name"], run.plan["columns"]["family_name"]) == ("Nom", "")


@pytest.mark.parametrize(("name", "words"), [("x.exe", b"MZ"), ("x.csv", b""), ("x.xlsx", b"no workbook")])
def test_what_cannot_be_read_is_refused_at_the_door(cast: Cast, name: str, words: bytes) -> None:
    answer = _client(cast).post("/customers/import/", {"kind": "customers", "file": SimpleUploadedFile(name, words)})

    assert answer.status_code == 422
    assert list(runs.folder().glob("*.xlsx")) == []


@pytest.fixture
def before(cast: Cast) -> int:
    """Somebody who was there before every import, without a name."""
    [pk] = find_or_add_customers([_email("old", segment="home")], by=BY)
    return pk or 0


CUSTOMERS = """external_id,email,name,language,segment
N1,old@example.org,Olga Old,fr,professional
N2,new@example.org,Nora New,fr,
N3,used@example.org,Ulla Used,fr,
"""


def test_undoing_an_import_restores_what_was_there(cast: Cast, before: int, tmp_path: Path) -> None:
    run = _imported("customers", tmp_path, CUSTOMERS)
    ids = find_customers([_email("new"), _email("used")])
    [later] = find_customers([_email("used")])
    record_purchases([PurchaseDraft("till", "1", datetime(2026, 1, 1, tzinfo=UTC), _email("used"), 500)], by=BY)

    foreseen = foresee_undo(run)
    done = undo(run, by=BY)
    again = undo(run, by=BY)

    assert foreseen == done == again == Undone(customers=1, kept=1, identifiers=1, words=5)
    old = Customer.objects.get(pk=before)
    assert (old.name, old.language, old.segment) == ("", "", "home")
    assert list(old.identifiers.values_list("value", flat=True)) == ["old@example.org"]
    assert set(Customer.objects.values_list("pk", flat=True)) == {before, later}
    assert ids[0] not in set(Customer.objects.values_list("pk", flat=True))
    assert later is not None
    assert Identifier.objects.filter(customer_id=later).count() == 2
    assert not ImportTrace.objects.exists()


def test_what_somebody_changed_since_stays(cast: Cast, before: int, tmp_path: Path) -> None:
    run = _imported("customers", tmp_path, CUSTOMERS)
    Customer.objects.filter(pk=before).update(name="Olga Oldest", segment="vip")

    undo(run, by=BY)

    old = Customer.objects.get(pk=before)
    assert (old.name, old.language, old.segment) == ("Olga Oldest", "", "vip")


def test_undoing_one_import_leaves_what_another_brought_too(cast: Cast, tmp_path: Path) -> None:
    first = _imported("customers", tmp_path, CUSTOMERS)
    second = _imported(
        "purchases", tmp_path, "customer_email,at,amount\nnew@example.org,2026-01-01,10\nx@y.org,2026-01-02,5\n"
    )

    assert foresee_undo(first).kept == 1
    undo(second, by=BY)

    assert not Purchase.objects.exists()
    assert Customer.objects.count() == 3
    assert foresee_undo(first).kept == 0


def test_a_page_says_exactly_what_undoing_would_do(cast: Cast, before: int, tmp_path: Path) -> None:
    run = _imported("customers", tmp_path, CUSTOMERS)
    client = _client(cast)

    page = client.get(f"/customers/import/{run.pk}/undo").content.decode()
    client.post(f"/customers/import/{run.pk}/undo")
    bring_in()
    after = client.get(f"/customers/import/{run.pk}/").content.decode()

    assert "Customers removed</dt><dd>2</dd>" in page
    assert "taken back" in after
    assert "Customers removed</dt><dd>2</dd>" in after
    assert Customer.objects.count() == 1


def test_drafts_that_nobody_begins_are_thrown_away(cast: Cast) -> None:
    run = _sent(cast)
    ImportRun.objects.filter(pk=run.pk).update(created_at=run.created_at - timedelta(days=8))

    assert runs.tidy() == 1
    assert not runs.file_of(run).exists()


def test_only_who_may_brings_files_in(cast: Cast) -> None:
    run = _sent(cast)

    for role in (Role.ADVISOR, Role.ANALYST, Role.DATA_PROTECTION):
        assert cast.client(role).get(f"/customers/import/{run.pk}/").status_code == 403
        assert cast.client(role).post(f"/customers/import/{run.pk}/begin").status_code == 403
    run.refresh_from_db()
    assert run.state == "draft"
