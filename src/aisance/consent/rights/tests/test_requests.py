"""A request about data from its receipt to its answer, as a data-protection officer meets it."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from aisance.consent.models import Erasure, Handover, KeptByDuty, Request, RetentionRun
from aisance.consent.rights.services.erasing import carry_on
from aisance.consent.rights.services.retaining import nightly
from aisance.core import clock
from aisance.core.models import AuditEntry, Event
from aisance.core.permissions import Role
from aisance.core.worker import run_until_idle
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import Customer, Identifier, Purchase, SourceRecord, Visit
from aisance.customers.public import find_or_add_customers, restricted
from tests.cast import BY, Cast

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def anna(cast: Cast) -> int:
    claim = CustomerClaim(
        {IdentifierKind.EMAIL: "anna@example.org", IdentifierKind.PHONE: "+33612345678"},
        name="Anna Masson",
        language="fr",
    )
    return find_or_add_customers([claim], by=BY)[0] or 0


def _take(client: Client, kind: str, known_as: str = "anna@example.org") -> Request:
    given = {"kind": kind, "known_as": known_as, "via": "email", "received_on": "2026-11-20", "language": "en"}
    answer = client.post(reverse("request-new"), {**given, "asked_by": "", "said": "Please."})
    assert answer.status_code == 302
    return Request.objects.latest("pk")


def _step(client: Client, row: Request, step: str, **given: object) -> int:
    return client.post(reverse("request-step", args=[row.pk, step]), given).status_code


def _proved(client: Client, kind: str) -> Request:
    row = _take(client, kind)
    assert _step(client, row, "prove", proof="address") == 302
    return row


def test_a_request_is_due_a_month_after_its_receipt_and_extended_once(anna: int, cast: Cast) -> None:
    client = cast.client(Role.DATA_PROTECTION)
    row = _take(client, "access")
    assert (row.customer_id, row.due_on, row.asked_by) == (anna, date(2026, 12, 20), "anna@example.org")

    assert _step(client, row, "extend", because="Many archives.") == 302
    assert _step(client, row, "extend", because="More.") == 422

    row.refresh_from_db()
    assert (row.due_on, row.extended_because) == (date(2027, 2, 20), "Many archives.")


def test_nothing_is_done_before_it_is_known_who_asks(anna: int, cast: Cast) -> None:
    client = cast.client(Role.DATA_PROTECTION)
    row = _take(client, "erasure")

    assert _step(client, row, "erase", sure="on") == 403
    assert _step(client, row, "hand-over") == 403

    assert Customer.objects.filter(pk=anna).exists()
    assert not Erasure.objects.exists()


def test_everything_held_is_given_as_paper_and_as_a_file_for_machines(anna: int, cast: Cast) -> None:
    client = cast.client(Role.DATA_PROTECTION)
    row = _proved(client, "access")
    page = client.get(reverse("request-dossier", args=[row.pk]))
    assert "Anna Masson" in page.text

    paper = client.get(reverse("request-dossier", args=[row.pk]) + "?format=pdf")
    parcel = client.get(reverse("request-dossier", args=[row.pk]) + "?format=zip")

    assert paper.content.startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(parcel.content)) as held:
        told = json.loads(held.read("data.json"))
    identity = next(one for one in told["holdings"] if one["name"] == "customers.identity")
    assert {"title": "email", "value": "anna@example.org"} in [f for item in identity["items"] for f in item["fields"]]
    assert AuditEntry.objects.filter(action="request.data_taken").count() == 2


def test_a_correction_is_a_record_of_its_own(anna: int, cast: Cast) -> None:
    client = cast.client(Role.DATA_PROTECTION)
    row = _proved(client, "correction")

    assert _step(client, row, "correct", field="name", before="Anna Mason", after="Anna M.") == 422
    assert _step(client, row, "correct", field="name", before="Anna Masson", after="Anna Maçon") == 302
    assert (
        _step(client, row, "correct", field="email", before="anna@example.org", after="Anna.Macon@example.org") == 302
    )

    assert Customer.objects.get(pk=anna).name == "Anna Maçon"
    assert Identifier.objects.filter(kind="email", value="anna.macon@example.org", customer=anna).exists()
    assert SourceRecord.objects.filter(customer=anna, source="correction").count() == 2


def test_a_restriction_holds_until_it_is_taken_back(anna: int, cast: Cast) -> None:
    client = cast.client(Role.DATA_PROTECTION)
    row = _proved(client, "restriction")

    assert _step(client, row, "restrict") == 302
    assert restricted([anna]) == {anna}
    assert _step(client, row, "settle", outcome="Done.") == 302
    assert _step(client, row, "restrict") == 404
    assert _step(client, row, "release") == 302
    assert restricted([anna]) == set()


def _purchase(customer_id: int) -> None:
    when = {"at": NOW, "day": NOW.date(), "recorded_at": NOW}
    order = {"source": "shop", "external_id": "A1", "order_number": "A1", "amount_minor": 990, "currency": "EUR"}
    Purchase.objects.create(customer_id=customer_id, **order, **when)


def test_what_has_to_be_kept_stays_without_a_name_until_its_day(anna: int, cast: Cast) -> None:
    client = cast.client(Role.DATA_PROTECTION)
    _purchase(anna)
    row = _proved(client, "erasure")
    given = {"holding": "customers.purchases", "because": "An unpaid order.", "until": "2026-12-01"}
    assert _step(client, row, "duty", **given) == 302

    assert _step(client, row, "erase", sure="on") == 302

    shell = Customer.objects.get(pk=anna)
    assert (shell.name, shell.identifiers.count(), Purchase.objects.count()) == ("", 0, 1)
    assert Erasure.objects.get(request=row).kept == {"customers.purchases": "2026-12-01"}
    with clock.stopped_at(NOW + timedelta(minutes=7)):
        assert carry_on(Erasure.objects.get(request=row).pk)
    with clock.stopped_at(datetime(2026, 12, 2, 2, tzinfo=UTC)):
        nightly()
        erasure = Erasure.objects.get(why=Erasure.Why.RETENTION)
        carry_on(erasure.pk)
    assert not Customer.objects.filter(pk=anna).exists()
    assert not Purchase.objects.exists()
    assert not KeptByDuty.objects.exists()


def test_an_erasure_is_resumed_where_it_was_killed(anna: int, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = cast.client(Role.DATA_PROTECTION)
    row = _proved(client, "erasure")
    monkeypatch.setattr("aisance.consent.rights.views.steps.carry_on", lambda pk: False)
    assert _step(client, row, "erase", sure="on") == 302
    erasure = Erasure.objects.get(request=row)
    # Killed after the list was written, with its claim still standing.
    Erasure.objects.update(stage=Erasure.Stage.LISTED, claimed_until=clock.now() + timedelta(minutes=4))
    assert not carry_on(erasure.pk)
    assert Customer.objects.filter(pk=anna).exists()

    with clock.stopped_at(NOW + timedelta(minutes=6)):
        carry_on(erasure.pk)
    with clock.stopped_at(NOW + timedelta(minutes=20)):
        assert carry_on(erasure.pk)

    assert not Customer.objects.filter(pk=anna).exists()
    row.refresh_from_db()
    assert row.asked_by == "anna@example.org"  # to be answered yet
    assert _step(client, row, "settle", outcome="Erased Anna.") == 302
    row.refresh_from_db()
    assert (row.state, row.asked_by, row.said, row.outcome) == ("done", "", "", "")


def test_a_customer_fetches_the_answer_by_a_code(anna: int, cast: Cast) -> None:
    row = _proved(cast.client(Role.DATA_PROTECTION), "access")
    assert _step(cast.client(Role.DATA_PROTECTION), row, "hand-over") == 302
    made, stranger = Handover.objects.get(), Client()
    place = reverse("handover", args=[made.token])
    assert stranger.get(place).status_code == 200
    assert not Event.objects.filter(name="CodeWanted").exists()

    assert stranger.post(place).status_code == 302
    run_until_idle()
    message = apps.get_model("outreach", "Message").objects.get(key__startswith="consent.code")
    code = message.body.partition(" ")[0]

    assert (message.address, message.message_class) == ("anna@example.org", "legal")
    assert stranger.post(place, {"code": "00000000"}).status_code == 422
    opened = stranger.post(place, {"code": code})
    assert opened.status_code == 302
    assert "Anna Masson" in stranger.get(opened.headers["Location"]).text
    assert stranger.post(place, {"code": code}).status_code == 422
    with clock.stopped_at(NOW + timedelta(days=8)):
        assert stranger.get(place).status_code == 404


def test_what_was_kept_long_enough_goes_at_night_and_can_be_foreseen(anna: int, cast: Cast) -> None:
    client = cast.client(Role.DATA_PROTECTION)
    _purchase(anna)
    assert client.post(reverse("retention-set", args=["customers.purchases"]), {"days": 10}).status_code == 422
    assert client.post(reverse("retention-set", args=["customers.purchases"]), {"days": 365}).status_code == 302

    with clock.stopped_at(datetime(2028, 1, 1, 10, tzinfo=UTC)):
        assert "would remove 1 row" in client.get(reverse("retention") + "?try=1").text
        assert (nightly(), Purchase.objects.count()) == (0, 1)
    with clock.stopped_at(datetime(2028, 1, 2, 2, tzinfo=UTC)):
        assert nightly() > 3
        assert nightly() == 0

    assert not Purchase.objects.exists()
    assert RetentionRun.objects.get(holding="customers.purchases").rows == 1


def test_the_register_says_what_is_kept_and_what_for(cast: Cast) -> None:
    client = cast.client(Role.DATA_PROTECTION)

    page = client.get(reverse("processing-register"))
    file = client.get(reverse("processing-register") + "?format=csv")

    assert "Answers to questionnaires" in page.text
    assert file.status_code == 200


def test_who_is_not_known_is_told_so(cast: Cast) -> None:
    client = cast.client(Role.DATA_PROTECTION)
    row = _take(client, "access", known_as="nobody@example.org")

    page = client.get(reverse("request-detail", args=[row.pk]))

    assert "We hold nothing about you" in page.text
    assert client.get(reverse("request-list")).status_code == 200
    assert cast.client(Role.ADVISOR).get(reverse("request-detail", args=[row.pk])).status_code == 403


def test_customers_with_whom_nothing_happens_any_more_are_erased_once_that_is_set(anna: int, cast: Cast) -> None:
    client = cast.client(Role.DATA_PROTECTION)
    claim = CustomerClaim({IdentifierKind.EMAIL: "ben@example.org"}, name="Ben")
    ben = find_or_add_customers([claim], by=BY)[0] or 0
    night = datetime(2028, 1, 2, 2, tzinfo=UTC)
    Visit.objects.create(
        customer_id=ben, source="shop", external_id="V1", at=night, day=night.date(), recorded_at=night
    )
    with clock.stopped_at(night - timedelta(days=1)):
        nightly()
    assert not Erasure.objects.exists()
    assert client.post(reverse("retention-set", args=["customers.identity"]), {"days": 365}).status_code == 302

    with clock.stopped_at(night):
        nightly()

    assert Erasure.objects.get().customer_ids == [anna]
    assert Customer.objects.filter(pk=ben).exists()
