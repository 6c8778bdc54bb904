"""The pages on which indicators are defined: question, mapping, preview, draft, approval; and who may not."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from aisance.core.permissions import Role
from aisance.indicators.models import OwnIndicator, OwnVersion
from aisance.indicators.public import definition
from aisance.indicators.tests.company import answer, every_estimate
from aisance.surveys.public import question_of
from tests.cast import BY, Cast

NEW = "/indicators/own/new/"
SHARE = f"{NEW}?{urlencode({'read': 'share', 'q': 'csat@csat_5'})}"
NET = f"{NEW}?{urlencode({'read': 'net', 'q': 'net_easy@net_easy_7'})}"
BOTH = f"{NEW}?{urlencode({'read': 'composite', 'q': ['nps@nps_11', 'csat@csat_5']}, doseq=True)}"


@pytest.fixture
def manager(cast: Cast) -> Client:
    return cast.client(Role.MANAGER)


def filled(**more: Any) -> dict[str, Any]:
    words = {f"{name}_{tongue}": f"{name} in {tongue}" for name in TEXTS for tongue in ("fr", "en")}
    return {
        "code": "very_satisfied",
        "kind": "hot",
        "minimum_n": "10",
        "higher_is_better": "higher",
        "owner": "Claire",
        **words,
        **more,
    }


TEXTS = ("title", "description", "strength", "weakness")


def test_a_question_and_a_reading_lead_to_the_page_of_words(manager: Client) -> None:
    first = manager.get(NEW).content.decode()
    assert "Satisfaction (1 to 5)" in first
    assert "Effort (1 to 10)" in first

    second = manager.get(SHARE)
    assert second.status_code == 200
    assert "5 – Very satisfied" in second.content.decode()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"read": "share", "q": ["csat@csat_5", "nps@nps_11"]}, "Choose one question, or read several together."),
        ({"read": "composite", "q": ["csat@csat_5"]}, "Choose 2 to 6 questions."),
        ({"read": "composite", "q": ["csat@csat_5", "csat@csat_10"]}, "Choose each question on one scale only"),
        ({"read": "share", "q": ["happiness@x"]}, "happiness@x is not one of the available choices"),
        ({"read": "median", "q": ["csat@csat_5"]}, "median is not one of the available choices"),
    ],
)
def test_a_choice_that_makes_no_indicator_is_explained(manager: Client, query: dict[str, Any], message: str) -> None:
    answer = manager.get(f"{NEW}?{urlencode(query, doseq=True)}")

    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_an_indicator_goes_from_draft_to_approval_and_is_offered(manager: Client) -> None:
    saved = manager.post(SHARE, filled(good=["5"]), follow=True)
    assert "Version 1 is saved as a draft." in saved.content.decode()
    assert "title in en" not in manager.get("/indicators/").content.decode()

    manager.post("/indicators/own/very_satisfied/approve/")

    assert "title in en" in manager.get("/indicators/").content.decode()
    assert definition("very_satisfied").parts[0].values == {1: 0.0, 2: 0.0, 3: 0.0, 4: 0.0, 5: 1.0}
    page = manager.get("/indicators/very_satisfied/").content.decode()
    for text in ("strength in en", "weakness in en", "answered for by Claire", "Its versions", "Version 1"):
        assert text in page


def test_the_preview_shows_the_figure_and_stores_nothing(manager: Client) -> None:
    answer("csat", [5] * 6 + [4] * 6)

    page = manager.post(SHARE, filled(good=["5"], preview="1"))

    assert page.status_code == 200
    assert "50.00%" in page.content.decode()
    assert "n = 12" in page.content.decode()
    assert OwnIndicator.objects.count() == 0


def test_a_preview_on_few_answers_says_why_it_shows_nothing(manager: Client) -> None:
    answer("csat", [5] * 4)

    assert "n = 4: withheld under 10" in manager.post(SHARE, filled(good=["5"], preview="1")).content.decode()


@pytest.mark.parametrize(
    ("address", "change", "message"),
    [
        (SHARE, {"good": []}, "Choose at least one score, 1 to 5."),
        (SHARE, {"good": ["6"]}, "Score 6 is not on the scale; possible: 1 to 5."),
        (SHARE, {"good": ["1", "2", "3", "4", "5"]}, "All scores count: the share would always be 100"),
        (NET, {"good": ["1", "2"], "bad": ["2", "7"]}, "Score 2 is good already; a score counts once."),
        (NET, {"good": ["1"], "bad": ["9"]}, "Score 9 is not on the scale; possible: 1 to 7."),
        (BOTH, {"weight_0": "60", "weight_1": "30"}, "The weights add up to 90"),
        (SHARE, {"good": ["5"], "title_fr": ""}, "This field is required."),
        (SHARE, {"good": ["5"], "minimum_n": "4", "kind": "employee"}, "At least 5: in a smaller group"),
        (SHARE, {"good": ["5"], "code": "nps"}, "“nps”: expected another name: this one is taken."),
        (SHARE, {"good": ["5"], "code": "Très bien"}, "2 to 40 small letters, digits and underscores"),
    ],
)
def test_what_is_wrong_is_said_under_its_field_and_nothing_is_stored(
    manager: Client, address: str, change: dict[str, Any], message: str
) -> None:
    refused = manager.post(address, filled(**change))

    assert refused.status_code == 422
    assert message in refused.content.decode()
    assert OwnIndicator.objects.count() == 0


def test_a_composite_is_weighted_in_per_cent(manager: Client) -> None:
    manager.post(BOTH, filled(weight_0="66.67", weight_1="33.33"))

    [nps, csat] = definition("very_satisfied").parts
    assert (nps.weight, csat.weight) == (0.6667, 0.3333)
    assert nps.values[5] == 0.5
    assert csat.values[2] == 0.25


def test_a_question_of_our_own_is_made_on_the_spot(manager: Client) -> None:
    asked = {"question_code": "clear_bill", "wording_fr": "Claire ?", "wording_en": "Clear?", "minimum": "0"}
    made = manager.post("/indicators/own/question/", {**asked, "maximum": "100", "low_is_good": "high"})

    assert made.status_code == 302
    card = question_of("clear_bill")
    assert card is not None
    assert (card.scale.minimum, card.scale.maximum) == (0, 100)

    manager.post(made.headers["Location"], filled(good="80-82, 100"))
    values = definition("very_satisfied").parts[0].values
    assert [score for score, worth in values.items() if worth] == [80, 81, 82, 100]
    answer("clear_bill", [82, 83])
    assert every_estimate("very_satisfied", viewer=BY)[0].value == 0.5


@pytest.mark.parametrize("written", ["80-", "good", "101", "-5", "90-200"])
def test_a_range_that_leaves_the_scale_is_named(manager: Client, written: str) -> None:
    question = {"question_code": "clear_bill", "wording_fr": "Claire ?", "wording_en": "Clear?", "low_is_good": "high"}
    made = manager.post("/indicators/own/question/", {**question, "minimum": "0", "maximum": "100"})

    refused = manager.post(made.headers["Location"], filled(good=written))

    assert refused.status_code == 422
    assert "possible: 0 to 100" in refused.content.decode()


def test_a_question_that_cannot_be_is_explained(manager: Client) -> None:
    asked = {"question_code": "nps", "wording_fr": "Claire ?", "wording_en": "Clear?", "low_is_good": "high"}
    refused = manager.post("/indicators/own/question/", {**asked, "minimum": "5", "maximum": "5"})

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "another code: this one is the product" in page
    assert "two different whole numbers from 0 to 100" in page


def test_a_change_begins_with_what_is_in_force(manager: Client) -> None:
    manager.post(SHARE, filled(good=["5"]))
    manager.post("/indicators/own/very_satisfied/approve/")

    page = manager.get("/indicators/own/very_satisfied/").content.decode()
    assert 'value="title in fr"' in page
    manager.post("/indicators/own/very_satisfied/", filled(good=["4", "5"]))
    manager.post("/indicators/own/very_satisfied/approve/")

    assert list(OwnVersion.objects.order_by("number").values_list("number", "status")) == [
        (1, "approved"),
        (2, "approved"),
    ]
    assert "earlier" in manager.get("/indicators/very_satisfied/").content.decode()
    assert "Version 1" in manager.get("/indicators/very_satisfied/?version=1").content.decode()
    refused = manager.get("/indicators/very_satisfied/?version=7")
    assert refused.status_code == 422
    assert "has no version 7; there are: 1, 2" in refused.content.decode()


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_whoever_may_not_define_changes_nothing(cast: Cast, manager: Client, role: Role) -> None:
    manager.post(SHARE, filled(good=["5"]))
    before = list(OwnVersion.objects.values())
    client = cast.client(role)

    posts = [
        client.post(SHARE, filled(code="another", good=["5"])),
        client.post("/indicators/own/very_satisfied/", filled(good=["4"])),
        *(client.post(f"/indicators/own/very_satisfied/{do}/") for do in ("approve", "retire", "discard")),
        client.post("/indicators/own/question/", {"question_code": "clear_bill"}),
    ]

    assert [post.status_code for post in posts] == [403] * 6
    assert list(OwnVersion.objects.values()) == before
    assert question_of("clear_bill") is None


def test_an_indicator_that_is_not_there_is_not_found(manager: Client) -> None:
    assert manager.get("/indicators/own/nothing/").status_code == 404
    assert manager.post("/indicators/own/nothing/approve/").status_code == 404
