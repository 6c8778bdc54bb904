"""The pages of customers, journeys and contact reasons."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from aisance.core.clock import stopped_at
from aisance.core.permissions import Role
from aisance.core.worker import run_until_idle
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import Customer
from aisance.customers.public import find_or_add_customers, same
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.models import Interaction, Reason, Step
from aisance.journeys.public import add_journey, ensure_reasons, record_interactions
from tests.cast import BY, Cast

MOST_QUERIES = 80
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CALL = InteractionDraft(
    source="telephony",
    external_id="1",
    channel=Channel.PHONE,
    started_at=NOON,
    customer=CustomerClaim({IdentifierKind.EMAIL: "helene@example.org"}, "Hélène <Garnier>", "fr"),
    step="contact",
    reason="bill",
    unit="lille-a",
    outcome=Outcome.RESOLVED,
)
IN_NAMUR = replace(
    CALL,
    external_id="2",
    unit="namur-a",
    customer=CustomerClaim({IdentifierKind.PHONE: "+32 470 12 34 56"}, "Marc Dufresne"),
)


@pytest.fixture(autouse=True)
def _contacts(cast: Cast) -> None:
    add_journey(code="help", names={"en": "Help"}, steps=[("contact", {"en": "Contact"})], is_main=True, by=BY)
    ensure_reasons({"bill": {"en": "Bill", "fr": "Facture"}}, by=BY)
    record_interactions([CALL, IN_NAMUR], by=BY)


def _customer(name: str) -> Customer:
    return Customer.objects.get(name=name)


def _number(page: str) -> str:
    found = re.search(r'name="number" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_list_shows_customers_in_scope_only(cast: Cast) -> None:
    at_company = cast.client(Role.MANAGER).get("/customers/").content.decode()
    in_lille = cast.client(Role.SUPERVISOR).get("/customers/").content.decode()

    assert "Hélène &lt;Garnier&gt;" in at_company
    assert "Marc Dufresne" in at_company
    assert "Hélène &lt;Garnier&gt;" in in_lille
    assert "Marc Dufresne" not in in_lille


def _look_for(cast: Cast, role: Role, words: str) -> list[str]:
    page = cast.client(role).post("/customers/", {"words": words}, follow=True)
    return [line.card.name for line in page.context["found"].lines]


def test_search_finds_whom_the_viewer_may_see(cast: Cast) -> None:
    run_until_idle()

    found = {
        words: _look_for(cast, Role.SUPERVISOR, words)
        for words in ("Helene@EXAMPLE.org", "Hél", "garneir", "0470 12 34 56", "dufresne", "%")
    }

    helene = ["Hélène <Garnier>"]
    assert found == {
        "Helene@EXAMPLE.org": helene,
        "Hél": helene,
        "garneir": helene,
        "0470 12 34 56": [],
        "dufresne": [],
        "%": [],
    }
    assert _look_for(cast, Role.MANAGER, "470 12 34 56") == ["Marc Dufresne"]


def test_what_was_searched_for_stands_in_no_address(cast: Cast) -> None:
    client = cast.client(Role.SUPERVISOR)

    answer = client.post("/customers/", {"words": "helene@example.org"})
    page = client.get(answer["Location"])

    assert answer.status_code == 302
    assert "helene" not in answer["Location"].lower()
    assert 'value="helene@example.org"' in page.content.decode()
    assert [line.card.name for line in page.context["found"].lines] == ["Hélène <Garnier>"]
    assert page["Cache-Control"] == "private, no-store"
    assert client.get("/customers/?s=gAAAAAxyz").context["words"] == ""
    assert client.get("/customers/?s=é").context["words"] == ""


def test_a_customer_of_other_units_does_not_exist_here(cast: Cast) -> None:
    marc = _customer("Marc Dufresne").pk
    client = cast.client(Role.SUPERVISOR)

    assert client.get(f"/customers/{marc}/").status_code == 404
    assert client.post(f"/customers/{marc}/", {"channel": "phone"}).status_code == 404
    assert client.get("/customers/999999/").status_code == 404
    assert Interaction.objects.count() == 2


def test_without_the_right_pages_are_forbidden(cast: Cast) -> None:
    helene = _customer("Hélène <Garnier>").pk
    client = cast.client(Role.ANALYST)

    assert client.get("/customers/").status_code == 403
    assert client.get(f"/customers/{helene}/").status_code == 403
    assert client.get("/customers/new").status_code == 403


def test_only_contacts_in_scope_are_shown(cast: Cast) -> None:
    record_interactions([replace(CALL, external_id="3", unit="namur-a", channel=Channel.LETTER)], by=BY)
    helene = _customer("Hélène <Garnier>").pk

    page = cast.client(Role.SUPERVISOR).get(f"/customers/{helene}/")

    assert [moment.details[0] for moment in page.context["moments"]] == ["Phone"]
    assert page.context["contacts"] == 1


def test_a_row_of_a_person_leads_to_the_person_with_all_that_happened(cast: Cast) -> None:
    helene, marc = _customer("Hélène <Garnier>").pk, _customer("Marc Dufresne").pk
    same(helene, marc, by=BY, reason="a maiden name")
    manager, supervisor = cast.client(Role.MANAGER), cast.client(Role.SUPERVISOR)

    led = manager.get(f"/customers/{marc}/")
    page = manager.get(f"/customers/{helene}/")

    assert (led.status_code, led["Location"]) == (302, f"/customers/{helene}/")
    assert len(page.context["moments"]) == 2
    assert [value for _kind, value in page.context["customer"].identifiers] == ["helene@example.org", "+32470123456"]
    assert supervisor.get(f"/customers/{marc}/").status_code == 302
    assert len(supervisor.get(f"/customers/{helene}/").context["moments"]) == 1


def test_open_matters_stand_at_the_top_promises_first(cast: Cast) -> None:
    open_chat = replace(CALL, external_id="4", channel=Channel.CHAT, outcome=None)
    promised = replace(CALL, external_id="5", channel=Channel.EMAIL, promised_by=NOON + timedelta(days=1))
    record_interactions([open_chat, promised], by=BY)
    helene = _customer("Hélène <Garnier>").pk

    with stopped_at(NOON + timedelta(days=2)):
        page = cast.client(Role.ADVISOR).get(f"/customers/{helene}/")

    assert [(m.contact.external_id, m.late) for m in page.context["matters"]] == [("5", True), ("4", False)]
    assert "promise broken, due 3 March 2026, 13:00" in page.content.decode()


def test_the_time_line_goes_back_in_pages_that_lose_nothing(cast: Cast) -> None:
    moments = [NOON + timedelta(minutes=n // 3) for n in range(119)]
    record_interactions([replace(CALL, external_id=f"m{n}", started_at=at) for n, at in enumerate(moments)], by=BY)
    helene, client = _customer("Hélène <Garnier>").pk, cast.client(Role.SUPERVISOR)
    address, seen = f"/customers/{helene}/", 0

    while address:
        page = client.get(address)
        seen += len(page.context["moments"])
        earlier = page.context["earlier"]
        address = f"/customers/{helene}/?before={quote(earlier.isoformat())}" if earlier else ""

    assert seen == 120
    assert client.get(f"/customers/{helene}/?before=yesterday").status_code == 200
    assert client.get(f"/customers/{helene}/?before=2026-13-45T99:00Z").status_code == 200


def test_the_page_asks_few_questions_of_the_database_however_much_happened(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    calls = [
        replace(CALL, external_id=f"q{n}", started_at=NOON + timedelta(hours=n), reason="bill") for n in range(500)
    ]
    record_interactions(calls, by=BY)
    helene, client = _customer("Hélène <Garnier>").pk, cast.client(Role.SUPERVISOR)
    client.get(f"/customers/{helene}/")

    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(f"/customers/{helene}/")

    assert len(page.context["moments"]) == 50


def test_a_contact_that_has_just_ended_is_recorded_once(cast: Cast) -> None:
    helene = _customer("Hélène <Garnier>").pk
    client = cast.client(Role.ADVISOR)
    number = _number(client.get(f"/customers/{helene}/").content.decode())
    given = {"number": number, "channel": "shop", "outcome": "answered", "step": "contact", "unit": "lille-a"}

    with stopped_at(NOON):
        first = client.post(f"/customers/{helene}/", {**given, "reason": "bill", "language": "fr"})
        client.post(f"/customers/{helene}/", given)

    row = Interaction.objects.get(source="desk")
    assert (first.status_code, first["Location"]) == (302, f"/customers/{helene}/")
    assert (row.customer_id, row.channel, row.outcome, row.language) == (helene, "shop", "answered", "fr")
    assert (row.started_at, row.ended_at) == (NOON, NOON)
    assert row.unit_id == cast.units["lille-a"].pk


def test_a_wrong_contact_is_shown_again_and_records_nothing(cast: Cast) -> None:
    helene = _customer("Hélène <Garnier>").pk
    client = cast.client(Role.ADVISOR)

    answer = client.post(f"/customers/{helene}/", {"channel": "pigeon", "unit": "namur-a"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"number", "channel", "outcome", "unit"}
    assert not Interaction.objects.filter(source="desk").exists()


def test_who_may_only_look_gets_no_form(cast: Cast) -> None:
    helene = _customer("Hélène <Garnier>").pk
    client = cast.client(Role.DATA_PROTECTION)

    assert client.get(f"/customers/{helene}/").context["form"] is None
    assert client.post(f"/customers/{helene}/", {"channel": "shop"}).status_code == 403
    assert not Interaction.objects.filter(source="desk").exists()


def test_a_new_customer_is_added_with_the_contact(cast: Cast) -> None:
    client = cast.client(Role.ADVISOR)
    number = _number(client.get("/customers/new").content.decode())
    given = {"number": number, "channel": "shop", "outcome": "answered", "unit": "lille-a", "name": "Aïcha"}

    answer = client.post("/customers/new", {**given, "phone": "06 12 34 56 78"}, follow=True)

    aicha = _customer("Aïcha")
    assert answer.redirect_chain == [(f"/customers/{aicha.pk}/", 302)]
    assert aicha.identifiers.get().value == "+33612345678"
    assert "+33 6 12 34 56 78" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "wrong"), [({"phone": "12"}, {"phone"}), ({}, {"__all__"}), ({"email": "a@"}, {"email"})]
)
def test_a_new_customer_needs_a_valid_identifier(cast: Cast, given: dict[str, str], wrong: set[str]) -> None:
    client = cast.client(Role.ADVISOR)
    number = _number(client.get("/customers/new").content.decode())

    answer = client.post(
        "/customers/new", {"number": number, "channel": "shop", "outcome": "answered", "unit": "lille-a", **given}
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == wrong
    assert Customer.objects.count() == 2


def test_a_customer_without_contacts_is_seen_at_the_company_only(cast: Cast) -> None:
    [pk] = find_or_add_customers([CustomerClaim({IdentifierKind.EXTERNAL: "42"})], by=BY)

    page = cast.client(Role.MANAGER).get(f"/customers/{pk}/")

    assert page.status_code == 200
    assert "No contact with your units yet." in page.content.decode()
    assert cast.client(Role.ADVISOR).get(f"/customers/{pk}/").status_code == 404


def test_without_words_those_come_first_who_were_in_touch_last(cast: Cast) -> None:
    calls = [
        replace(
            CALL,
            external_id=f"l{n}",
            started_at=NOON + timedelta(hours=n),
            customer=CustomerClaim({IdentifierKind.EXTERNAL: str(n % 60)}),
        )
        for n in range(120)
    ]
    record_interactions(calls, by=BY)

    with stopped_at(NOON + timedelta(days=9)):
        lines = cast.client(Role.SUPERVISOR).get("/customers/").context["found"].lines

    assert [line.card.identifiers[0][1] for line in lines] == [str(n) for n in range(59, 9, -1)]
    assert lines[0].last == NOON + timedelta(hours=119)


def test_everybody_sees_journeys_and_the_manager_edits_them(cast: Cast) -> None:
    manager, analyst = cast.client(Role.MANAGER), cast.client(Role.ANALYST)

    assert "Contact" in analyst.get("/journeys/").content.decode()
    assert analyst.post("/journeys/help/steps/new", {"code": "pay", "name_en": "Pay"}).status_code == 403
    assert manager.post("/journeys/help/steps/new", {"code": "pay", "name_en": "Pay"}).status_code == 302
    assert manager.post("/journeys/steps/contact", {"name_fr": "Contact humain"}).status_code == 302
    assert (
        manager.post("/journeys/reasons/new", {"code": "late", "parent": "bill", "name_en": "Late"}).status_code == 302
    )

    steps = {step.code: (step.position, step.name) for step in Step.objects.all()}
    assert steps == {"contact": (1, {"fr": "Contact humain"}), "pay": (2, {"en": "Pay"})}
    added, bill = Reason.objects.get(code="late"), Reason.objects.get(code="bill")
    assert added.path == f"/{bill.pk}/{added.pk}/"


def test_a_code_that_exists_is_not_given_twice(cast: Cast) -> None:
    manager = cast.client(Role.MANAGER)

    step = manager.post("/journeys/help/steps/new", {"code": "contact", "name_en": "Again"})
    reason = manager.post("/journeys/reasons/new", {"code": "bill", "name_en": "Again"})
    nameless = manager.post("/journeys/reasons/new", {"code": "new"})

    assert [step.status_code, reason.status_code, nameless.status_code] == [422, 422, 422]
    assert manager.get("/journeys/none/steps/new").status_code == 404
    assert manager.get("/journeys/steps/none").status_code == 404
    assert (Step.objects.count(), Reason.objects.count()) == (1, 1)
