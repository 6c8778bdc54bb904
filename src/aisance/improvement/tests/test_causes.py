"""The board of causes: volume, repeats by branch, cost, ease, squares; who may judge."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aisance.accounts.services import create_api_key
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.improvement.causes.queries import Cause, Sought, causes_seen
from aisance.improvement.causes.rules import branches_below, dots
from aisance.improvement.causes.services import judge_reason, set_minute_cost
from aisance.improvement.contracts import CostDraft, ImprovementError, JudgementDraft, Square
from aisance.improvement.models import Judgement, MinuteCost
from aisance.improvement.permissions import VIEW_CAUSES
from aisance.indicators.public import estimates
from aisance.indicators.tests.company import BY, answer, call, together
from aisance.journeys.contracts import Channel, Direction
from aisance.journeys.public import add_reason, ensure_reasons
from tests.cast import Cast
from tests.standing import standing

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WHOLE = (date(2026, 10, 1), date(2026, 11, 22))
SOUGHT = Sought(WHOLE, (date(2026, 8, 9), date(2026, 9, 30)))


def who(number: int) -> CustomerClaim:
    return CustomerClaim({IdentifierKind.EXTERNAL: f"K{number}"})


def lay(cast: Cast) -> None:
    """Bills come again: the wrong ones after the late ones. Moves do not. Lille A takes them, Namur A one of each."""
    ensure_reasons({"bill": {"en": "Bill"}, "move": {"en": "Move"}}, by=BY)
    for code in ("late", "wrong"):
        add_reason(code=code, names={"en": code.title()}, parent="bill", by=BY)
    with together():
        for number in range(20):
            call(customer=who(number), reason="late", unit="lille-a", handling_seconds=120)
            call(customer=who(number), reason="wrong", unit="lille-a", days=3, handling_seconds=60)
            call(customer=who(number), reason="move", unit="lille-a", days=2, handling_seconds=300)
        call(customer=who(50), reason="bill", unit="namur-a")
        call(customer=who(50), reason="move", unit="namur-a", days=8)
        call(times=3, unit="lille-a")
        call(direction=Direction.OUTBOUND, reason="move", unit="lille-a")
        answer("net_easy", [1] * 30 + [7] * 10, channel=Channel.PHONE, reason="late", unit="lille-a")


company = standing(lay, moment=NOW, autouse=True)


def causes(cast: Cast, role: Role = Role.MANAGER, **more: str) -> dict[str, Cause]:
    sought = Sought(SOUGHT.period, SOUGHT.before, **more)
    return {cause.code: cause for cause in causes_seen(cast.viewer(role), sought).causes}


def test_a_branch_counts_what_comes_back_for_any_of_its_reasons(cast: Cast) -> None:
    found = causes(cast)

    assert list(found) == ["bill", "move"]
    bill, move = found["bill"], found["move"]
    assert (bill.contacts, move.contacts) == (41, 21)
    assert bill.repeats.n == 41
    assert bill.repeats.value == pytest.approx(20 / 41)
    assert (move.repeats.n, move.repeats.value) == (21, 0.0)
    assert bill.repeats.low is not None
    assert bill.repeats.low > (move.repeats.high or 1)
    assert (bill.ease.n, bill.ease.value) == (40, 0.5)
    assert causes_seen(cast.viewer(Role.MANAGER), SOUGHT).unfiled == 3


def test_inside_a_branch_each_reason_is_a_matter_of_its_own(cast: Cast) -> None:
    found = causes(cast, reason="bill")

    assert {code: (cause.contacts, cause.repeats.value or 0.0) for code, cause in found.items()} == {
        "late": (20, 0.0),
        "wrong": (20, 0.0),
        "bill": (1, 0.0),
    }


def test_without_children_repeats_are_those_of_the_indicator(cast: Cast) -> None:
    one = {
        estimate.dimensions["reason"]: (estimate.n, estimate.value)
        for estimate in estimates("repeat_contacts", viewer=cast.viewer(Role.MANAGER), by=["reason"])
    }

    assert one["move"] == (causes(cast)["move"].repeats.n, causes(cast)["move"].repeats.value)


def test_cost_needs_a_cost_a_minute_and_takes_the_one_of_the_last_day(cast: Cast) -> None:
    assert {cause.cost for cause in causes(cast).values()} == {None}

    for amount, since in (("0.50", date(2026, 1, 1)), ("0.80", date(2026, 11, 22)), ("9.00", date(2027, 1, 1))):
        draft = CostDraft(amount=Decimal(amount), currency="EUR", since=since, source="Controlling, 2026")
        set_minute_cost(draft=draft, by=cast.viewer(Role.MANAGER))

    found = causes(cast)
    assert (found["bill"].timed, found["bill"].handling_seconds) == (40, 3600)
    assert found["bill"].cost == Decimal("48.00")
    assert found["move"].cost == Decimal("80.00")


def test_setting_the_cost_of_a_day_again_corrects_it(cast: Cast) -> None:
    for amount in ("0.50", "0.70"):
        draft = CostDraft(amount=Decimal(amount), currency="EUR", since=date(2026, 1, 1), source="x")
        set_minute_cost(draft=draft, by=cast.viewer(Role.MANAGER))

    assert [row.amount for row in MinuteCost.objects.all()] == [Decimal("0.70")]


def test_the_supervisor_of_lille_sees_the_contacts_of_lille_only(cast: Cast) -> None:
    found = causes(cast, Role.SUPERVISOR)

    assert (found["bill"].contacts, found["move"].contacts) == (40, 20)


def test_two_judgements_make_a_square(cast: Cast) -> None:
    by = cast.viewer(Role.MANAGER)
    judge_reason(draft=JudgementDraft(reason="bill", to_customer=-2, to_company=-1, owner_name="Jean"), by=by)
    judge_reason(draft=JudgementDraft(reason="move", to_customer=1), by=by)
    judge_reason(draft=JudgementDraft(reason="bill", to_customer=-2, to_company=2, owner_name="Jean"), by=by)

    found = causes(cast)
    assert (found["bill"].square, found["move"].square) == (Square.SIMPLIFY, None)
    with pytest.raises(ImprovementError):
        judge_reason(draft=JudgementDraft(reason="bill", to_customer=0), by=by)
    assert Judgement.objects.count() == 2


def test_an_analyst_reads_and_may_not_judge(cast: Cast) -> None:
    client = cast.client(Role.ANALYST)

    assert client.get("/causes/").status_code == 200
    assert client.post("/causes/bill/judge/", {"to_customer": "-2"}).status_code == 403
    assert client.post("/causes/cost/", {"amount": "1"}).status_code == 403
    assert (Judgement.objects.count(), MinuteCost.objects.count()) == (0, 0)


def test_a_manager_judges_and_sets_the_cost_on_the_pages(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    assert client.get("/causes/none/judge/").status_code == 404
    assert client.post("/causes/bill/judge/", {"to_customer": "5"}).status_code == 422
    judged = {"to_customer": "-2", "to_company": "-2", "owner_name": "Jean Petit", "owner_mail": "jean@orvane.example"}
    assert client.post("/causes/bill/judge/", judged).status_code == 302
    assert client.post("/causes/cost/", {"amount": "0"}).status_code == 422
    cost = {"amount": "0.80", "currency": "EUR", "since": "2026-01-01", "source": "Controlling"}
    assert client.post("/causes/cost/", cost).status_code == 302

    text = " ".join(client.get("/causes/?period=quarter").content.decode().split())
    assert "“Bill” brings customers back most: 48.8% of its contacts repeat another one." in text
    assert "Jean Petit" in text
    assert "48 €" in text
    assert text.count("<circle") >= 1
    assert client.get("/causes/?period=custom&from=2026-02-01&to=2026-01-01").status_code == 422


def test_the_board_leaves_as_a_file(cast: Cast) -> None:
    response = cast.client(Role.MANAGER).get("/causes/?format=csv")

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["reason"], row["contacts"], row["cost"]) for row in rows] == [("bill", "41", ""), ("move", "21", "")]


def test_a_key_reads_causes_where_it_was_made_for(cast: Cast) -> None:
    viewer = cast.viewer(Role.ADMINISTRATOR)
    _, key = create_api_key(name="test", scopes=[VIEW_CAUSES], unit_id=cast.units["lille"].pk, by=viewer)
    client, headers = cast.client(Role.ADVISOR), {"Authorization": f"Bearer {key}"}

    found = client.get("/api/v1/causes?from=2026-11-01&to=2026-11-22", headers=headers)
    assert found.status_code == 200
    rows = {row["reason"]: row for row in found.json()["rows"]}
    assert (rows["bill"]["contacts"], rows["bill"]["repeats"]["value"]) == (40, 0.5)
    assert rows["bill"]["cost"] is None
    assert client.get("/api/v1/causes?form=2026-11-01", headers=headers).status_code == 422
    assert client.get("/api/v1/causes?unit=namur", headers=headers).status_code == 422
    assert client.get("/api/v1/causes").status_code == 403


@settings(max_examples=25)
@given(st.lists(st.integers(-1, 6), min_size=1, max_size=7))
def test_every_reason_below_the_top_belongs_to_one_branch(parents: list[int]) -> None:
    paths: dict[str, str] = {}
    for index, parent in enumerate(parents):
        above = paths.get(str(parent), "/") if parent < index else "/"
        paths[str(index)] = f"{above}{index + 1}/"

    roots = branches_below(paths)

    assert set(roots) == set(paths)
    assert all(
        paths[code].startswith(paths[branch]) and paths[branch].count("/") == 2 for code, branch in roots.items()
    )
    for top in paths:
        inside = branches_below(paths, top)
        assert set(inside) == {code for code, path in paths.items() if path.startswith(paths[top])}
        assert all(paths[code].startswith(paths[branch]) for code, branch in inside.items())


def test_dots_of_one_place_stand_side_by_side() -> None:
    drawn = dots([(1, -1, 1, 9), (2, -1, 1, 9), (3, 2, 2, 1)])

    assert [(dot.x, dot.y) for dot in drawn] == [(33.5, 37.5), (41.5, 37.5), (87.5, 12.5)]
