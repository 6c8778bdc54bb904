"""Every kind of item on the customers' page: one by one, all at once, wrong, required, by conditions."""

from pathlib import Path
from typing import Any

import polib
import pytest
from django.test import Client

from aisance.core.clock import stopped_at
from aisance.surveys.collection.tests.asked import (
    EVERY_KIND,
    LATER,
    STORED,
    WHOLE,
    address,
    get,
    invited_to,
    post,
    stored,
    words,
)
from aisance.surveys.models import Answer, Response
from tests.cast import Cast


def _alone(code: str) -> dict[str, Any]:
    """The fields of one item as its own screen posts them."""
    return {name.removeprefix(f"{code}."): value for name, value in WHOLE.items() if name.startswith(f"{code}.")}


def test_every_kind_is_answered_screen_by_screen(cast: Cast) -> None:
    invitation = invited_to(EVERY_KIND)

    for number, item in enumerate(EVERY_KIND, start=1):
        page = get(address(invitation, f"{number}/?lang=en")).content.decode()
        assert item["wording"]["en"] in page
        assert f"Question {number} of 12" in page
        assert post(address(invitation, f"{number}/"), _alone(item["code"])).status_code == 302

    assert stored() == STORED
    assert Response.objects.get().completed_at == LATER


def test_every_kind_is_answered_on_one_page_in_one_post(cast: Cast) -> None:
    invitation = invited_to(EVERY_KIND)

    page = get(address(invitation, "all/?lang=en")).content.decode()
    assert [item["code"] for item in EVERY_KIND if f'name="{item["code"]}.' not in page] == []
    answer = post(address(invitation, "all/"), WHOLE)

    assert (answer.status_code, answer["Location"]) == (302, address(invitation, "thanks/"))
    assert stored() == STORED
    response = Response.objects.get()
    assert (response.completed_at, response.collected_by, response.language) == (LATER, "email", "fr")


def test_what_was_given_stands_on_the_page_when_one_goes_back(cast: Cast) -> None:
    invitation = invited_to(EVERY_KIND)
    for number, item in enumerate(EVERY_KIND[:-1], start=1):
        post(address(invitation, f"{number}/"), _alone(item["code"]))

    shown = {n: get(address(invitation, f"{n}/")).content.decode() for n in range(1, 13)}

    assert 'value="9" checked' in shown[1]
    assert 'value="shop" checked' in shown[3]
    assert shown[4].count(" checked") == 2
    assert shown[5].count(" selected") == 2
    assert 'name="row_wait" value="2" checked' in shown[6]
    assert 'value="2.5"' in shown[7]
    assert 'value="2026-10-03"' in shown[8]
    assert "Two\nlines" in shown[9]
    assert 'value="no" checked' in shown[11]
    assert " checked" not in shown[12]
    assert f'href="{address(invitation, "11/")}"' in shown[12]


