"""The queue of the desk: what comes first, who takes what, and where its pages lead."""

from datetime import timedelta
from typing import Any

from django.test import Client

from aisance.cases.contracts import CaseOutcome, EntryKind
from aisance.cases.models import Case
from aisance.cases.public import add_entry, assign, close, note, take
from aisance.cases.tests.desk import NOW, case, lay, standing_in, text
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.public import record_interactions
from tests.cast import BY, Cast
from tests.standing import standing

company = standing(lay, moment=NOW, autouse=True)


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
