"""From recorded answers and calls to figures, through the store."""

from dataclasses import replace
from datetime import date

import pytest

from aisance.core.permissions import Role, system_viewer
from aisance.indicators.contracts import IndicatorError, Verdict
from aisance.indicators.public import definitions, dimension_names
from aisance.indicators.registry import BUILT_IN
from aisance.indicators.tests.company import NOON, answer, call, lay_vocabulary
from aisance.indicators.tests.company import every_estimate as estimates
from aisance.journeys.contracts import Channel, Direction
from aisance.lake.public import pull
from aisance.surveys.contracts import SCALES, ProgrammeKind
from aisance.surveys.gateways.reviews.contracts import ReviewDraft
from aisance.surveys.gateways.reviews.services import record_reviews
from tests.cast import Cast

EVERYBODY = system_viewer("test")


@pytest.fixture(autouse=True)
def _vocabulary(cast: Cast) -> None:
    lay_vocabulary()


def value(name: str, **asked: object) -> float | None:
    [estimate] = estimates(name, viewer=EVERYBODY, **asked)  # type: ignore[arg-type]  # the arguments of estimates
    return estimate.value


def cells(name: str, by: str, **asked: object) -> dict[str, float | None]:
    found = estimates(name, viewer=EVERYBODY, by=[by], **asked)  # type: ignore[arg-type]  # the arguments of estimates
    return {estimate.dimensions[by]: estimate.value for estimate in found}


def test_nothing_recorded_gives_one_row_without_a_value() -> None:
    for entry in definitions():
        [estimate] = estimates(entry.name, viewer=EVERYBODY)
        assert (estimate.n, estimate.value, estimate.low, estimate.high) == (0, None, None, None)
        assert estimates(entry.name, viewer=EVERYBODY, by=["unit"]) == []


def test_the_score_of_six_answers_is_the_mean_of_their_worth() -> None:
    answer("nps", [1, 10, 8, 7, 9, 9])

    assert value("nps") == pytest.approx(1 / 3)


def test_net_easy_reads_low_scores_as_easy() -> None:
    answer("net_easy", [1] * 30 + [2] * 25 + [3] * 10 + [4] * 10 + [5] * 15 + [7] * 10)

    assert value("net_easy") == pytest.approx(0.30)


@pytest.mark.parametrize(
    ("name", "weight", "expected"),
    [
        ("csat", 1.0, 0.4),
        ("csat_10", 1.0, 0.3),
        ("ces_7_top", 1.0, 3 / 7),
        ("ces_7_net", 1.0, 0.0),
        ("ces_7_mean", 1.0, 4.0),
        ("ces_5_top", 1.0, 0.4),
        ("ces_5_net", 1.0, 0.0),
        ("ces_5_mean", 1.0, 3.0),
        ("ces_10_top", 1.0, 0.3),
        ("ces_10_net", 1.0, -0.1),
        ("ces_10_mean", 1.0, 5.5),
        ("net_easy", 1.0, -1 / 7),
        ("net_easy_5", 1.0, 0.0),
        ("resolved", 1.0, 0.5),
    ],
)
def test_each_score_of_a_scale_is_worth_what_its_definition_says(name: str, weight: float, expected: float) -> None:
    [part] = BUILT_IN[name].parts
    answer(part.question, part.values, scale=part.scale)

    assert part.weight == weight
    assert value(name) == pytest.approx(expected)


def test_every_score_that_a_scale_allows_has_a_worth() -> None:
    for entry in definitions():
        for part in entry.parts:
            scale = SCALES[part.scale]
            assert set(part.values) == set(range(scale.minimum, scale.maximum + 1))


def test_scales_are_never_averaged_together() -> None:
    answer("csat", [5, 5], scale="csat_5")
    answer("csat", [1, 1, 1], scale="csat_10")

    assert value("csat") == 1.0
    assert value("csat_10") == 0.0


