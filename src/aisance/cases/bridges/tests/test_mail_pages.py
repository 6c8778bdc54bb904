"""The doors and pages of mail: who may bring it, who sorts it, who takes its files, and what they leave behind."""

import hashlib
import hmac
from typing import Any

import pytest
from django.test import Client

from aisance.cases.bridges.mail.addresses import reply_address
from aisance.cases.bridges.mail.hooks import WRONG_SECRETS
from aisance.cases.bridges.mail.receiving import receive
from aisance.cases.bridges.mail.sorting import settle_received
from aisance.cases.bridges.tests.letters import mail
from aisance.cases.contracts import CaseStatus
from aisance.cases.models import Case, CaseEntry, InboundMail, MailFile, MailTerms
from aisance.cases.public import message_in
from aisance.consent.models import Erasure
from aisance.consent.rights.services.erasing import begin_erasure, carry_on
from aisance.core.permissions import Role
from aisance.customers.models import Customer
from tests.cast import BY, Cast

pytestmark = pytest.mark.usefixtures("company", "mailbox")
HOOK = "/hooks/mail/in/"


@pytest.fixture(autouse=True)
def _no_knocks() -> None:
    WRONG_SECRETS.forget()


def bring(content: bytes, **headers: Any) -> int:
    return Client().post(HOOK, content, content_type="message/rfc822", headers=headers).status_code


def brought(cast: Cast, content: bytes, unit: str = "lille-a") -> InboundMail:
    row = receive(content)
    settle_received()
    InboundMail.objects.filter(pk=row.mail_id).exclude(state="in_case").update(unit=cast.units[unit])
    return InboundMail.objects.get(pk=row.mail_id)


def test_the_hook_lets_in_the_secret_and_the_signature_and_nothing_else() -> None:
    content = mail()
    signature = hmac.new(b"s3cret", content, hashlib.sha256).hexdigest()

    assert bring(content) == 401
    assert bring(content, Authorization="Bearer wrong") == 401
    assert bring(content + b"x", X_Signature_256=f"sha256={signature}") == 401
    assert InboundMail.objects.count() == 0
    assert bring(content, X_Signature_256=f"sha256={signature}") == 204
    assert bring(content, Authorization="Bearer s3cret") == 204
    assert InboundMail.objects.count() == 1
    assert bring(b" ", Authorization="Bearer s3cret") == 400


def test_without_a_secret_the_hook_is_closed(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"mail_hook_secret": ""})

    assert bring(mail(), Authorization="Bearer ") == 401
    assert bring(mail(), X_Signature_256=hmac.new(b"", mail(), hashlib.sha256).hexdigest()) == 401


def test_a_supervisor_puts_a_mail_into_a_case_once(company: Cast, case: Case) -> None:
    row = brought(company, mail("C’est moi", sender="x@new.example", subject=f"Facture {case.number}"))
    client = company.client(Role.SUPERVISOR)

    page = client.get("/acting/mail/").content.decode()
    assert "It names the case of somebody else" in page
    assert client.get(f"/acting/mail/{row.pk}/").status_code == 200
    wrong = client.post(f"/acting/mail/{row.pk}/attach/", {"number": "NONE99"})
    assert wrong.status_code == 422
    assert client.post(f"/acting/mail/{row.pk}/attach/", {"number": case.number}).status_code == 302
    client.post(f"/acting/mail/{row.pk}/attach/", {"number": case.number})

    assert list(case.entries.filter(kind="message_in").values_list("words", flat=True)) == ["C’est moi"]
    row.refresh_from_db()
    assert (row.state, row.settled_by_id) == ("in_case", company.people[Role.SUPERVISOR].pk)


def test_a_case_is_opened_for_a_stranger_who_becomes_a_customer(company: Cast) -> None:
    row = brought(company, mail("Bonjour", sender="Zoé <zoe@new.example>", subject="Question"))

    company.client(Role.SUPERVISOR).post(f"/acting/mail/{row.pk}/open/")

    opened = Case.objects.get(source="mail")
    assert Customer.objects.get(pk=opened.customer_id or 0).name == "Zoé"
    assert (opened.status, opened.unit_id) == (CaseStatus.NEW, company.units["lille-a"].pk)
    assert [entry.words for entry in opened.entries.filter(kind="message_in")] == ["Bonjour"]


