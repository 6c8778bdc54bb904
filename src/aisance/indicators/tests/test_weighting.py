"""Weighted figures, declared weightings and how far respondents resemble the eligible, through the store."""

from typing import Any

import pytest

from aisance.core.models import AuditEntry
from aisance.core.permissions import Role, system_viewer
from aisance.indicators.contracts import Asked, Estimate, IndicatorError
from aisance.indicators.models import Weighting
from aisance.indicators.registry import definition
from aisance.indicators.tests.company import answer, call, every_estimate, lay_vocabulary
from aisance.indicators.weighting.resemblance import in_words, resemblance
from aisance.indicators.weighting.services import declare_weighting, remove_weighting
from aisance.journeys.contracts import Channel
from tests.cast import Cast

BY = system_viewer("test")


@pytest.fixture(autouse=True)
def _vocabulary(cast: Cast) -> None:
    lay_vocabulary()


def declare(targets: dict[str, Any], **more: Any) -> None:
    declare_weighting(code="mix", names={"en": "Mix"}, targets=targets, by=BY, **more)


def weighted(**asked: Any) -> Estimate:
    [found] = every_estimate("nps", viewer=BY, weighting="mix", **asked)
    return found


def test_answers_are_brought_to_the_declared_shares() -> None:
    answer("nps", [0] * 80, channel=Channel.PHONE)
    answer("nps", [10] * 20, channel=Channel.CHAT)
    declare({"channel": {"phone": 0.5, "chat": 0.5}})

    found = weighted()

    assert found.n == 100
    assert found.value == pytest.approx(0.0)
    assert found.raw == pytest.approx(-0.6)
    assert found.design_effect is not None
    assert found.n_effective == pytest.approx(100 / found.design_effect)


def test_cells_are_weighted_by_the_shares_of_the_whole() -> None:
    answer("nps", [0] * 30 + [10] * 10, channel=Channel.PHONE, reason="bill")
    answer("nps", [10] * 10, channel=Channel.PHONE, reason="move")
    answer("nps", [10] * 25, channel=Channel.CHAT, reason="bill")
    answer("nps", [0] * 25, channel=Channel.CHAT, reason="move")
    declare({"channel": {"phone": 0.8, "chat": 0.2}})

    bill, move = every_estimate("nps", viewer=BY, weighting="mix", by=["reason"])

    assert bill.value == pytest.approx((-20 * 1.6 + 25 * 0.4) / (40 * 1.6 + 25 * 0.4))
    assert move.value == pytest.approx((10 * 1.6 - 25 * 0.4) / (10 * 1.6 + 25 * 0.4))


def test_several_dimensions_are_raked() -> None:
    answer("nps", [10] * 40, channel=Channel.PHONE, language="fr")
    answer("nps", [0] * 20, channel=Channel.PHONE, language="nl")
    answer("nps", [10] * 20, channel=Channel.CHAT, language="fr")
    answer("nps", [0] * 20, channel=Channel.CHAT, language="nl")
    declare({"channel": {"phone": 0.5, "chat": 0.5}, "language": {"fr": 0.5, "nl": 0.5}})

    assert weighted().value == pytest.approx(0.0, abs=1e-6)


def test_a_unit_stands_for_everything_below_it() -> None:
    answer("nps", [10] * 10, unit="lille-a")
    answer("nps", [10] * 10, unit="lille-b")
    answer("nps", [0] * 20, unit="namur-a")
    declare({"unit": {"france": 0.75, "belgium": 0.25}})

    assert weighted().value == pytest.approx(0.5)


def test_eligible_shares_are_those_of_all_contacts() -> None:
    answer("nps", [10] * 20, reason="bill")
    answer("nps", [0] * 20, reason="move")
    answer("nps", [0] * 2)
    call("answered", times=60, reason="bill")
    call("answered", times=20, reason="move")
    call("answered", times=20)
    declare({"reason": "eligible"}, most=20.0)

    assert weighted().value == pytest.approx(0.6 - 0.4)


def test_every_period_has_weights_of_its_own() -> None:
    from datetime import date

    for days, phones in ((0, 80), (30, 20)):
        answer("nps", [0] * phones, channel=Channel.PHONE, days=days)
        answer("nps", [10] * (100 - phones), channel=Channel.CHAT, days=days)
    declare({"channel": {"phone": 0.5, "chat": 0.5}})

    found = weighted(start=date(2026, 12, 1), end=date(2026, 12, 31), compare=(date(2026, 11, 1), date(2026, 11, 30)))

    assert found.compare is not None
    assert found.compare.difference == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        ({"channel": {"phone": 0.5, "chat": 0.2, "shop": 0.3}}, "channel “shop” should weigh 30.0%, and nobody there"),
        ({"channel": {"phone": 1.0}}, "some answered in channel “chat”, for which no share is declared"),
        ({"channel": {"phone": 0.01, "chat": 0.99}}, "within the limits of weights, channel"),
    ],
)
def test_a_target_that_cannot_be_reached_is_named(targets: dict[str, Any], message: str) -> None:
    answer("nps", [0] * 90, channel=Channel.PHONE)
    answer("nps", [10] * 10, channel=Channel.CHAT)
    declare(targets)

    with pytest.raises(IndicatorError) as problem:
        weighted()

    assert message in str(problem.value)


