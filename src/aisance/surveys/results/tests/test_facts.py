"""What the store holds of options chosen and of responses, and that it follows what becomes of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from aisance.core.permissions import system_viewer
from aisance.lake.models import StaleDay
from aisance.lake.public import pull, rebuild, rows, verify
from aisance.surveys.collection.tests.asked import EVERY_KIND, WHOLE, invited_to, open_link, options, post, words
from aisance.surveys.models import Answer, Response
from aisance.surveys.results.spreading import responses_of_days
from aisance.surveys.services.sorting import bring_back, set_apart
from aisance.surveys.tests.company import address
from tests.cast import Cast

BY = system_viewer("test")
DAY = date(2026, 11, 19)
SINCE = float(date(2026, 10, 3).toordinal())

CHOSEN = [
    ("back", "yes", None, None, 1),
    ("calls", "", None, 2.5, 1),
    ("grid", "clear", 5, None, 0),
    ("grid", "wait", 2, None, 1),
    ("idea", "", None, None, 1),
    ("more", "", None, None, 1),
    ("order", "care", 1, None, 1),
    ("order", "price", 2, None, 0),
    ("place", "shop", None, None, 1),
    ("quote", "no", None, None, 1),
    ("since", "", None, SINCE, 1),
    ("topics", "bill", 1, None, 1),
    ("topics", "move", 2, None, 0),
]

BENT: list[dict[str, Any]] = [
    {"code": "nps", "kind": "nps", "wording": words("How likely?")},
    {
        "code": "place",
        "kind": "single",
        "wording": words("Where?"),
        "options": options("shop", "phone"),
        "show_if": {"conditions": [{"of": "answer:nps", "test": "at_most", "values": [6]}]},
    },
    {
        "code": "clerk",
        "kind": "single",
        "wording": words("Who?"),
        "options": options("anna", "bert"),
        "show_if": {"conditions": [{"of": "interaction:channel", "test": "in", "values": ["shop"]}]},
    },
    {"code": "more", "kind": "text", "wording": words("Anything else?")},
]


def chosen() -> list[tuple[Any, ...]]:
    pull()
    names = ["question", "option", "score", "number", "first"]
    return sorted(rows("choices", lambda t: t.select(*names)), key=lambda row: row[:2])


def ways() -> list[tuple[Any, ...]]:
    pull()
    return rows("responses", lambda t: t.order_by("id").select("way", "complete", "day"))


def test_every_option_chosen_is_a_row(cast: Cast) -> None:
    post(address(invited_to(EVERY_KIND), "all/"), WHOLE)

    assert chosen() == CHOSEN
    assert ways() == [("fff", 1, DAY)]
    assert rows("answers", lambda t: t.order_by("question").select("question", "score")) == [("ces", 2), ("nps", 9)]


def test_a_response_is_followed_to_its_end(cast: Cast) -> None:
    invitation = invited_to(BENT)

    post(address(invitation, "1/"), {"score": "9"})
    assert ways() == [("1", 0, DAY)]
    post(address(invitation, "1/"), {"score": "3"})
    post(address(invitation, "2/"), {"skip": ""})
    assert ways() == [("3", 0, DAY)]
    post(address(invitation, "4/"), {"skip": ""}, minutes=61)

    assert ways() == [("b", 1, DAY)]
    assert StaleDay.objects.count() == 0


def test_what_is_known_of_the_contact_opens_items(cast: Cast) -> None:
    link = open_link(BENT, channel="shop")
    version = link.programme.versions.get(published_at__isnull=False)
    moment = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
    response = Response.objects.create(
        source="aisance", external_id="1", version=version, unit=link.unit, channel="shop", answered_at=moment,
        completed_at=moment,
    )  # fmt: skip
    Answer.objects.create(response=response, question="nps", score=9, day=date(2026, 11, 20), recorded_at=moment)

    assert ways() == [("d", 1, date(2026, 11, 20))]


def test_an_answer_taken_back_is_read_again(cast: Cast) -> None:
    invitation = invited_to(EVERY_KIND)
    post(address(invitation, "4/"), {"ticked": ["bill", "move"]})
    assert chosen() == [("topics", "bill", 1, None, 1), ("topics", "move", 2, None, 0)]

    post(address(invitation, "4/"), {"ticked": ["line"]})
    assert chosen() == [("topics", "line", 1, None, 1)]
    post(address(invitation, "4/"), {"skip": ""})

    assert chosen() == []


@pytest.mark.parametrize("anonymous", [False, True])
def test_what_is_set_apart_leaves_and_comes_back(cast: Cast, anonymous: bool) -> None:
    link = open_link(EVERY_KIND)
    post(f"/l/{link.code}/", minutes=59)
    version = link.programme.versions.get(published_at__isnull=False)
    moment = datetime(2026, 11, 19, 13, tzinfo=UTC)
    response = Response.objects.create(
        id=-5 if anonymous else 5, source="aisance", external_id="1", version=version, unit=link.unit,
        answered_at=moment, completed_at=moment,
    )  # fmt: skip
    Answer.objects.create(
        id=-7 if anonymous else 7, response=response, question="place", value="shop", day=DAY, recorded_at=moment
    )
    _mark()
    before = chosen(), ways()
    assert before == ([("place", "shop", None, None, 1)], [("fff", 1, DAY)])

    set_apart([response.pk], by=BY)
    assert (chosen(), ways()) == ([], [])
    bring_back([response.pk], by=BY)

    assert (chosen(), ways()) == before
    assert verify() == 0
    rebuild()
    assert (chosen(), ways()) == before


def _mark() -> None:
    from aisance.lake.public import mark_stale

    with transaction.atomic():
        for fact in ("choices", "responses"):
            mark_stale(fact, [DAY])


@pytest.mark.parametrize(
    ("days", "found"),
    [([date(2026, 11, 19)], {1}), ([date(2026, 11, 20)], {2}), ([date(2026, 11, 19), date(2026, 11, 20)], {1, 2})],
)
def test_days_are_those_of_the_company(cast: Cast, days: Sequence[date], found: set[int]) -> None:
    for pk, moment in ((1, datetime(2026, 11, 19, 22, 59, tzinfo=UTC)), (2, datetime(2026, 11, 19, 23, 0, tzinfo=UTC))):
        Response.objects.create(id=pk, source="x", external_id=str(pk), unit=cast.units["lille-a"], answered_at=moment)

    assert set(Response.objects.filter(responses_of_days(days)).values_list("pk", flat=True)) == found
