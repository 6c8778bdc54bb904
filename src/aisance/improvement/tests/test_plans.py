"""Plans: what may be written, what they brought, and what is said of it."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from aisance.advocacy.models import MendedCause
from aisance.advocacy.public import idea_of_customer
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.improvement.contracts import About, ImprovementError, Lot, PlanDraft, PlanStatus, Strength
from aisance.improvement.inner.services import report
from aisance.improvement.models import Plan, PlanEntry
from aisance.improvement.plans.effects import Figure
from aisance.improvement.plans.lots import draw
from aisance.improvement.plans.measuring import effect_of
from aisance.improvement.plans.services import begin_plan, conclude_plan, stop_plan, write_plan
from aisance.improvement.plans.wording import against_expected, of_figure, verdict_on
from aisance.indicators.public import definition
from aisance.indicators.tests.company import BY, answer, together
from aisance.journeys.contracts import Channel
from aisance.journeys.public import ensure_reasons
from aisance.outreach.models import Message
from tests.cast import Cast
from tests.standing import standing

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
START = date(2026, 10, 12)
TEAMS = ("lille-a", "lille-b", "namur-a", "namur-b", "namur-c")
NET_EASY = definition("net_easy")


def lay(cast: Cast) -> None:
    """Fourteen weeks of answers in five teams; Lille A and B become easier by 0.8 from 12 October on."""
    from aisance.accounts.contracts import UnitKind
    from aisance.accounts.services import add_unit

    for code in ("namur-b", "namur-c"):
        add_unit(code=code, name=code, kind=UnitKind.TEAM, parent_id=cast.units["namur"].pk, by=BY)
    ensure_reasons({"bill": {"en": "Bill"}}, by=BY)
    rng = np.random.default_rng(3)
    with together():
        for week in range(-8, 6):
            for team in TEAMS:
                easy = 0.9 if week >= 0 and team.startswith("lille") else 0.5
                # Noon of 2 November is day 0 of `answer`.
                day = (START + timedelta(days=7 * week + 2) - date(2026, 11, 2)).days
                scores = [1 if one < easy else 7 for one in rng.random(24)]
                answer("net_easy", scores, days=day, channel=Channel.PHONE, reason="bill", unit=team)


company = standing(lay, moment=NOW, autouse=True)


def drafted(**more: object) -> PlanDraft:
    given: dict[str, object] = {
        "title": "A bill that explains itself",
        "unit": "orvane",
        "indicator": "net_easy",
        "wanted": "up",
        "starts_on": START,
        "reason": "bill",
        "size": 0.4,
        "pilots": (("lille-a", START), ("lille-b", START + timedelta(days=3))),
    }
    return PlanDraft(**(given | more))  # type: ignore[arg-type]  # the fields of a draft by name


def written(cast: Cast, **more: object) -> Plan:
    plan = write_plan(draft=drafted(**more), by=cast.viewer(Role.MANAGER))
    begin_plan(plan_id=plan.pk, by=cast.viewer(Role.MANAGER))
    return Plan.objects.get(pk=plan.pk)


def test_a_planted_effect_is_found_beside_the_units_not_in(cast: Cast) -> None:
    plan = written(cast)

    effect = effect_of(plan)

    assert effect.strength == Strength.COMPARED
    assert (effect.in_plan, effect.not_in) == (2, 3)
    # Lille B began in the middle of the week of 12 October: that week is neither before nor after for it.
    assert (effect.n_before, effect.n_after) == (8 * 48, 5 * 48)
    assert effect.figure is not None
    assert effect.figure.low < 0.8 < effect.figure.high
    assert verdict_on(effect, plan).tone == "better"


def test_a_plan_without_effect_is_no_success(cast: Cast) -> None:
    plan = written(cast, pilots=(("namur-a", START), ("namur-b", START)))

    effect = effect_of(Plan.objects.get(pk=plan.pk))

    assert effect.figure is not None
    said = verdict_on(effect, plan)
    assert (said.tone, said.words) != ("better", "")
    # Lille, which is not in it, gained: against it Namur seems to have lost or nothing is established.
    assert effect.figure.value < 0.1


def test_units_drawn_by_lot_are_a_stronger_proof(cast: Cast) -> None:
    assert effect_of(written(cast, at_random=True)).strength == Strength.RANDOMISED


def test_without_pilots_there_is_a_before_and_an_after_only(cast: Cast) -> None:
    plan = written(cast, pilots=(), unit="lille", starts_on=START)

    effect = effect_of(plan)

    # Eight weeks before are too few for a series by itself, which needs twelve.
    assert (effect.strength, effect.missing, effect.figure) == (Strength.TOO_EARLY, "weeks after", None)
    assert "6 whole" not in verdict_on(effect, plan).words
    assert verdict_on(effect, plan).words == "Too early to say: 5 whole weeks since it began, 8 are needed."


def test_too_early_is_an_answer(cast: Cast) -> None:
    plan = written(cast)

    with clock.stopped_at(NOW - timedelta(days=28)):
        effect = conclude_plan(plan_id=plan.pk, by=cast.viewer(Role.MANAGER))

    assert (effect.strength, effect.figure) == (Strength.TOO_EARLY, None)
    kept = Plan.objects.get(pk=plan.pk)
    assert (kept.status, kept.result["strength"], kept.result["figure"]) == ("measured", "too early", None)


def test_what_was_measured_stays_as_it_was(cast: Cast) -> None:
    plan = written(cast)
    effect = conclude_plan(plan_id=plan.pk, words="Kept", by=cast.viewer(Role.MANAGER))

    kept = Plan.objects.get(pk=plan.pk).result

    assert effect.figure is not None
    assert (kept["figure"]["value"], kept["version"], kept["on"]) == (effect.figure.value, 1, "2026-11-22")
    with pytest.raises(ImprovementError):
        conclude_plan(plan_id=plan.pk, by=cast.viewer(Role.MANAGER))
    with pytest.raises(ImprovementError):
        stop_plan(plan_id=plan.pk, words="x", by=cast.viewer(Role.MANAGER))


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "nowhere"},
        {"indicator": "none_such"},
        {"indicator": "offered"},
        {"reason": "none"},
        {"theme": "none"},
        {"pilots": (("namur-a", START),), "unit": "france"},
        {"pilots": (("lille", START), ("lille-a", START))},
    ],
)
def test_what_cannot_be_measured_is_refused(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(ImprovementError):
        write_plan(draft=drafted(**wrong), by=cast.viewer(Role.MANAGER))

    assert not Plan.objects.exists()


def test_a_figure_whose_interval_holds_0_is_never_called_an_effect() -> None:
    for value in (-0.2, 0.2):
        tone, _mark, words = of_figure(Figure(value, value - 0.3, value + 0.3, 5), "up")
        assert (tone, words) == ("unsure", "No effect established: the interval holds 0.")
    assert of_figure(Figure(0.2, 0.1, 0.3, 5), "up")[0] == "better"
    assert of_figure(Figure(0.2, 0.1, 0.3, 5), "down")[0] == "worse"
    plan = Plan(size=0.4, wanted="up")
    assert "outside" in against_expected(Figure(0.2, 0.1, 0.3, 5), plan, NET_EASY)


def test_a_supervisor_sees_no_plan_of_the_whole_company_and_moves_none(cast: Cast) -> None:
    plan = written(cast)
    theirs = written(cast, unit="lille", pilots=())
    client = cast.client(Role.SUPERVISOR)

    assert client.get(f"/plans/{plan.pk}/").status_code == 404
    assert client.get(f"/plans/{theirs.pk}/").status_code == 200
    assert client.post(f"/plans/{theirs.pk}/stop/", {"words": "no"}).status_code == 403
    assert Plan.objects.get(pk=theirs.pk).status == PlanStatus.RUNNING


def test_a_manager_writes_a_plan_and_reads_what_it_brought(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    given = {
        "title": "Clear bills",
        "reason": "bill",
        "indicator": "net_easy",
        "only_reason": "on",
        "wanted": "up",
        "size": "40",
        "unit": "orvane",
        "starts_on": START.isoformat(),
        "pilot_1": "lille-a",
        "pilot_2": "lille-b",
    }
    assert client.post("/plans/new/", {**given, "unit": ""}).status_code == 422
    assert client.post("/plans/new/", given).status_code == 302
    plan = Plan.objects.get()
    assert (plan.size, [pilot.joins_on for pilot in plan.pilots.all()]) == (0.4, [START, START])

    assert client.post(f"/plans/{plan.pk}/begin/").status_code == 302
    assert client.post(f"/plans/{plan.pk}/fly/").status_code == 404
    text = " ".join(client.get(f"/plans/{plan.pk}/").content.decode().split())
    assert "An effect as wanted, beyond chance." in text
    assert "Compared with units not in it." in text
    assert "n = 384 before (8 weeks) and 240 after (5 weeks)" in text
    rows = list(csv.DictReader(io.StringIO(client.get(f"/plans/{plan.pk}/?format=csv").content.decode("utf-8-sig"))))
    assert (len(rows), rows[-1]["in_plan_n"], rows[-1]["not_in_n"]) == (31, "48", "72")
    assert client.post(f"/plans/{plan.pk}/measure/", {"words": "Extend it"}).status_code == 302
    listed = " ".join(client.get("/plans/").content.decode().split())
    assert "beyond chance" in listed


def test_units_are_drawn_by_a_seed_that_is_kept_and_compared_with_those_in_the_draw(cast: Cast) -> None:
    written(cast, pilots=(("namur-c", START),))
    given = {"pilots": (), "lot": Lot(2, "team", 5)}

    plan, again = (written(cast, **given, indicator="nps") for _twice in range(2))
    busy = write_plan(draft=drafted(**given), by=cast.viewer(Role.MANAGER))

    assert plan.lot is not None
    assert plan.lot == {"seed": 5, "count": 2, "kind": "team", "among": sorted(TEAMS), "left_out": {}}
    drawn = sorted(pilot.unit.code for pilot in plan.pilots.all())
    assert (drawn, plan.at_random) == (draw(TEAMS, 2, 5), True)
    assert again.lot is not None  # a plan about the same figure runs where the first one was drawn
    assert (sorted(again.lot["left_out"]), len(again.lot["among"])) == (drawn, 3)
    assert (busy.lot or {})["left_out"] == {"namur-c": "in_a_plan"}
    assert len({*draw(TEAMS, 2, 5), *draw(TEAMS, 2, 6), *draw(TEAMS, 2, 7)}) > 2
    for wrong in ({"lot": Lot(5, "team")}, {"lot": Lot(1, "team"), "pilots": (("lille-a", START),)}):
        with pytest.raises(ImprovementError):
            write_plan(draft=drafted(pilots=(), **wrong) if "pilots" not in wrong else drafted(**wrong), by=BY)


def test_the_strength_says_whether_the_lot_was_drawn_here(cast: Cast) -> None:
    here = written(cast, pilots=(), lot=Lot(2, "team", 5))
    page = " ".join(cast.client(Role.MANAGER).get(f"/plans/{here.pk}/").content.decode().split())
    there = written(cast, at_random=True, pilots=(("namur-c", START),), indicator="net_easy")

    assert "Randomised: drawn by lot here." in page
    assert "2 of 5 teams, seed 5." in page
    assert verdict_on(effect_of(there), there).strength == "Randomised, says who wrote the plan"
    assert effect_of(here).not_in == 3


def test_a_cause_that_is_gone_is_mended_and_whoever_asked_is_told(cast: Cast) -> None:
    claire, plan = cast.client(Role.MANAGER), written(cast)
    [anna] = find_or_add_customers([CustomerClaim({IdentifierKind.EMAIL: "anna@example.org"}, "Anna", "en")], by=BY)
    assert anna is not None
    idea = idea_of_customer(
        words="Say why it rose.", language="en", customer_id=anna, unit_id=cast.units["lille-a"].pk, by=BY
    )
    topic = report(title="Bills cannot be explained", about=About.TOOL, key="k", by=cast.viewer(Role.ADVISOR))
    for asked in ({"idea": idea}, {"topic": topic.pk}):
        assert claire.post(f"/plans/{plan.pk}/ask/", asked).status_code == 302
    assert claire.post(f"/plans/{plan.pk}/end/", {"fate": "removed", "words": ""}).status_code == 422
    assert (Plan.objects.get().status, MendedCause.objects.count()) == (PlanStatus.RUNNING, 0)

    said = {"fate": "removed", "words": "The bill now says what changed."}
    assert claire.post(f"/plans/{plan.pk}/end/", said).status_code == 302

    kept = Plan.objects.get()
    assert (kept.status, kept.cause, kept.result["strength"]) == ("measured", "removed", "compared")
    mended = MendedCause.objects.get()
    assert (mended.reason_id, mended.plan, mended.words) == (plan.reason_id, plan.pk, said["words"])
    assert Message.objects.filter(customer_id=anna, purpose="service", body__contains=said["words"]).count() == 1
    topic.refresh_from_db()
    assert (topic.status, topic.answer) == ("done", said["words"])
    page = " ".join(claire.get(f"/plans/{plan.pk}/").content.decode().split())
    assert "It is gone" in page
    assert "Customers lost by this cause may be asked back." in page
    claire.post(f"/plans/{plan.pk}/cause/", said)
    assert (Message.objects.count(), PlanEntry.objects.filter(kind="cause").count()) == (1, 1)


def test_a_cause_that_stays_or_is_gone_in_one_place_only_mends_nothing(cast: Cast) -> None:
    claire = cast.client(Role.MANAGER)
    stays, part = written(cast), written(cast, unit="lille", pilots=())

    claire.post(f"/plans/{stays.pk}/end/", {"fate": "stays", "words": "They still call."})
    claire.post(f"/plans/{part.pk}/measure/", {"words": ""})
    claire.post(f"/plans/{part.pk}/cause/", {"fate": "removed", "words": "Gone at Lille."})

    assert [plan.cause for plan in Plan.objects.order_by("pk")] == ["stays", "removed"]
    assert not MendedCause.objects.exists()
    assert "It is gone here." in claire.get(f"/plans/{part.pk}/").content.decode()
    assert cast.client(Role.SUPERVISOR).post(f"/plans/{part.pk}/cause/", {"fate": "stays"}).status_code == 403
