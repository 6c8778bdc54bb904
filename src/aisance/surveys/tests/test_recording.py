"""Answers collected elsewhere: each once, or refused with what was expected."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import Customer
from aisance.intake.contracts import Problem
from aisance.journeys.contracts import Channel
from aisance.journeys.public import add_journey, ensure_reasons
from aisance.lake.public import pull, sums
from aisance.surveys.contracts import SCALES, GivenScore, QuestionKind, RecordedAnswer, ResponseDraft
from aisance.surveys.models import Answer, Response
from aisance.surveys.public import latest_answers, record_responses
from aisance.surveys.tests.company import BY
from tests.cast import Cast

DRAFT = ResponseDraft(
    source="panel",
    external_id="R-1",
    answered_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
    question=QuestionKind.NPS,
    score=9,
    customer=CustomerClaim({IdentifierKind.EMAIL: "helene@example.org"}),
    channel=Channel.PHONE,
    step="contact",
    reason="bill",
    unit="lille-a",
    advisor="hugo",
    language="fr",
)
WORDS = replace(DRAFT, question=QuestionKind.WHY, score=None, text="Rapide et aimable")


@pytest.fixture(autouse=True)
def _vocabulary(cast: Cast) -> None:
    add_journey(code="help", names={"en": "Help"}, steps=[("contact", {"en": "Contact"})], by=BY)
    ensure_reasons({"bill": {"en": "Bill", "fr": "Facture"}}, by=BY)


def test_answers_with_one_external_id_are_one_response(cast: Cast) -> None:
    answers = record_responses([DRAFT, WORDS], by=BY)

    response = Response.objects.get()
    assert answers == [RecordedAnswer("accepted", response.pk), RecordedAnswer("accepted", response.pk)]
    assert (response.channel, response.unit.code, response.language, response.kind) == ("phone", "lille-a", "fr", "hot")
    assert (response.step and response.step.code, response.reason and response.reason.code) == ("contact", "bill")
    assert response.customer_id == Customer.objects.get().pk
    rows = list(Answer.objects.order_by("pk").values_list("question", "scale", "score", "text", "day"))
    assert rows == [
        ("nps", "nps_11", 9, "", date(2026, 3, 2)),  # half past midnight in Paris
        ("why", "", None, "Rapide et aimable", date(2026, 3, 2)),
    ]


def test_recording_twice_changes_nothing(cast: Cast) -> None:
    [first] = record_responses([DRAFT], by=BY)
    audits = AuditEntry.objects.count()

    assert record_responses([replace(DRAFT, score=1), DRAFT], by=BY) == [RecordedAnswer("known", first.id)] * 2

    assert Answer.objects.get().score == 9
    assert AuditEntry.objects.count() == audits


def test_a_double_inside_a_batch_is_known(cast: Cast) -> None:
    assert [answer.status for answer in record_responses([DRAFT, DRAFT], by=BY)] == ["accepted", "known"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"score": 11}, ("score", "11", "a whole number from 0 to 10")),
        ({"score": -1}, ("score", "-1", "a whole number from 0 to 10")),
        ({"score": None}, ("score", "", "a whole number from 0 to 10")),
        ({"scale": "csat_5"}, ("scale", "csat_5", "one of: nps_11")),
        ({"question": QuestionKind.NET_EASY, "score": 0}, ("score", "0", "a whole number from 1 to 7")),
        ({"question": QuestionKind.CSAT, "scale": "csat_9"}, ("scale", "csat_9", "one of: csat_5, csat_10")),
        ({"question": QuestionKind.WHY}, ("score", "9", "nothing: this question is answered in words")),
        ({"question": QuestionKind.WHY, "score": None, "text": " "}, ("text", "", "words")),
        ({"step": "x"}, ("step", "x", "one of: contact")),
        ({"reason": "x"}, ("reason", "x", "one of: bill")),
        ({"unit": "x"}, ("unit", "x", "the code of a unit")),
        ({"source": "aisance"}, ("source", "aisance", "another name: this one is for our own questionnaires")),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_and_the_rest_is_recorded(
    cast: Cast, changes: dict[str, object], problem: tuple[str, str, str]
) -> None:
    bad = replace(DRAFT, external_id="bad", **changes)  # type: ignore[arg-type]  # any field

    answers = record_responses([bad, DRAFT], by=BY)

    assert [answer.status for answer in answers] == ["refused", "accepted"]
    assert [(p.field, p.value, str(p.expected)) for p in answers[0].problems] == [problem]
    assert isinstance(answers[0].problems[0], Problem)
    assert Answer.objects.count() == 1


def test_a_unit_that_is_not_ones_own_is_refused(cast: Cast) -> None:
    [answer] = record_responses([DRAFT], by=cast.viewer(Role.SUPERVISOR))

    assert answer.status == "refused"
    assert Response.objects.count() == 0


def test_a_response_without_anything_known_goes_to_the_company(cast: Cast) -> None:
    bare = ResponseDraft("panel", "R-2", DRAFT.answered_at, QuestionKind.RESOLVED, score=0)

    record_responses([bare], by=BY)

    response = Response.objects.get()
    assert (response.unit.code, response.customer_id, response.channel, response.step) == ("orvane", None, "", None)


def test_a_batch_takes_few_queries(cast: Cast, django_assert_max_num_queries: object) -> None:
    drafts = [
        replace(DRAFT, external_id=str(n), customer=CustomerClaim({IdentifierKind.EXTERNAL: f"C-{n}"}))
        for n in range(300)
    ]

    with django_assert_max_num_queries(35):  # type: ignore[operator]  # pytest-django's fixture
        answers = record_responses(drafts, by=BY)

    assert {answer.status for answer in answers} == {"accepted"}


def test_recorded_scores_reach_the_store_and_words_do_not(cast: Cast) -> None:
    record_responses([DRAFT, WORDS, replace(DRAFT, external_id="R-2", score=3)], by=BY)
    pull()

    [cell] = sums("answers", value=lambda t: t.score.cast("float64"), where=[lambda t: t.question == "nps"])

    assert (cell.n, cell.wv) == (2, 12.0)
    assert [c.n for c in sums("answers", value=lambda t: t.score.cast("float64"), by=["channel"])] == [2]


def test_the_latest_answers_are_those_of_the_viewers_units(cast: Cast) -> None:
    other = replace(DRAFT, external_id="R-2", unit="namur-a")
    [mine, *_rest] = record_responses([DRAFT, WORDS, other], by=BY)

    found = latest_answers(cast.viewer(Role.SUPERVISOR), 10)

    assert [answer.response_id for answer in found] == [mine.id]
    assert found[0].scores == (GivenScore("nps", 9, SCALES["nps_11"], "Recommendation"),)
    assert (found[0].text, found[0].reason, found[0].channel) == ("Rapide et aimable", "Bill", Channel.PHONE)
    assert len(latest_answers(cast.viewer(Role.MANAGER), 10)) == 2
    assert len(latest_answers(cast.viewer(Role.MANAGER), 1)) == 1
    assert latest_answers(cast.viewer(Role.MANAGER), 10, datetime(2026, 3, 2, tzinfo=UTC)) == []
    assert latest_answers(cast.viewer(Role.DATA_PROTECTION), 10) == []
