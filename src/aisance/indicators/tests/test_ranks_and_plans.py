"""Rankings as sure as their answers, and how many more answers it takes."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from aisance.accounts.services import create_api_key
from aisance.core.permissions import Role, system_viewer
from aisance.indicators.contracts import Asked, IndicatorError
from aisance.indicators.permissions import VIEW
from aisance.indicators.planning.need import Need, plan
from aisance.indicators.ranks.table import RankTable, rank_in_words, ranking_of, sentence
from aisance.indicators.registry import definition
from aisance.indicators.tests.company import BY, answer, call, lay_vocabulary
from aisance.journeys.contracts import Channel
from tests.cast import Cast

EVERYBODY = system_viewer("test")
FOUR_WEEKS: dict[str, Any] = {"start": date(2026, 11, 2), "end": date(2026, 11, 29)}


@pytest.fixture(autouse=True)
def _vocabulary(cast: Cast) -> None:
    lay_vocabulary()


def ranked(*by: str, name: str = "nps") -> RankTable:
    return ranking_of(EVERYBODY, definition(name), Asked(by=by))


def three_units() -> None:
    answer("nps", [10] * 180 + [0] * 20, unit="lille-a")
    answer("nps", [10] * 62 + [0] * 38, unit="lille-b")
    answer("nps", [10] * 60 + [0] * 40, unit="namur-a")
    answer("nps", [10] * 4, unit="namur")


def test_each_unit_has_the_ranks_it_may_have() -> None:
    three_units()

    table = ranked("unit")

    assert [(row.code, row.best, row.worst, row.group) for row in table.rows] == [
        ("lille-a", 1, 1, 1),
        ("lille-b", 2, 3, 2),
        ("namur-a", 2, 3, 2),
        ("namur", None, None, None),
    ]
    assert [rank_in_words(row) for row in table.rows] == ["1", "between 2 and 3", "between 2 and 3", "withheld"]
    assert sentence(table) == "Lille A comes first, beyond chance."


def test_few_answers_are_drawn_towards_the_common_value() -> None:
    for unit, n in (("lille-a", 200), ("lille-b", 200), ("namur-a", 12)):
        promoters = {"lille-a": 60, "lille-b": 70, "namur-a": 100}[unit]
        answer("nps", [10] * (n * promoters // 100) + [0] * (n - n * promoters // 100), unit=unit)

    table = ranked("unit")
    [small] = [row for row in table.rows if row.code == "namur-a"]

    assert small.stabilised is not None
    assert small.estimate.value == 1.0
    assert (table.common or 0.0) < (small.stabilised.value or 0.0) < 0.9
    assert small.best == 1


def test_shorter_waits_come_first() -> None:
    for reason, seconds in (("bill", 30), ("move", 200)):
        for wait in range(seconds, seconds + 20):
            call("answered", wait_seconds=wait, reason=reason)

    assert [row.code for row in ranked("reason", name="waiting_time").rows] == ["bill", "move"]


def test_what_cannot_be_ranked_is_said() -> None:
    with pytest.raises(IndicatorError, match="the largest unit would always come first"):
        ranked("unit", name="offered")
    with pytest.raises(IndicatorError, match="“day” is not known; possible: unit, advisor, channel"):
        ranked("day")
    assert sentence(ranked("unit")) == "Nothing to rank: no cell has enough answers."


def test_the_page_and_the_api_rank_alike(cast: Cast) -> None:
    three_units()
    _, key = create_api_key(name="test", unit_id=cast.units["orvane"].pk, scopes=[VIEW], by=BY)

    page = cast.client(Role.MANAGER).get("/indicators/nps/ranking/?by=unit")
    reply = Client().get("/api/v1/indicators/nps/ranking", headers={"Authorization": f"Bearer {key}"}).json()

    assert "between 2 and 3" in page.content.decode()
    assert "withheld, under 10" in page.content.decode()
    assert [(row["code"], row["best_rank"], row["value"] is None) for row in reply["rows"]] == [
        ("lille-a", 1, False),
        ("lille-b", 2, False),
        ("namur-a", 2, False),
        ("namur", None, True),
    ]


def test_a_supervisor_ranks_only_their_units(cast: Cast) -> None:
    three_units()

    table = ranking_of(cast.viewer(Role.SUPERVISOR), definition("nps"), Asked(by=("unit",)))

    assert {row.code for row in table.rows} == {"lille-a", "lille-b"}


def test_a_precision_takes_so_many_more_answers_and_weeks() -> None:
    answer("nps", [10] * 200 + [8] * 120 + [0] * 80, channel=Channel.PHONE)

    found = plan(EVERYBODY, definition("nps"), Asked(**FOUR_WEEKS), precision=0.05, change=0.05)

    assert found.a_week == 100.0
    assert found.precision == Need(in_all=938, more=538, weeks=6)
    assert found.change == Need(in_all=3831, more=3431, weeks=39)


def test_a_precision_that_is_reached_takes_none_more() -> None:
    answer("nps", [10] * 200 + [8] * 120 + [0] * 80)

    found = plan(EVERYBODY, definition("nps"), Asked(**FOUR_WEEKS), precision=0.2)

    assert found.precision == Need(in_all=400, more=0, weeks=0)


def test_nothing_measured_has_nothing_to_plan() -> None:
    found = plan(EVERYBODY, definition("nps"), Asked(**FOUR_WEEKS), precision=0.05)

    assert (found.now.value, found.precision, found.a_week) == (None, None, 0.0)


def test_the_page_says_how_many_more(cast: Cast) -> None:
    answer("nps", [10] * 200 + [8] * 120 + [0] * 80)
    client = cast.client(Role.MANAGER)
    days = "from=2026-11-02&to=2026-11-29"

    page = client.get(f"/indicators/nps/precision/?precision=5&change=5&{days}").content.decode()

    assert "938 answers are needed for that precision: 538 more." in page
    assert "they are in after about 6 weeks" in page
    assert "3,831 answers in each period are needed" in page
    assert client.get("/indicators/nps/precision/?precision=-1").status_code == 422
    assert client.get("/indicators/waiting_median/precision/").status_code == 422
    assert "/indicators/nps/precision/" in client.get("/indicators/nps/").content.decode()
