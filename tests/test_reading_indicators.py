"""The same figures from the API, the command line and the page of an indicator."""

import json
from collections.abc import Mapping

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from aisance.accounts.services import create_api_key
from aisance.cli.indicators import indicators_command
from aisance.core.permissions import Right, Role
from aisance.indicators.permissions import VIEW
from aisance.indicators.registry import BUILT_IN
from aisance.indicators.tests.company import BY, answer, call, lay_vocabulary
from aisance.journeys.contracts import Channel
from aisance.journeys.permissions import RECORD
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _vocabulary(cast: Cast) -> None:
    lay_vocabulary()


def key_at(cast: Cast, unit: str, right: Right = VIEW) -> Mapping[str, str]:
    """The header of a new key at a unit."""
    _, text = create_api_key(name="test", unit_id=cast.units[unit].pk, scopes=[right], by=BY)
    return {"Authorization": f"Bearer {text}"}


def command(*words: str) -> Result:
    return CliRunner().invoke(indicators_command, words)


ROW = {"n": 10, "value": 0.3, "low": pytest.approx(-0.1905062), "high": pytest.approx(0.6520446)}


def test_the_api_gives_rows_of_fractions(cast: Cast) -> None:
    answer("nps", [0, 1, 7, 8, 8, 9, 9, 10, 10, 10], channel=Channel.PHONE)

    response = Client().get("/api/v1/indicators/nps?by=channel", headers=key_at(cast, "orvane"))

    assert response.status_code == 200
    assert response.json() == {
        "indicator": "nps",
        "version": 1,
        "unit": "points",
        "rows": [{"dimensions": {"channel": "phone"}, **ROW}],
    }


def test_a_comparison_stands_in_its_row(cast: Cast) -> None:
    answer("nps", [10] * 60 + [0] * 40)
    answer("nps", [10] * 90 + [0] * 10, days=30)
    headers = key_at(cast, "orvane")

    response = Client().get("/api/v1/indicators/nps?from=2026-12-01&to=2026-12-31&compare=previous", headers=headers)

    [row] = response.json()["rows"]
    assert row["dimensions"] == {}
    assert row["compare"] == {
        "difference": pytest.approx(0.6),
        "low": pytest.approx(0.3598139, abs=1e-6),
        "high": pytest.approx(0.8052346, abs=1e-6),
        "p_value": pytest.approx(0.0, abs=1e-5),
        "p_adjusted": pytest.approx(0.0, abs=1e-5),
        "verdict": "up",
        "answers_needed": 29,
    }


def test_no_answers_are_null_and_not_zero(cast: Cast) -> None:
    response = Client().get("/api/v1/indicators/nps", headers=key_at(cast, "orvane"))

    assert response.json()["rows"] == [{"dimensions": {}, "n": 0, "value": None, "low": None, "high": None}]


def test_a_key_sees_the_rows_of_its_units(cast: Cast) -> None:
    answer("nps", [10] * 10, unit="lille-a")
    answer("nps", [0] * 10, unit="namur-a")

    [row] = Client().get("/api/v1/indicators/nps", headers=key_at(cast, "france")).json()["rows"]

    assert (row["n"], row["value"]) == (10, 1.0)


def test_wrong_words_are_refused_by_name(cast: Cast) -> None:
    response = Client().get("/api/v1/indicators/nps?chanel=phone", headers=key_at(cast, "orvane"))

    assert response.status_code == 422
    assert response.json()["field"] == "parameter"
    assert response.json()["value"] == "chanel"
    assert "channel" in response.json()["possible"]


def test_an_unknown_indicator_is_not_found(cast: Cast) -> None:
    response = Client().get("/api/v1/indicators/happiness", headers=key_at(cast, "orvane"))

    assert response.status_code == 404
    assert "net_easy" in response.json()["possible"]


def test_without_a_key_or_its_right_nothing_is_told(cast: Cast) -> None:
    assert Client().get("/api/v1/indicators/nps").status_code == 401
    assert Client().get("/api/v1/indicators/nps", headers=key_at(cast, "orvane", RECORD)).status_code == 403


