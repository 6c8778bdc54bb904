"""Why a figure moved, told alike by the API and the command line."""

import json

import pytest
from click.testing import CliRunner
from django.test import Client

from aisance.cli.indicators import indicators_command
from aisance.indicators.tests.company import answer, lay_vocabulary
from aisance.journeys.contracts import Channel
from tests.cast import Cast
from tests.standing import standing
from tests.test_reading_indicators import key_at

WORDS = "by=channel&from=2026-12-01&to=2026-12-31&compare=previous"
COMMAND = ["nps", "--why", "--by", "channel", "--from", "2026-12-01", "--to", "2026-12-31", "--compare", "previous"]


def _lay(cast: Cast) -> None:
    lay_vocabulary()
    for days, (phone, chat) in ((0, (100, 100)), (30, (160, 40))):
        answer("nps", [10, 0] * (phone // 2), channel=Channel.PHONE, days=days, unit="lille-a")
        answer("nps", [10] * chat, channel=Channel.CHAT, days=days, unit="lille-a")


_company = standing(_lay, autouse=True)


def test_the_api_splits_a_move_into_parts_that_add_up(cast: Cast) -> None:
    reply = Client().get(f"/api/v1/indicators/nps/why?{WORDS}", headers=key_at(cast, "orvane"))
    told = reply.json()

    assert reply.status_code == 200
    assert (told["n"], told["other_n"], told["moved"]) == (200, 200, True)
    assert told["difference"] == pytest.approx(-0.3)
    assert sum(part["mix"]["value"] + part["rate"]["value"] for part in told["parts"]) == pytest.approx(-0.3)
    assert [part["dimensions"] for part in told["folded"]["channel"]] == [{"channel": "chat"}, {"channel": "phone"}]
    assert "because “Phone” weighs more: 80.0%, 50.0% before" in told["words"]["channel"][1]


def test_the_api_names_what_is_wrong(cast: Cast) -> None:
    headers = key_at(cast, "orvane")

    reply = Client().get("/api/v1/indicators/nps/why", headers=headers)

    assert (reply.status_code, reply.json()["field"]) == (422, "compare")
    assert Client().get("/api/v1/indicators/happiness/why", headers=headers).status_code == 404
    assert Client().get(f"/api/v1/indicators/nps/why?{WORDS}").status_code == 401


def test_a_key_of_another_unit_is_told_of_nothing(cast: Cast) -> None:
    told = Client().get(f"/api/v1/indicators/nps/why?{WORDS}", headers=key_at(cast, "belgium")).json()

    assert (told["n"], told["difference"], told["parts"]) == (0, None, [])


def test_the_command_tells_the_same_story() -> None:
    in_words = CliRunner().invoke(indicators_command, COMMAND)
    as_json = CliRunner().invoke(indicators_command, [*COMMAND, "--json"])

    assert in_words.exit_code == 0
    assert "Net Promoter Score is down by 30.0\xa0points because the mix moved" in in_words.output
    assert json.loads(as_json.output)["mix"]["value"] == pytest.approx(-0.3)


def test_a_command_that_makes_no_sense_ends_with_2() -> None:
    result = CliRunner().invoke(indicators_command, ["nps", "--why"])

    assert (result.exit_code, "compare: say what to compare with" in result.output) == (2, True)
