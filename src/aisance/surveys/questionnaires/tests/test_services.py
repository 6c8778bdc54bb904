"""Who may do what with questionnaires, and what stays when it was done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from aisance.core.clock import stopped_at
from aisance.core.decisions import Allowed, Decision, Refused
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role, system_viewer
from aisance.surveys.models import ProgrammeVersion, Questionnaire
from aisance.surveys.questionnaires import edits
from aisance.surveys.questionnaires.contracts import Condition, Content, Item, ItemKind, Option, ShowIf, Test
from aisance.surveys.questionnaires.describing import differences
from aisance.surveys.questionnaires.languages import coverage, languages_of
from aisance.surveys.questionnaires.queries import questionnaires_seen_by, questions_for, versions_to_take
from aisance.surveys.questionnaires.rules import content_of
from aisance.surveys.questionnaires.services import (
    change_draft,
    create_questionnaire,
    discard_draft,
    publish_questionnaire,
    retire_questionnaire,
    start_draft,
)
from aisance.surveys.tests.company import NOON, address, invited, running_programme
from tests.cast import Cast

pytestmark = pytest.mark.django_db

BY = system_viewer("test")
NPS = Item("nps", "nps", {"en": "Would you recommend us?", "fr": "Nous recommanderiez-vous ?"})
WHY = Item("why", "why", {"en": "Why {answer:nps}?"}, show_if=ShowIf((Condition("answer:nps", Test.ANSWERED),)))
CONTENT = Content({"en": "Short", "fr": "Court", "ar": ""}, "en", (NPS, WHY))


@pytest.fixture
def row(cast: Cast) -> Questionnaire:
    """A draft of France's."""
    code = create_questionnaire(content=CONTENT, unit_id=cast.units["france"].pk, by=BY)
    return Questionnaire.objects.get(code=code)


def test_a_code_is_made_of_the_title_and_is_free(row: Questionnaire, cast: Cast) -> None:
    again = create_questionnaire(content=CONTENT, unit_id=cast.units["france"].pk, by=BY)
    new = create_questionnaire(content=replace(CONTENT, title={"en": "New"}), unit_id=row.unit_id, by=BY)
    odd = create_questionnaire(content=replace(CONTENT, title={"en": "؟"}), unit_id=row.unit_id, by=BY)

    assert (row.code, again, new, odd) == ("short", "short-2", "new-2", "questionnaire")


def test_what_programmes_take_has_words_in_every_language(row: Questionnaire) -> None:
    publish_questionnaire(questionnaire_id=row.pk, by=BY)

    assert questions_for(row.versions.get()) == [
        {
            "code": "nps",
            "kind": "nps",
            "wording": {
                "en": "Would you recommend us?",
                "fr": "Nous recommanderiez-vous ?",
                "ar": "Would you recommend us?",
            },
        },
        {
            "code": "why",
            "kind": "why",
            "wording": dict.fromkeys(("en", "fr", "ar"), "Why {answer:nps}?"),
            "show_if": {"conditions": [{"of": "answer:nps", "test": "answered"}]},
        },
    ]


def test_a_draft_is_taken_by_no_programme(row: Questionnaire, cast: Cast) -> None:
    viewer = cast.viewer(Role.MANAGER)
    assert versions_to_take(viewer) == []

    with pytest.raises(ValueError, match="published"):
        questions_for(row.versions.get())
    publish_questionnaire(questionnaire_id=row.pk, by=BY)
    start_draft(questionnaire_id=row.pk, by=BY)
    first = row.versions.get(number=1)

    assert versions_to_take(viewer) == [(first.pk, "Short · v1")]
    retire_questionnaire(questionnaire_id=row.pk, by=BY)
    assert versions_to_take(viewer) == []
    assert versions_to_take(viewer, also=first.pk) == [(first.pk, "Short · v1")]


def test_a_unit_sees_its_own_and_those_of_the_units_above(row: Questionnaire, cast: Cast) -> None:
    create_questionnaire(content=replace(CONTENT, title={"en": "Belgian"}), unit_id=cast.units["belgium"].pk, by=BY)

    seen = {role: [found.code for found in questionnaires_seen_by(cast.viewer(role))] for role in Role}

    assert seen == {
        Role.ADMINISTRATOR: ["belgian", "short"],
        Role.MANAGER: ["belgian", "short"],
        Role.ANALYST: ["belgian", "short"],
        Role.SUPERVISOR: ["short"],
        Role.ADVISOR: [],
        Role.DATA_PROTECTION: ["belgian", "short"],
    }


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ANALYST])
def test_who_may_only_see_changes_nothing(row: Questionnaire, cast: Cast, role: Role) -> None:
    client = cast.client(role)
    before = AuditEntry.objects.count()

    assert client.get("/questionnaires/short/").status_code == 200
    assert client.get("/questionnaires/short/export/").status_code == 200
    for place in ("publish", "discard", "add", "items/nps/act", "retire", "begin"):
        assert client.post(f"/questionnaires/short/{place}/", {"act": "remove"}).status_code == 403
    assert client.post("/questionnaires/short/phone/?item=nps", {"wording_en": "x"}).status_code == 404
    assert content_of(row.versions.get().content) == CONTENT
    assert AuditEntry.objects.count() == before


