"""The editor, as a manager uses it."""

import re

import pytest
from django.test import Client

from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.surveys.models import Questionnaire
from aisance.surveys.questionnaires.contracts import Condition, Content, ShowIf, Test
from aisance.surveys.questionnaires.queries import draft_of
from aisance.surveys.questionnaires.rules import content_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def begun(client: Client, cast: Cast, start: str = "ready") -> Questionnaire:
    """A new questionnaire of the whole company."""
    fields = {"title": "After a call", "unit": cast.units["orvane"].pk, "start": start}
    answer = client.post("/questionnaires/new/", fields)
    assert answer.status_code == 302, answer.content
    return Questionnaire.objects.get()


def content(row: Questionnaire) -> Content:
    row.refresh_from_db()
    fresh = Questionnaire.objects.prefetch_related("versions").get(pk=row.pk)
    draft = draft_of(fresh)
    assert draft is not None
    return content_of(draft.content)


def codes(row: Questionnaire) -> list[str]:
    return [item.code for item in content(row).items]


def item_fields(client: Client, address: str) -> dict[str, str]:
    """What the page of an item would send if nothing were changed."""
    form = client.get(address).context["form"]
    fields = {}
    for part in (form, *form.options, *form.conditions):
        for field in part:
            value = field.value()
            if value not in (None, "", False):
                fields[field.html_name] = "on" if value is True else str(value)
    return fields


def test_a_questionnaire_begins_with_the_ready_questions(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)

    assert row.code == "after-a-call"
    assert codes(row) == ["net_easy", "nps", "resolved", "why"]
    page = client.get("/questionnaires/after-a-call/")
    assert page.status_code == 200
    assert b"Nothing stands in the way" in page.content
    assert client.get("/questionnaires/").status_code == 200


@pytest.mark.parametrize("kind", ["csat", "ces", "components", "set:cxi", "set:steps", "ranking", "matrix", "consent"])
def test_every_kind_can_be_added_and_opened(cast: Cast, kind: str) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast, "empty")

    answer = client.post(f"/questionnaires/{row.code}/add/", {"kind": kind}, follow=True)

    assert answer.status_code == 200
    assert len(codes(row)) == (3 if kind == "set:cxi" else 1)
    assert client.get(f"/questionnaires/{row.code}/items/{codes(row)[0]}/").status_code == 200
    assert client.get(f"/questionnaires/{row.code}/phone/?item={codes(row)[0]}").status_code == 200


def test_a_scored_question_is_asked_once(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)

    client.post(f"/questionnaires/{row.code}/add/", {"kind": "nps"})

    assert codes(row) == ["net_easy", "nps", "resolved", "why"]


def test_items_move_are_copied_and_taken_out(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)
    client.post(f"/questionnaires/{row.code}/add/", {"kind": "single", "after": "nps"})

    for item, act in (("why", "up"), ("single", "down"), ("single", "copy"), ("net_easy", "remove")):
        client.post(f"/questionnaires/{row.code}/items/{item}/act/", {"act": act})

    assert codes(row) == ["nps", "why", "single", "single_2", "resolved"]


def test_an_item_is_written_with_options_and_conditions(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)
    client.post(f"/questionnaires/{row.code}/add/", {"kind": "multiple"})
    address = f"/questionnaires/{row.code}/items/multiple/"

    fields = item_fields(client, address) | {
        "code": "topics",
        "wording_en": "What was it about?",
        "wording_fr": "De quoi s’agissait-il ?",
        "option-0-words_en": "The bill",
        "option-0-words_fr": "La facture",
        "option-1-words_en": "The network",
        "option-1-code": "net",
        "option-1-place": "1",
        "option-2-words_en": "",
        "maximum": "2",
        "condition-0-of": "answer:nps",
        "condition-0-test": "at_most",
        "condition-0-values": "6",
    }
    answer = client.post(address, fields)

    assert answer.status_code == 302, answer.context["form"].errors
    item = content(row).items[-1]
    assert (item.code, item.maximum) == ("topics", 2)
    assert [(option.code, dict(option.wording)) for option in item.options] == [
        ("the_bill", {"en": "The bill", "fr": "La facture"}),
        ("net", {"en": "The network"}),
    ]
    assert item.show_if == ShowIf((Condition("answer:nps", Test.AT_MOST, (6,)),))
    page = client.get(f"/questionnaires/{row.code}/").content.decode()
    assert re.search(r"Shown when “How likely .*” is at most 6\.", page)


def test_points_in_words_are_named_by_them(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)
    address = f"/questionnaires/{row.code}/items/why/"
    no = {"condition-0-of": "answer:resolved", "condition-0-test": "in", "condition-0-values": "No"}

    client.post(address, item_fields(client, address) | no)

    assert content(row).items[3].show_if == ShowIf((Condition("answer:resolved", Test.IN, (0,)),))
    page = client.get(f"/questionnaires/{row.code}/").content.decode()
    assert "Shown when “Has what you contacted us about been resolved?” is one of No." in page


def test_the_phone_shows_what_is_not_saved_yet(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)
    address = f"/questionnaires/{row.code}/items/nps/"
    fields = item_fields(client, address) | {"wording_en": "Would you tell <b>others</b>?"}

    page = client.post(f"/questionnaires/{row.code}/phone/?item=nps", fields)

    assert page.status_code == 200
    assert "Would you tell &lt;b&gt;others&lt;/b&gt;?" in page.content.decode()
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert content(row).items[1].wording["en"] == "How likely are you to recommend us to a friend or relative?"


