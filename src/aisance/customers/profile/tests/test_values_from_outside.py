"""Values of profile fields by the API and from files: taken, known already, or refused by name."""

from typing import Any

import pytest
from django.test import Client

from aisance.accounts.services import create_api_key
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import ProfileValue
from aisance.customers.permissions import READ_BY_API, WRITE_BY_API
from aisance.customers.profile.contracts import FieldKind, Option
from aisance.customers.profile.fields import set_field
from aisance.customers.profile.importing import ValueDraft, ValueImporter
from aisance.customers.profile.tests.fields import field
from aisance.customers.public import find_or_add_customers
from tests.cast import BY, Cast


@pytest.fixture
def anna(cast: Cast) -> int:
    set_field(field("rooms", FieldKind.NUMBER, is_mandatory=True), by=BY)
    options = (Option("gas", {"en": "Gas"}), Option("oil", {"en": "Oil"}))
    set_field(field("heating", FieldKind.CHOICE, options=options), by=BY)
    return find_or_add_customers([CustomerClaim({IdentifierKind.EMAIL: "anna@example.org"}, "Anna")], by=BY)[0] or 0


def _call(cast: Cast, path: str, body: Any = None, unit: str = "orvane") -> tuple[int, Any]:
    scopes = [READ_BY_API, WRITE_BY_API]
    key = create_api_key(name="crm", unit_id=cast.units[unit].pk, scopes=scopes, by=BY)[1]
    headers = {"Authorization": f"Bearer {key}"}
    client = Client(headers=headers)
    answer = client.get(path) if body is None else client.post(path, body, content_type="application/json")
    return answer.status_code, answer.json()


def test_values_are_given_read_and_refused_each_by_its_name(cast: Cast, anna: int) -> None:
    path = f"/api/v1/customers/{anna}/values"
    given = [{"field": "rooms", "value": "4"}, {"field": "heating", "value": "wood"}, {"field": "none", "value": "x"}]

    status, answer = _call(cast, path, given)

    assert (status, answer["accepted"], answer["known"], answer["refused"]) == (200, 1, 0, 2)
    assert [[one["field"] for one in item["problems"]] for item in answer["items"]] == [[], ["value"], ["field"]]
    assert _call(cast, path, given[:1])[1]["known"] == 1
    read = {one["field"]: (one["value"], one["use"], one["mandatory"]) for one in _call(cast, path)[1]}
    assert read == {"rooms": (4.0, "segment", True), "heating": (None, "segment", False)}
    assert ProfileValue.objects.count() == 1


def test_a_key_of_a_unit_and_an_unknown_customer_change_nothing(cast: Cast, anna: int) -> None:
    given = [{"field": "rooms", "value": "4"}]

    assert _call(cast, f"/api/v1/customers/{anna}/values", given, unit="lille")[0] == 403
    assert _call(cast, f"/api/v1/customers/{anna + 999}/values", given)[0] == 404
    assert not ProfileValue.objects.exists()


def test_a_file_gives_values_to_customers_we_know_and_adds_nobody(cast: Cast, anna: int) -> None:
    reader = ValueImporter()
    row = {"customer_email": "ANNA@example.org", "field": "heating", "value": "gas"}

    draft = reader.parse(row)
    assert draft == ValueDraft(anna, "heating", "gas")
    assert [reader.record([draft], by=BY), reader.record([draft], by=BY)] == [["accepted"], ["known"]]

    wrong = [
        reader.parse({**row, "customer_email": "ben@example.org"}),
        reader.parse({**row, "value": "wood"}),
        reader.parse({"field": "heating", "value": "gas"}),
    ]
    fields = [[problem.field for problem in refusal] for refusal in wrong]  # type: ignore[union-attr]  # refused
    assert fields == [["customer_email"], ["value"], ["customer_external"]]