def test_a_barometer_is_not_mixed_with_what_is_asked_after_a_contact() -> None:
    answer("nps", [10])
    answer("nps", [0, 0, 0], kind=ProgrammeKind.COLD)

    assert value("nps") == 1.0


def test_calls_offered_are_inbound_on_the_phone_and_over() -> None:
    call("answered", times=3, wait_seconds=5)
    call("abandoned", wait_seconds=40)
    call("answered", direction=Direction.OUTBOUND)
    call("resolved", channel=Channel.IVR)
    call("answered", channel=Channel.CHAT)
    call(None)

    assert value("offered") == 4
    assert value("abandoned") == 0.25


def test_the_threshold_itself_is_in_time() -> None:
    call("answered", wait_seconds=20)
    call("resolved", wait_seconds=21)
    call("transferred", wait_seconds=0)
    call("abandoned", wait_seconds=3)

    assert value("answered_within") == 0.5
    assert value("answered_within", within_seconds=21) == 0.75
    assert value("answered_within", within_seconds=0) == 0.25


def test_an_unknown_wait_is_not_a_wait_of_zero() -> None:
    call("answered", wait_seconds=None)
    call("answered", wait_seconds=10)
    call("abandoned", wait_seconds=None)

    [within] = estimates("answered_within", viewer=EVERYBODY)
    [waiting] = estimates("waiting_time", viewer=EVERYBODY)

    assert (within.n, within.value) == (2, 0.5)
    assert (waiting.n, waiting.value) == (1, 10.0)


def test_handling_time_is_that_of_calls_that_were_served() -> None:
    call("answered", handling_seconds=100)
    call("resolved", handling_seconds=200)
    call("abandoned", handling_seconds=0)
    call("answered", handling_seconds=None)

    [estimate] = estimates("handling_time", viewer=EVERYBODY)

    assert (estimate.n, estimate.value) == (2, 150.0)


def test_cells_stand_in_the_order_of_their_dimension() -> None:
    answer("nps", [10], step="pay", channel=Channel.CHAT, reason="move", language="nl")
    answer("nps", [0], step="order", channel=Channel.PHONE, reason="bill", language="fr", days=1)
    answer("nps", [8], days=40)

    assert cells("nps", "channel") == {"phone": -1.0, "chat": 1.0, "": 0.0}
    assert list(cells("nps", "step")) == ["order", "pay", ""]
    assert list(cells("nps", "reason")) == ["bill", "move", ""]
    assert list(cells("nps", "language")) == ["fr", "nl", ""]
    assert list(cells("nps", "day")) == ["2026-11-02", "2026-11-03", "2026-12-12"]
    assert list(cells("nps", "month")) == ["2026-11", "2026-12"]


def test_two_dimensions_give_a_cell_for_each_pair_that_has_rows() -> None:
    answer("nps", [10, 8], step="pay", channel=Channel.CHAT)
    answer("nps", [0], step="order", channel=Channel.CHAT)

    found = estimates("nps", viewer=EVERYBODY, by=["channel", "step"])

    assert [(dict(cell.dimensions), cell.n, cell.value) for cell in found] == [
        ({"channel": "chat", "step": "order"}, 1, -1.0),
        ({"channel": "chat", "step": "pay"}, 2, 0.5),
    ]


def test_advisors_and_units_are_told_by_their_codes() -> None:
    answer("nps", [10], unit="lille-a", advisor="hugo")
    answer("nps", [0], unit="namur-a", advisor="ines")

    assert cells("nps", "advisor") == {"hugo": 1.0, "ines": -1.0}
    assert cells("nps", "unit") == {"lille-a": 1.0, "namur-a": -1.0}
    assert cells("nps", "unit", where={"advisor": ["hugo"]}) == {"lille-a": 1.0}


def test_both_ends_of_a_period_are_in_it() -> None:
    answer("nps", [10])
    answer("nps", [0], days=1)
    answer("nps", [0], days=2)

    assert value("nps", start=date(2026, 11, 2), end=date(2026, 11, 3)) == 0.0
    assert value("nps", start=date(2026, 11, 3)) == -1.0
    assert value("nps", end=date(2026, 11, 2)) == 1.0


