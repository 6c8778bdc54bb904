"""What a person steers by: four at most and why, approved only, and any of them shown on the first page."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from aisance.core import clock
from aisance.core.permissions import Role
from aisance.indicators.contracts import IndicatorError, Part
from aisance.indicators.models import Scorecard
from aisance.indicators.own.contracts import Wanted
from aisance.indicators.own.rules import share_of
from aisance.indicators.own.services import approve_indicator, define_indicator, retire_indicator
from aisance.indicators.registry import BUILT_IN
from aisance.indicators.registry.families import families
from aisance.indicators.scorecards import USUAL, choose_indicators, chosen_indicators
from aisance.indicators.tests.company import BY, answer, call, lay_vocabulary
from aisance.surveys.contracts import SCALES, ProgrammeKind
from tests.cast import Cast

WORDS = {"fr": "Très satisfaits", "en": "Very satisfied"}
FIVE = ["nps", "csat", "net_easy", "resolved", "offered"]


@pytest.fixture(autouse=True)
def _today(cast: Cast) -> Iterator[None]:
    lay_vocabulary()
    with clock.stopped_at(datetime(2026, 11, 22, 9, tzinfo=UTC)):
        yield


def draft() -> None:
    part = Part("csat", "csat_5", share_of(SCALES["csat_5"], [5]))
    wanted = Wanted("very_satisfied", WORDS, WORDS, WORDS, WORDS, reading="share", parts=(part,))
    define_indicator(wanted=wanted, by=BY)


def test_a_fifth_indicator_is_refused_with_the_reason(cast: Cast) -> None:
    viewer = cast.viewer(Role.MANAGER)

    with pytest.raises(IndicatorError, match=r"4 indicators at most, not 5.*more is noise"):
        choose_indicators(names=FIVE, by=viewer)
    posted = {f"place_{place}": name for place, name in enumerate(FIVE, start=1)}
    response = cast.client(Role.MANAGER).post("/indicators/chosen/", posted)

    assert response.status_code == 422
    assert "4 indicators at most, not 5" in response.content.decode()
    assert Scorecard.objects.count() == 0


def test_a_draft_or_a_retired_indicator_is_nothing_to_steer_by(cast: Cast) -> None:
    viewer = cast.viewer(Role.MANAGER)
    draft()
    with pytest.raises(IndicatorError, match="not in force"):
        choose_indicators(names=["very_satisfied"], by=viewer)

    approve_indicator(code="very_satisfied", by=BY)
    choose_indicators(names=["very_satisfied", "nps"], by=viewer)
    assert chosen_indicators(viewer) == ["very_satisfied", "nps"]

    retire_indicator(code="very_satisfied", by=BY)
    assert chosen_indicators(viewer) == ["nps"]


def test_whoever_steered_by_retired_indicators_alone_gets_the_usual_ones(cast: Cast) -> None:
    draft()
    approve_indicator(code="very_satisfied", by=BY)
    choose_indicators(names=["very_satisfied"], by=cast.viewer(Role.MANAGER))
    retire_indicator(code="very_satisfied", by=BY)

    assert chosen_indicators(cast.viewer(Role.MANAGER)) == list(USUAL)


def test_every_indicator_is_in_one_family() -> None:
    draft()
    approve_indicator(code="very_satisfied", by=BY)

    named = [entry.name for family in families() for entry in family.members]

    assert sorted(named) == sorted([*BUILT_IN, "very_satisfied"])


def test_strengths_and_weaknesses_stand_where_indicators_are_chosen(cast: Cast) -> None:
    client = cast.client(Role.ADVISOR)

    for address in ("/indicators/", "/indicators/chosen/"):
        page = client.get(address).content.decode()
        for entry in BUILT_IN.values():
            assert str(entry.strength) in page
            assert str(entry.weakness) in page


@pytest.mark.parametrize("name", ["customer_orientation", "waiting_median", "processing_time", "cxi", "response_rate"])
def test_any_indicator_may_stand_on_the_first_page(cast: Cast, name: str) -> None:
    choose_indicators(names=[name], by=cast.viewer(Role.MANAGER))
    answer("net_easy", [1] * 10, days=10)
    answer("customer_orientation", [5] * 10, kind=ProgrammeKind.EMPLOYEE, days=10)
    call("answered", times=12, wait_seconds=5, days=10)
    client = cast.client(Role.MANAGER)

    for address in ("/", "/?channel=phone", "/?period=quarter", "/?unit=lille", "/indicators/?channel=phone"):
        assert client.get(address).status_code == 200, address
