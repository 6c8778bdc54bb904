"""The doors for machines to plans, drifts and weightings: what they say, whom they keep out, what they refuse."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client

from aisance.accounts.services import create_api_key
from aisance.core import clock
from aisance.core.permissions import Right, Role
from aisance.indicators.drift.services import find_drifts, mark_seen
from aisance.indicators.permissions import VIEW
from aisance.indicators.registry import definition
from aisance.indicators.tests.company import BY, NOON, answer, lay_vocabulary
from aisance.indicators.tests.test_drift import weeks_of_answers
from aisance.indicators.weighting.services import declare_weighting
from aisance.journeys.permissions import RECORD
from tests.cast import Cast

DAYS = "from=2026-10-06&to=2026-11-02"


@pytest.fixture(autouse=True)
def _company(cast: Cast) -> Iterator[None]:
    lay_vocabulary()
    with clock.stopped_at(NOON):
        yield


def read(cast: Cast, address: str, unit: str = "orvane", right: Right = VIEW) -> tuple[int, Any]:
    _, text = create_api_key(name="test", unit_id=cast.units[unit].pk, scopes=[right], by=BY)
    response = Client().get(f"/api/v1{address}", headers={"Authorization": f"Bearer {text}"})
    return response.status_code, response.json()


def test_a_plan_says_how_many_more_answers(cast: Cast) -> None:
    answer("resolved", [1] * 60 + [0] * 40, unit="lille-a")

    status, said = read(cast, f"/indicators/resolved/needed?{DAYS}&precision=0.05&change=0.1")

    assert status == 200
    assert (said["n"], said["value"], said["answers_a_week"], said["unit"]) == (100, 0.6, 25.0, "%")
    assert said["precision"] == {"wish": 0.05, "in_all": 369, "more": 269, "weeks": 11}
    assert said["change"] == {"wish": 0.1, "in_all": 377, "more": 277, "weeks": 16}


def test_a_plan_without_answers_has_no_number(cast: Cast) -> None:
    _, said = read(cast, f"/indicators/resolved/needed?{DAYS}&precision=0.05", unit="namur")

    assert (said["n"], said["value"], said["precision"], said["change"]) == (0, None, None, None)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("", "precision"),
        ("precision=much", "precision"),
        ("precision=nan", "precision"),
        ("change=0", "change"),
        ("precision=0.05&by=channel", "by"),
        ("precision=0.05&compare=previous", "compare"),
        ("precision=0.05&unit=nowhere", "unit"),
        ("precision=0.05&color=red", "parameter"),
        ("precision=0.05&from=2026-11-09&to=2026-11-01", "to"),
    ],
)
def test_a_plan_that_cannot_be_made_names_what_is_wrong(cast: Cast, words: str, field: str) -> None:
    status, said = read(cast, f"/indicators/resolved/needed?{words}")

    assert (status, said["field"]) == (422, field)
    assert said["detail"].startswith(f"{field}: ")


def test_a_plan_is_of_a_mean_of_an_indicator_that_exists(cast: Cast) -> None:
    assert read(cast, "/indicators/offered/needed?precision=0.05")[0] == 422
    status, said = read(cast, "/indicators/happiness/needed?precision=0.05")
    assert (status, said["field"]) == (404, "indicator")
    assert "nps" in said["possible"]


def test_drifts_are_listed_as_they_were_found(cast: Cast) -> None:
    weeks_of_answers([30, 31, 29] * 10 + [12, 12, 12], of=40)
    assert find_drifts(by=BY) == 2

    status, said = read(cast, "/drifts?indicator=nps")

    assert (status, said["indicators"]) == (200, ["nps"])
    assert [(row["unit"], row["week"], row["direction"], row["n"], row["seen"]) for row in said["rows"]] == [
        ("orvane", "2026-10-12", "below", 40, False),
        ("france", "2026-10-12", "below", 40, False),
    ]
    assert [row["value"] for row in said["rows"]] == [-0.4, -0.4]
    assert read(cast, "/drifts")[1]["indicators"] == ["net_easy", "nps", "resolved", "answered_within"]


def test_drifts_are_those_of_the_units_of_the_key_and_seen_or_not(cast: Cast) -> None:
    weeks_of_answers([30, 31, 29] * 10 + [12, 12, 12], of=40)
    find_drifts(by=BY)
    mark_seen(definition=definition("nps"), by=cast.viewer(Role.MANAGER))

    seen = {
        unit: [row["unit"] for row in read(cast, "/drifts?seen=yes", unit)[1]["rows"]] for unit in ("france", "lille")
    }

    assert seen == {"france": ["france"], "lille": []}
    assert read(cast, "/drifts?seen=no")[1]["rows"] == []


@pytest.mark.parametrize(
    ("words", "field", "possible"),
    [
        ("indicator=happiness", "indicator", "nps"),
        ("seen=perhaps", "seen", "no"),
        ("unit=lille", "parameter", "indicator"),
    ],
)
def test_drifts_of_nothing_known_are_refused(cast: Cast, words: str, field: str, possible: str) -> None:
    status, said = read(cast, f"/drifts?{words}")

    assert (status, said["field"]) == (422, field)
    assert possible in said["possible"]


def test_weightings_are_listed(cast: Cast) -> None:
    targets: Mapping[str, Mapping[str, float] | str] = {"channel": {"phone": 0.6, "chat": 0.4}}
    declare_weighting(code="market", names={"en": "The market"}, targets=targets, by=BY)

    _, said = read(cast, "/weightings")

    assert said == [{"code": "market", "name": "The market", "targets": targets, "least": 0.2, "most": 5.0}]


@pytest.mark.parametrize("address", ["/drifts", "/weightings", "/indicators/nps/needed?precision=0.05"])
def test_a_key_without_the_right_learns_nothing(cast: Cast, address: str) -> None:
    status, said = read(cast, address, right=RECORD)

    assert status == 403
    assert set(said) == {"detail"}
