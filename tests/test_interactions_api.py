"""Interactions told by other systems."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, assume, given, settings

from aisance.accounts import programmatic
from aisance.accounts.services import create_api_key
from aisance.core.models import AuditEntry, Event
from aisance.customers.models import Customer, Identifier
from aisance.indicators.permissions import VIEW
from aisance.journeys.models import Interaction
from aisance.journeys.permissions import RECORD
from aisance.journeys.public import add_journey, ensure_reasons
from aisance.project.wsgi import application
from tests.cast import BY, Cast

URL = "/api/v1/interactions"
CALL = {
    "source": "telephony",
    "external_id": "call-1",
    "channel": "phone",
    "started_at": "2026-03-02T09:30:00+01:00",
    "customer": {"email": "Helene@Example.org", "name": "Hélène Garnier"},
    "language": "fr",
    "step": "contact",
    "reason": "bill",
    "wait_seconds": 45,
    "handling_seconds": 310,
    "outcome": "resolved",
    "attributes": {"line": "3"},
}


@pytest.fixture(autouse=True)
def _vocabulary(cast: Cast) -> None:
    add_journey(code="help", names={"en": "Help"}, steps=[("contact", {"en": "Contact"})], is_main=True, by=BY)
    ensure_reasons({"bill": {"en": "Bill", "fr": "Facture"}}, by=BY)


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    programmatic.KEY_REQUESTS.forget()
    programmatic.WRONG_KEYS.forget()
    yield
    programmatic.KEY_REQUESTS.forget()


@pytest.fixture
def key(cast: Cast) -> str:
    return create_api_key(name="crm", unit_id=cast.units["france"].pk, scopes=[RECORD, VIEW], by=BY)[1]


def _post(key: str, body: Any, **headers: str) -> Any:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    given = {"Authorization": f"Bearer {key}", **headers}
    return Client().post(URL, data, content_type="application/json", headers=given)


def test_one_interaction_is_recorded(key: str, cast: Cast) -> None:
    answer = _post(key, CALL)

    row = Interaction.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "accepted": 1,
        "known": 0,
        "refused": 0,
        "items": [{"index": 0, "external_id": "call-1", "status": "accepted", "problems": []}],
    }
    assert (row.source, row.outcome, row.unit_id) == ("telephony", "resolved", cast.units["france"].pk)
    assert Identifier.objects.get().value == "helene@example.org"
    assert Customer.objects.get().language == "fr"
    assert Event.objects.get().payload == {"interaction_ids": [row.pk]}
    assert AuditEntry.objects.get(action="interactions.recorded").actor_kind == "api_key"


def test_sending_it_again_changes_nothing(key: str) -> None:
    _post(key, CALL)

    answer = _post(key, CALL)

    assert (answer.status_code, answer.json()["known"]) == (200, 1)
    assert Interaction.objects.count() == 1
    assert Event.objects.count() == 1


def test_sending_a_lasting_one_again_with_its_outcome_ends_it(key: str) -> None:
    lasting = {name: value for name, value in CALL.items() if name not in {"outcome", "handling_seconds"}}
    begun, ended, again = _post(key, lasting), _post(key, CALL), _post(key, CALL | {"outcome": "left"})

    row = Interaction.objects.get()
    assert [answer.status_code for answer in (begun, ended, again)] == [201, 201, 200]
    assert [answer.json()["accepted"] for answer in (begun, ended, again)] == [1, 1, 0]
    assert (row.outcome, row.wait_seconds, row.handling_seconds) == ("resolved", 45, 310)
    assert Event.objects.get().payload == {"interaction_ids": [row.pk]}


def test_each_item_of_a_batch_is_answered(key: str) -> None:
    batch = [CALL, CALL | {"external_id": "call-2", "channel": "pigeon"}, CALL, 7, CALL | {"external_id": 4}]

    answer = _post(key, batch)

    assert answer.status_code == 200
    body = answer.json()
    assert (body["accepted"], body["known"], body["refused"]) == (2, 1, 2)
    assert [item["status"] for item in body["items"]] == ["accepted", "refused", "known", "refused", "accepted"]
    assert body["items"][1]["problems"] == [
        {
            "field": "channel",
            "value": "pigeon",
            "expected": "one of: chat, email, ivr, letter, phone, selfcare, shop, sms, social, web",
        }
    ]
    assert [item["external_id"] for item in body["items"]] == ["call-1", "call-2", "call-1", "", "4"]


def test_a_batch_of_which_every_item_is_refused_is_422(key: str) -> None:
    answer = _post(key, [CALL | {"step": "nowhere"}])

    assert answer.status_code == 422
    problem = answer.json()["items"][0]["problems"]
    assert problem == [{"field": "step", "value": "nowhere", "expected": "one of: contact"}]
    assert not Interaction.objects.exists()
    assert not Customer.objects.exists()


def test_reasons_are_given_in_the_language_of_the_request(key: str) -> None:
    answer = _post(key, CALL | {"channel": "pigeon"}, **{"Accept-Language": "fr"})

    assert answer.json()["items"][0]["problems"][0]["expected"].startswith("l’un de")


def test_a_unit_beyond_the_key_is_refused(key: str) -> None:
    answer = _post(key, CALL | {"unit": "namur"})

    assert answer.status_code == 422
    assert "namur" not in answer.json()["items"][0]["problems"][0]["expected"]
    assert not Interaction.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "NaN", "3", "null", "[]", b"\xff\xfe", "[" * 100_000, '{"a": Infinity}'])
def test_what_is_not_a_batch_is_400(key: str, body: str | bytes) -> None:
    answer = _post(key, body)

    assert answer.status_code == 400
    assert list(answer.json()) == ["detail"]


def test_more_than_ten_thousand_are_413(key: str) -> None:
    answer = _post(key, [{}] * 10_001)

    assert answer.status_code == 413
    assert not Interaction.objects.exists()


def test_a_body_beyond_the_limit_is_413(key: str) -> None:
    answer = _post(key, '"' + "x" * 20_000_001 + '"')

    assert answer.status_code == 413


def test_hostile_text_is_refused_and_not_a_failure(key: str) -> None:
    hostile = [
        CALL | {"external_id": "a\0b"},
        CALL | {"external_id": "\ud800"},
        CALL | {"attributes": {"a": "\udfff"}},
        CALL | {"attributes": {"\0": "a"}},
        CALL | {"started_at": "0001-01-01T00:00:00+23:59"},
        CALL | {"started_at": "9999-12-31T23:59:59-23:59"},
        CALL | {"wait_seconds": 10**400},
        CALL | {"customer": {"external_id": "\ud800"}},
        CALL | {"customer": {"name": "\ud800"}},
        CALL | {"customer": 4},
        CALL | {"customer": {"email": []}},
        CALL | {"\ud800": 1},
    ]

    answer = _post(key, hostile)

    assert (answer.status_code, answer.json()["refused"]) == (422, len(hostile))


def test_without_a_key_nothing_is_recorded(cast: Cast) -> None:
    assert Client().post(URL, json.dumps(CALL), content_type="application/json").status_code == 401
    assert _post("ais_wrong_key", CALL).status_code == 401
    reading = create_api_key(name="reader", unit_id=cast.units["france"].pk, scopes=[VIEW], by=BY)[1]
    assert _post(reading, CALL).status_code == 403
    assert not Interaction.objects.exists()


def test_the_document_describes_one_and_many() -> None:
    document = Client().get("/api/v1/openapi.json").json()

    operation = document["paths"]["/api/v1/interactions"]["post"]
    one, many = operation["requestBody"]["content"]["application/json"]["schema"]["oneOf"]
    assert one["required"] == ["source", "external_id", "channel", "started_at"]
    assert (many["minItems"], many["maxItems"]) == (1, 10_000)
    assert {"200", "201", "400", "401", "403", "413", "422", "429", "503"} <= set(operation["responses"])
    assert "$ref" not in json.dumps(operation["requestBody"])


CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_schema_conformance", "negative_data_rejection"),
)


@pytest.mark.django_db(transaction=True)
def test_the_api_keeps_its_document_whatever_is_sent(key: str) -> None:
    import schemathesis  # which takes a second: only here, not wherever tests are collected

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [schema[path][method] for path in schema for method in schema[path]]
    assert len(operations) >= 2
    for operation in operations:
        _hold(operation, key)


def _hold(operation: Any, key: str) -> None:
    """Send what the document allows and what it does not; no answer may surprise a reader of the document."""
    from schemathesis import GenerationMode
    from schemathesis import checks as check

    checks = [getattr(check, name) for name in CHECKS]

    @given(case=operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    @settings(max_examples=20, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def run(case: Any) -> None:
        assume(all(value not in ([], {}, None) for value in (case.query or {}).values()))  # no address says these
        programmatic.KEY_REQUESTS.forget()
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=checks)

    run()
