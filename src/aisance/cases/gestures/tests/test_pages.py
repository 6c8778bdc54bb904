import json
from typing import Any

import pytest
from django.test import Client

from aisance.accounts.services import create_api_key
from aisance.cases.gestures.contracts import GestureReason, GestureState
from aisance.cases.gestures.permissions import DECIDE, GRANT, VIEW
from aisance.cases.gestures.tests.laying import NOW, a_budget, a_case, a_kind, customers
from aisance.cases.models import Case, Gesture, GestureAutonomy, GestureBudget, GestureHoldBack, GestureKind
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.core.personal import holdings
from tests.cast import BY, Cast
from tests.standing import standing


def lay(cast: Cast) -> None:
    a_kind()
    a_budget(cast, 10_000)
    [first, second] = customers(2)
    a_case(cast, first)
    a_case(cast, second, unit="namur-a")


company = standing(lay, moment=NOW, autouse=True)


def case(place: int = 0) -> Case:
    return Case.objects.order_by("pk")[place]


def give(client: Client, **more: Any) -> Any:
    typed = {"kind": GestureKind.objects.get().pk, "amount": "20,00", "words": "Three wrong bills."}
    return client.post(f"/cases/{case(more.pop('place', 0)).number}/gestures/", typed | more)


def test_an_advisor_gives_on_the_page_of_the_case_and_sees_what_is_left(cast: Cast) -> None:
    client = cast.client(Role.ADVISOR)
    before = client.get(f"/cases/{case().number}/").content.decode()
    assert "You decide alone up to 50\xa0€." in before
    assert "of 100\xa0€" in before

    answer = give(client)

    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case().number}/#gestures")
    row = Gesture.objects.get()
    assert (row.state, row.amount_minor) == (GestureState.GRANTED, 2_000)
    assert "<strong>80\xa0€</strong>" in client.get(f"/cases/{case().number}/").content.decode()


@pytest.mark.parametrize(
    "typed", [{"amount": "much"}, {"amount": ""}, {"amount": "-5"}, {"words": " "}, {"kind": "999"}]
)
def test_a_wrong_form_keeps_what_was_typed_and_gives_nothing(cast: Cast, typed: dict[str, str]) -> None:
    answer = give(cast.client(Role.ADVISOR), **typed)

    assert answer.status_code == 422
    assert b"errorlist" in answer.content
    assert Gesture.objects.count() == 0


def test_a_second_click_gives_nothing_more_and_asks_why(cast: Cast) -> None:
    client = cast.client(Role.ADVISOR)
    give(client)

    again = give(client)

    assert again.status_code == 422
    assert "Say why the customer gets another." in again.content.decode()
    assert Gesture.objects.count() == 1


def test_a_case_of_another_unit_is_not_found_and_whoever_may_not_give_is_refused(cast: Cast) -> None:
    assert give(cast.client(Role.ADVISOR), place=1).status_code == 404
    assert give(cast.client(Role.ANALYST)).status_code == 403
    assert Gesture.objects.count() == 0


def test_a_request_is_answered_on_its_page_and_its_asker_reads_why(cast: Cast) -> None:
    asker, supervisor = cast.client(Role.ADVISOR), cast.client(Role.SUPERVISOR)
    give(asker, amount="60")
    row = Gesture.objects.get()
    assert "1 gesture waits for your answer" in supervisor.get("/acting/gestures/").content.decode()
    denied = asker.post(f"/acting/gestures/{row.pk}/answer/", {"act": "approve", "words": "Me."})
    assert denied.status_code == 403
    without = supervisor.post(f"/acting/gestures/{row.pk}/answer/", {"act": "decline", "words": ""})
    assert without.status_code == 422
    row.refresh_from_db()
    assert row.state == GestureState.ASKED

    here, no = f"/acting/gestures/{row.pk}/answer/", {"act": "decline", "words": "Repair it first."}
    answered = supervisor.post(here, no, follow=True)

    assert answered.redirect_chain == [("/acting/gestures/", 302)]
    assert "Voucher, 60\xa0€: it is declined; whoever asked sees why." in answered.content.decode()
    row.refresh_from_db()
    assert (row.state, row.reason) == (GestureState.REFUSED, GestureReason.DECLINED)
    assert "Repair it first." in asker.get("/acting/gestures/").content.decode()