def test_a_unit_stands_for_everything_below_it() -> None:
    answer("nps", [10], unit="lille-a")
    answer("nps", [8], unit="lille")
    answer("nps", [0], unit="namur-a")

    assert value("nps", where={"unit": ["france"]}) == 0.5
    assert value("nps", where={"unit": ["lille-a", "belgium"]}) == 0.0


def test_everybody_sees_only_the_rows_of_their_units(cast: Cast) -> None:
    answer("nps", [10], unit="lille-a")
    answer("nps", [8], unit="lille-b")
    answer("nps", [0], unit="namur-a")

    seen = {
        role: estimates("nps", viewer=cast.viewer(role))[0] for role in (Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR)
    }

    assert {role: (cell.n, cell.value) for role, cell in seen.items()} == {
        Role.MANAGER: (3, 0.0),
        Role.SUPERVISOR: (2, 0.5),
        Role.ADVISOR: (1, 1.0),
    }


def test_a_unit_out_of_sight_is_not_known(cast: Cast) -> None:
    answer("nps", [0], unit="namur-a")

    with pytest.raises(IndicatorError) as problem:
        estimates("nps", viewer=cast.viewer(Role.SUPERVISOR), where={"unit": ["namur-a"]})

    assert problem.value.possible == ("lille", "lille-a", "lille-b")


def test_nobody_sees_nothing() -> None:
    from aisance.core.permissions import NOBODY

    answer("nps", [10])

    assert estimates("nps", viewer=NOBODY)[0].n == 0


def test_a_change_that_is_no_chance_is_up_or_down() -> None:
    answer("nps", [10] * 60 + [0] * 40)
    answer("nps", [10] * 90 + [0] * 10, days=30)
    periods = {
        "start": date(2026, 12, 1),
        "end": date(2026, 12, 31),
        "compare": (date(2026, 11, 1), date(2026, 11, 30)),
    }

    [estimate] = estimates("nps", viewer=EVERYBODY, **periods)  # type: ignore[arg-type]  # the arguments of estimates

    assert estimate.compare is not None
    assert estimate.compare.difference == pytest.approx(0.6)
    assert estimate.compare.verdict == Verdict.UP
    assert estimate.compare.answers_needed == 29


def test_a_cell_of_one_period_only_has_nothing_to_compare() -> None:
    answer("nps", [10], channel=Channel.PHONE)
    answer("nps", [10], channel=Channel.CHAT, days=30)

    phone, chat = estimates(
        "nps",
        viewer=EVERYBODY,
        by=["channel"],
        start=date(2026, 12, 1),
        end=date(2026, 12, 31),
        compare=(date(2026, 11, 1), date(2026, 11, 30)),
    )

    assert (phone.n, phone.value) == (0, None)
    assert (chat.n, chat.value) == (1, 1.0)
    for cell in (phone, chat):
        assert cell.compare is not None
        assert (cell.compare.difference, cell.compare.verdict) == (None, None)


def test_codes_have_names_in_the_language_of_the_reader() -> None:
    assert dimension_names("step", ["pay"], viewer=EVERYBODY) == {"pay": "Pay"}
    assert dimension_names("month", ["2026-11"], viewer=EVERYBODY) == {"2026-11": "November 2026"}
    assert dimension_names("language", ["fr", "xx"], viewer=EVERYBODY) == {"fr": "French", "xx": "xx"}


def test_public_reviews_stand_in_a_figure_of_their_own() -> None:
    answer("csat", [1])
    review = ReviewDraft("stars", "r1", NOON, 5, "public_rating_5", text="Quick.")
    record_reviews([review, replace(review, external_id="r2", rating=2)], by=EVERYBODY)
    pull()

    [public], [csat] = (estimates(name, viewer=EVERYBODY) for name in ("public_rating", "csat"))

    assert (public.n, public.value) == (2, 3.5)
    assert csat.n == 1
