"""What nobody gave is set apart with its reason, counts in no figure, and comes back exactly."""

from typing import Any

import pytest

from aisance.core.clock import stopped_at
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.lake.models import StaleDay
from aisance.lake.public import pull, rebuild, rows
from aisance.surveys.collection.signs import is_scanner
from aisance.surveys.collection.tests.asked import EVERY_KIND, LATER, address, get, invited_to, open_link, post
from aisance.surveys.collection.tests.test_open_links import begun
from aisance.surveys.models import OpenLink, Response
from aisance.surveys.queries.answers import latest_answers
from aisance.surveys.services.sorting import bring_back, set_apart
from tests.cast import BY, Cast

FOUR = [EVERY_KIND[0], EVERY_KIND[1], EVERY_KIND[2], EVERY_KIND[8]]
GIVEN: dict[str, Any] = {"nps.score": "9", "ces.score": "2", "place.value": "shop", "more.text": "Fine"}


def by_link(minutes: float, **data: Any) -> Response:
    """A whole response by the link, so many minutes after its page was drawn."""
    path = begun(get("/l/poster/?all=1"))
    assert post(path, {**GIVEN, **data}, 60 + minutes).status_code == 302
    return Response.objects.order_by("pk").last()  # type: ignore[return-value]


def test_a_person_by_a_link_is_counted(cast: Cast) -> None:
    open_link(FOUR)

    assert by_link(0.1).set_apart == ""


def test_a_field_that_no_person_sees_sets_apart(cast: Cast) -> None:
    open_link(FOUR)

    response = by_link(1, website="https://spam.example")

    assert (response.set_apart, response.set_apart_at) == ("trap", response.completed_at)


def test_four_answers_within_two_seconds_are_no_person_s(cast: Cast) -> None:
    open_link(FOUR)

    assert by_link(2 / 60).set_apart == "too_fast"
    assert by_link(4 / 60).set_apart == ""


def test_a_whole_page_of_an_invitation_filled_in_a_blink_is_no_person_s(cast: Cast) -> None:
    invitation = invited_to(FOUR)
    page = get(address(invitation, "all/")).content.decode()
    drawn = page.split('name="drawn" value="')[1].split('"')[0]

    post(address(invitation, "all/"), {**GIVEN, "drawn": drawn}, 60 + 0.1 / 60)

    assert Response.objects.get().set_apart == "too_fast"


def test_a_stamp_that_was_tampered_with_says_nothing(cast: Cast) -> None:
    invitation = invited_to(FOUR)

    post(address(invitation, "all/"), {**GIVEN, "drawn": "1.x"})

    assert Response.objects.get().set_apart == ""


@pytest.mark.parametrize(
    ("agent", "apart"),
    [
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "scanner"),
        ("Mozilla/5.0 (Windows NT 10.0) Mimecast URL Protect", "scanner"),
        ("python-requests/2.32", "scanner"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", ""),
        ("", ""),
    ],
)
def test_a_programme_that_follows_links_is_set_apart(cast: Cast, agent: str, apart: str) -> None:
    invitation = invited_to(FOUR)

    post(address(invitation, "1/"), {"score": "9"}, HTTP_USER_AGENT=agent)

    assert Response.objects.get().set_apart == apart
    assert is_scanner(agent) is bool(apart)


def test_the_eleventh_response_from_one_address_within_ten_minutes_is_set_apart(cast: Cast) -> None:
    open_link(FOUR)

    apart = [by_link(1, **{"more.text": f"Word {number}"}).set_apart for number in range(12)]

    assert apart == [""] * 10 + ["burst"] * 2


def test_a_tablet_has_one_address_by_nature(cast: Cast) -> None:
    open_link(FOUR, use=OpenLink.Use.KIOSK)

    assert [by_link(1, **{"more.text": f"Word {n}"}).set_apart for n in range(12)] == [""] * 12