@pytest.mark.parametrize(
    ("number", "data"),
    [
        (3, {"value": "garden"}),
        (4, {"ticked": ["bill", "garden"]}),
        (4, {"ticked": ["bill", "line", "move"]}),
        (5, {"rank_price": "1", "rank_care": "1"}),
        (5, {"rank_price": "2"}),
        (5, {"rank_price": "first"}),
        (6, {"row_wait": "6"}),
        (6, {"row_wait": "x"}),
        (7, {"value": "21"}),
        (7, {"value": "-1"}),
        (7, {"value": "two"}),
        (7, {"value": "1e3"}),
        (8, {"value": "2026-02-30"}),
        (8, {"value": "20260203"}),
        (9, {"text": "x" * 2001}),
        (11, {"value": "perhaps"}),
        (11, {}),
        (3, {}),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_page(cast: Cast, number: int, data: dict[str, Any]) -> None:
    invitation = invited_to(EVERY_KIND)

    answer = post(address(invitation, f"{number}/"), data)

    assert answer.status_code == 422
    assert answer.content.decode().count('role="alert"') == 1
    assert Response.objects.count() == 0


def test_one_page_names_each_answer_that_is_wrong_and_stores_none(cast: Cast) -> None:
    invitation = invited_to(EVERY_KIND)

    answer = post(address(invitation, "all/"), {**WHOLE, "nps.score": "11", "calls.value": "many"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('role="alert"') == 2
    assert 'value="many"' in page
    assert 'name="place.value" value="shop" checked' in page
    assert (Response.objects.count(), Answer.objects.count()) == (0, 0)


def test_a_required_item_is_not_passed(cast: Cast) -> None:
    needed = [{**EVERY_KIND[0], "required": True}, EVERY_KIND[8]]
    invitation = invited_to(needed)

    assert 'name="skip"' not in get(address(invitation, "1/")).content.decode()
    assert post(address(invitation, "1/"), {"skip": "1"}).status_code == 422
    assert post(address(invitation, "all/"), {"more.text": "Words"}).status_code == 422
    assert Response.objects.count() == 0
    # Whoever jumps over it by its address comes back to it.
    assert post(address(invitation, "2/"), {"text": "Words"})["Location"] == address(invitation, "1/")
    assert Response.objects.get().completed_at is None
    assert post(address(invitation, "1/"), {"score": "3"})["Location"] == address(invitation, "2/")
    assert post(address(invitation, "2/"), {"text": "Words"})["Location"] == address(invitation, "thanks/")


BRANCHING: list[dict[str, Any]] = [
    {"code": "nps", "kind": "nps", "wording": words("How likely?")},
    {
        "code": "sad",
        "kind": "text",
        "wording": words("What went wrong, {answer:nps}?"),
        "show_if": {"conditions": [{"of": "answer:nps", "test": "at_most", "values": [6]}]},
    },
    {
        "code": "call",
        "kind": "text",
        "wording": words("About your {interaction:channel}"),
        "show_if": {"conditions": [{"of": "interaction:channel", "test": "in", "values": ["phone"]}]},
    },
    {
        "code": "shop",
        "kind": "text",
        "wording": words("About the shop"),
        "show_if": {"conditions": [{"of": "interaction:channel", "test": "in", "values": ["shop"]}]},
    },
]


def test_the_way_follows_the_answers_and_the_contact(cast: Cast) -> None:
    happy = invited_to(BRANCHING)

    assert post(address(happy, "1/"), {"score": "9"})["Location"] == address(happy, "3/")
    assert "Question 2 of 2" in get(address(happy, "3/?lang=en")).content.decode()
    assert post(address(happy, "1/"), {"score": "2"})["Location"] == address(happy, "2/")
    assert "What went wrong, 2?" in get(address(happy, "2/?lang=en")).content.decode()
    assert "About your Phone" in get(address(happy, "3/?lang=en")).content.decode()


def test_answers_on_a_way_no_longer_taken_go_at_the_end(cast: Cast) -> None:
    invitation = invited_to(BRANCHING)
    post(address(invitation, "1/"), {"score": "2"})
    post(address(invitation, "2/"), {"text": "Everything"})
    post(address(invitation, "1/"), {"score": "10"})

    assert post(address(invitation, "3/"), {"text": "Kind"})["Location"] == address(invitation, "thanks/")

    assert {code: one[2] or one[1] for code, one in stored().items()} == {"nps": 10, "call": "Kind"}


def test_on_one_page_an_answer_that_its_condition_hides_is_dropped(cast: Cast) -> None:
    invitation = invited_to(BRANCHING)

    page = get(address(invitation, "all/?lang=en")).content.decode()
    post(
        address(invitation, "all/"), {"nps.score": "10", "sad.text": "Nothing", "shop.text": "Nice", "call.text": "Hi"}
    )

    assert ('name="sad.text"' in page, 'name="shop.text"' in page) == (True, False)
    assert set(stored()) == {"nps", "call"}


def test_an_arabic_questionnaire_is_written_from_right_to_left(cast: Cast) -> None:
    invitation = invited_to(EVERY_KIND)

    page = get(address(invitation, "1/?lang=ar")).content.decode()
    post(address(invitation, "1/?lang=ar"), {"score": "5"})

    assert '<html lang="ar" dir="rtl">' in page
    assert "متابعة" in page
    assert "السؤال 1 من 12" in page
    assert "Continue" not in page
    assert "How likely? (ar)" in page
    assert 'hreflang="ar" aria-current="true"' in page
    assert 'dir="rtl"' not in get(address(invitation, "1/?lang=fr")).content.decode()
    assert Response.objects.get().language == "ar"


def test_a_language_that_is_not_there_falls_back(cast: Cast) -> None:
    invitation = invited_to(EVERY_KIND)

    page = get(address(invitation, "1/?lang=nl")).content.decode()

    assert "How likely? (fr)" in page


def test_two_tabs_are_one_response_and_a_double_click_one_answer(cast: Cast) -> None:
    invitation = invited_to(EVERY_KIND[:3])
    first, second = Client(), Client()

    with stopped_at(LATER):
        for tab in (first, second, first):
            tab.post(address(invitation, "1/"), {"score": "4"})
        second.post(address(invitation, "2/"), {"score": "3"})
        for tab in (first, second):
            tab.post(address(invitation, "3/"), {"value": "shop"})
        late = second.post(address(invitation, "1/"), {"score": "10"})

    assert Response.objects.count() == 1
    assert {code: one[1] for code, one in stored().items()} == {"nps": 4, "ces": 3, "place": None}
    assert late.status_code == 200
    assert "déjà répondu" in late.content.decode()


def test_posting_the_whole_twice_is_one_response(cast: Cast) -> None:
    invitation = invited_to(EVERY_KIND)

    post(address(invitation, "all/"), WHOLE)
    again = post(address(invitation, "all/"), {**WHOLE, "nps.score": "0"})

    assert again.status_code == 200
    assert stored() == STORED
    assert Response.objects.count() == 1


def test_a_partial_response_is_kept_as_partial(cast: Cast) -> None:
    invitation = invited_to(EVERY_KIND)

    post(address(invitation, "1/"), {"score": "4"})

    response = Response.objects.get()
    assert (response.completed_at, response.answers.count()) == (None, 1)


@pytest.mark.parametrize("place", ["all/", "all/?lang=ar", "12/"])
def test_reading_a_long_questionnaire_records_nothing(cast: Cast, place: str) -> None:
    invitation = invited_to(EVERY_KIND)
    for _ in range(10):
        assert get(address(invitation, place)).status_code == 200

    invitation.refresh_from_db()
    assert (Response.objects.count(), invitation.opened_at) == (0, None)


def test_the_arabic_of_the_page_is_compiled_and_complete() -> None:
    folder = Path(__file__).parents[2] / "locale" / "ar" / "LC_MESSAGES"
    written, compiled = polib.pofile(str(folder / "django.po")), polib.mofile(str(folder / "django.mo"))
    french = {(e.msgctxt, e.msgid) for e in polib.pofile(str(folder.parents[1] / "fr" / "LC_MESSAGES" / "django.po"))}

    assert {(e.msgctxt, e.msgid): e.msgstr for e in written} == {(e.msgctxt, e.msgid): e.msgstr for e in compiled}
    assert written.untranslated_entries() == []
    known = {(e.msgctxt, e.msgid) for e in written}
    assert len(known & french) > 60  # the same words as staff's catalogue has, so they are still in use
