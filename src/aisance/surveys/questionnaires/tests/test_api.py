"""Questionnaires by the API."""

from typing import Any

import pytest
from django.test import Client

from aisance.accounts.services import create_api_key
from aisance.core.permissions import Right, Role, system_viewer
from aisance.surveys.models import Questionnaire
from aisance.surveys.permissions import EDIT_QUESTIONNAIRES, VIEW_QUESTIONNAIRES
from aisance.surveys.questionnaires.contracts import Content, Item
from aisance.surveys.questionnaires.exchange.own import write_own
from aisance.surveys.questionnaires.rules import as_json, content_of
from aisance.surveys.questionnaires.services import create_questionnaire
from tests.cast import Cast

pytestmark = pytest.mark.django_db

CONTENT = Content({"en": "Short"}, "en", (Item("nps", "nps", {"en": "Would you recommend us?"}, required=True),))
ADDRESS = "/api/v1/questionnaires"


BY = system_viewer("test")


def _key(cast: Cast, unit: str, *rights: Right) -> dict[str, str]:
    text = create_api_key(name="tool", unit_id=cast.units[unit].pk, scopes=[*rights], by=BY)[1]
    return {"Authorization": f"Bearer {text}"}


def _post(headers: dict[str, str], **body: str) -> Any:
    return Client().post(ADDRESS, body, content_type="application/json", headers=headers)


def test_a_file_becomes_a_draft_and_is_read_again(cast: Cast) -> None:
    writer = _key(cast, "orvane", EDIT_QUESTIONNAIRES, VIEW_QUESTIONNAIRES)

    made = _post(writer, unit="france", file=write_own(CONTENT))

    card = {"code": "short", "name": "Short", "unit": "france", "published": None, "draft": 1, "retired": False}
    assert (made.status_code, made.json()) == (201, card)
    assert content_of(Questionnaire.objects.get().versions.get().content) == CONTENT
    read = Client().get(f"{ADDRESS}/short", headers=writer).json()
    assert read["content"] == as_json(CONTENT)
    assert read["file"] == write_own(CONTENT)
    assert read["seconds"] == [5.5, 5.5]
    assert (read["problems"], [one["code"] for one in read["remarks"]]) == ([], ["no_way_out"])
    assert Client().get(ADDRESS, headers=writer).json() == [card]
    assert Client().get(f"{ADDRESS}/short?version=2", headers=writer).status_code == 404


def test_what_is_wrong_is_named_and_nothing_is_made(cast: Cast) -> None:
    writer = _key(cast, "france", EDIT_QUESTIONNAIRES)

    wrong = _post(writer, unit="france", file='format = "aisance.questionnaire/1"\nlanguage = "english"\n')
    foreign = _post(writer, unit="belgium", file=write_own(CONTENT))

    expected = {"field": "language", "value": "english", "expected": "a language such as fr, en or nl-be"}
    assert (wrong.status_code, wrong.json()["problems"]) == (422, [expected])
    assert (foreign.status_code, foreign.json()["problems"]) == (422, [])
    assert not Questionnaire.objects.exists()


def test_a_key_sees_its_own_units_and_writes_only_where_it_may(cast: Cast) -> None:
    create_questionnaire(content=CONTENT, unit_id=cast.units["belgium"].pk, by=BY)
    reader = _key(cast, "france", VIEW_QUESTIONNAIRES)

    assert Client().get(ADDRESS, headers=reader).json() == []
    assert Client().get(f"{ADDRESS}/short", headers=reader).status_code == 404
    assert _post(reader, unit="france", file=write_own(CONTENT)).status_code == 403
    assert Client().get(ADDRESS).status_code == 401
    assert cast.client(Role.ANALYST).get(ADDRESS).json()[0]["code"] == "short"
