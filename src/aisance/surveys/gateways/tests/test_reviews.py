"""Public reviews: by file, by a signed webhook, among the answers, in a figure of their own, and forgotten."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from aisance.core import clock
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.customers.models import Customer
from aisance.customers.public import find_or_add_customers
from aisance.intake.public import import_file, kinds
from aisance.surveys.contracts import ProgrammeKind, QuestionKind, ResponseDraft
from aisance.surveys.gateways.reviews.hooks import WRONG_KEYS
from aisance.surveys.gateways.reviews.services import new_key
from aisance.surveys.gateways.reviews.signing import key_of
from aisance.surveys.models import Answer, Response, Review, ReviewSource
from aisance.surveys.public import latest_answers, record_responses
from aisance.surveys.services.erasing import take_out_of_responses
from aisance.surveys.tests.company import BY, HELENE
from tests.cast import Cast

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOOK = "/hooks/reviews/stars/"
FILE = """source,external_id,answered_at,rating,text,author,handle,reach,link,unit
stars,r1,2026-11-20 10:00,4,Quick and kind.,Zoé B.,@zoe,1200,https://stars.example/r1,lille
stars,r2,2026-11-20 11:00,1/5,Forty minutes!,Max,,,,
stars,r3,2026-11-20 12:00,4.5,,,,,,
stars,r4,2026-11-20 13:00,5,,,,many,stars.example,paris
"""
REVIEW = {
    "external_id": "r9",
    "rating": 5,
    "text": "Simple.",
    "author": "Hélène",
    "answered_at": "2026-11-21T08:00:00Z",
    "customer_email": "helene@example.org",
    "reach": 12,
}


@pytest.fixture(autouse=True)
def _today(cast: Cast) -> Iterator[None]:
    WRONG_KEYS.forget()
    with clock.stopped_at(NOW):
        yield
    WRONG_KEYS.forget()


@pytest.fixture
def source(cast: Cast) -> ReviewSource:
    """A source of Lille with its first key, of whose places one is a team."""
    made = ReviewSource.objects.create(
        code="stars", name="Stars", unit=cast.units["lille"], places={"shop 7": "lille-a"}, created_at=NOW
    )
    new_key(source_id=made.pk, by=BY)
    made.refresh_from_db()
    return made


def bring(client: Client, sent: Any, *, key_number: int = 1) -> Any:
    body = json.dumps(sent)
    key = key_of(settings.SECRET_KEY, "stars", key_number)
    signature = "sha256=" + hmac.new(key.encode(), body.encode(), hashlib.sha256).hexdigest()
    return client.post(HOOK, body, content_type="application/json", headers={"X-Signature-256": signature})


def test_a_file_is_taken_once_and_bad_rows_are_refused_in_words(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text(FILE)

    reports = [import_file(kinds()["reviews"], path, by=BY, refused=tmp_path / "refused.csv") for _ in range(2)]

    assert [(r.totals.accepted, r.totals.known, r.totals.refused) for r in reports] == [(2, 0, 2), (0, 2, 2)]
    refused = {problem.field: str(problem.expected) for _row, wrong in reports[0].first_refusals for problem in wrong}
    assert refused["rating"] == "a whole number from 1 to 5"
    assert refused["reach"] == "how many follow or saw it, as a whole number"
    assert refused["link"] == "an address that begins with https:// or http://"
    review = Review.objects.get(author="Zoé B.")
    assert (review.handle, review.reach, review.link) == ("@zoe", 1200, "https://stars.example/r1")
    assert (review.response.unit, review.response.customer, review.response.channel) == (
        cast.units["lille"],
        None,
        "social",
    )
    assert not Customer.objects.exists()
    assert ReviewSource.objects.get().key_number == 0


def test_a_review_is_none_of_the_answers_that_were_asked_for(client: Client, source: ReviewSource) -> None:
    bring(client, REVIEW)

    assert Response.objects.get().kind == ProgrammeKind.REVIEW
    assert latest_answers(BY, 10) == []


def test_a_rating_comes_in_by_no_other_door(cast: Cast) -> None:
    stars = ResponseDraft("elsewhere", "1", NOW, QuestionKind.PUBLIC_RATING, 5)
    as_review = ResponseDraft("elsewhere", "2", NOW, QuestionKind.NPS, 5, kind=ProgrammeKind.REVIEW)
    disguised = ResponseDraft("review:stars", "3", NOW, QuestionKind.NPS, 5)

    assert [one.status for one in record_responses([stars, as_review, disguised], by=BY)] == ["refused"] * 3
    assert not Response.objects.exists()


def test_a_signed_body_is_taken_once_and_tied_to_the_customer_who_is_known(
    client: Client, source: ReviewSource
) -> None:
    [helene] = find_or_add_customers([HELENE], by=BY)
    stranger = {**REVIEW, "external_id": "r10", "customer_email": "nobody@example.org", "place": "shop 7"}

    first = bring(client, {"reviews": [REVIEW, stranger, {"rating": 9}]})
    again = bring(client, {"reviews": [REVIEW, stranger]})

    assert first.status_code == 200
    assert first.json()["accepted"] == 2
    assert [one["number"] for one in first.json()["refused"]] == [3]
    assert again.json() == {"accepted": 0, "known": 2, "refused": []}
    rows = Response.objects.order_by("pk").values_list("customer_id", "unit__code", "kind", "collected_by")
    assert set(rows) == {(helene, "lille", "review", "social"), (None, "lille-a", "review", "social")}
    assert Customer.objects.count() == 1


def test_whoever_has_no_key_changes_nothing(client: Client, source: ReviewSource) -> None:
    unsigned = client.post(HOOK, json.dumps(REVIEW), content_type="application/json")
    unknown = client.post("/hooks/reviews/none/", json.dumps(REVIEW), content_type="application/json")
    answers = [bring(client, REVIEW, key_number=7).status_code for _ in range(18)]

    assert (unsigned.status_code, unknown.status_code) == (401, 401)
    assert answers == [401] * 18
    # From here on even the right key has to wait, or guessing would cost nothing.
    assert bring(client, REVIEW).status_code == 429
    assert not Response.objects.exists()


def test_a_new_key_leaves_the_one_before_a_day(client: Client, source: ReviewSource) -> None:
    new_key(source_id=source.pk, by=BY)
    assert bring(client, REVIEW, key_number=1).status_code == 200
    assert bring(client, REVIEW, key_number=2).status_code == 200

    with clock.stopped_at(NOW + timedelta(days=1)):
        assert bring(client, REVIEW, key_number=1).status_code == 401
        assert bring(client, REVIEW, key_number=2).status_code == 200


@pytest.mark.parametrize("sent", ["[]", "3", '{"reviews": [1]}', '{"reviews": []}', "{", "[" * 100_000])
def test_nonsense_is_refused(client: Client, source: ReviewSource, sent: str) -> None:
    bearer = {"Authorization": f"Bearer {key_of(settings.SECRET_KEY, 'stars', 1)}"}

    assert client.post(HOOK, sent, content_type="application/json", headers=bearer).status_code == 400
    assert not Response.objects.exists()


def test_sites_are_read_as_they_write(client: Client, source: ReviewSource) -> None:
    ReviewSource.objects.update(shape="google")
    google = {"reviewId": "g1", "starRating": "FOUR", "reviewer": {"displayName": "Zoé"}, "comment": "Bien."}
    assert bring(client, {**google, "createTime": "2026-11-21T08:00:00Z"}).json()["accepted"] == 1
    ReviewSource.objects.update(
        shape="paths", paths={"reviews": "data", "rating": "n.stars", "external_id": "id", "answered_at": "at"}
    )
    assert bring(client, {"data": [{"id": 7, "n": {"stars": 2}, "at": "2026-11-21"}]}).json()["accepted"] == 1

    assert list(Answer.objects.filter(question="public_rating").order_by("pk").values_list("score", flat=True)) == [
        4,
        2,
    ]


def test_an_author_is_forgotten_and_stays_so_when_the_review_comes_again(
    cast: Cast, client: Client, source: ReviewSource
) -> None:
    find_or_add_customers([HELENE], by=BY)
    bring(client, REVIEW)
    review = Review.objects.get()
    place = f"/answers/{review.pk}/erase/"

    assert cast.client(Role.ANALYST).post(place).status_code == 403
    assert Review.objects.get().author == "Hélène"
    assert cast.client(Role.MANAGER).post(place).status_code == 302
    bring(client, REVIEW)

    review.refresh_from_db()
    assert (review.author, review.reach, review.link, review.response.customer_id) == ("", None, "", None)
    assert list(Answer.objects.order_by("pk").values_list("score", "text")) == [(5, ""), (None, "")]
    assert AuditEntry.objects.filter(action="review.erased").count() == 1


def test_answers_show_the_author_and_may_be_narrowed_to_a_source(
    cast: Cast, client: Client, source: ReviewSource
) -> None:
    bring(client, {**REVIEW, "link": "https://stars.example/r9"})
    browser = cast.client(Role.MANAGER)

    page = browser.get("/answers/?source=stars").content.decode()

    assert "Public review on Stars" in page
    assert "reaches 12 people" in page
    assert 'href="https://stars.example/r9"' in page
    assert "Simple." not in browser.get("/answers/?source=asked").content.decode()
    assert browser.get("/answers/?source=none").status_code == 422
    # Samira reads Lille, Hugo a team below it.
    assert "Simple." in cast.client(Role.SUPERVISOR).get("/answers/").content.decode()
    assert "Simple." not in cast.client(Role.ADVISOR).get("/answers/").content.decode()


def test_a_manager_makes_a_source_and_its_key(cast: Cast) -> None:
    browser = cast.client(Role.MANAGER)
    lille = cast.units["lille"].pk
    given = {"code": "shop", "name": "Shop", "unit": lille, "shape": "own", "paths": "", "places": "7 = lille-a"}

    assert browser.post("/answers/sources/new/", {**given, "places": "7 = nowhere"}).status_code == 422
    assert browser.post("/answers/sources/new/", {**given, "shape": "paths"}).status_code == 422
    assert not ReviewSource.objects.exists()
    browser.post("/answers/sources/new/", given)
    browser.post("/answers/sources/shop/key/")

    made = ReviewSource.objects.get()
    assert (made.places, made.key_number) == ({"7": "lille-a"}, 1)
    assert key_of(settings.SECRET_KEY, "shop", 1) in browser.get("/answers/sources/shop/").content.decode()
    browser.post("/answers/sources/shop/close/")
    assert key_of(settings.SECRET_KEY, "shop", 1) not in browser.get("/answers/sources/shop/").content.decode()


def test_who_is_erased_as_a_customer_is_forgotten_as_an_author(client: Client, source: ReviewSource) -> None:
    [helene] = find_or_add_customers([HELENE], by=BY)
    bring(client, REVIEW)

    assert take_out_of_responses([helene or 0]) == 1
    bring(client, REVIEW)

    assert Review.objects.get().author == ""
    assert list(Answer.objects.order_by("pk").values_list("score", "text")) == [(5, ""), (None, "")]