def test_a_published_version_is_never_changed(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)
    client.post(f"/questionnaires/{row.code}/publish/")

    for place, fields in (("add", {"kind": "csat"}), ("items/nps/act", {"act": "remove"})):
        assert client.post(f"/questionnaires/{row.code}/{place}/", fields).status_code == 404

    [version] = row.versions.all()
    assert [item.code for item in content_of(version.content).items] == ["net_easy", "nps", "resolved", "why"]
    client.post(f"/questionnaires/{row.code}/begin/")
    client.post(f"/questionnaires/{row.code}/items/why/act/", {"act": "remove"})
    assert [len(version.content["items"]) for version in row.versions.order_by("number")] == [4, 3]
    assert (
        "What made you answer as you did?” was taken out."
        in client.get(f"/questionnaires/{row.code}/").content.decode()
    )


def test_what_the_check_finds_keeps_it_from_being_published(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast, "empty")
    client.post(f"/questionnaires/{row.code}/add/", {"kind": "single"})

    page = client.post(f"/questionnaires/{row.code}/publish/", follow=True).content.decode()

    assert "something must be mended first" in page
    assert "At least two options are needed." in page
    assert row.versions.get().published_at is None
    assert not AuditEntry.objects.filter(action="questionnaire.published").exists()


def test_two_people_do_not_overwrite_each_other(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)
    address = f"/questionnaires/{row.code}/items/nps/"
    first = item_fields(client, address) | {"wording_en": "First?"}
    second = item_fields(client, address) | {"wording_en": "Second?"}

    client.post(address, first)
    page = client.post(address, second, follow=True).content.decode()

    assert "Somebody else has changed this question meanwhile" in page
    assert content(row).items[1].wording["en"] == "First?"


def test_a_language_is_added_and_written_from_right_to_left(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)

    client.post(f"/questionnaires/{row.code}/languages/", {"code": "ar"})
    page = client.get(f"/questionnaires/{row.code}/words/ar/")
    names = {entry["key"]: entry["field"].html_name for entry in page.context["form"].rows}
    client.post(f"/questionnaires/{row.code}/words/ar/", {names["nps.wording"]: "ما مدى احتمال أن توصي بنا؟"})

    assert content(row).items[1].wording["ar"] == "ما مدى احتمال أن توصي بنا؟"
    phone = client.get(f"/questionnaires/{row.code}/phone/?item=nps&lang=ar").content.decode()
    assert 'dir="rtl"' in phone
    assert "ما مدى احتمال أن توصي بنا؟" in phone
    other = client.get(f"/questionnaires/{row.code}/phone/?item=why&lang=ar").content.decode()
    assert "What made you answer as you did?" in other
    assert "4 texts are missing" in client.get(f"/questionnaires/{row.code}/").content.decode()


def test_a_language_can_be_taken_out_again_but_not_the_usual_one(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)

    for language in ("fr", "en"):
        client.post(f"/questionnaires/{row.code}/languages/", {"drop": language})

    assert dict(content(row).title) == {"en": "After a call"}
    assert {language for item in content(row).items for language in item.wording} == {"en"}


def test_what_is_no_language_is_not_added(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)
    before = content(row)

    page = client.post(f"/questionnaires/{row.code}/languages/", {"code": "Klingon!"}, follow=True)

    assert "A language has a code such as fr, en or nl-be." in page.content.decode()
    assert content(row) == before


def test_a_customer_who_is_happy_walks_another_way(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)
    address = f"/questionnaires/{row.code}/items/resolved/"
    low = {"condition-0-of": "answer:nps", "condition-0-test": "at_most", "condition-0-values": "6"}
    client.post(address, item_fields(client, address) | low)

    shown = []
    for score in ("9", "3"):
        page = client.post(f"/questionnaires/{row.code}/phone/?walk=1&item=nps", {"score": score})
        shown.append(page.context["asked"].code)

    assert shown == ["why", "resolved"]
    page = client.post(f"/questionnaires/{row.code}/phone/?walk=1&item=nps", {"score": "11"})
    assert page.status_code == 422
    page = client.post(f"/questionnaires/{row.code}/phone/?walk=1&item=why", {"skip": "1"})
    assert b"Nothing was recorded" in page.content


@pytest.mark.parametrize("written", ["0-6", "0 – 6", "0 to 6", "0, 1, 2, 3, 4, 5, 6"])
def test_a_range_of_points_is_every_point_of_it(cast: Cast, written: str) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)
    address = f"/questionnaires/{row.code}/items/resolved/"
    low = {"condition-0-of": "answer:nps", "condition-0-test": "in", "condition-0-values": written}

    client.post(address, item_fields(client, address) | low)

    [condition] = next(item for item in content(row).items if item.code == "resolved").show_if.conditions
    assert condition.values == (0, 1, 2, 3, 4, 5, 6)


def test_a_published_questionnaire_leads_to_a_programme_that_asks_it(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    row = begun(client, cast)
    client.post(f"/questionnaires/{row.code}/publish/")
    version = row.versions.get()
    new = f"/programmes/new/?questionnaire={version.pk}"
    assert new in client.get(f"/questionnaires/{row.code}/").content.decode()

    given = {"name_fr": "Réparation", "name_en": "Repair", "kind": "hot", "unit": cast.units["france"].pk}
    made = client.post(new, given, follow=True)

    assert made.context["form"]["questionnaire_version"].value() == str(version.pk)
    assert made.redirect_chain[0][0] == f"/programmes/repair/edit/?questionnaire={version.pk}"
