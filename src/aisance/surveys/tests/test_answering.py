"""The customers' page: what it records, when, and what it says to those who come late or from nowhere."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aisance.consent.models import Entry
from aisance.consent.public import preference_link
from aisance.core.clock import stopped_at
from aisance.core.models import Event
from aisance.core.permissions import Role
from aisance.lake.models import StaleDay
from aisance.surveys.models import Answer, Invitation, Response
from aisance.surveys.tests.company import NOON, address, invited, running_programme
from aisance.surveys.views.answering import ADDRESS_LIMIT, LINK_LIMIT
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _calm() -> None:
    LINK_LIMIT.forget()
    ADDRESS_LIMIT.forget()


@pytest.fixture
def invitation(cast: Cast) -> Invitation:
    running_programme()
    return invited()


@pytest.fixture
def phone() -> Client:
    """A browser that refuses every form without its token, as a real one meets it; it keeps no cookie."""
    return Client(enforce_csrf_checks=True)


def everything() -> dict[str, list[tuple[object, ...]]]:
    """The whole database, to show that nothing changed."""
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in apps.get_models()}


def post(phone: Client, invitation: Invitation, number: int, **data: object) -> HttpResponse:
    with stopped_at(NOON + timedelta(hours=1)):
        return phone.post(address(invitation, f"{number}/"), data)  # type: ignore[return-value]


def get(phone: Client, invitation: Invitation, place: str = "", hours: int = 1) -> HttpResponse:
    with stopped_at(NOON + timedelta(hours=hours)):
        return phone.get(address(invitation, place))  # type: ignore[return-value]


def given(invitation: Invitation) -> dict[str, object]:
    rows = Answer.objects.filter(response__invitation=invitation)
    return {row.question: row.text if row.score is None else row.score for row in rows}


def test_a_member_of_staff_who_tries_a_link_is_nobody_there(cast: Cast, invitation: Invitation) -> None:
    advisor = cast.client(Role.ADVISOR)
    session = advisor.cookies["aisance_session"].value

    with CaptureQueriesContext(connection) as asked:
        answer = get(advisor, invitation, "1/")

    assert answer.status_code == 200
    assert not [one for one in asked if "session" in one["sql"] or "accounts_person" in one["sql"]]
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies
    assert advisor.cookies["aisance_session"].value == session


def test_four_answers_make_one_response(phone: Client, invitation: Invitation) -> None:
    answers: list[dict[str, Any]] = [{"score": 2}, {"score": 9}, {"score": 1}, {"text": "Quick and kind"}]
    for number, data in enumerate(answers, start=1):
        answer = post(phone, invitation, number, **data)
        assert answer.status_code == 302

    assert answer["Location"] == address(invitation, "thanks/")
    assert given(invitation) == {"net_easy": 2, "nps": 9, "resolved": 1, "why": "Quick and kind"}
    response = Response.objects.get()
    assert (response.source, response.external_id, response.kind) == ("aisance", str(invitation.pk), "hot")
    assert (response.channel, response.unit_id, response.language) == ("phone", invitation.unit_id, "fr")
    assert response.advisor is not None
    assert response.advisor.code == "hugo"
    assert response.completed_at == NOON + timedelta(hours=1)
    assert Event.objects.filter(name="ResponseCompleted").count() == 1
    assert Answer.objects.get(question="net_easy").scale == "net_easy_7"


@pytest.mark.parametrize("place", ["", "1/", "1/?score=3", "2/", "4/", "thanks/", "stop/", "9/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_records_nothing(phone: Client, invitation: Invitation, place: str, method: str) -> None:
    before = everything()

    with stopped_at(NOON + timedelta(hours=1)):
        getattr(phone, method)(address(invitation, place), follow=True)

    assert everything() == before


def test_a_score_link_chooses_and_only_posting_records(phone: Client, invitation: Invitation) -> None:
    page = get(phone, invitation, "1/?score=3").content.decode()

    assert 'value="3" checked' in page
    assert page.count(" checked") == 1
    assert given(invitation) == {}


def test_the_link_without_a_number_keeps_the_score_and_the_language(phone: Client, invitation: Invitation) -> None:
    answer = get(phone, invitation, "?score=3&lang=en")

    assert answer["Location"] == address(invitation, "1/?score=3&lang=en")


def test_a_score_that_is_not_on_the_scale_chooses_nothing(phone: Client, invitation: Invitation) -> None:
    assert " checked" not in get(phone, invitation, "1/?score=8").content.decode()


def test_coming_back_opens_the_first_question_left(phone: Client, invitation: Invitation) -> None:
    post(phone, invitation, 1, score=2)
    post(phone, invitation, 2, skip="1")

    assert get(phone, invitation)["Location"] == address(invitation, "3/")


def test_every_question_may_be_passed(phone: Client, invitation: Invitation) -> None:
    for number in range(1, 5):
        assert post(phone, invitation, number, skip="1").status_code == 302

    invitation.refresh_from_db()
    assert (invitation.opened_at, invitation.reached) == (NOON + timedelta(hours=1), 4)
    assert Response.objects.count() == 0
    assert "déjà répondu" in get(phone, invitation).content.decode()


def test_words_may_be_left_empty(phone: Client, invitation: Invitation) -> None:
    post(phone, invitation, 1, score=1)
    post(phone, invitation, 4, text="  ")

    assert given(invitation) == {"net_easy": 1}


def test_an_answer_may_be_changed_before_the_end_and_the_store_hears_of_it(
    phone: Client, invitation: Invitation
) -> None:
    post(phone, invitation, 1, score=2)
    post(phone, invitation, 1, score=6)

    assert given(invitation) == {"net_easy": 6}
    assert StaleDay.objects.filter(fact="answers", day=date(2026, 11, 19)).exists()


def test_the_same_answer_twice_is_one_answer(phone: Client, invitation: Invitation) -> None:
    post(phone, invitation, 1, score=2)
    before = everything()
    post(phone, invitation, 1, score=2)

    assert everything() == before


def test_an_answer_taken_back_is_no_answer(phone: Client, invitation: Invitation) -> None:
    post(phone, invitation, 1, score=2)
    post(phone, invitation, 1, skip="1")

    assert given(invitation) == {}
    assert StaleDay.objects.filter(fact="answers", day=date(2026, 11, 19)).exists()


def test_after_the_end_nothing_changes(phone: Client, invitation: Invitation) -> None:
    post(phone, invitation, 1, score=2)
    post(phone, invitation, 4, text="Fine")
    before = everything()

    answers = [post(phone, invitation, 1, score=7), post(phone, invitation, 4, text="Fine")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "déjà répondu" in answers[0].content.decode()
    assert everything() == before


@pytest.mark.parametrize(
    ("number", "data"),
    [
        (1, {"score": 0}),
        (1, {"score": 8}),
        (1, {"score": "easy"}),
        (1, {"score": "2 "}),
        (1, {}),
        (2, {"score": 11}),
        (2, {"score": -1}),
        (3, {"score": 2}),
        (4, {"text": "x" * 2001}),
        (4, {"text": "a\0b"}),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_with_its_page(
    phone: Client, invitation: Invitation, number: int, data: dict[str, object]
) -> None:
    before = everything()

    answer = post(phone, invitation, number, **data)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert everything() == before


def test_two_thousand_characters_fit(phone: Client, invitation: Invitation) -> None:
    assert post(phone, invitation, 4, text="é" * 2000).status_code == 302

    assert given(invitation) == {"why": "é" * 2000}


def test_words_are_escaped_when_they_come_back(phone: Client, invitation: Invitation) -> None:
    post(phone, invitation, 1, score=1)
    answer = post(phone, invitation, 4, text="<script>" * 300)

    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize("place", ["", "1/", "thanks/", "stop/"])
@pytest.mark.parametrize("signed", ["nonsense", "abc.def", "."])
def test_a_forged_link_leads_nowhere(db: None, phone: Client, signed: str, place: str) -> None:
    for answer in (phone.get(f"/a/{signed}/{place}"), phone.post(f"/a/{signed}/{place}", {"score": 1})):
        assert answer.status_code == 404
        assert "This link leads nowhere." in answer.content.decode()


def test_a_token_that_was_tampered_with_leads_nowhere(phone: Client, invitation: Invitation) -> None:
    path = address(invitation, "1/")
    swapped = path.replace(invitation.token, invitation.token[::-1])

    assert phone.post(swapped, {"score": 1}).status_code == 404
    assert Answer.objects.count() == 0


def test_an_invitation_that_was_never_sent_has_no_page(phone: Client, invitation: Invitation) -> None:
    Invitation.objects.update(state="planned")

    assert get(phone, invitation, "1/").status_code == 404


def test_a_link_that_expired_says_so(phone: Client, invitation: Invitation) -> None:
    for place in ("", "1/"):
        assert get(phone, invitation, place, hours=169).status_code == 410
    with stopped_at(NOON + timedelta(hours=169)):
        assert phone.post(address(invitation, "1/"), {"score": 1}).status_code == 410

    assert Answer.objects.count() == 0


def test_a_question_that_does_not_exist_is_not_found(phone: Client, invitation: Invitation) -> None:
    assert [get(phone, invitation, f"{n}/").status_code for n in (0, 5)] == [404, 404]
    assert post(phone, invitation, 5, score=1).status_code == 404


def test_stopping_is_asked_first_and_done_by_posting(phone: Client, invitation: Invitation) -> None:
    assert "<form" in get(phone, invitation, "stop/").content.decode()
    assert Entry.objects.count() == 0

    for _ in range(2):
        done = phone.post(address(invitation, "stop/"), {"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
        assert preference_link(invitation.customer_id or 0) in done.content.decode()

    stopped = Entry.objects.get()
    assert (stopped.person.customer_id, stopped.purpose) == (invitation.customer_id, "surveys")


def test_stopping_works_after_the_link_expired(phone: Client, invitation: Invitation) -> None:
    with stopped_at(NOON + timedelta(days=400)):
        assert phone.post(address(invitation, "stop/")).status_code == 200

    assert Entry.objects.count() == 1


def test_a_flood_is_slowed_down_and_says_so(phone: Client, invitation: Invitation) -> None:
    statuses = [post(phone, invitation, 1, score=2).status_code for _ in range(61)]

    assert statuses == [302] * 60 + [429]


def test_invented_links_are_not_remembered_one_by_one(phone: Client, invitation: Invitation) -> None:
    for number in range(5):
        assert phone.post(f"/a/invented{number}.signature/1/", {"score": 2}).status_code == 404

    assert LINK_LIMIT._counts == {}
    assert list(ADDRESS_LIMIT._counts.values()) == [5]


def test_the_pages_leave_no_traces(phone: Client, invitation: Invitation) -> None:
    answer = get(phone, invitation, "1/")

    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies


@pytest.mark.parametrize("place", [*(f"{n}/" for n in range(1, 5)), "thanks/", "stop/"])
def test_the_page_says_nothing_about_the_customer(phone: Client, invitation: Invitation, place: str) -> None:
    page = get(phone, invitation, place).content.decode()

    assert "Garnier" not in page
    assert "helene" not in page.lower()


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_screen_with_its_styles_stays_under_30_kb(phone: Client, invitation: Invitation, number: int) -> None:
    from django.contrib.staticfiles.finders import find

    page = get(phone, invitation, f"{number}/").content.decode()
    size = len(page.encode())
    for part in page.split('"'):
        if part.endswith((".css", ".js", ".svg", ".png")):
            found = find(urlsplit(part).path.removeprefix("/static/"))
            assert isinstance(found, str), part
            size += Path(found).stat().st_size

    assert size < 30_000
    assert "<script" not in page


def test_the_page_changes_language_and_keeps_its_place(phone: Client, invitation: Invitation) -> None:
    french = get(phone, invitation, "1/?score=3").content.decode()
    assert '<html lang="fr"' in french
    assert 'href="?score=3&amp;lang=en"' in french

    english = get(phone, invitation, "1/?score=3&lang=en").content.decode()
    assert '<html lang="en"' in english
    assert "How easy was it to get the help you wanted from us today?" in english
    assert "Your call of 19 November." in english

    with stopped_at(NOON + timedelta(hours=1)):
        answer = phone.post(address(invitation, "1/?lang=en"), {"score": 3})
    assert answer["Location"] == address(invitation, "2/?lang=en")
    assert Response.objects.get().language == "en"


def test_the_page_speaks_french(phone: Client, invitation: Invitation) -> None:
    page = get(phone, invitation, "1/").content.decode()

    assert "Question 1 sur 4" in page
    assert "Votre appel du 19 novembre." in page
    assert "Extrêmement facile" in page
