"""Open links: whoever has one answers once, under a key that nobody guesses, and not a thousand times an hour."""

import re
from datetime import timedelta
from typing import Any

import pytest

from aisance.surveys.collection.tests.asked import (
    EVERY_KIND,
    STORED,
    WHOLE,
    get,
    open_link,
    post,
    stored,
)
from aisance.surveys.models import Answer, OpenLink, Programme, Response
from aisance.surveys.tests.company import NOON
from aisance.surveys.tokens import new_sitting, sign_sitting
from tests.cast import Cast

SHORT = EVERY_KIND[:2]


def begun(page: Any) -> str:
    """Where the form of a page posts to."""
    found = re.search(r'<form method="post" action="([^"?]+)', page.content.decode())
    assert found
    return found[1]


def test_the_first_page_shows_the_first_question_and_records_nothing(cast: Cast) -> None:
    open_link(SHORT)

    first, second = begun(get("/l/poster/")), begun(get("/l/poster/"))

    assert first != second
    assert re.fullmatch(r"/l/poster/[^/]+/1/", first)
    assert Response.objects.count() == 0


def test_answers_by_a_link_make_a_response_that_knows_the_link_and_no_customer(cast: Cast) -> None:
    link = open_link(SHORT)

    path = begun(get("/l/poster/"))
    following = post(path, {"score": "9"}, 61)["Location"]
    thanks = post(following, {"score": "2"}, 62)["Location"]

    assert get(thanks, 63).status_code == 200
    response = Response.objects.get()
    assert (response.link_id, response.collected_by, response.channel) == (link.pk, "link", "shop")
    assert (response.customer_id, response.invitation_id, response.interaction_id) == (None, None, None)
    assert (response.unit_id, response.set_apart) == (link.unit_id, "")
    assert response.completed_at == NOON + timedelta(minutes=62)
    assert {code: one[1] for code, one in stored().items()} == {"nps": 9, "ces": 2}


def test_one_page_by_a_link(cast: Cast) -> None:
    open_link(EVERY_KIND)

    path = begun(get("/l/poster/?all=1"))
    answer = post(path, WHOLE, 62)

    assert path.endswith("/all/")
    assert answer["Location"].endswith("/thanks/")
    assert stored() == STORED


def test_a_double_click_on_the_first_page_is_one_response(cast: Cast) -> None:
    open_link(SHORT)
    path = begun(get("/l/poster/"))

    for _ in range(3):
        post(path, {"score": "9"}, 61)

    assert (Response.objects.count(), Answer.objects.count()) == (1, 1)


def test_two_people_at_one_link_are_two_responses(cast: Cast) -> None:
    open_link(SHORT)
    for _ in range(2):
        post(begun(get("/l/poster/")), {"score": "9"}, 61)

    assert Response.objects.count() == 2


def test_a_forged_key_and_one_of_another_link_lead_nowhere(cast: Cast) -> None:
    link = open_link(SHORT)
    other = OpenLink.objects.create(programme=link.programme, unit=link.unit, code="other", use="link", created_at=NOON)
    key = begun(get("/l/poster/")).split("/")[3]

    for path in ("/l/nothing/", "/l/poster/forged.key/1/", f"/l/{other.code}/{key}/1/", f"/l/poster/{key[:-1]}/1/"):
        assert (path, get(path).status_code) == (path, 404)
        if path.count("/") > 3:
            assert post(path, {"score": "1"}).status_code == 404
    assert Response.objects.count() == 0


def test_a_key_for_a_version_of_another_programme_leads_nowhere(cast: Cast) -> None:
    open_link(SHORT)
    place = new_sitting("poster", 999_999, NOON)

    assert post(f"/l/poster/{sign_sitting(place)}/1/", {"score": "1"}).status_code == 404


@pytest.mark.parametrize("how", ["closed", "stopped"])
def test_a_closed_link_says_so_and_takes_nothing(cast: Cast, how: str) -> None:
    link = open_link(SHORT)
    path = begun(get("/l/poster/"))
    if how == "closed":
        OpenLink.objects.update(closed_at=NOON)
    else:
        Programme.objects.filter(pk=link.programme_id).update(state=Programme.State.STOPPED)

    assert get("/l/poster/").status_code == 410
    assert post(path, {"score": "9"}).status_code == 410
    assert Response.objects.count() == 0


def test_a_link_takes_so_many_responses_an_hour_and_lets_those_begun_go_on(cast: Cast) -> None:
    open_link(SHORT, per_hour=2)
    paths = [begun(get("/l/poster/")) for _ in range(3)]

    said = [post(path, {"score": "9"}, 61) for path in paths]

    assert [answer.status_code for answer in said] == [302, 302, 429]
    assert int(said[2]["Retry-After"]) == 59 * 60
    assert post(paths[0], {"score": "8"}, 62).status_code == 302
    assert Response.objects.count() == 2
    assert post(paths[2], {"score": "9"}, 121).status_code == 302


def test_a_tablet_goes_back_to_the_start_and_shows_nobody_s_answers(cast: Cast) -> None:
    open_link(SHORT, use=OpenLink.Use.KIOSK)

    first = get("/l/poster/")
    path = begun(first)
    following = post(path, {"score": "9"}, 61)["Location"]
    seen_again = get(path, 61).content.decode()
    thanks = get(post(following, {"score": "2"}, 61)["Location"], 61)

    assert first["Refresh"] == "180; url=/l/poster/"
    assert " checked" not in seen_again
    assert thanks["Refresh"] == "8; url=/l/poster/"
    assert " checked" not in get(path, 61).content.decode()
    assert begun(get("/l/poster/", 61)) != path


def test_going_back_by_a_link_on_one_s_own_phone_shows_what_was_given(cast: Cast) -> None:
    open_link(SHORT)
    path = begun(get("/l/poster/"))
    post(path, {"score": "9"}, 61)

    assert 'value="9" checked' in get(path, 61).content.decode()


def test_the_page_leaves_no_traces(cast: Cast) -> None:
    open_link(SHORT)

    answer = get("/l/poster/")

    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert not answer.cookies