def test_another_country_does_not_know_of_it(row: Questionnaire, cast: Cast) -> None:
    code = create_questionnaire(
        content=replace(CONTENT, title={"en": "Belgian"}), unit_id=cast.units["belgium"].pk, by=BY
    )
    client = cast.client(Role.SUPERVISOR)

    for place in ("", "export/", "phone/", "versions/1/"):
        assert client.get(f"/questionnaires/{code}/{place}").status_code == 404


def _begin(pk: int) -> Decision:
    return start_draft(questionnaire_id=pk, by=BY)


def _publish(pk: int) -> Decision:
    return publish_questionnaire(questionnaire_id=pk, by=BY)


def _discard(pk: int) -> Decision:
    return discard_draft(questionnaire_id=pk, by=BY)


def _change(pk: int) -> Decision:
    return change_draft(questionnaire_id=pk, change=lambda held: edits.remove_item(held, "why"), by=BY)


@pytest.mark.parametrize(
    ("steps", "last"),
    [
        ([_begin], Refused("draft_waits")),
        ([_publish, _publish], Refused("no_draft")),
        ([_publish, _change], Refused("no_draft")),
        ([_publish, _discard], Refused("no_draft")),
        ([_publish, _begin, _change, _publish], Allowed()),
    ],
)
def test_versions_follow_each_other(row: Questionnaire, steps: list[Callable[[int], Decision]], last: Decision) -> None:
    assert [step(row.pk) for step in steps][-1] == last


def test_one_draft_at_a_time_is_a_law_of_the_table(row: Questionnaire) -> None:
    version = row.versions.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        row.versions.create(number=2, content=version.content, edited_at=version.edited_at)


def test_an_old_version_can_be_taken_up_again(row: Questionnaire) -> None:
    for step in (_publish, _begin, _change, _publish):
        step(row.pk)

    assert start_draft(questionnaire_id=row.pk, by=BY, number=9) == Refused("no_version")
    start_draft(questionnaire_id=row.pk, by=BY, number=1)
    assert content_of(row.versions.get(number=3).content) == CONTENT


def test_what_was_never_published_vanishes_with_its_draft(row: Questionnaire) -> None:
    _discard(row.pk)

    assert not Questionnaire.objects.filter(pk=row.pk).exists()
    assert AuditEntry.objects.filter(action="questionnaire.discarded").count() == 1


def test_a_code_that_changes_is_followed_by_conditions_and_piping() -> None:
    topic = Item("topic", ItemKind.TEXT, {"en": "About?"})
    shown = ShowIf((Condition("answer:topic", Test.ANSWERED),))
    more = Item("more", ItemKind.TEXT, {"en": "{answer:topic|it}? {answer:topic}"}, show_if=shown)
    content = Content({"en": "T"}, "en", (topic, more))

    renamed = edits.put_item(content, replace(topic, code="subject"), "topic")

    assert renamed.items[1].wording == {"en": "{answer:subject|it}? {answer:subject}"}
    assert renamed.items[1].show_if.conditions[0].of == "answer:subject"


def test_coverage_counts_what_the_usual_language_has() -> None:
    found = {cover.language: (cover.written, cover.count, cover.missing) for cover in coverage(CONTENT)}

    assert languages_of(CONTENT) == ["en", "fr", "ar"]
    assert found["en"] == (3, 3, ())
    assert found["fr"] == (2, 3, ("why.wording",))
    assert found["ar"] == (0, 3, ("title", "nps.wording", "why.wording"))


def test_differences_are_said_in_words() -> None:
    single = Item("topic", "single", {"en": "About?"}, options=(Option("a", {"en": "A"}), Option("b", {"en": "B"})))
    before = Content({"en": "T"}, "en", (NPS, WHY, single))
    changed = replace(single, options=(Option("b", {"en": "Bee"}), Option("c", {"en": "C"})), required=True)
    number = Item("many", "number", {"en": "How many?"})
    after = Content({"en": "T", "fr": "Titre"}, "en", (changed, replace(NPS, help={"en": "0 to 10"}), number))

    assert sorted(differences(before, after)) == sorted(
        [
            "Title (fr): “–” became “Titre”.",
            "“Why {answer:nps}?” was taken out.",
            "topic must be answered now.",
            "topic: the option “a” was taken out.",
            "topic, option “b” (en): “B” became “Bee”.",
            "topic: the option “c” was put in.",
            "nps, help (en): “–” became “0 to 10”.",
            "“How many?” was put in at place 3.",
            "The order is now: topic, nps, many.",
        ]
    )
    assert differences(after, after) == []


def test_customers_are_thanked_in_the_words_of_their_questionnaire(row: Questionnaire) -> None:
    thanks = {"en": "Thank you, truly.", "fr": "Merci, vraiment."}
    change_draft(questionnaire_id=row.pk, change=lambda held: replace(held, thanks=thanks), by=BY)
    publish_questionnaire(questionnaire_id=row.pk, by=BY)
    running_programme()
    invitation = invited()
    ProgrammeVersion.objects.filter(pk=invitation.version_id).update(questionnaire_version=row.versions.get())

    with stopped_at(NOON + timedelta(hours=1)):
        for number in range(1, 5):
            Client().post(address(invitation, f"{number}/"), {"skip": "1"})
        page, other = (Client().get(address(invitation, f"thanks/?lang={code}")) for code in ("fr", "en"))

    assert '<h1 lang="fr" dir="auto">Merci, vraiment.</h1>' in page.content.decode()
    assert '<h1 lang="en" dir="auto">Thank you, truly.</h1>' in other.content.decode()
