"""The pages of staff, the API and files."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from aisance.accounts.services.keys import create_api_key
from aisance.consent.contracts import ConsentReason, Method
from aisance.consent.models import Entry, EntryPerson, Notice
from aisance.consent.permissions import RECORD, VIEW
from aisance.consent.public import purposes, record, withdraw
from aisance.consent.sealing import canonical, digest
from aisance.consent.tests.test_ledger import BY, added, asked, yes
from aisance.core.decisions import Allowed, Refused
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.intake.public import import_file, kinds
from tests.cast import Cast


@pytest.fixture
def customer(cast: Cast) -> int:
    return added("ana")


def test_a_consent_by_telephone_needs_the_notice_and_says_who_wrote_it_down(cast: Cast, customer: int) -> None:
    manager = cast.client(Role.MANAGER)
    address = f"/customers/{customer}/consent/"
    given = {"act": "granted", "purpose": "news", "channel": "email", "method": "phone", "place": "call 812"}

    assert manager.post(address, given).status_code == 422
    assert not Entry.objects.exists()
    assert manager.post(address, {**given, "heard": "on"}).status_code == 302

    entry = Entry.objects.get()
    assert entry.actor == f"person:{cast.people[Role.MANAGER].pk}"
    assert (entry.notice.purpose, entry.notice.number) == ("news", 1)
    assert asked(customer, address="ana@customers.example") == Allowed()
    page = manager.get(f"/customers/{customer}/").content.decode()
    assert "What they allow" in page
    assert "By telephone" in page


def test_an_advisor_does_not_see_customers_of_others(cast: Cast, customer: int) -> None:
    advisor = cast.client(Role.ADVISOR)

    assert advisor.get(f"/customers/{customer}/consent/").status_code == 404
    assert advisor.get(f"/customers/{customer}/consent/proof/").status_code == 404
    assert advisor.get("/consent/").status_code == 403
    assert not AuditEntry.objects.filter(action="consent.proof_taken").exists()


def test_a_proof_pack_can_be_verified_by_anybody(cast: Cast, customer: int) -> None:
    record([yes(customer, notice=1, language="fr")], by=BY)
    withdraw(customer, by=BY, method=Method.REPLY, purpose="news")

    answer = cast.client(Role.DATA_PROTECTION).get(f"/customers/{customer}/consent/proof/")

    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    proof = json.loads(archive.read("proof.json"))
    for entry in proof["entries"]:
        assert digest(f"{entry['previous_hash']}\n{canonical(entry['content'])}") == entry["hash"]
        assert digest(f"{entry['salt']}\n{canonical(entry['personal'])}") == entry["content"]["seal"]
    [notice] = proof["notices"]
    assert digest(canonical(notice["text"])) == notice["digest"]
    assert proof["ledger"] == {"entries": 2, "hash": proof["entries"][-1]["hash"]}
    assert "J’accepte de recevoir" in archive.read("proof.html").decode()
    assert AuditEntry.objects.get(action="consent.proof_taken").object_id == str(customer)


def test_the_ledger_is_narrowed_and_taken_along(cast: Cast, customer: int) -> None:
    record([yes(customer), yes(customer, channel="sms")], by=BY)
    withdraw(customer, by=BY, method=Method.REPLY)
    officer = cast.client(Role.DATA_PROTECTION)

    assert "3 entries" in officer.get("/consent/").content.decode()
    assert "1 entry" in officer.get("/consent/?act=withdrawn").content.decode()
    taken = officer.get("/consent/?act=granted&format=csv")
    assert b"".join(taken.streaming_content).decode("utf-8-sig").count("granted") == 2  # type: ignore[attr-defined]
    assert AuditEntry.objects.get(action="consent.taken").changes == {"rows": 2, "format": "csv"}


def test_other_words_of_a_notice_are_its_next_version(cast: Cast, customer: int) -> None:
    record([yes(customer, notice=1)], by=BY)
    officer = cast.client(Role.DATA_PROTECTION)
    given = {
        "name_fr": "Nouveautés",
        "name_en": "News",
        "kind": "marketing",
        "legal_basis": "consent",
        "words_fr": "Des mots.",
        "words_en": "Words.",
        "is_active": "on",
        "notice_fr": "Oui, j’accepte.",
        "notice_en": "Yes, I agree.",
    }

    assert officer.post("/consent/purposes/news/", {**given, "kind": "survey"}).status_code == 422
    assert officer.post("/consent/purposes/news/", given).status_code == 302
    assert officer.post("/consent/purposes/news/", given).status_code == 302

    assert list(Notice.objects.values_list("number", flat=True)) == [2, 1]
    [news] = [card for card in purposes() if card.code == "news"]
    assert (news.notice, news.notice_text["en"]) == (2, "Yes, I agree.")
    assert Entry.objects.get().notice.number == 1


def test_a_file_fills_gaps_once_and_overrules_nothing(cast: Cast, customer: int, tmp_path: Path) -> None:
    added("bea")
    withdraw(customer, by=BY, method=Method.PREFERENCES, purpose="news")
    file = tmp_path / "consents.csv"
    file.write_text(
        "email,purpose,channel,act,said_at\n"
        "ana@customers.example,news,email,granted,2026-01-05T10:00:00+01:00\n"
        "bea@customers.example,news,email,granted,2026-01-05T10:00:00+01:00\n"
        "ida@customers.example,news,email,granted,2026-01-05T10:00:00+01:00\n"
        "bea@customers.example,news,*,granted,2026-01-05T10:00:00+01:00\n"
        "bea@customers.example,nothing,email,perhaps,soon\n"
    )

    first = import_file(kinds()["consents"], file, by=BY).totals
    again = import_file(kinds()["consents"], file, by=BY).totals

    assert (first.accepted, first.known, first.refused) == (2, 0, 3)
    assert (again.accepted, again.known, again.refused) == (0, 2, 3)
    assert asked(customer) == Refused(ConsentReason.WITHDRAWN)
    [bea] = EntryPerson.objects.filter(value="bea@customers.example").values_list("customer_id", flat=True)
    assert asked(bea) == Allowed()


def test_another_system_records_and_reads_consents(cast: Cast, customer: int) -> None:
    unit = cast.units["orvane"].pk
    _key, secret = create_api_key(name="shop", unit_id=unit, scopes=[RECORD, VIEW], by=BY)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    said = {"act": "granted", "purpose": "news", "channel": "email", "method": "form", "notice": 1, "key": "f1"}
    ana, ida = {"email": "ana@customers.example"}, {"email": "ida@customers.example"}
    items = [{**said, "customer": ana}, {**said, "customer": ida, "key": "f2"}, {**said, "customer": ana}]

    answer = client.post("/api/v1/consents", json.dumps(items), content_type="application/json")

    assert answer.json() == [
        {"position": 1, "is_new": True, "refused": ""},
        {"position": None, "is_new": False, "refused": "unknown_customer"},
        {"position": 1, "is_new": False, "refused": ""},
    ]
    read = client.get("/api/v1/consents?email=ana@customers.example").json()
    allowed = {(one["purpose"], one["channel"]) for one in read["consents"] if one["allowed"]}
    assert read["level"] == "opted_in"
    assert ("news", "email") in allowed
    assert ("news", "sms") not in allowed
    assert client.get("/api/v1/consents?email=ida@customers.example").status_code == 404