def test_the_third_time_the_same_long_words_come_they_are_set_apart(cast: Cast) -> None:
    open_link(FOUR)
    told = {"more.text": "The best company that there ever was"}

    assert [by_link(1, **told).set_apart for _ in range(4)] == ["", "", "same_words", "same_words"]
    assert by_link(1, **{"more.text": "Fine"}).set_apart == ""


def facts() -> list[tuple[Any, ...]]:
    pull()
    return rows("answers", lambda t: t.order_by([t.response_id, t.question]).select("response_id", "question", "score"))


def test_figures_leave_out_what_is_set_apart_and_get_it_back_exactly(cast: Cast) -> None:
    open_link(FOUR)
    good, bad = by_link(1), by_link(1, website="x")
    whole = [(good.pk, "ces", 2), (good.pk, "nps", 9)]
    assert facts() == whole
    assert [one.response_id for one in latest_answers(BY, 10)] == [good.pk]

    with stopped_at(LATER):
        assert bring_back([bad.pk], by=BY) == 1
    assert facts() == [*whole, (bad.pk, "ces", 2), (bad.pk, "nps", 9)]

    with stopped_at(LATER):
        assert set_apart([good.pk, bad.pk], by=BY) == 2
        assert set_apart([good.pk], by=BY) == 0
    assert facts() == []
    with stopped_at(LATER):
        assert bring_back([good.pk, bad.pk], by=BY) == 2
    before = facts()
    rebuild()
    assert facts() == before == [*whole, (bad.pk, "ces", 2), (bad.pk, "nps", 9)]
    assert [e.action for e in AuditEntry.objects.filter(object_type="response").order_by("pk")] == [
        "responses.brought_back",
        "responses.set_apart",
        "responses.brought_back",
    ]
    assert not StaleDay.objects.exists()


def test_a_partial_response_in_the_store_leaves_it_when_its_end_is_suspicious(cast: Cast) -> None:
    open_link(FOUR)
    path = begun(get("/l/poster/"))
    following = post(path, {"score": "9"}, 61)["Location"]
    response = Response.objects.get()
    assert facts() == [(response.pk, "nps", 9)]

    post(following, {"score": "2", "website": "x"}, 61)

    assert facts() == []


def test_the_page_shows_the_reason_and_brings_back(cast: Cast) -> None:
    open_link(FOUR)
    bad = by_link(1, website="x")
    manager = cast.client(Role.MANAGER)

    page = manager.get("/answers/apart/").content.decode()
    assert "A field was filled in that no person sees" in page
    assert manager.get("/answers/apart/?why=burst").context["rows"] == []
    done = manager.post("/answers/apart/change/", {"response": bad.pk, "back": "1"})

    assert done.status_code == 302
    bad.refresh_from_db()
    assert bad.set_apart == ""
    assert AuditEntry.objects.filter(action="responses.brought_back", actor_name="Claire Morvan").count() == 1


def test_a_response_is_set_apart_by_hand_from_the_list_of_answers(cast: Cast) -> None:
    open_link(FOUR)
    good = by_link(1)
    manager = cast.client(Role.MANAGER)

    with stopped_at(LATER):
        assert f'name="response" value="{good.pk}"' in manager.get("/answers/").content.decode()
        manager.post("/answers/apart/change/", {"response": good.pk})

    good.refresh_from_db()
    assert (good.set_apart, good.set_apart_at) == ("by_hand", LATER)


def test_who_may_not_sort_sees_no_page_and_changes_nothing(cast: Cast) -> None:
    open_link(FOUR)
    good = by_link(1)

    for role in (Role.SUPERVISOR, Role.ADVISOR, Role.ADMINISTRATOR):
        client = cast.client(role)
        assert client.get("/answers/apart/").status_code == 403
        assert client.post("/answers/apart/change/", {"response": good.pk}).status_code == 403
    manager = cast.client(Role.MANAGER)
    assert manager.post("/answers/apart/change/", {"response": 999_999}).status_code == 404
    assert manager.post("/answers/apart/change/", {"response": "x"}).status_code == 404

    good.refresh_from_db()
    assert good.set_apart == ""
