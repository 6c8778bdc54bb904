"""From a figure to the answers behind it."""

import pytest

from aisance.core import clock
from aisance.core.permissions import Role
from aisance.indicators.tests.company import NOON, answer, lay_vocabulary
from aisance.journeys.contracts import Channel
from tests.cast import Cast

PERIOD = {"start": "2026-11-01", "end": "2026-11-30"}


@pytest.fixture
def answers(cast: Cast) -> Cast:
    lay_vocabulary()
    with clock.stopped_at(NOON):
        answer("nps", [9, 3], channel=Channel.PHONE, unit="lille-a", step="order", reason="bill")
        answer("nps", [9], channel=Channel.CHAT, unit="namur-a", step="pay", reason="move")
        answer("net_easy", [9 - 2], unit="lille-b")
    return cast


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ({}, 4),
        ({"unit": "lille"}, 3),
        ({"unit": "lille-a"}, 2),
        ({"step": "pay"}, 1),
        ({"reason": "bill"}, 2),
        ({"question": "nps"}, 3),
        ({"question": "nps", "score": "9"}, 2),
        ({"question": "nps", "score": "9", "channel": "chat"}, 1),
    ],
)
def test_answers_are_those_that_the_figure_stands_on(answers: Cast, words: dict[str, str], count: int) -> None:
    page = answers.client(Role.MANAGER).get("/answers/", PERIOD | words)

    assert page.status_code == 200
    assert page.context["page"].paginator.count == count


@pytest.mark.parametrize("words", [{"unit": "nowhere"}, {"step": "x"}, {"reason": "x"}, {"score": "many"}])
def test_an_unknown_narrowing_is_refused(answers: Cast, words: dict[str, str]) -> None:
    assert answers.client(Role.MANAGER).get("/answers/", PERIOD | words).status_code == 422


def test_a_unit_of_others_is_as_unknown_as_none(answers: Cast) -> None:
    assert answers.client(Role.SUPERVISOR).get("/answers/", PERIOD | {"unit": "namur"}).status_code == 422
