"""The page of channels, its CSV, and the API of channels and of journey maps."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from aisance.accounts.services import create_api_key
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.indicators.channels.comparison import channels_compared
from aisance.indicators.journeymap.moments import mark_moment
from aisance.indicators.permissions import VIEW
from aisance.indicators.tests.company import BY, answer, call, lay_vocabulary
from aisance.journeys.contracts import Channel
from tests.cast import Cast

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EASY, MIDDLING, HARD = [1] * 80 + [7] * 20, [1] * 55 + [7] * 45, [1] * 20 + [7] * 80


@pytest.fixture(autouse=True)
def _today(cast: Cast) -> Iterator[None]:
    lay_vocabulary()
    with clock.stopped_at(NOW):
        yield


def lay_channels() -> None:
    """Chat is easier for a bill, equal for a move; letters are hard; phone gets most of the bills."""
    for channel, reason, scores, contacts in (
        (Channel.CHAT, "bill", EASY, 10),
        (Channel.CHAT, "move", MIDDLING, 30),
        (Channel.PHONE, "bill", HARD, 50),
        (Channel.PHONE, "move", MIDDLING, 10),
        (Channel.LETTER, "bill", [7] * 60, 0),
        (Channel.LETTER, "move", [7] * 4, 0),
    ):
        answer("net_easy", scores, channel=channel, reason=reason, unit="lille-a")
        call(times=contacts, channel=channel, reason=reason, unit="lille-a")


def page(cast: Cast, address: str = "/channels/", role: Role = Role.MANAGER) -> str:
    """A page as its reader sees it: white space is one."""
    response = cast.client(role).get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def read(cast: Cast, address: str) -> Any:
    viewer = cast.viewer(Role.ADMINISTRATOR)
    _, key = create_api_key(name="test", scopes=[VIEW], unit_id=cast.units["orvane"].pk, by=viewer)
    response = Client().get(f"/api/v1{address}", headers={"Authorization": f"Bearer {key}"})
    return response.status_code, response.json()


def test_channels_are_compared_for_the_company_s_mix_of_contacts(cast: Cast) -> None:
    lay_channels()

    found = channels_compared(cast.viewer(Role.MANAGER), where={}, period=(None, None))

    assert found.standard is not None
    assert (dict(found.standard.weights), found.mix) == ({"bill": 0.6, "move": 0.4}, "contacts")
    assert dict(found.standard.dropped) == {"letter": 0.6}
    assert found.left_out == 1
    chat, phone, letter = found.rows
    assert chat.standard is not None
    assert phone.standard is not None
    assert (chat.standard.value, phone.standard.value) == pytest.approx((0.6 * 0.6 + 0.4 * 0.1, -0.6 * 0.6 + 0.4 * 0.1))
    assert (chat.raw.value, phone.raw.value, letter.raw.value) == pytest.approx((0.35, -0.25, -1.0))
    assert (chat.standard_ranks, phone.standard_ranks, letter.standard) == ((1, 1), (2, 2), None)
    assert (chat.raw_ranks, letter.raw_ranks) == ((1, 1), (3, 3))
    assert (chat.contacts, phone.contacts, letter.contacts) == (40, 60, 0)


def test_without_contacts_the_mix_is_that_of_the_answers(cast: Cast) -> None:
    answer("net_easy", EASY, channel=Channel.CHAT, reason="bill")
    answer("net_easy", HARD, channel=Channel.PHONE, reason="bill")

    found = channels_compared(cast.viewer(Role.MANAGER), where={}, period=(None, None))

    assert found.standard is not None
    assert (found.mix, dict(found.standard.weights)) == ("answers", {"bill": 1.0})


def test_the_page_ranks_and_suggests_with_its_caveat(cast: Cast) -> None:
    lay_channels()

    text = page(cast)

    assert "<h1>Chat is the easiest channel, for the same reasons too.</h1>" in text
    assert "Phone is the hardest: −32" in text
    assert "Letter (has 60.0% of the mix)" in text
    assert "<b>Suggest Chat for “Bill”:</b> +120 points" in text
    assert "Phone takes 83.3% of the contacts for “Bill”. If 20% of them moved" in text
    assert "would gain +20.0 points" in text
    assert "leave the choice to the customer" in text


def test_equal_channels_are_said_to_be_tied(cast: Cast) -> None:
    for channel in (Channel.CHAT, Channel.PHONE):
        answer("net_easy", MIDDLING, channel=channel, reason="bill")
        call(times=5, channel=channel, reason="bill")

    text = page(cast)

    assert "share the first place: chance alone could order them." in text
    assert "1 to 2" in text
    assert "For no reason is a channel established to be easier than another in use." in text


def test_an_empty_company_gets_no_value(cast: Cast) -> None:
    text = page(cast)

    assert "Nobody was asked about ease in this period." in text
    assert "No contact and no answer in this period." in text


def test_a_supervisor_compares_their_own_units_only(cast: Cast) -> None:
    lay_channels()
    answer("net_easy", HARD * 5, channel=Channel.CHAT, reason="bill", unit="namur-a")

    found = channels_compared(cast.viewer(Role.SUPERVISOR), where={}, period=(None, None))

    assert {row.code: row.raw.n for row in found.rows} == {"chat": 200, "phone": 200, "letter": 64}
    assert cast.client(Role.SUPERVISOR).get("/channels/?unit=belgium").status_code == 422


def test_a_filter_of_another_page_does_not_leave_one_channel_alone(cast: Cast) -> None:
    lay_channels()

    assert "Phone is the hardest" in page(cast, "/channels/?channel=chat")


def test_the_suggestions_may_be_taken_along(cast: Cast) -> None:
    lay_channels()

    response = cast.client(Role.MANAGER).get("/channels/?format=csv&table=suggestions")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [(row["reason"], row["suggest"], row["instead_of"]) for row in rows] == [("bill", "chat", "phone")]
    assert float(rows[0]["gain"]) == pytest.approx(0.2 * 50 / 60 * 1.2)
    assert "association" in rows[0]["caveat"]


def test_the_api_ranks_channels_and_suggests(cast: Cast) -> None:
    lay_channels()

    status, ranking = read(cast, "/channels?from=2026-11-01&to=2026-11-22")
    assert (status, ranking["mix"]["reasons"]) == (200, {"bill": 0.6, "move": 0.4})
    assert [row["channel"] for row in ranking["rows"]] == ["chat", "phone", "letter"]
    assert ranking["rows"][0]["standardised"]["ranks"] == [1, 1]
    assert ranking["rows"][2]["standardised"] is None
    status, advice = read(cast, "/channels/suggestions")
    assert (status, advice["moved"], len(advice["rows"])) == (200, 0.2, 1)
    assert advice["rows"][0]["gain"] == pytest.approx(0.2)
    assert "association" in advice["caveat"]


@pytest.mark.parametrize(
    ("address", "status", "field"),
    [
        ("/channels?channel=chat", 422, "parameter"),
        ("/channels/suggestions?unit=nowhere", 422, "unit"),
        ("/channels?from=2026-11-02&to=2026-11-01", 422, "to"),
        ("/journeys/help/map?step=pay", 422, "parameter"),
        ("/journeys/help/map?channel=pigeon", 422, "channel"),
        ("/journeys/nowhere/map", 404, "journey"),
    ],
)
def test_the_api_names_what_is_wrong(cast: Cast, address: str, status: int, field: str) -> None:
    given, document = read(cast, address)

    assert (given, document["field"]) == (status, field)


def test_the_api_tells_the_map_of_a_journey(cast: Cast) -> None:
    answer("effort", [0] * 70 + [1] * 20 + [2] * 8 + [3] * 2, step="order")
    answer("effort", [0] * 20 + [1] * 20 + [2] * 20 + [3] * 40, step="pay")
    answer("csat", [5] * 3, step="pay")
    mark_moment(step="pay", kind="annoyance", words="Papers twice.", by=BY)

    status, found = read(cast, "/journeys/help/map?from=2026-11-01&to=2026-11-22")

    order, pay = found["steps"]
    assert (status, found["source"], order["levels"]) == (
        200,
        "effort_4",
        {"none": 70, "light": 20, "sweat": 8, "headache": 2},
    )
    assert (pay["sweat_or_worse"]["value"], pay["mean_level"]) == (0.6, 1.8)
    assert pay["share_of_effort"]["value"] == pytest.approx(1.8 / 2.22)
    assert (pay["satisfied"]["n"], pay["satisfied"]["value"], pay["satisfied"]["masked"]) == (3, None, True)
    assert [(one["kind"], one["figures"]["sweat_or_worse"]["n"]) for one in pay["moments"]] == [("annoyance", 100)]
    assert [(one["step"], one["kind"]) for one in found["proposed_moments"]] == [("order", "delight")]
