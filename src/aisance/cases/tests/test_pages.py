"""The pages of rules, hours and people, and the API of cases."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from aisance.accounts.services import create_api_key
from aisance.cases.alerts.setting import ensure_ready_rules
from aisance.cases.models import AlertRule, Case, CaseEntry, WorkingHours, WorkProfile
from aisance.cases.permissions import VIEW, WORK
from aisance.cases.queries.hours import due
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from tests.cast import BY, Cast
from tests.standing import standing

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULE = {
    "name_fr": "Note basse",
    "name_en": "Low score",
    "question": "nps|nps_11",
    "bound": "4",
    "deadline_hours": "6",
    "stake": "20",
    "position": "10",
}


def lay(cast: Cast) -> None:
    ensure_ready_rules(by=BY)
    find_or_add_customers([CustomerClaim({IdentifierKind.EMAIL: "lea@example.org"}, name="Léa")], by=BY)


company = standing(lay, moment=NOW, autouse=True)


def test_a_manager_writes_a_rule_tries_it_and_switches_it_on(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    rule = RULE | {"unit": str(cast.units["france"].pk)}

    tried = client.post(reverse("alert-rule-add"), rule | {"try": "1", "minutes": "30"})
    assert (tried.status_code, AlertRule.objects.filter(code="low-score").exists()) == (200, False)
    assert "nothing to say" in tried.content.decode()

    client.post(reverse("alert-rule-add"), rule)
    row = AlertRule.objects.get(code="low-score")
    assert row.conditions == {"score": {"question": "nps", "scale": "nps_11", "bound": 4}}
    assert (row.is_on, row.deadline_hours, row.unit.code) == (False, 6.0, "france")

    client.post(reverse("alert-rule-switch", args=["low-score"]), {"on": "yes"})
    row.refresh_from_db()
    assert row.is_on
    page = client.get(reverse("alert-rules")).content.decode()
    assert "1 rule opens cases from answers." in page
    assert "4 or less" in page
    again = client.post(reverse("alert-rule", args=["low-score"]), rule | {"stake": "30"})
    assert again.status_code == 302
    assert AlertRule.objects.get(code="low-score").version == 2


def test_a_rule_without_conditions_or_with_half_of_one_is_refused(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    rule = RULE | {"unit": str(cast.units["france"].pk)}
    for wrong in (
        {"question": "", "bound": ""},
        {"bound": ""},
        {"stake": "101"},
        {"deadline_hours": "0"},
        {"unit": "0"},
    ):
        answer = client.post(reverse("alert-rule-add"), rule | wrong)
        assert answer.status_code == 422, wrong
    assert not AlertRule.objects.filter(code="low-score").exists()


def test_hours_are_set_for_a_unit_and_inherited_below(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    form = {
        "zone": "Europe/Paris",
        "country": "FR",
        "day_0": "9h-12h30; 14:00 - 18:00",
        "day_4": "22:00-02:00",
        "closed_days": "2026-12-24",
    }
    path = reverse("hours-edit", args=["france"])
    for wrong in ({"day_0": "9-8-7"}, {"day_0": "09:00-12:00, 11:00-13:00"}, {"closed_days": "soon"}, {"zone": "Mars"}):
        assert client.post(path, form | wrong).status_code == 422, wrong
    assert client.post(path, {"zone": "Europe/Paris"}).status_code == 422
    assert not WorkingHours.objects.exists()

    assert client.post(path, form).status_code == 302
    row = WorkingHours.objects.get()
    assert row.week == {"0": [["09:00", "12:30"], ["14:00", "18:00"]], "4": [["22:00", "02:00"]]}
    assert due(cast.units["lille-a"].pk, NOW, timedelta(hours=8)) == datetime(2026, 11, 27, 22, 30, tzinfo=UTC)
    assert "It works as France" in client.get(reverse("hours-edit", args=["lille"])).content.decode()
    assert client.get(reverse("hours-list")).status_code == 200
    client.post(path, {"inherit": "1"})
    assert not WorkingHours.objects.exists()


def test_a_supervisor_says_what_their_people_know_and_nobody_elses(cast: Cast) -> None:
    client, hugo = cast.client(Role.SUPERVISOR), cast.people[Role.ADVISOR]
    assert "Hugo Lambert" in client.get(reverse("work-people")).content.decode()
    given = {"skills": "Billing, network", "languages": "fr", "most_open": "3", "until": ""}
    assert client.post(reverse("work-person", args=[hugo.pk]), given).status_code == 302
    row = WorkProfile.objects.get(person=hugo)
    assert (row.skills, row.languages, row.most_open, row.away_until) == (["billing", "network"], ["fr"], 3, None)
    stranger = reverse("work-person", args=[cast.people[Role.ANALYST].pk])
    assert client.post(stranger, given).status_code == 404
    assert WorkProfile.objects.count() == 1


def test_an_advisor_says_that_they_are_away(cast: Cast) -> None:
    client = cast.client(Role.ADVISOR)
    assert client.post(reverse("work-away"), {"until": "2026-11-20"}).status_code == 422
    assert client.post(reverse("work-away"), {"until": "2026-11-25"}).status_code == 302
    row = WorkProfile.objects.get(person=cast.people[Role.ADVISOR])
    assert row.away_until == datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
    client.post(reverse("work-away"), {"until": ""})
    row.refresh_from_db()
    assert row.away_until is None


def call(key: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    answer = Client().generic(
        method,
        f"/api/v1/cases{path}",
        json.dumps(body) if body is not None else "",
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    return answer.status_code, answer.json()


def test_another_system_opens_reads_notes_and_closes_a_case(cast: Cast) -> None:
    _, key = create_api_key(name="crm", unit_id=cast.units["lille"].pk, scopes=[VIEW, WORK], by=BY)
    _, abroad = create_api_key(name="be", unit_id=cast.units["namur"].pk, scopes=[VIEW, WORK], by=BY)
    new = {"customer": {"email": "lea@example.org"}, "matter": "parcel-17", "words": "Lost", "key": "17"}

    status, told = call(key, "POST", "", new)
    assert (status, told["joined"]) == (201, False)
    assert call(key, "POST", "", new | {"key": "18"}) == (200, {"number": told["number"], "joined": True})
    assert call(key, "POST", "", new | {"unit": "namur"})[0] == 422
    assert call(key, "POST", "", new | {"customer": {"email": "nobody@example.org"}})[0] == 422
    assert call(key, "POST", "", new | {"colour": "red"})[0] == 422
    assert call(abroad, "GET", f"/{told['number']}")[0] == 404
    assert call("", "GET", "")[0] == 401

    row = Case.objects.get()
    assert (row.number, row.unit.code, row.source) == (told["number"], "lille", "by_hand")
    assert call(key, "POST", f"/{row.number}/notes", {"words": "Between us"})[0] == 200
    status, whole = call(key, "GET", f"/{row.number}")
    assert [entry["kind"] for entry in whole["entries"]] == ["opened", "joined"]
    status, page = call(key, "GET", "?limit=1")
    assert ([one["number"] for one in page["cases"]], page["next"]) == ([row.number], None)

    closing = {"outcome": "solved", "version": row.version + 1, "ask": False}
    assert call(key, "POST", f"/{row.number}/close", closing)[0] == 409
    assert call(abroad, "POST", f"/{row.number}/close", closing | {"version": row.version})[0] == 404
    row.refresh_from_db()
    assert row.is_open
    status, closed = call(key, "POST", f"/{row.number}/close", closing | {"version": row.version})
    assert (status, closed["outcome"], closed["status"]) == (200, "solved", "closed")
    assert CaseEntry.objects.filter(case=row, kind="closed").count() == 1
