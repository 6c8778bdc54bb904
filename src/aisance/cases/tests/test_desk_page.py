"""The page of a case: answering, asking, handing over, closing, and what it says to do next."""

from datetime import timedelta
from typing import Any

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from aisance.cases.contracts import CaseOutcome, CaseStatus, EntryKind
from aisance.cases.desk.templating import set_template
from aisance.cases.models import CaseEntry, ColleagueQuestion, ReplyTemplate
from aisance.cases.public import note, take, watch
from aisance.cases.tests.desk import NOW, case, lay, page, post, text
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.outreach.models import Message
from tests.cast import BY, Cast
from tests.standing import standing

company = standing(lay, moment=NOW, autouse=True)


def template(**more: Any) -> ReplyTemplate:
    values = {
        "name": "Apology",
        "language": "fr",
        "outcome": "",
        "reason_id": None,
        "subject": "Votre demande",
        "body": "Bonjour {customer},\n\n[ce qui s'est passé]. Nous vous présentons nos excuses.\n\n{advisor}",
        **more,
    }
    return set_template(None, values, by=BY)


QUERIES_OF_A_CASE, QUERIES_OF_THE_QUEUE = 45, 14


def test_a_case_of_another_unit_is_not_there(cast: Cast, hugo: Client) -> None:
    theirs = case("Lotte Peeters")

    assert hugo.get(page(hugo, theirs)).status_code == 404
    assert post(hugo, theirs, "note", words="Hello").status_code == 404
    assert CaseEntry.objects.filter(case=theirs, kind=EntryKind.NOTE).count() == 0


def test_who_only_reads_changes_nothing(cast: Cast) -> None:
    row = case("Hélène Garnier")
    analyst = cast.client(Role.ANALYST)

    shown = analyst.get(page(analyst, row))
    refused = post(analyst, row, "take")

    assert shown.status_code == 200
    assert "Hélène Garnier" not in text(shown)
    assert refused.status_code == 403
    assert case("Hélène Garnier").owner is None


def test_a_template_must_be_made_personal_before_it_goes(cast: Cast, hugo: Client) -> None:
    row, begun = case("Hélène Garnier"), template()
    shown = hugo.get(f"{page(hugo, row)}?template={begun.pk}")
    body = shown.context["begun"].body
    terms = {"template": begun.pk, "channel": "email", "subject": "Votre demande", "waits": "on"}

    left = post(hugo, row, "reply", words=body, **terms)
    plain = template(name="Plain", body="Bonjour {customer}, nous revenons vers vous.")
    same = post(
        hugo, row, "reply", **{**terms, "template": plain.pk}, words="Bonjour Hélène Garnier,  nous revenons vers vous"
    )

    assert body.startswith("Bonjour Hélène Garnier,")
    assert body.endswith("Hugo Lambert")
    assert (left.status_code, same.status_code) == (422, 422)
    assert "Still to be filled in: [ce qui s&#x27;est passé]." in text(left)
    assert "This is the template as it is." in text(same)
    assert Message.objects.filter(purpose="cases").count() == 0
    assert ReplyTemplate.objects.get(pk=begun.pk).uses == 0

    sent = post(hugo, row, "reply", words=body.replace("[ce qui s'est passé]", "Votre pièce s'est perdue"), **terms)

    assert sent.status_code == 302
    [message] = Message.objects.filter(customer=row.customer)
    assert message.subject == f"Votre demande [{row.number}]"
    assert message.message_class == "service"
    assert "Votre pièce s'est perdue" in message.body
    assert ReplyTemplate.objects.get(pk=begun.pk).uses == 1
    assert case("Hélène Garnier").status == CaseStatus.WAITING


def test_a_stale_reply_is_refused_with_who_was_faster_and_keeps_what_was_typed(cast: Cast, hugo: Client) -> None:
    row = case("Hélène Garnier")
    take(row.pk, version=row.version, by=cast.viewer(Role.SUPERVISOR))

    answer = post(hugo, row, "reply", channel="email", subject="Bonjour", words="Nous avons retrouvé votre pièce.")

    assert answer.status_code == 409
    assert "Samira Haddad" in text(answer)
    assert "Nous avons retrouvé votre pièce." in text(answer)
    assert Message.objects.filter(customer=row.customer).count() == 0
    assert answer.context["case"].version == row.version + 1

    again = post(hugo, answer.context["case"], "reply", channel="email", subject="Bonjour", words="Retrouvé.")

    assert again.status_code == 302
    assert Message.objects.filter(customer=row.customer).count() == 1


def test_a_reply_sent_twice_leaves_once(cast: Cast, hugo: Client) -> None:
    row = case("Hélène Garnier")
    words = {"channel": "email", "subject": "Bonjour", "words": "Votre pièce est là."}

    answers = [post(hugo, row, "reply", **words).status_code for _time in range(2)]

    assert answers == [302, 409]
    assert Message.objects.filter(customer=row.customer).count() == 1


