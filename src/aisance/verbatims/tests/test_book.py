"""The code book as people edit it: a draft that moves nothing, a try on real words, versions that come back."""

import pytest

from aisance.core import clock
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.surveys.models import Answer, Response
from aisance.verbatims.codebook.queries import book_in_force
from aisance.verbatims.codebook.services import open_draft, publish, put_in_force, remove_theme, save_theme
from aisance.verbatims.models import BookVersion, Mention
from aisance.verbatims.reading.book import DELIVERED, delivered, entries_of, of_entries
from aisance.verbatims.services import read_waiting, reread_waiting
from tests.cast import BY, Cast
from tests.standing import standing

PARKING = {
    "title_fr": "Stationnement",
    "title_en": "Parking",
    "lemmas_fr": "parking\nse garer",
    "lemmas_en": "park",
    "says_fr": "- Impossible de se garer.",
    "says_en": "- No place to park.",
    "not_fr": "parking gratuit",
}
WROTE = ("Le parking est toujours plein", "Parking gratuit et très pratique", "Accueil chaleureux")


def lay(cast: Cast) -> None:
    now = clock.now()
    for number, words in enumerate(WROTE):
        response = Response.objects.create(
            source="test",
            external_id=str(number),
            kind="hot",
            unit=cast.units["lille-a"],
            language="fr",
            answered_at=now,
            completed_at=now,
        )
        Answer.objects.create(response=response, question="comment", text=words, day=clock.today(), recorded_at=now)
    read_waiting()


wrote = standing(lay)


def test_the_delivered_book_goes_into_entries_and_back_unchanged() -> None:
    entries = entries_of(DELIVERED.read_text())

    assert of_entries(entries, "book").mark == delivered().mark
    assert [entry["code"] for entry in entries] == [theme.code for theme in delivered().themes]


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([{"code": "a.b", "title": {"fr": "B"}}], "there is no theme a above it"),
        ([{"code": "a", "title": {"fr": "A"}}, {"code": "a", "title": {"fr": "A"}}], "stands twice"),
        ([{"code": "A b", "title": {"fr": "A"}}], "a theme's code"),
    ],
)
def test_a_book_that_does_not_hold_together_says_why(entries: list[dict[str, object]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        of_entries(entries, "book")


def test_a_change_is_tried_on_real_words_before_it_is_kept(wrote: Cast) -> None:
    client = wrote.client(Role.ANALYST)

    page = client.post("/words/book/new/", {**PARKING, "code": "parking", "parent": "shop", "do": "try"})

    text = page.content.decode()
    assert page.status_code == 200
    assert "<dt>Gained</dt><dd>1</dd>" in text
    assert "<mark>Le parking est toujours plein</mark>" in text
    assert BookVersion.objects.count() == 0


def test_a_draft_moves_nothing_until_it_is_in_force_and_the_past_is_read_again(wrote: Cast) -> None:
    client = wrote.client(Role.MANAGER)

    client.post("/words/book/new/", {**PARKING, "code": "parking", "parent": "shop", "do": "save"})
    assert "shop.parking" not in book_in_force()
    assert reread_waiting() == 0
    assert "Draft of version 2" in client.get("/words/book/").content.decode()

    client.post("/words/book/publish/", {"note": "Parking"})
    assert reread_waiting() == 3

    assert list(Mention.objects.filter(theme="shop.parking").values_list("verbatim__text", flat=True)) == [WROTE[0]]
    codes = [theme.code for theme in book_in_force().themes]
    assert codes.index("shop.parking") == codes.index("shop") + 1


def test_a_version_comes_back_and_the_reading_with_it(wrote: Cast) -> None:
    save_theme({"code": "parking", "title": {"fr": "Stationnement"}, "lemmas": {"fr": ["parking"]}}, by=BY)
    publish("", by=BY)
    reread_waiting()
    assert Mention.objects.filter(theme="parking").count() == 2

    assert put_in_force(1, by=BY)
    reread_waiting()

    assert book_in_force().mark == delivered().mark
    assert not Mention.objects.filter(theme="parking").exists()
    # A release that teaches otherwise gives every book another mark than the one it was stored with.
    BookVersion.objects.filter(number=1).update(mark="of an older release")
    versions = wrote.client(Role.MANAGER).get("/words/book/").context["versions"]
    assert [(one.number, is_in_force) for one, is_in_force in versions] == [(2, False), (1, True)]
    assert not put_in_force(9, by=BY)


def test_a_theme_goes_with_those_below_it(cast: Cast) -> None:
    held = remove_theme("delivery", by=BY)

    assert not [one for one in held.themes if one["code"].startswith("delivery")]
    assert "delivery.lost" in book_in_force()


def test_opening_a_draft_twice_makes_one(cast: Cast) -> None:
    assert open_draft(by=BY).pk == open_draft(by=BY).pk
    assert BookVersion.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_fr": ""},
        {"says_fr": "sans signe"},
        {"code": "Wrong code"},
        {"code": "waiting", "parent": "reach"},
        {"parent": "nowhere"},
    ],
)
def test_a_theme_that_is_wrong_is_refused_in_words(cast: Cast, wrong: dict[str, str]) -> None:
    given = {**PARKING, "code": "parking", "parent": "", "do": "save", **wrong}

    answer = cast.client(Role.MANAGER).post("/words/book/new/", given)

    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.content.decode()
    assert BookVersion.objects.count() == 0


def test_a_supervisor_changes_no_book(wrote: Cast) -> None:
    client = wrote.client(Role.SUPERVISOR)

    for address in ("new/", "publish/", "discard/", "force/1/", "theme/shop/", "theme/shop/remove/"):
        assert client.post(f"/words/book/{address}", PARKING).status_code == 403

    assert BookVersion.objects.count() == 0
    assert not AuditEntry.objects.filter(object_type="code book").exists()