def test_the_api_lists_every_indicator(cast: Cast) -> None:
    cards = Client().get("/api/v1/indicators", headers=key_at(cast, "orvane")).json()

    assert [card["indicator"] for card in cards] == list(BUILT_IN)
    assert cards[0]["indicator"] == "net_easy"
    assert cards[0]["scales"] == ["net_easy_7"]


def test_the_command_prints_the_rows_of_the_api(cast: Cast) -> None:
    answer("nps", [0, 1, 7, 8, 8, 9, 9, 10, 10, 10], channel=Channel.PHONE)

    result = command("nps", "--by", "channel", "--json")

    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told == Client().get("/api/v1/indicators/nps?by=channel", headers=key_at(cast, "orvane")).json()


def test_the_command_prints_a_table_for_people() -> None:
    call("answered", times=3, wait_seconds=10, reason="bill")
    call("abandoned", wait_seconds=90, reason="bill")

    result = command("abandoned", "--by", "reason")

    assert result.stdout.splitlines() == [
        "Calls abandoned (abandoned, version 1)",
        "reason  n   value   95% interval",
        "bill    4  25.00%  [4.56; 69.94]",
    ]


def test_the_command_says_what_is_missing_and_never_zero() -> None:
    assert "0  no value" in command("nps").stdout


def test_wrong_use_of_the_command_ends_with_two() -> None:
    result = command("nps", "--by", "color")

    assert result.exit_code == 2
    assert result.stderr.startswith("by: “color” is not known; possible: channel,")
    assert command("happiness").exit_code == 2


def test_the_page_explains_the_indicator_and_shows_its_cells(cast: Cast) -> None:
    call("answered", times=3, wait_seconds=10, reason="bill")
    call("abandoned", wait_seconds=90, reason="bill")

    response = cast.client(Role.MANAGER).get("/indicators/abandoned/?by=reason")

    page = response.content.decode()
    assert response.status_code == 200
    assert "calls abandoned ÷ calls offered" in page
    assert "Bill" in page
    assert "25.00%" in page
    assert "[4.56; 69.94]" in page


def test_the_page_of_a_score_shows_what_each_score_is_worth(cast: Cast) -> None:
    page = cast.client(Role.MANAGER).get("/indicators/net_easy/").content.decode()

    worth = "".join(f'<td class="num">{value}</td>' for value in ["+1", "+1", "0", "0", "−1", "−1", "−1"])
    assert worth in page
    assert "Nothing was measured in these days and units." in page


@pytest.mark.parametrize(
    "address",
    [
        "?by=color",
        "?from=nonsense",
        "?from=2026-02-02&to=2026-02-01",
        "?unit=namur-a",
        "?reason=none",
        "?against=x",
        "?adjust=x",
        "?weighting=none",
    ],
)
def test_a_page_asked_wrongly_says_so(cast: Cast, address: str) -> None:
    response = cast.client(Role.SUPERVISOR).get(f"/indicators/nps/{address}")

    assert response.status_code == 422
    assert "errorlist" in response.content.decode()


def test_a_page_of_nothing_known_is_not_found(cast: Cast) -> None:
    assert cast.client(Role.MANAGER).get("/indicators/happiness/").status_code == 404


def test_the_figures_may_be_taken_along(cast: Cast) -> None:
    answer("nps", [10, 8] * 5, channel=Channel.PHONE)
    answer("nps", [0], channel=Channel.CHAT)

    response = cast.client(Role.MANAGER).get("/indicators/nps/?by=channel&format=csv")

    head, row, masked = response.content.decode().splitlines()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    kept = "kept_channel,kept_step,kept_reason,kept_unit,kept_advisor,kept_language"
    figures = "n,value,low,high,withheld_under,withheld_because"
    assert head == f"indicator,version,measured_in,from,to,{kept},channel,channel_name,{figures}"
    assert row.startswith("nps,1,points,,,,,,,,,phone,Phone,10,0.5,")
    assert masked == "nps,1,points,,,,,,,,,chat,Chat,1,,,,10,Fewer than 10 answers: the value is withheld."


def test_a_code_that_looks_like_a_formula_stays_text(cast: Cast) -> None:
    answer("nps", [10], advisor="=1+1")

    response = cast.client(Role.MANAGER).get("/indicators/nps/?by=advisor&format=csv")

    assert ",'=1+1," in response.content.decode()