def test_whoever_is_reading_is_shown_to_the_next_one(cast: Cast, hugo: Client, samira: Client) -> None:
    row = case("Hélène Garnier")
    samira.get(page(samira, row))

    shown = hugo.get(page(hugo, row))
    said = hugo.post(f"/cases/{row.number}/presence/", {"version": row.version})

    assert "Samira Haddad is reading this." in text(shown)
    assert "Samira Haddad is reading this." in text(said)
    assert "changed meanwhile" not in text(said)

    take(row.pk, version=row.version, by=cast.viewer(Role.SUPERVISOR))
    with clock.stopped_at(NOW + timedelta(minutes=2)):
        later = hugo.post(f"/cases/{row.number}/presence/", {"version": row.version})

    assert "Samira" not in text(later)
    assert "This case was changed meanwhile." in text(later)


def test_a_colleague_finds_the_question_and_answers_it_once(cast: Cast, hugo: Client, samira: Client) -> None:
    row = case("Hélène Garnier")
    asked = post(hugo, row, "ask", person=cast.people[Role.SUPERVISOR].pk, words="Where is her file?")
    [question] = ColleagueQuestion.objects.all()

    listed = text(samira.get("/cases/"))
    empty = samira.post(f"/cases/questions/{question.pk}/", {"words": " "})
    answered = samira.post(f"/cases/questions/{question.pk}/", {"words": "In the archive."})
    again = samira.post(f"/cases/questions/{question.pk}/", {"words": "In the archive."})

    assert asked.status_code == 302
    assert "Where is her file?" in listed
    assert (empty.status_code, answered.status_code, again.status_code) == (422, 302, 404)
    assert hugo.get(f"/cases/questions/{question.pk}/").status_code == 404
    assert list(CaseEntry.objects.filter(kind=EntryKind.ANSWERED).values_list("words", flat=True)) == [
        "In the archive."
    ]
    assert "Your colleague answered" not in text(samira.get(page(samira, row)))  # nobody leads it yet: take it first


def test_handing_over_needs_a_summary(cast: Cast, hugo: Client) -> None:
    row = case("Hélène Garnier")
    unit = cast.units["lille-b"].pk

    short = post(hugo, row, "transfer", unit=unit, summary="See above")
    nowhere = post(hugo, row, "transfer", summary="She sent her file three times; it was found today.")
    done = post(hugo, row, "transfer", unit=unit, summary="She sent her file three times; it was found today.")

    assert (short.status_code, nowhere.status_code, done.status_code) == (422, 422, 302)
    assert "the customer would have to say it all again" in text(short)
    assert case("Hélène Garnier").unit.code == "lille-b"


def test_a_case_is_closed_with_an_outcome_and_a_cause(cast: Cast, hugo: Client) -> None:
    row = case("Hélène Garnier")

    bare = post(hugo, row, "close", words="Called her.")
    done = post(hugo, row, "close", outcome="solved", cause="none", words="Called her.")
    after = hugo.get(page(hugo, row))

    assert (bare.status_code, done.status_code) == (422, 302)
    assert "Called her." in text(bare)
    closed = case("Hélène Garnier")
    assert (closed.outcome, closed.root_cause, closed.cause_sought) == (CaseOutcome.SOLVED, None, True)
    assert "Open again" in text(after)


def test_templates_leave_something_to_write_and_keep_their_names_apart(cast: Cast, samira: Client) -> None:
    terms = {"name": "Apology", "language": "en", "subject": "", "reason": "", "outcome": ""}

    whole = samira.post("/cases/templates/add/", {**terms, "body": "We are sorry."})
    good = samira.post("/cases/templates/add/", {**terms, "body": "[what happened]. We are sorry."})
    twice = samira.post("/cases/templates/add/", {**terms, "body": "[what happened]. Sorry again."})

    assert (whole.status_code, good.status_code, twice.status_code) == (422, 302, 422)
    assert "Leave at least one place in [brackets]" in text(whole)
    [row] = ReplyTemplate.objects.all()
    assert samira.post(f"/cases/templates/{row.pk}/retire/").status_code == 302
    assert "There is no template yet" in text(samira.get("/cases/templates/"))
    assert cast.client(Role.ADVISOR).get("/cases/templates/").status_code == 403


def test_the_page_says_what_to_do_next(cast: Cast, hugo: Client) -> None:
    row = case("Hélène Garnier")
    assert "it has no owner yet" in text(hugo.get(page(hugo, row)))

    post(hugo, row, "take")
    assert "nobody has yet" in text(hugo.get(page(hugo, row)))

    by = (NOW + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
    assert post(hugo, case("Hélène Garnier"), "promise", what="A call", by=by).status_code == 302
    assert "Keep what was promised." in text(hugo.get(page(hugo, row)))
    with clock.stopped_at(NOW + timedelta(hours=6)):
        assert "The promise is overdue." in text(hugo.get(page(hugo, row)))
    assert watch(row.pk, by=cast.viewer(Role.SUPERVISOR))[0][1] == "Hugo Lambert"


def test_the_page_and_the_queue_ask_no_more_of_the_database(
    cast: Cast, hugo: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # Whoever adds a block beside a case asks what is asked already through `core.once`, or says here what it costs.
    row = case("Hélène Garnier")
    note(row.pk, "Rappelée.", by=cast.viewer(Role.ADVISOR))
    assert (hugo.get(page(hugo, row)).status_code, hugo.get("/cases/?tab=open").status_code) == (200, 200)

    with django_assert_num_queries(QUERIES_OF_A_CASE):
        hugo.get(page(hugo, row))
    with django_assert_num_queries(QUERIES_OF_THE_QUEUE):
        hugo.get("/cases/?tab=open")
