"""Tickets of other desks: each one case for ever, changed by later words of theirs, told back in their own shape."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from aisance.accounts.models import Webhook, WebhookDelivery
from aisance.accounts.services import create_api_key
from aisance.cases.contracts import CaseOutcome, CaseStatus
from aisance.cases.models import Case, CaseEntry, DeskStatus, DeskTicket
from aisance.cases.permissions import VIEW, WORK
from aisance.cases.public import close
from aisance.core.events import deliver_events
from aisance.core.permissions import Role
from tests.cast import BY, Cast

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ZENDESK, JIRA = "/api/v1/bridges/zendesk/tickets", "/api/v1/bridges/jira/tickets"


@pytest.fixture
def key(company: Cast) -> str:
    return create_api_key(name="desk", unit_id=company.units["lille"].pk, scopes=[WORK, VIEW], by=BY)[1]


def ticket(status: str = "open", **more: Any) -> dict[str, Any]:
    given = {
        "id": 35436,
        "status": status,
        "subject": "Colis perdu",
        "description": "Rien reçu.",
        "priority": "high",
        "requester": {"email": "ana@customers.example", "name": "Ana"},
        "updated_at": NOW.isoformat(),
        "tags": ["whatever", "they", "have"],
    }
    return {"ticket": {**given, **more}}


def issue(status: str = "In Progress", **fields: Any) -> dict[str, Any]:
    given = {
        "status": {"name": status},
        "summary": "Colis perdu",
        "priority": {"name": "Highest"},
        "reporter": {"emailAddress": "ben@customers.example"},
    }
    return {"issue": {"key": "CARE-24", "self": "https://jira.example/CARE-24", "fields": {**given, **fields}}}


def post(key: str, path: str, body: Any) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {key}"}
    answer = Client().post(path, body, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def get(key: str, path: str) -> Any:
    return Client().get(path, headers={"Authorization": f"Bearer {key}"}).json()


def test_a_ticket_opens_one_case_however_often_it_is_brought(company: Cast, key: str) -> None:
    status, first = post(key, ZENDESK, ticket())
    again = post(key, ZENDESK, ticket())

    assert (status, first["fate"]) == (201, "opened")
    assert again == (200, {"number": first["number"], "fate": "known"})
    opened = Case.objects.get(source="zendesk")
    assert (opened.number, opened.status, opened.stake) == (first["number"], CaseStatus.OPEN, 40.0)
    assert opened.unit_id == company.units["lille"].pk
    assert opened.entries.get(kind="opened").words == "Colis perdu\n\nRien reçu."
    assert DeskTicket.objects.count() == 1


def test_later_words_change_it_and_older_ones_do_not(company: Cast, key: str) -> None:
    post(key, ZENDESK, ticket())
    comments = [
        {"id": 1, "body": "Toujours rien", "public": True, "by_requester": True},
        {"id": 2, "body": "À rappeler", "public": False},
    ]
    later = (NOW + timedelta(minutes=5)).isoformat()

    assert post(key, ZENDESK, ticket("pending", comments=comments, updated_at=later))[1]["fate"] == "changed"
    assert post(key, ZENDESK, ticket("pending", comments=comments, updated_at=later))[1]["fate"] == "known"
    assert post(key, ZENDESK, ticket("solved"))[1]["fate"] == "older"

    row = Case.objects.get(source="zendesk")
    assert row.status == CaseStatus.WAITING
    assert list(row.entries.filter(kind="message_in").values_list("words", flat=True)) == ["Toujours rien"]
    assert row.entries.get(kind="note").is_private


def test_solved_there_is_closed_here_and_open_again_there_is_open_again_here(company: Cast, key: str) -> None:
    post(key, ZENDESK, ticket())
    post(key, ZENDESK, ticket("solved", updated_at=(NOW + timedelta(minutes=1)).isoformat()))
    row = Case.objects.get(source="zendesk")
    assert (row.status, row.outcome) == (CaseStatus.CLOSED, CaseOutcome.SOLVED)

    post(key, ZENDESK, ticket("open", updated_at=(NOW + timedelta(minutes=2)).isoformat()))
    assert Case.objects.get(source="zendesk").status == CaseStatus.OPEN


def test_what_a_colleague_did_here_is_not_undone_by_an_old_status_of_theirs(company: Cast, key: str) -> None:
    post(key, ZENDESK, ticket())
    row = Case.objects.get(source="zendesk")
    by = company.viewer(Role.SUPERVISOR)
    close(row.pk, CaseOutcome.SAVED, root_cause=None, words="", version=row.version, by=by, ask=False)

    post(key, ZENDESK, ticket(subject="Another subject", updated_at=(NOW + timedelta(minutes=1)).isoformat()))

    assert Case.objects.get(source="zendesk").outcome == CaseOutcome.SAVED


def test_an_issue_in_the_other_shape_does_the_same(company: Cast, key: str) -> None:
    assert post(key, JIRA, issue())[0] == 201
    assert post(key, JIRA, issue("Won't Do"))[1]["fate"] == "changed"

    row = Case.objects.get(source="jira")
    assert (row.stake, row.outcome) == (60.0, CaseOutcome.UNFOUNDED)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (ZENDESK, ticket("Frozen"), "ticket.status"),
        (ZENDESK, ticket(requester={"name": "Nobody"}), "ticket.requester"),
        (ZENDESK, ticket(requester={"email": "no address"}), "ticket.requester"),
        (JIRA, issue("Frozen"), "issue.fields.status.name"),
        (JIRA, issue(reporter={}), "issue.fields.reporter"),
        (f"{ZENDESK}?unit=namur", ticket(), "unit"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named_and_nothing_is_written(
    company: Cast, key: str, path: str, body: Any, field: str
) -> None:
    before = Case.objects.count()

    status, answer = post(key, path, body)

    assert (status, answer["field"]) == (422, field)
    assert (Case.objects.count(), DeskTicket.objects.count()) == (before, 0)


def test_a_field_in_a_wrong_form_is_named_by_its_path(company: Cast, key: str) -> None:
    status, answer = post(key, ZENDESK, ticket(updated_at="yesterday"))

    assert status == 422
    assert "updated_at" in str(answer)
    assert not DeskTicket.objects.exists()


def test_a_key_without_the_right_or_of_another_unit_changes_nothing(company: Cast, key: str) -> None:
    post(key, ZENDESK, ticket())
    readers = create_api_key(name="r", unit_id=company.units["lille"].pk, scopes=[VIEW], by=BY)[1]
    strangers = create_api_key(name="s", unit_id=company.units["namur"].pk, scopes=[WORK, VIEW], by=BY)[1]

    assert post(readers, ZENDESK, ticket("solved"))[0] == 403
    assert post(strangers, ZENDESK, ticket("solved"))[1]["field"] == "ticket.id"
    assert get(strangers, ZENDESK) == {"tickets": [], "next": None}
    assert Case.objects.get(source="zendesk").status == CaseStatus.OPEN


def test_cases_go_out_in_both_shapes_page_by_page(company: Cast, key: str, case: Case) -> None:
    post(key, ZENDESK, ticket())
    first = get(key, f"{ZENDESK}?limit=1")
    second = get(key, f"{ZENDESK}?after={first['next']}")

    [own], [theirs] = first["tickets"], second["tickets"]
    assert (own["id"], own["external_id"], own["status"], own["priority"]) == (None, case.number, "new", "low")
    assert (theirs["id"], theirs["status"], theirs["priority"]) == ("35436", "open", "high")
    assert second["next"] is None
    names = [one["fields"]["status"]["name"] for one in get(key, JIRA)["issues"]]
    assert names == ["To Do", "In Progress"]


def test_a_desk_is_told_of_what_it_did_not_say_itself(company: Cast, key: str) -> None:
    Webhook.objects.create(name="Z", url="https://z.example/", kinds=["zendesk.ticket"], secret="x", created_at=NOW)
    post(key, ZENDESK, ticket())
    deliver_events()
    assert not WebhookDelivery.objects.exists()

    row = Case.objects.get(source="zendesk")
    by = company.viewer(Role.SUPERVISOR)
    close(row.pk, CaseOutcome.SOLVED, root_cause=None, words="", version=row.version, by=by, ask=False)
    deliver_events()

    [told] = WebhookDelivery.objects.all()
    assert told.data == {"ticket": {"id": "35436", "external_id": row.number, "status": "solved"}}
    assert told.customer_id == row.customer_id


def test_a_manager_says_what_a_status_means_and_others_do_not(company: Cast, key: str) -> None:
    client = company.client(Role.MANAGER)
    form = {"desk": "zendesk", "theirs": "Frozen", "meaning": "waiting"}
    assert company.client(Role.SUPERVISOR).post("/acting/desks/", form).status_code == 403
    assert client.post("/acting/desks/", {**form, "meaning": "closed"}).status_code == 422
    assert not DeskStatus.objects.exists()

    assert client.post("/acting/desks/", form).status_code == 302
    assert post(key, ZENDESK, ticket("frozen"))[0] == 201
    assert Case.objects.get(source="zendesk").status == CaseStatus.WAITING
    assert "Frozen" in client.get("/acting/desks/").content.decode()

    client.post("/acting/desks/zendesk/remove/", {"theirs": "Frozen"})
    assert post(key, ZENDESK, ticket("Frozen", id=2))[0] == 422
    client.post("/acting/desks/zendesk/ready/")
    assert not DeskStatus.objects.exists()
    assert CaseEntry.objects.filter(kind="opened", case__source="zendesk").count() == 1