def test_a_manager_sets_a_kind_and_every_change_is_a_version(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    typed = {
        "name_en": "Flowers", "name_fr": "Fleurs", "sort": "flowers", "least": "25", "most": "25",
        "most_advisor": "25", "most_supervisor": "", "most_manager": "", "answer_hours": "2", "is_on": "on",
    }  # fmt: skip

    assert client.post("/acting/gestures/kinds/new/", typed).status_code == 302
    kind = GestureKind.objects.get(code="flowers")
    assert (kind.least_minor, kind.is_fixed, kind.version) == (2_500, True, 1)
    assert list(GestureAutonomy.objects.filter(kind=kind).values_list("role", "most_minor")) == [("advisor", 2_500)]

    assert client.post("/acting/gestures/kinds/flowers/", typed).status_code == 302
    kind.refresh_from_db()
    assert kind.version == 1
    client.post("/acting/gestures/kinds/flowers/", typed | {"again_after_days": "90"})
    kind.refresh_from_db()
    assert (kind.version, kind.again_after_days) == (2, 90)
    trail = AuditEntry.objects.filter(action="gesture_kind.set", object_id="flowers").latest("pk")
    assert trail.changes == {"again_after_days": [None, 90]}

    wrong = client.post("/acting/gestures/kinds/flowers/", typed | {"least": "30"})
    assert wrong.status_code == 422
    assert "At most cannot be less than at least." in wrong.content.decode()


def test_a_limit_in_one_unit_is_set_and_taken_away(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    typed = {"role": "advisor", "unit": cast.units["lille"].pk, "most": "10"}

    assert client.post("/acting/gestures/kinds/voucher/limits/", typed).status_code == 302
    limit = GestureAutonomy.objects.get(unit__isnull=False)
    assert limit.most_minor == 1_000
    assert client.post(f"/acting/gestures/kinds/voucher/limits/{limit.pk}/").status_code == 302
    assert not GestureAutonomy.objects.filter(unit__isnull=False).exists()


def test_a_budget_is_set_replaced_and_taken_away(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    typed = {"unit": cast.units["lille"].pk, "holder": "unit", "amount": "1 000", "period": "quarter"}

    assert client.post("/acting/gestures/budgets/", typed).status_code == 302
    assert client.post("/acting/gestures/budgets/", typed | {"amount": "900"}).status_code == 302
    budget = GestureBudget.objects.get(holder="unit")
    assert (budget.amount_minor, budget.period) == (90_000, "quarter")
    assert "900\xa0€" in client.get("/acting/gestures/budgets/").content.decode()
    file = client.get("/acting/gestures/budgets/?format=csv").content.decode()
    assert "lille,unit,quarter,90000,EUR,,2026-Q4,0" in file
    assert client.post("/acting/gestures/budgets/", typed | {"amount": "x"}).status_code == 422
    assert client.post(f"/acting/gestures/budgets/{budget.pk}/remove/").status_code == 302
    assert GestureBudget.objects.count() == 1


def test_a_policy_is_tried_on_what_was_wanted(cast: Cast) -> None:
    advisor = cast.client(Role.ADVISOR)
    give(advisor)
    give(advisor, amount="60", second_because="Another bill.")
    client = cast.client(Role.MANAGER)

    page = client.get("/acting/gestures/try/?limit=60").content.decode()

    assert "Advisors would have decided 2 of 2 alone" in page
    assert "It would have cost 60\xa0€ more" in page
    assert client.get("/acting/gestures/try/?limit=x").status_code == 422
    file = client.get("/acting/gestures/try/?limit=50&format=csv")
    assert "6000" in file.content.decode()


def test_what_is_held_back_is_set_with_its_reason_and_says_so(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    assert client.post("/acting/gestures/held-back/", {"percent": "60", "words": "Why"}).status_code == 422
    assert GestureHoldBack.objects.count() == 0
    assert client.post("/acting/gestures/held-back/", {"percent": "10", "words": "Until May."}).status_code == 302
    assert GestureHoldBack.objects.get().share == 0.1
    assert "In 10% of cases no gesture is given" in client.get("/acting/gestures/held-back/").content.decode()


def test_the_list_leaves_as_a_file_and_the_trail_says_so(cast: Cast) -> None:
    give(cast.client(Role.ADVISOR))
    client = cast.client(Role.MANAGER)

    assert "1 decision, 20\xa0€ given" in client.get("/acting/gestures/all/").content.decode()
    file = client.get("/acting/gestures/all/?format=csv").content.decode()

    assert "voucher,granted,within_autonomy,2000,EUR,Hugo Lambert" in file
    assert AuditEntry.objects.filter(action="gestures.taken").count() == 1


def test_a_customer_reads_gestures_in_the_time_line_and_is_taken_out_of_them(cast: Cast) -> None:
    give(cast.client(Role.ADVISOR))
    row = Gesture.objects.get()
    page = cast.client(Role.MANAGER).get(f"/customers/{row.customer_id}/").content.decode()
    assert "Three wrong bills." in page

    [holding] = [one for one in holdings() if one.name == "cases.gestures"]
    [item] = holding.shown([row.customer_id or 0])
    assert dict(item.fields)["Why"] == "Three wrong bills."
    assert holding.erase([row.customer_id or 0]) == 1
    row.refresh_from_db()
    assert (row.customer_id, row.words, row.amount_minor) == (None, "", 2_000)
    assert holding.erase([]) == 0


def call(key: str, method: str, path: str = "", body: Any = None) -> tuple[int, Any]:
    answer = Client().generic(
        method,
        f"/api/v1/gestures{path}",
        json.dumps(body) if body is not None else "",
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    return answer.status_code, answer.json()


def test_another_system_gives_asks_and_answers_in_the_name_of_people(cast: Cast) -> None:
    _, key = create_api_key(name="crm", unit_id=cast.units["lille"].pk, scopes=[VIEW, GRANT, DECIDE], by=BY)
    _, abroad = create_api_key(name="be", unit_id=cast.units["namur"].pk, scopes=[VIEW, GRANT, DECIDE], by=BY)
    hugo, samira = cast.people[Role.ADVISOR].email, cast.people[Role.SUPERVISOR].email
    new = {"case": case().number, "kind": "voucher", "amount_minor": 2_000, "words": "Late", "in_name_of": hugo}

    assert [kind["code"] for kind in call(key, "GET", "/kinds")[1]["kinds"]] == ["voucher"]
    assert [call(key, "POST", body=new | wrong)[0] for wrong in ({"in_name_of": "x@y.z"}, {"kind": "gold"})] == [
        422,
        422,
    ]
    assert call(abroad, "POST", body=new)[0] == 404
    assert not Gesture.objects.exists()

    status, given = call(key, "POST", body=new)
    assert (status, given["state"], given["by_id"]) == (201, "granted", cast.people[Role.ADVISOR].pk)
    assert call(key, "POST", body=new) == (409, {"detail": "second"})
    status, asked = call(key, "POST", body=new | {"amount_minor": 6_000, "second_because": "Twice"})
    assert (status, asked["state"], asked["reason"]) == (201, "asked", "over_autonomy")

    place, yes = f"/{asked['id']}/answer", {"answer": "approve", "words": "Yes", "in_name_of": samira}
    assert call(key, "POST", place, yes | {"in_name_of": hugo})[0] == 422
    assert call(abroad, "POST", place, yes)[0] == 404
    status, answered = call(key, "POST", place, yes)
    assert (status, answered["state"], answered["reason"]) == (200, "granted", "approved")
    assert call(key, "POST", place, yes) == (409, {"detail": "waits_no_more"})
    status, page = call(key, "GET", "?limit=1")
    assert ([one["id"] for one in page["gestures"]], page["next"]) == ([given["id"]], given["id"])
    assert AuditEntry.objects.filter(action="gesture.granted", address="API key crm").count() == 2
