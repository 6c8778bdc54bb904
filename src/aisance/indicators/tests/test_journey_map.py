"""The map of a journey: levels as a distribution, sources never mixed, few answers withheld, moments marked."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from aisance.core import clock
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role, system_viewer
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.journeymap.columns import Column, JourneyMap, journey_map
from aisance.indicators.journeymap.moments import mark_moment, remove_moment
from aisance.indicators.models import Moment
from aisance.indicators.tests.company import answer, call, lay_vocabulary
from aisance.journeys.contracts import Channel
from aisance.journeys.public import add_journey, main_journey
from aisance.surveys.contracts import ProgrammeKind
from tests.cast import Cast

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BY = system_viewer("test")
WHOLE = (date(2026, 11, 1), date(2026, 11, 22))
BEFORE = (date(2026, 10, 10), date(2026, 10, 31))
FLUID = [0] * 70 + [1] * 20 + [2] * 8 + [3] * 2
HEAVY = [0] * 20 + [1] * 20 + [2] * 20 + [3] * 40


@pytest.fixture(autouse=True)
def _today(cast: Cast) -> Iterator[None]:
    lay_vocabulary()
    with clock.stopped_at(NOW):
        yield


def shown(cast: Cast, role: Role = Role.MANAGER, **where: list[str]) -> JourneyMap:
    journey = main_journey()
    assert journey is not None
    return journey_map(journey, cast.viewer(role), where=where, period=WHOLE, before=BEFORE)


def column(cast: Cast, code: str, role: Role = Role.MANAGER, **where: list[str]) -> Column:
    [found] = [column for column in shown(cast, role, **where).columns if column.step.code == code]
    return found


def page(cast: Cast, address: str = "/journeys/map/", role: Role = Role.MANAGER, status: int = 200) -> str:
    """A page as its reader sees it: white space is one."""
    response = cast.client(role).get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_effort_is_shown_as_levels_with_the_share_that_struggled(cast: Cast) -> None:
    answer("effort", FLUID, step="order")
    answer("effort", HEAVY, step="pay")

    order, pay = shown(cast).columns

    assert tuple(order.levels) == (70, 20, 8, 2)
    assert [(level.code, level.n, level.start, level.size) for level in order.bars] == [
        ("none", 70, "0.00%", "70.00%"),
        ("light", 20, "70.00%", "20.00%"),
        ("sweat", 8, "90.00%", "8.00%"),
        ("headache", 2, "98.00%", "2.00%"),
    ]
    assert (pay.struggled.n, pay.struggled.value) == (100, 0.6)
    assert (pay.struggled.low, pay.struggled.high) == pytest.approx((0.502003, 0.690599), abs=1e-6)
    assert order.share is not None
    assert pay.share is not None
    assert (order.share.value, pay.share.value) == pytest.approx((0.42 / 2.22, 1.8 / 2.22))


def test_the_page_says_where_customers_struggle(cast: Cast) -> None:
    answer("effort", FLUID, step="order")
    answer("effort", HEAVY, step="pay")

    text = page(cast)

    assert "<h1>“Pay” is where customers struggle: 60.0% sweat or worse.</h1>" in text
    assert "It makes up 81.1%" in text
    assert "“Pay”: 60.0% sweat or worse, 50.0 points above the other steps; marked by nobody." in text
    assert "“Order”: 70.0% without any effort, 50.0 points above the other steps; marked by nobody." in text
    assert 'aria-label="Levels of effort, Pay"' in text


def test_where_effort_was_not_asked_another_question_is_read_and_said(cast: Cast) -> None:
    answer("effort", FLUID, step="order")
    answer("net_easy", [1, 2, 3, 4, 5, 6, 7, 7] * 5, step="pay")

    found = shown(cast)
    pay = found.columns[1]

    assert pay.source is not None
    assert (pay.source.question, tuple(pay.levels)) == ("net_easy", (10, 10, 10, 10))
    assert [one.share for one in found.columns] == [None, None]
    assert "Effort was not asked here" in page(cast)
    assert "read from another question than the other steps, and so not compared" in page(cast)


def test_answers_of_two_questions_are_never_in_one_bar(cast: Cast) -> None:
    answer("effort", FLUID, step="order")
    answer("net_easy", [7] * 300, step="order")
    answer("ces", [1] * 300, step="pay")

    order, pay = shown(cast).columns

    assert tuple(order.levels) == (70, 20, 8, 2)
    assert tuple(pay.levels) == (0, 0, 0, 300)


def test_under_the_minimum_nothing_is_shown_but_the_number(cast: Cast) -> None:
    answer("effort", [3] * 9, step="order")
    answer("csat", [5] * 9, step="order")

    found = column(cast, "order")

    assert (found.n, found.bars, found.struggled.value, found.struggled.masked) == (9, (), None, 10)
    assert (found.csat.n, found.csat.value) == (9, None)
    assert "9 answers: withheld, 10 are needed." in page(cast)


def test_a_step_nobody_was_asked_about_has_no_value(cast: Cast) -> None:
    text = page(cast)

    assert "Nobody was asked about effort on this journey in this period." in text
    assert "Nobody was asked here in this period." in text


def test_components_contacts_satisfaction_and_abandonment_stand_in_the_column(cast: Cast) -> None:
    answer("effort_waiting", [1] * 30 + [0] * 70, step="order")
    answer("effort_money", [1] * 5 + [0] * 95, step="order")
    answer("effort_process", [1] * 60 + [0] * 40, step="order")
    answer("csat", [5] * 15 + [2] * 5, step="order")
    call("answered", times=16, step="order")
    call("abandoned", times=3, step="order", channel=Channel.CHAT)
    call("left", times=1, step="order")
    call(None, times=7, step="order")

    found = column(cast, "order")

    assert [(one.code, one.estimate.value) for one in found.named] == [("effort_process", 0.6), ("effort_waiting", 0.3)]
    assert (found.csat.n, found.csat.value) == (20, 0.75)
    assert (found.contacts, found.abandoned.n, found.abandoned.value) == (20, 20, 0.2)


def test_filters_and_units_narrow_the_map(cast: Cast) -> None:
    answer("effort", FLUID, step="order", unit="lille-a", channel=Channel.CHAT)
    answer("effort", HEAVY, step="order", unit="namur-a", channel=Channel.PHONE)

    assert column(cast, "order").n == 200
    assert column(cast, "order", channel=["chat"]).struggled.value == 0.1
    assert column(cast, "order", unit=["belgium"]).struggled.value == 0.6
    assert column(cast, "order", Role.SUPERVISOR).n == 100
    assert column(cast, "order", Role.SUPERVISOR).struggled.value == 0.1


def test_cold_answers_are_not_on_the_map(cast: Cast) -> None:
    answer("effort", HEAVY, step="order", kind=ProgrammeKind.COLD)

    assert column(cast, "order").n == 0


def test_a_marked_moment_is_fed_by_answers_and_compared_with_before(cast: Cast) -> None:
    answer("effort", FLUID, step="pay", days=-20)
    answer("effort", HEAVY, step="pay")
    mark_moment(step="pay", kind="truth", words="The bill is paid in one gesture.", by=BY)

    [moment] = column(cast, "pay").moments

    (_, easy, easy_move), (_, hard, hard_move) = moment.figures
    assert (easy.value, hard.value) == (0.2, 0.6)
    assert (easy_move.tone, easy_move.words) == ("worse", "Down by 50.0 points")
    assert (hard_move.tone, hard_move.words) == ("worse", "Up by 50.0 points")


def test_what_is_marked_is_not_proposed_any_more(cast: Cast) -> None:
    answer("effort", FLUID, step="order")
    answer("effort", HEAVY, step="pay")
    mark_moment(step="pay", kind="annoyance", words="Papers are asked for twice.", by=BY)

    assert [(column.step.code, one.kind) for column, one in shown(cast).unmarked] == [("order", "delight")]


def test_a_manager_marks_a_moment_and_takes_it_off_again(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    given = {"step": "pay", "kind": "delight", "words": "A  thank-you\tby name."}

    response = client.post("/journeys/map/mark/", given)
    moment = Moment.objects.get()

    assert (response.status_code, response.headers["Location"]) == (302, "/journeys/map/?journey=help")
    assert (moment.words, moment.marked_by_id) == ("A thank-you by name.", cast.people[Role.MANAGER].pk)
    assert "A thank-you by name." in page(cast)
    assert client.post(f"/journeys/map/moments/{moment.pk}/remove/").status_code == 302
    assert client.post(f"/journeys/map/moments/{moment.pk}/remove/").status_code == 404
    assert not Moment.objects.exists()
    assert [entry.action for entry in AuditEntry.objects.filter(object_type="moment").order_by("pk")] == [
        "moment.marked",
        "moment.removed",
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"step": "pay", "kind": "delight", "words": ""}, "This field is required."),
        ({"step": "nowhere", "kind": "delight", "words": "x"}, "nowhere is not one of the available choices."),
        ({"step": "pay", "kind": "pain", "words": "x"}, "pain is not one of the available choices."),
        ({"step": "pay", "kind": "truth", "words": "Marked before."}, "This is marked on the step already."),
    ],
)
def test_a_moment_that_makes_no_sense_is_refused(cast: Cast, given: dict[str, str], message: str) -> None:
    mark_moment(step="pay", kind="truth", words="Marked before.", by=BY)

    response = cast.client(Role.ANALYST).post("/journeys/map/mark/", given)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert Moment.objects.count() == 1


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION])
def test_whoever_may_not_define_marks_nothing(cast: Cast, role: Role) -> None:
    moment = mark_moment(step="pay", kind="truth", words="Kept.", by=BY)
    client = cast.client(role)

    assert client.post("/journeys/map/mark/", {"step": "pay", "kind": "truth", "words": "x"}).status_code == 403
    assert client.post(f"/journeys/map/moments/{moment.pk}/remove/").status_code == 403
    assert [one.words for one in Moment.objects.all()] == ["Kept."]
    assert "Mark a moment" not in page(cast, role=role)


def test_the_service_names_what_is_wrong(cast: Cast) -> None:
    for wrong in ({"step": "x", "kind": "truth"}, {"step": "pay", "kind": "x"}):
        with pytest.raises(IndicatorError, match="“x” is not known; possible: "):
            mark_moment(words="Here.", by=BY, **wrong)
    with pytest.raises(IndicatorError, match="at most 200 characters"):
        mark_moment(step="pay", kind="truth", words="x" * 201, by=BY)
    assert not remove_moment(moment_id=1, by=BY)


def test_another_journey_may_be_chosen(cast: Cast) -> None:
    add_journey(code="leave", names={"en": "Leave"}, steps=[("cancel", {"en": "Cancel"})], is_main=False, by=BY)
    answer("effort", HEAVY, step="cancel")

    assert "The journey “Leave”, effort step by step" in page(cast, "/journeys/map/?journey=leave")
    assert "The journey “Help”" in page(cast, "/journeys/map/?journey=help")


@pytest.mark.parametrize("address", ["?journey=nowhere", "?period=yesterday", "?unit=nowhere", "?channel=pigeon"])
def test_a_filter_that_cannot_be_read_gives_no_figure(cast: Cast, address: str) -> None:
    text = page(cast, f"/journeys/map/{address}", status=422)

    assert "errorlist" in text
    assert '<ol class="map">' not in text


def test_nobody_sees_the_map_without_signing_in(cast: Cast) -> None:
    assert Client().get("/journeys/map/").status_code == 302
