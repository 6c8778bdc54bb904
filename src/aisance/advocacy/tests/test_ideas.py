"""Ideas: from answers, colleagues and the public page; one vote each; merged; whoever gave one is told."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from aisance.advocacy.contracts import AdvocacyRefusedError, IdeaStatus
from aisance.advocacy.ideas import open_view
from aisance.advocacy.ideas.services import decide, give_idea, merge, note_ideas, vote
from aisance.advocacy.models import Idea, IdeaAuthor, IdeaVote
from aisance.advocacy.rules import nearest
from aisance.advocacy.services import set_switches
from aisance.advocacy.tests.company import NOW, answers, company, customer
from aisance.core.permissions import Role
from aisance.outreach.models import Message
from aisance.surveys.models import Answer, Programme, ProgrammeVersion, Response
from aisance.surveys.public import record_responses
from aisance.verbatims.services import read_waiting
from tests.cast import BY, Cast

__all__ = ["company"]


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    open_view.VOTE_LIMIT.forget()
    open_view.IDEA_LIMIT.forget()


def idea(cast: Cast, title: str = "Une application", unit: str = "lille-a", role: Role = Role.ADVISOR) -> Idea:
    pk = give_idea(title=title, words="Pour suivre une panne.", unit_id=cast.units[unit].pk, by=cast.viewer(role))
    return Idea.objects.get(pk=pk)


def asked_for(cast: Cast, name: str, words: str) -> int:
    """An idea in the answer of a customer; the id of the answer."""
    record_responses(answers(name, 5, 8, words), by=BY)
    answer = Answer.objects.get(response__external_id=f"{name}5", question="why")
    programme = Programme.objects.create(code="idea", name={"en": "x"}, kind="hot", unit=cast.units["orvane"])
    questions = [{"code": "why", "kind": "idea", "wording": {"en": "An idea?"}}]
    version = ProgrammeVersion.objects.create(
        programme=programme, number=1, channels=[], wait_minutes=1, valid_hours=1, quiet_days=1, subject={},
        invitation={}, questions=questions,
    )  # fmt: skip
    Response.objects.filter(pk=answer.response_id).update(version=version)
    return answer.pk


def test_an_answer_to_a_question_for_ideas_becomes_one(company: Cast) -> None:
    pk = asked_for(company, "anna", "Envoyez un SMS avant la coupure, appelez-moi au 06 12 34 56 78.")
    read_waiting()

    assert (note_ideas([pk]), note_ideas([pk])) == (1, 0)
    row = Idea.objects.get()
    assert row.words == "Envoyez un SMS avant la coupure, appelez-moi au [phone]."
    assert (row.source, row.status, row.unit.code, row.title) == ("answer", "new", "lille-a", "")
    assert [author.customer_id for author in row.authors.all()] == [customer("anna")]


def test_whoever_gave_an_idea_is_told_once_what_came_of_it(company: Cast) -> None:
    row = idea(company)
    IdeaAuthor.objects.create(idea=row, customer_id=customer("anna"), at=NOW)
    about: Any = {
        "title": row.title,
        "reply": "Dès le printemps.",
        "is_public": False,
        "by": company.viewer(Role.MANAGER),
    }

    for _twice in range(2):
        decide(row=row, status=IdeaStatus.PLANNED, **about)
    decide(row=row, status=IdeaStatus.DONE, **about)

    sent = Message.objects.order_by("pk")
    assert [message.message_class for message in sent] == ["service", "service"]
    assert "Dès le printemps." in sent[0].body
    author = row.authors.get(customer__isnull=False)
    assert (author.told, author.told_status) == ("sent", "done")
    assert [one.status for one in company.client(Role.ADVISOR).get("/acting/ideas/").context["own"]] == ["done"]


def test_a_refusal_says_why(company: Cast) -> None:
    row, claire = idea(company), company.client(Role.MANAGER)

    wrong = {"title": "A", "status": "declined", "reply": " "}
    assert claire.post(f"/acting/ideas/{row.pk}/decide/", wrong).status_code == 422
    with pytest.raises(AdvocacyRefusedError), transaction.atomic():
        decide(row=row, title="A", status=IdeaStatus.DECLINED, reply="", is_public=False, by=BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.filter(pk=row.pk).update(status="declined")
    row.refresh_from_db()
    assert row.status == "new"


def test_a_supervisor_decides_in_their_units_and_an_advisor_nowhere(company: Cast) -> None:
    here, there = idea(company), idea(company, "Autre", "namur-a", Role.MANAGER)
    given = {"title": "B", "status": "studied", "reply": ""}
    samira, hugo = company.client(Role.SUPERVISOR), company.client(Role.ADVISOR)

    assert hugo.post(f"/acting/ideas/{here.pk}/decide/", given).status_code == 403
    assert samira.post(f"/acting/ideas/{there.pk}/decide/", given).status_code == 404
    assert not Idea.objects.filter(status="studied").exists()
    assert samira.post(f"/acting/ideas/{here.pk}/decide/", given).status_code == 302
    assert hugo.get(f"/acting/ideas/{there.pk}/").status_code == 200


def test_a_colleague_votes_once_and_may_take_it_back(company: Cast) -> None:
    row, samira = idea(company), company.viewer(Role.SUPERVISOR)

    assert [vote(idea_id=row.pk, by=samira) for _ in range(3)] == [True, False, True]
    assert row.votes.count() == 2  # whoever gives an idea votes for it
    with pytest.raises(IntegrityError), transaction.atomic():
        IdeaVote.objects.create(idea=row, person_id=samira.person_id, at=NOW)


def test_merged_ideas_have_the_votes_and_authors_of_both_once(company: Cast) -> None:
    one, two = idea(company), idea(company, "Application de suivi")
    for row, role in ((one, Role.SUPERVISOR), (two, Role.SUPERVISOR), (two, Role.MANAGER)):
        vote(idea_id=row.pk, by=company.viewer(role))
    IdeaAuthor.objects.create(idea=two, customer_id=customer("bob"), at=NOW)

    merge(row=two, into=one, by=BY)

    assert one.votes.count() == 3
    assert one.authors.count() == 2
    two.refresh_from_db()
    assert two.merged_into_id == one.pk
    assert company.client(Role.ADVISOR).get(f"/acting/ideas/{two.pk}/").status_code == 404
    with pytest.raises(AdvocacyRefusedError):
        merge(row=one, into=one, by=BY)


def test_ideas_alike_are_shown_before_another_is_given(company: Cast) -> None:
    idea(company, "Suivre la panne dans une application")
    hugo = company.client(Role.ADVISOR)
    given = {"title": "Application pour suivre une panne", "words": "On saurait quand cela revient."}

    assert [line.idea.title for line in hugo.post("/acting/ideas/new/", given).context["like"]] == [
        "Suivre la panne dans une application"
    ]
    assert Idea.objects.count() == 1
    assert hugo.post("/acting/ideas/new/", {**given, "sure": "1"}).status_code == 302
    assert Idea.objects.count() == 2


def test_likeness_knows_endings_and_accents_and_tells_others_apart() -> None:
    others = {1: "Prévenir par SMS avant les coupures", 2: "Payer en trois fois", 3: "A lift in the shop"}

    assert nearest("un sms pour prevenir d'une coupure", others) == [1]
    assert nearest("Des fleurs pour tous", others) == []
    assert nearest("", others) == nearest("x", {}) == []


def test_the_public_page_is_closed_until_it_is_switched_on(company: Cast) -> None:
    row = idea(company)
    assert Client().get("/ideas/").status_code == 404
    assert Client().post("/ideas/", {"vote": row.pk}).status_code == 404
    assert company.client(Role.SUPERVISOR).post("/acting/ideas/page/", {"shows_ideas": "on"}).status_code == 403

    company.client(Role.MANAGER).post("/acting/ideas/page/", {"shows_ideas": "on"})

    page = Client().get("/ideas/")
    assert (page.status_code, page.context["lines"]) == (200, [])
    assert Client().post("/ideas/", {"vote": row.pk}).status_code == 404  # nobody made it public
    assert Client().post("/ideas/", {"words": "Une idée de plus"}).status_code == 404  # nobody may write here
    assert (IdeaVote.objects.count(), Idea.objects.count()) == (1, 1)


def test_a_browser_votes_once_and_reading_leaves_nothing(company: Cast) -> None:
    row = idea(company)
    decide(row=row, title=row.title, status=IdeaStatus.STUDIED, reply="", is_public=True, by=BY)
    set_switches(shows_ideas=True, by=BY)
    here, there = Client(), Client()

    assert "aisance_voter" not in here.get("/ideas/").cookies
    for browser in (here, there, there, there):
        browser.post("/ideas/", {"vote": row.pk})

    assert IdeaVote.objects.filter(browser="").count() == 1
    assert IdeaVote.objects.exclude(browser="").count() == 2
    [line] = here.get("/ideas/").context["lines"]
    assert (line.votes.inside, line.votes.outside, line.mine) == (1, 2, True)
    assert Client(enforce_csrf_checks=True).post("/ideas/", {"vote": row.pk}).status_code == 403


def test_an_idea_of_a_stranger_is_read_before_it_is_shown(company: Cast) -> None:
    set_switches(shows_ideas=True, takes_ideas=True, by=BY)
    words = "Une borne de recharge devant la boutique"

    assert Client().post("/ideas/", {"words": "short"}).status_code == 422
    assert Client().post("/ideas/", {"words": words, "website": "spam"}).status_code == 302
    assert not Idea.objects.exists()
    assert Client().post("/ideas/", {"words": words}).status_code == 302
    row = Idea.objects.get()
    assert (row.source, row.is_public) == ("page", False)
    assert words not in Client().get("/ideas/").content.decode()
    assert [Client().post("/ideas/", {"words": words}).status_code for _ in range(4)][-2:] == [429, 429]