def test_a_weighting_that_is_not_declared_is_refused_with_those_that_are() -> None:
    declare({"channel": {"phone": 1.0}})

    with pytest.raises(IndicatorError) as problem:
        every_estimate("nps", viewer=BY, weighting="other")

    assert problem.value.possible == ("mix",)


def test_no_answers_have_no_value_weighted_either() -> None:
    declare({"channel": {"phone": 1.0}})

    assert (weighted().n, weighted().value) == (0, None)


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        ({}, "targets: declare shares for one to 3 dimensions."),
        ({"day": {"a": 1.0}}, "targets: “day” is not known"),
        ({"channel": {"phone": 0.5}}, "channel: the shares add up to 50% and not to 100%."),
        ({"channel": {"phone": 1.5, "chat": -0.5}}, "lies between 0% and 100%"),
        ({"channel": {"pigeon": 1.0}}, "“pigeon” is not known"),
        ({"unit": {"france": 0.5, "lille": 0.5}}, "lie one in the other"),
        ({"channel": "as it was"}, "channel: “as it was” is not known; possible: eligible."),
    ],
)
def test_a_declaration_that_makes_no_sense_is_refused_and_nothing_kept(targets: dict[str, Any], message: str) -> None:
    with pytest.raises(IndicatorError) as problem:
        declare(targets)

    assert message in str(problem.value)
    assert not Weighting.objects.exists()


def test_a_manager_declares_a_weighting_and_removes_it(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    form = {"code": "mix", "name_en": "Contacts", "least": "0.2", "most": "5", "channel": "shares"}

    refused = client.post("/weightings/add/", {**form, "channel:phone": "60"})
    declared = client.post("/weightings/add/", {**form, "channel:phone": "60", "channel:chat": "40"})

    assert (refused.status_code, declared.status_code) == (422, 302)
    assert "the shares add up to 60% and not to 100%" in refused.content.decode()
    assert Weighting.objects.get().targets == {"channel": {"phone": 0.6, "chat": 0.4}}
    assert "phone 60%" in client.get("/weightings/").content.decode()

    assert client.post("/weightings/mix/remove/").status_code == 302
    actions = list(AuditEntry.objects.filter(object_type="weighting").order_by("pk").values_list("action", flat=True))
    assert actions == ["weighting.declared", "weighting.removed"]


def test_a_supervisor_may_not_declare(cast: Cast) -> None:
    client = cast.client(Role.SUPERVISOR)

    assert client.post("/weightings/add/", {"code": "mix"}).status_code == 403
    assert not Weighting.objects.exists()


def test_the_page_sets_raw_beside_weighted(cast: Cast) -> None:
    answer("nps", [0] * 80, channel=Channel.PHONE)
    answer("nps", [10] * 20, channel=Channel.CHAT)
    declare({"channel": {"phone": 0.5, "chat": 0.5}})

    page = cast.client(Role.MANAGER).get("/indicators/nps/weighted/?by=channel").content.decode()
    unknown = cast.client(Role.MANAGER).get("/indicators/nps/weighted/?weighting=none")

    assert "design effect" in page
    assert "−60.0" in page
    assert unknown.status_code == 422


def test_the_same_code_twice_is_refused() -> None:
    declare({"channel": {"phone": 1.0}})

    with pytest.raises(IndicatorError, match="is declared already"):
        declare({"channel": {"chat": 1.0}})

    remove_weighting(code="mix", by=BY)
    assert not Weighting.objects.exists()


def test_respondents_are_set_against_all_contacts() -> None:
    call("answered", times=600, reason="bill")
    call("answered", times=400, reason="move")
    answer("nps", [10] * 150, reason="bill")
    answer("nps", [10] * 50, reason="move")
    answer("nps", [10] * 3)

    held = resemblance(BY, definition("nps"), Asked(), "reason")

    assert [(row.code, row.eligible, row.respondents, row.rate) for row in held.found.categories] == [
        ("bill", 600, 150, 0.25),
        ("move", 400, 50, 0.125),
    ]
    assert held.set_aside == [""]
    assert held.found.dissimilarity == pytest.approx(0.15)
    assert "resemble those who could have in the main" in in_words(held)


def test_what_is_measured_has_nobody_to_resemble() -> None:
    with pytest.raises(IndicatorError, match="is not asked of customers"):
        resemblance(BY, definition("abandoned"), Asked(), "reason")


def test_the_page_says_who_answers(cast: Cast) -> None:
    call("answered", times=60, reason="bill")
    answer("nps", [10] * 15, channel=Channel.PHONE, reason="bill")

    page = cast.client(Role.MANAGER).get("/indicators/nps/representativity/")

    assert page.status_code == 200
    assert "Response rate 25.00%" in page.content.decode()


def test_weights_that_no_short_number_writes_are_summed_as_doubles() -> None:
    answer("nps", [0] * 700, channel=Channel.PHONE)
    answer("nps", [10] * 1100, channel=Channel.CHAT)
    declare({"channel": {"phone": 1 / 3, "chat": 2 / 3}})

    assert weighted().value == pytest.approx(1 / 3, abs=1e-12)
