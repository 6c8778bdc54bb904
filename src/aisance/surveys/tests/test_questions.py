"""The catalogue of questions, the company's own questions, and what employees answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from aisance.core.clock import stopped_at
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.intake.public import import_file
from aisance.lake.public import pull, rows
from aisance.surveys.catalogue import POINT_NAMES, QUESTION_NAMES
from aisance.surveys.contracts import (
    CXI_QUESTIONS,
    DEFAULT_SCALES,
    EFFORT_COMPONENTS,
    SCALES,
    ProgrammeKind,
    QuestionKind,
    QuestionRefused,
    ResponseDraft,
    Scale,
)
from aisance.surveys.importing import RESPONSES
from aisance.surveys.models import Answer, OwnQuestion, ProgrammeVersion, Response
from aisance.surveys.public import (
    create_question,
    latest_answers,
    question_of,
    questions_known,
    record_responses,
    retire_question,
    scale_of,
)
from aisance.surveys.queries.questions import points_asked, screens_offered, usual_wordings
from aisance.surveys.services.answering import Given, give_answer
from aisance.surveys.tests.company import BY, NOON, address, invited, running_programme
from tests.cast import Cast

LATER = NOON + timedelta(hours=1)
WORDS = {"fr": "Notre conseiller a-t-il été clair\u202f?", "en": "Was our advisor clear?"}
ENDS = {1: {"fr": "Pas du tout", "en": "Not at all"}, 5: {"fr": "Tout à fait", "en": "Completely"}}
EMPLOYEE = ResponseDraft(
    source="hr",
    external_id="E-1",
    answered_at=datetime(2026, 11, 19, 10, 0, tzinfo=UTC),
    question="customer_orientation",
    score=8,
    unit="lille-a",
    kind=ProgrammeKind.EMPLOYEE,
)


def clarity() -> None:
    create_question(code="clarity", wording=WORDS, minimum=1, maximum=5, labels=ENDS, by=BY)


def asking(*kinds: str) -> None:
    """The version in force asks these, without going through a page."""
    words = usual_wordings(kinds)
    questions = [{"kind": kind, "wording": words[kind]} for kind in kinds]
    ProgrammeVersion.objects.update(questions=questions)


def test_every_question_has_a_name_a_scale_and_words_for_its_points() -> None:
    scored = set(QuestionKind) - {QuestionKind.WHY}

    assert set(QUESTION_NAMES) == set(QuestionKind)
    assert set(DEFAULT_SCALES) == scored
    in_figures = {QuestionKind.NPS, QuestionKind.STAY, QuestionKind.CUSTOMER_ORIENTATION, QuestionKind.PUBLIC_RATING}
    for kind in scored - in_figures:
        scale = SCALES[DEFAULT_SCALES[kind]]
        assert sorted(POINT_NAMES[scale.code]) == list(range(scale.minimum, scale.maximum + 1))


def test_what_a_programme_offers_leaves_out_employees_and_public_reviews_and_joins_the_components(cast: Cast) -> None:
    offered = set(screens_offered())

    asked_elsewhere = {QuestionKind.CUSTOMER_ORIENTATION, QuestionKind.PUBLIC_RATING}
    assert offered == set(QuestionKind) - {*EFFORT_COMPONENTS, *asked_elsewhere} | {"components"}
    assert set(usual_wordings(offered)) == offered


def test_an_own_question_is_known_with_its_scale(cast: Cast) -> None:
    clarity()

    card = question_of("clarity")
    assert card is not None
    assert (card.wording, card.scale, card.is_own) == ("Was our advisor clear?", Scale("own:clarity", 1, 5), True)
    assert card.labels == {1: "Not at all", 5: "Completely"}
    assert scale_of("own:clarity") == card.scale
    assert questions_known()[-1] == card
    assert AuditEntry.objects.get(action="question.created").object_id == "clarity"


def test_what_nobody_knows_is_null(cast: Cast) -> None:
    assert (question_of("joy"), question_of("why"), scale_of("own:joy"), scale_of("joy_5")) == (None, None, None, None)
    built_in = question_of("net_easy")
    assert built_in is not None
    assert [scale.code for scale in built_in.scales] == ["net_easy_7", "net_easy_5"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "nps"}, "code"),
        ({"code": "components"}, "code"),
        ({"code": "Clear!"}, "code"),
        ({"code": "x" * 41}, "code"),
        ({"code": "clarity"}, "code"),
        ({"wording": {"fr": "Clair ?"}}, "wording_en"),
        ({"wording": {"fr": " ", "en": "Clear?"}}, "wording_fr"),
        ({"minimum": 5, "maximum": 5}, "minimum"),
        ({"minimum": -1}, "minimum"),
        ({"maximum": 101}, "minimum"),
        ({"labels": {6: {"fr": "Six", "en": "Six"}}}, "labels"),
    ],
)
def test_an_own_question_that_makes_no_sense_is_refused_by_field(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    clarity()
    given = {"code": "other", "wording": WORDS, "minimum": 1, "maximum": 5, "by": BY, **wrong}

    with pytest.raises(QuestionRefused) as refused:
        create_question(**given)

    assert [problem.field for problem in refused.value.problems] == [field]
    assert OwnQuestion.objects.count() == 1


def test_a_retired_question_is_offered_no_more_but_keeps_its_answers(cast: Cast) -> None:
    clarity()
    retire_question(code="clarity", by=BY)

    assert "clarity" not in screens_offered()
    assert "clarity" in screens_offered(["clarity"])
    assert retire_question(code="clarity", by=BY) is False
    assert record_responses([replace(EMPLOYEE, kind=ProgrammeKind.HOT, question="clarity", score=5)], by=BY)[0].id


def test_a_question_of_a_hundred_points_is_imported_and_not_asked(cast: Cast) -> None:
    create_question(code="percent", wording=WORDS, minimum=0, maximum=100, by=BY)

    assert "percent" not in screens_offered()
    draft = replace(EMPLOYEE, kind=ProgrammeKind.HOT, question="percent", score=87, scale="own:percent")
    assert record_responses([draft], by=BY)[0].status == "accepted"


def test_an_own_question_is_made_asked_answered_and_read(cast: Cast) -> None:
    manager = cast.client(Role.MANAGER)
    running_programme()
    made = {"code": "clarity", "minimum": 1, "maximum": 5, "low_fr": "Pas du tout", "low_en": "Not at all"}
    made |= {f"wording_{code}": words for code, words in WORDS.items()}

    assert manager.post("/questions/", made).status_code == 302
    page = manager.get("/programmes/after-a-contact/edit/")
    terms = {name: value for name, value in page.context["form"].initial.items() if value not in (None, [])}
    terms |= {"place_clarity": 1, "place_net_easy": 2, "place_nps": 0, "place_resolved": 0, "place_why": 0}
    assert manager.post("/programmes/after-a-contact/edit/", terms).status_code == 302
    assert manager.post("/programmes/after-a-contact/publish/").status_code == 302
    assert "Was our advisor clear?" in manager.get("/programmes/after-a-contact/").content.decode()
    invitation = invited()
    with stopped_at(LATER):
        screen = Client().get(address(invitation, "1/")).content.decode()
        assert "Notre conseiller a-t-il été clair" in screen
        assert "Pas du tout" in screen
        assert Client().post(address(invitation, "1/"), {"score": "6"}).status_code == 422
        assert Client().post(address(invitation, "1/"), {"score": "4"}).status_code == 302
        answers = manager.get("/answers/").content.decode()

    held = Answer.objects.get()
    assert (held.question, held.scale, held.score) == ("clarity", "own:clarity", 4)
    assert "Was our advisor clear? 4/5" in " ".join(answers.split())
    pull()
    assert rows("answers", lambda t: t.select("question", "scale", "score")) == [("clarity", "own:clarity", 4)]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR])
def test_only_a_manager_makes_and_retires_questions(cast: Cast, role: Role) -> None:
    clarity()
    client = cast.client(role)

    assert client.post("/questions/", {"code": "joy"}).status_code == 403
    assert client.post("/questions/clarity/retire/").status_code == 403
    assert list(OwnQuestion.objects.values_list("code", "retired")) == [("clarity", False)]


def test_a_question_that_is_refused_comes_back_with_its_problems(cast: Cast) -> None:
    manager = cast.client(Role.MANAGER)
    page = manager.post(
        "/questions/", {"code": "nps", "minimum": 1, "maximum": 5, "wording_fr": "A", "wording_en": "B"}
    )

    assert page.status_code == 422
    assert page.context["form"].errors["code"] == ["Expected: another code: this one is the product's own."]
    assert manager.post("/questions/nps/retire/").status_code == 404
    assert OwnQuestion.objects.count() == 0


def test_the_components_of_an_effort_are_ticked_on_one_screen(cast: Cast) -> None:
    running_programme()
    asking("components", "effort")
    invitation = invited()
    path = address(invitation, "1/")

    with stopped_at(LATER):
        screen = Client().get(path).content.decode()
        Client().post(path, {"ticked": ["effort_waiting", "effort_process"]})
        again = Client().get(path).content.decode()
        assert Client().post(path, {"ticked": ["nps"]}).status_code == 422

    assert screen.count('type="checkbox"') == 6
    assert again.count(" checked") == 2
    assert dict(Answer.objects.values_list("question", "score")) == {
        "effort_waiting": 1,
        "effort_money": 0,
        "effort_physical": 0,
        "effort_cognitive": 0,
        "effort_process": 1,
        "effort_relational": 0,
    }
    assert set(Answer.objects.values_list("scale", flat=True)) == {"component_2"}


def test_nothing_ticked_is_an_answer_and_a_screen_skipped_is_none(cast: Cast) -> None:
    running_programme()
    asking("components", "effort")
    invitation = invited()

    with stopped_at(LATER):
        Client().post(address(invitation, "1/"), {})
        assert set(Answer.objects.values_list("score", flat=True)) == {0}
        Client().post(address(invitation, "1/"), {"skip": "1"})

    assert Answer.objects.count() == 0


def test_a_tick_on_another_question_is_refused(cast: Cast) -> None:
    running_programme()
    invitation = invited()

    with stopped_at(LATER), pytest.raises(ValueError, match="Choose"):
        give_answer(invitation_id=invitation.pk, number=1, given=Given(value=["effort_money"]), language="fr")

    assert Answer.objects.count() == 0


def test_the_levels_of_effort_are_words_without_numbers(cast: Cast) -> None:
    running_programme()
    asking("effort", "stay", "cxi_needs")
    invitation = invited()

    with stopped_at(LATER):
        effort = Client().get(address(invitation, "1/?lang=en")).content.decode()
        stay = Client().get(address(invitation, "2/?lang=en")).content.decode()
        needs = Client().get(address(invitation, "3/?lang=en")).content.decode()

    assert "It gave me a headache" in effort
    assert "<i>" not in effort
    assert stay.count('type="radio"') == 11
    assert "For the most part" in needs
    assert [score for score, _words in points_asked("cxi_needs")] == [1, 2, 3, 4, 5]


def test_the_new_questions_are_imported_each_on_its_scale(cast: Cast, tmp_path: Path) -> None:
    clarity()
    scored: dict[str, int] = {
        "effort": 3,
        "effort_money": 1,
        **{code.value: 4 for code in CXI_QUESTIONS},
        "stay": 10,
        "clarity": 2,
    }
    path = tmp_path / "answers.csv"
    lines = [f"2026-11-19T10:00:00Z,{question},{score},," for question, score in scored.items()]
    lines += ["2026-11-19T10:00:00Z,net_easy,2,1-5,", "2026-11-19T10:00:00Z,effort_process,oui,,"]
    lines += ["2026-11-19T10:00:00Z,effort,4,,", "2026-11-19T10:00:00Z,clarity,6,,", "2026-11-19T10:00:00Z,stay,4,1-5,"]
    path.write_text("\n".join(["answered_at,question,score,scale,text", *lines]))

    report = import_file(RESPONSES, path, by=BY)

    assert (report.totals.accepted, report.totals.refused) == (9, 3)
    assert [[problem.field for problem in refusal] for _row, refusal in report.first_refusals] == [
        ["score"],
        ["score"],
        ["scale"],
    ]
    assert set(Answer.objects.values_list("question", "scale", "score")) == {
        ("effort", "effort_4", 3),
        ("effort_money", "component_2", 1),
        ("effort_process", "component_2", 1),
        ("cxi_needs", "cxi_5", 4),
        ("cxi_easy", "cxi_5", 4),
        ("cxi_enjoyable", "cxi_5", 4),
        ("stay", "stay_11", 10),
        ("clarity", "own:clarity", 2),
        ("net_easy", "net_easy_5", 2),
    }


def test_what_employees_answer_is_stored_apart_and_read_by_nobody(cast: Cast) -> None:
    [answer] = record_responses([EMPLOYEE], by=BY)

    held = Response.objects.get()
    assert (held.pk, held.kind, held.customer_id, held.advisor_id, held.unit_id) == (
        answer.id,
        "employee",
        None,
        None,
        cast.units["lille-a"].pk,
    )
    assert latest_answers(cast.viewer(Role.MANAGER), 10) == []
    with stopped_at(LATER):
        assert "0 responses" in cast.client(Role.MANAGER).get("/answers/").content.decode()
    pull()
    assert rows("answers", lambda t: t.select("kind", "question", "scale", "customer_id", "advisor_id")) == [
        ("employee", "customer_orientation", "orientation_10", None, None)
    ]


@pytest.mark.parametrize(
    ("named", "field"),
    [
        ({"customer": CustomerClaim({IdentifierKind.EMAIL: "hugo@orvane.example"})}, "customer"),
        ({"customer": CustomerClaim({}, "Hugo Lambert")}, "customer"),
        ({"advisor": "hugo"}, "advisor"),
        ({"text": "My chief is the tall one."}, "text"),
        ({"kind": ProgrammeKind.HOT}, "kind"),
        ({"score": 0}, "score"),
        ({"score": 11}, "score"),
    ],
)
def test_an_employee_s_answer_that_says_who_they_are_is_refused(cast: Cast, named: dict[str, Any], field: str) -> None:
    [answer] = record_responses([replace(EMPLOYEE, **named)], by=BY)

    assert (answer.status, [problem.field for problem in answer.problems]) == ("refused", [field])
    assert Response.objects.count() == 0


@pytest.mark.parametrize("first", [ProgrammeKind.HOT, ProgrammeKind.EMPLOYEE])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_response_is_an_employee_s_or_a_customer_s_never_both(
    cast: Cast, first: ProgrammeKind, at_once: bool
) -> None:
    ours, theirs = (replace(EMPLOYEE, question="nps", kind=kind) for kind in (first, _other(first)))
    theirs = replace(theirs, question="csat", score=4)

    batches = [[ours, theirs]] if at_once else [[ours], [theirs]]
    found = [answer.status for batch in batches for answer in record_responses(batch, by=BY)]

    assert found == ["accepted", "refused"]
    assert list(Answer.objects.values_list("response__kind", "question")) == [(first.value, "nps")]


def _other(kind: ProgrammeKind) -> ProgrammeKind:
    return ProgrammeKind.HOT if kind is ProgrammeKind.EMPLOYEE else ProgrammeKind.EMPLOYEE
