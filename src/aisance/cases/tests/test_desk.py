"""The desk: the queue, the page of a case and what is done there, templates, colleagues, the team."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from aisance.cases.contracts import CaseOutcome, CaseStatus, EntryKind, NewCase, StakePart
from aisance.cases.desk.templating import set_template
from aisance.cases.models import Case, CaseEntry, ColleagueQuestion, ReplyTemplate
from aisance.cases.public import add_entry, assign, close, note, open_case, take, watch
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.public import record_interactions
from aisance.outreach.models import Message
from tests.cast import BY, Cast
from tests.standing import standing

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten in Paris
QUERIES_OF_A_CASE, QUERIES_OF_THE_QUEUE = 45, 14
NAMES = ("Hélène Garnier", "Yann Le Bihan", "Marc Dufresne", "Lotte Peeters")


def address(name: str) -> str:
    return f"{name.split()[0].lower().replace('é', 'e').replace('è', 'e')}@customers.example"


def lay(cast: Cast) -> None:
    """Three open cases of Lille A, which Hugo gets by himself, and one of Namur, which he never sees."""
    claims = [CustomerClaim({IdentifierKind.EMAIL: address(name)}, name=name, language="fr") for name in NAMES]
    ids = find_or_add_customers(claims, by=BY)
    places = ("lille-a", "lille-a", "lille-a", "namur-a")
    for number, (pk, place) in enumerate(zip(ids, places, strict=True)):
        open_case(
            NewCase(
                pk or 0,
                f"reason:{number}",
                "by_hand",
                words=f"C'est la troisième fois que j'écris, dossier {number}.",
                unit_id=cast.units[place].pk,
                due_at=NOW + timedelta(hours=2 * number - 1),
                stake_parts=(StakePart("rule", 10.0 * number),),
                language="fr",
            ),
            by=BY,
        )
    Case.objects.update(owner=None)


company = standing(lay, moment=NOW, autouse=True)


def case(name: str) -> Case:
    return Case.objects.get(customer__name=name)


def page(client: Client, row: Case) -> str:
    return f"/cases/{row.number}/"


def post(client: Client, row: Case, act: str, **words: Any) -> Any:
    named = {name if name in {"version", "template"} else f"{act}-{name}": value for name, value in words.items()}
    return client.post(f"/cases/{row.number}/{act}/", {"version": row.version, **named})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def standing_in(response: Any) -> list[str]:
    return [one["line"].customer for one in response.context["lines"]]


@pytest.fixture
def hugo(cast: Cast) -> Client:
    return cast.client(Role.ADVISOR)


@pytest.fixture
def samira(cast: Cast) -> Client:
    return cast.client(Role.SUPERVISOR)


def test_the_queue_shows_what_is_lost_first_and_only_of_ones_own_units(cast: Cast, hugo: Client) -> None:
    # Deadlines at 9:00, 11:00 and 13:00 less 15 minutes a point: 9:00, 8:30, 8:00.
    Case.objects.filter(customer__name="Marc Dufresne").update(ranked_at=NOW - timedelta(hours=2))

    answer = hugo.get("/cases/?tab=open")

    assert standing_in(answer)[0] == "Marc Dufresne"
    assert set(standing_in(answer)) == {"Marc Dufresne", "Hélène Garnier", "Yann Le Bihan"}
    assert {tab["code"]: tab["count"] for tab in answer.context["tabs"]} == {
        "mine": 0,
        "pool": 3,
        "waiting": 0,
        "late": 1,
        "open": 3,
        "closed": None,
    }
    assert "1 h 00 late" in text(answer)
    assert "C&#x27;est la troisième fois que j&#x27;écris, dossier 0." in text(answer)


def test_the_next_case_is_taken_once(cast: Cast, hugo: Client) -> None:
    first = hugo.post("/cases/next/")
    seconds = [hugo.post("/cases/next/") for _time in range(3)]

    assert first.status_code == 302
    assert Case.objects.filter(owner=cast.people[Role.ADVISOR]).count() == 3
    assert seconds[-1].headers["Location"] == "/cases/"
    assert case("Lotte Peeters").owner is None


def test_pages_of_the_queue_follow_each_other_without_a_gap(cast: Cast, samira: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("aisance.cases.desk.queue.A_PAGE", 2)
    monkeypatch.setattr("aisance.cases.desk.queue.page_of.__defaults__", (2,))
    first = samira.get("/cases/?tab=open")
    second = samira.get(f"/cases/{first.context['next']}")

    assert len(standing_in(first)) == 2
    assert len(standing_in(second)) == 1
    assert not set(standing_in(first)) & set(standing_in(second))
    assert second.context["next"] == ""


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


def test_a_supervisor_gives_several_cases_of_their_units_only(cast: Cast, samira: Client, hugo: Client) -> None:
    ids = [case(name).pk for name in ("Hélène Garnier", "Yann Le Bihan", "Lotte Peeters")]
    words = {"case": ids, "owner": cast.people[Role.ADVISOR].pk, "back": "/cases/?tab=pool"}

    denied = hugo.post("/cases/assign/", words)
    done = samira.post("/cases/assign/", words)

    assert denied.status_code == 403
    assert done.headers["Location"] == "/cases/?tab=pool"
    assert Case.objects.filter(owner=cast.people[Role.ADVISOR]).count() == 2
    assert case("Lotte Peeters").owner is None


def test_a_number_leads_to_its_case_and_other_words_to_the_customers(cast: Cast, hugo: Client) -> None:
    row = case("Hélène Garnier")

    found = hugo.post("/cases/find/", {"words": f" {row.number.lower()} "})
    other = hugo.post("/cases/find/", {"words": "Garnier"})

    assert found.headers["Location"] == f"/cases/{row.number}/"
    assert (other.status_code, other.headers["Location"]) == (307, "/customers/")


def test_the_team_page_tells_medians_and_shares_with_their_n(cast: Cast, samira: Client) -> None:
    hugo = cast.viewer(Role.ADVISOR)
    with clock.stopped_at(NOW + timedelta(hours=2)):
        first, second = case("Hélène Garnier"), case("Yann Le Bihan")
        note(first.pk, "Called.", by=hugo)
        take(second.pk, version=second.version, by=hugo)
        close(second.pk, CaseOutcome.LOST, root_cause=None, words="", version=second.version + 1, by=hugo, ask=False)
        assign([first.pk], owner_id=hugo.person_id, by=BY)

        answer = samira.get("/cases/team/")

    team = answer.context["team"]
    assert (team.open, team.late, team.closed, team.untouched) == (2, 1, 1, 1)
    assert (team.first_touch.value, team.first_touch.n, team.first_touch.low) == (timedelta(hours=2), 2, None)
    [load] = [one for one in team.loads if one.person_id]
    assert (load.name, load.open, load.closed, load.solved.value, load.solved.n) == ("Hugo Lambert", 1, 1, 0.0, 1)
    assert "1 of 2 open cases are late" in text(answer)
    assert cast.client(Role.ADVISOR).get("/cases/team/").status_code == 403


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


def test_a_case_is_opened_by_hand_once_a_matter(cast: Cast, hugo: Client) -> None:
    claim = CustomerClaim({IdentifierKind.EMAIL: "ines@customers.example"}, name="Inès Martin")
    call = InteractionDraft(
        source="switch",
        external_id="1",
        channel=Channel.PHONE,
        started_at=NOW - timedelta(hours=1),
        customer=claim,
        unit="lille-a",
        outcome=Outcome.RESOLVED,
    )
    record_interactions([call], by=BY)
    [pk] = find_or_add_customers([claim], by=BY)
    terms = {"words": "Her bill is wrong.", "reason": "", "stake": "60", "unit": cast.units["lille-a"].pk, "mine": "on"}

    bare = hugo.post(f"/cases/open/{pk}/", {**terms, "words": ""})
    foreign = hugo.post(f"/cases/open/{case('Lotte Peeters').customer_id}/", terms)
    answers = [hugo.post(f"/cases/open/{pk}/", terms) for _time in range(2)]

    assert (bare.status_code, foreign.status_code) == (422, 404)
    row = case("Inès Martin")
    assert {answer.headers["Location"] for answer in answers} == {f"/cases/{row.number}/"}
    assert (row.owner, row.stake, row.source) == (cast.people[Role.ADVISOR], 60.0, "by_hand")
    assert f"/cases/open/{pk}/" in text(hugo.get(f"/customers/{pk}/"))


def test_the_queue_leaves_as_a_file(cast: Cast, hugo: Client) -> None:
    add_entry(case("Hélène Garnier").pk, EntryKind.NOTE, words="=1+1", by=BY)

    answer = hugo.get("/cases/?tab=open&format=csv")

    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[:4] == ["case", "status", "customer", "quote"]
    assert len(lines) == 4


def test_words_in_an_address_that_name_nothing_are_said_to_be_a_mistake(cast: Cast, hugo: Client) -> None:
    assert hugo.get("/cases/?reason=999999").status_code == 422
    assert hugo.get("/cases/?tab=mine&after=nonsense~x").status_code == 200
    assert hugo.get("/cases/?tab=nonsense").context["tab"] == "mine"


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


def test_signing_in_leads_an_advisor_to_the_queue_and_says_what_is_late(cast: Cast, hugo: Client) -> None:
    row = case("Hélène Garnier")
    before = hugo.get("/cases/").context["navigation"]
    take(row.pk, version=row.version, by=cast.viewer(Role.ADVISOR))  # due an hour ago

    after = hugo.get("/cases/").context["navigation"]

    assert [hugo.get("/start").headers["Location"], cast.client(Role.MANAGER).get("/start").headers["Location"]] == [
        "/cases/",
        "/",
    ]
    late = [next(one["waits"] for one in shown if one["current"]) for shown in (before, after)]
    assert late == [0, 1]


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
