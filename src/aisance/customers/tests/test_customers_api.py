"""Customers, purchases and visits by the API."""

from typing import Any

import pytest
from django.test import Client

from aisance.accounts.services import create_api_key
from aisance.core.permissions import Right
from aisance.customers.models import Customer, Purchase, Visit
from aisance.customers.permissions import READ_BY_API, RECORD_EVENTS, WRITE_BY_API
from tests.cast import BY, Cast

PURCHASE = {"source": "shop", "external_id": "1", "at": "2026-01-02T10:00:00+01:00", "amount": "19.90"}


def _client(cast: Cast, *rights: Right, unit: str = "orvane") -> Client:
    _key, text = create_api_key(name="crm", unit_id=cast.units[unit].pk, scopes=rights, by=BY)
    return Client(headers={"authorization": f"Bearer {text}"})


def _send(client: Client, address: str, items: list[dict[str, Any]]) -> Any:
    return client.post(f"/api/v1/customers{address}", items, content_type="application/json")


def test_customers_are_added_once_and_found_in_any_spelling(cast: Cast) -> None:
    client = _client(cast, READ_BY_API, WRITE_BY_API)
    given = [{"email": "Helene@Example.org", "phone": "06 12 34 56 78", "name": "Hélène Garnier"}, {"name": "Nobody"}]

    first, again = (_send(client, "", given).json() for _ in range(2))
    found = client.get("/api/v1/customers", {"phone": "+33612345678"}).json()

    assert (first["accepted"], first["refused"], again["known"]) == (1, 1, 1)
    pk = first["items"][0]["customer_id"]
    assert [(one["id"], one["name"], one["ids"]) for one in found] == [(pk, "Hélène Garnier", [pk])]
    assert client.get(f"/api/v1/customers/{pk}").json() == found[0]
    assert client.get("/api/v1/customers/999999").status_code == 404
    assert client.get("/api/v1/customers", {"email": "no address"}).json() == []


def test_an_id_leads_to_the_person_after_two_turned_out_to_be_one(cast: Cast) -> None:
    client = _client(cast, READ_BY_API, WRITE_BY_API)
    items = _send(client, "", [{"email": "a@example.org"}, {"email": "b@example.org"}]).json()["items"]
    one, two = (item["customer_id"] for item in items)
    Customer.objects.filter(pk=two).update(merged_into_id=one)

    found = client.get(f"/api/v1/customers/{two}").json()

    assert (found["id"], found["ids"]) == (one, [one, two])
    assert [held["value"] for held in found["identifiers"]] == ["a@example.org", "b@example.org"]


def test_purchases_and_visits_are_taken_once_and_read_again(cast: Cast) -> None:
    client = _client(cast, READ_BY_API, RECORD_EVENTS)
    bought = [PURCHASE | {"customer_email": "a@example.org"}, PURCHASE | {"external_id": "2", "amount": "12.345"}]
    came = [{"source": "till", "external_id": "v", "at": "2026-01-03T10:00:00Z", "customer_email": "a@example.org"}]

    first, again = (_send(client, "/purchases", bought).json() for _ in range(2))
    visited = _send(client, "/visits", came).json()
    pk = visited["items"][0]["customer_id"]
    events = client.get(f"/api/v1/customers/{pk}/events").json()
    earlier = client.get(f"/api/v1/customers/{pk}/events", {"before": "2026-01-03T00:00:00Z"}).json()

    assert (first["accepted"], first["refused"], again["known"]) == (1, 1, 1)
    assert {problem["field"] for problem in first["items"][1]["problems"]} == {"amount", "customer_external"}
    assert (Purchase.objects.count(), Visit.objects.count()) == (1, 1)
    assert [(one["type"], one["amount"]) for one in events] == [("visit", None), ("purchase", "19.90")]
    assert [one["type"] for one in earlier] == ["purchase"]


@pytest.mark.parametrize(
    ("right", "address"),
    [(READ_BY_API, "/purchases"), (RECORD_EVENTS, ""), (WRITE_BY_API, "/visits")],
)
def test_a_key_does_only_what_it_is_for(cast: Cast, right: Right, address: str) -> None:
    assert _send(_client(cast, right), address, [PURCHASE]).status_code == 403
    assert not Purchase.objects.exists()


def test_a_key_of_a_part_of_the_company_reaches_no_customer(cast: Cast) -> None:
    client = _client(cast, READ_BY_API, WRITE_BY_API, RECORD_EVENTS, unit="lille")

    assert client.get("/api/v1/customers", {"email": "a@example.org"}).status_code == 403
    assert _send(client, "", [{"email": "a@example.org"}]).status_code == 403
    assert _send(client, "/purchases", [PURCHASE | {"customer_email": "a@example.org"}]).status_code == 403
    assert not Customer.objects.exists()