def test_who_may_not_sort_changes_nothing_and_another_units_mail_is_not_found(company: Cast, case: Case) -> None:
    row = brought(company, mail(sender="x@new.example", subject="x"), unit="namur")
    body = {"number": case.number}

    for act in ("attach", "open", "aside"):
        assert company.client(Role.ADVISOR).post(f"/acting/mail/{row.pk}/{act}/", body).status_code == 403
        assert company.client(Role.SUPERVISOR).post(f"/acting/mail/{row.pk}/{act}/", body).status_code == 404
    assert company.client(Role.SUPERVISOR).get(f"/acting/mail/{row.pk}/").status_code == 404
    assert company.client(Role.SUPERVISOR).post("/acting/mail/terms/", {"opens_for_known": ""}).status_code == 403

    row.refresh_from_db()
    assert (row.state, MailTerms.objects.count(), Case.objects.count()) == ("apart", 0, 1)
    assert not CaseEntry.objects.filter(kind="message_in").exists()


def test_a_file_comes_as_an_attachment_to_whoever_sees_the_case_and_to_nobody_else(company: Cast, case: Case) -> None:
    page = b"<script>alert(1)</script>"
    row = brought(company, mail(to=reply_address(case.number), files=(("photo.png", page), ("x.svg", page))))
    kept, refused = row.files.order_by("pk")

    answer = company.client(Role.ADVISOR).get(f"/acting/mail/{row.pk}/files/{kept.pk}/")

    assert b"".join(answer.streaming_content) == page  # type: ignore[attr-defined]  # a file
    assert answer["Content-Disposition"] == 'attachment; filename="photo.png"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert refused.refused == "kind"
    assert company.client(Role.ADVISOR).get(f"/acting/mail/{row.pk}/files/{refused.pk}/").status_code == 404
    Case.objects.update(unit=company.units["namur"])
    assert company.client(Role.ADVISOR).get(f"/acting/mail/{row.pk}/files/{kept.pk}/").status_code == 404


def test_the_terms_say_who_sorts_and_whether_a_known_customer_gets_a_case(company: Cast) -> None:
    client = company.client(Role.MANAGER)
    assert client.get("/acting/mail/terms/").status_code == 200

    assert client.post("/acting/mail/terms/", {"unit": company.units["namur"].pk}).status_code == 302

    held = MailTerms.objects.get()
    assert (held.opens_for_known, held.unit_id) == (False, company.units["namur"].pk)
    row = brought(company, mail(sender="ben@customers.example", subject="x"), unit="namur")
    assert row.reason == "no_case"


def test_the_list_is_a_file_without_words(company: Cast) -> None:
    brought(company, mail("Secret", sender="x@new.example", subject="=cmd()"))

    taken = company.client(Role.SUPERVISOR).get("/acting/mail/?format=csv")
    content = b"".join(taken.streaming_content).decode()  # type: ignore[attr-defined]  # a file

    assert "x@new.example" in content
    assert "Secret" not in content
    assert ",=cmd()" not in content


def test_mail_goes_with_the_customer_who_sent_it_and_so_do_its_files(company: Cast, case: Case, mailbox: Any) -> None:
    brought(company, mail(to=reply_address(case.number), files=(("a.pdf", b"%PDF"),)))
    MailFile.objects.get()

    erasure = begin_erasure([case.customer_id or 0], why=Erasure.Why.REQUEST, by=BY)
    carry_on(erasure.pk)

    assert InboundMail.objects.count() == 0
    assert not list((mailbox / "mail-files").iterdir())


def test_words_brought_by_another_channel_need_no_mail(company: Cast, case: Case) -> None:
    message_in(case.pk, "x", channel="phone", at=case.opened_at, key="k", by=BY)

    assert company.client(Role.ADVISOR).get(f"/cases/{case.number}/").status_code == 200
