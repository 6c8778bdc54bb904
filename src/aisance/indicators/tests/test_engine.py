"""What the engine adds to a mean: masks, clusters, corrections for many cells, two selections, quantiles."""

from datetime import date

import pytest

from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.indicators.contracts import Asked, Estimate, IndicatorError, Verdict
from aisance.indicators.public import distribution, estimates
from aisance.indicators.tests.company import answer, call, every_estimate, lay_vocabulary
from aisance.journeys.contracts import Channel
from tests.cast import Cast

EVERYBODY = system_viewer("test")


@pytest.fixture(autouse=True)
def _vocabulary(cast: Cast) -> None:
    lay_vocabulary()


def compared(name: str, **asked: object) -> list[Estimate]:
    return estimates(name, viewer=EVERYBODY, **asked)  # type: ignore[arg-type]  # the arguments of estimates


def test_a_cell_under_the_minimum_withholds_its_value_and_says_so() -> None:
    answer("nps", [10] * 9, channel=Channel.CHAT)
    answer("nps", [10] * 10, channel=Channel.PHONE)

    phone, chat = compared("nps", by=["channel"])

    assert (phone.n, phone.value, phone.masked) == (10, 1.0, None)
    assert (chat.n, chat.value, chat.low, chat.high, chat.variance, chat.masked) == (9, None, None, None, None, 10)


def test_no_rows_at_all_are_no_value_and_not_a_mask() -> None:
    [estimate] = compared("nps")

    assert (estimate.n, estimate.value, estimate.masked) == (0, None, None)


def test_a_masked_cell_tells_nothing_by_its_comparison() -> None:
    answer("nps", [10] * 5)
    answer("nps", [0] * 50, days=40)

    [estimate] = compared("nps", start=date(2026, 11, 1), end=date(2026, 11, 30), compare=_december())

    assert estimate.masked == 10
    assert estimate.compare is not None
    assert (estimate.compare.difference, estimate.compare.verdict) == (None, None)


def _december() -> tuple[date, date]:
    return date(2026, 12, 1), date(2026, 12, 31)


def test_two_channels_are_compared_with_each_other() -> None:
    answer("nps", [10] * 90 + [0] * 10, channel=Channel.CHAT)
    answer("nps", [10] * 60 + [0] * 40, channel=Channel.PHONE)

    [estimate] = compared("nps", where={"channel": ["chat"]}, against={"channel": ["phone"]})

    assert (estimate.n, estimate.value) == (100, 0.8)
    assert estimate.compare is not None
    assert estimate.compare.difference == pytest.approx(0.6)
    assert estimate.compare.verdict == Verdict.UP


def test_units_that_hold_each_other_are_not_compared() -> None:
    with pytest.raises(IndicatorError, match="may hold the same rows"):
        compared("nps", where={"unit": ["lille-a"]}, against={"unit": ["lille"]})
    with pytest.raises(IndicatorError, match="may hold the same rows"):
        compared("nps", against={"unit": ["lille"]})


def test_the_same_unit_is_compared_over_days_that_are_apart() -> None:
    answer("nps", [10] * 20, unit="lille")
    answer("nps", [0] * 20, unit="namur-a", days=30)

    [estimate] = compared(
        "nps",
        start=date(2026, 11, 1),
        end=date(2026, 11, 30),
        where={"unit": ["lille"]},
        compare=_december(),
        against={"unit": ["namur-a"]},
    )

    assert estimate.compare is not None
    assert estimate.compare.difference == pytest.approx(2.0)


def test_a_verdict_is_taken_back_where_many_cells_make_it_likely_by_chance() -> None:
    answer("nps", [10] * 60 + [0] * 40)
    answer("nps", [10] * 74 + [0] * 26, days=30)
    for n, channel in enumerate((Channel.CHAT, Channel.EMAIL, Channel.SMS, Channel.WEB), start=1):
        answer("nps", [10] * 15 + [0] * 15, channel=channel)
        answer("nps", [10] * 15 + [0] * (14 + n), channel=channel, days=30)
    periods = {
        "start": date(2026, 12, 1),
        "end": date(2026, 12, 31),
        "compare": (date(2026, 11, 1), date(2026, 11, 30)),
    }

    plain = {
        cell.dimensions["channel"]: cell.compare for cell in compared("nps", by=["channel"], adjust="none", **periods)
    }
    holm = {cell.dimensions["channel"]: cell.compare for cell in compared("nps", by=["channel"], **periods)}

    assert plain[""] is not None
    assert holm[""] is not None
    assert plain[""].verdict == Verdict.UP
    assert holm[""].p_adjusted == pytest.approx(5 * (plain[""].p_value or 0))
    assert holm[""].verdict == Verdict.NO_CHANGE


def test_ten_answers_of_one_customer_are_not_ten_customers() -> None:
    for number in range(10):
        answer("nps", [10 if number % 2 else 0] * 5, customer=_customer(number))

    [alone] = compared("nps")
    [together] = compared("nps", cluster="customer")

    assert alone.n == together.n == 50
    assert alone.value == together.value == 0.0
    assert alone.n_effective is None
    assert (together.n_effective or 0) < 10
    assert (together.high or 0) > 2 * (alone.high or 0)
    assert together.design_effect == pytest.approx(50 / (together.n_effective or 1))


def _customer(number: int) -> CustomerClaim:
    return CustomerClaim({IdentifierKind.EXTERNAL: f"c{number}"})


def test_everybody_having_answered_leaves_nothing_uncertain() -> None:
    answer("nps", [10] * 50 + [0] * 50)

    [sample] = every_estimate("nps", viewer=EVERYBODY)
    [census] = every_estimate("nps", viewer=EVERYBODY, population=100)
    [half] = every_estimate("nps", viewer=EVERYBODY, population=200)

    assert (census.high or 0) - (census.low or 0) < 1e-4
    width, half_width = (sample.high or 0) - (sample.low or 0), (half.high or 0) - (half.low or 0)
    assert half_width / width == pytest.approx(0.5**0.5, rel=0.02)


def test_a_population_smaller_than_its_sample_is_refused() -> None:
    answer("nps", [10] * 20)

    with pytest.raises(IndicatorError, match="10 is less than the 20 answers"):
        every_estimate("nps", viewer=EVERYBODY, population=10)


def test_a_median_is_that_of_all_calls_and_not_of_days() -> None:
    for days, waits in enumerate(([1, 2, 3], [100] * 9, [5])):
        for wait in waits:
            call(days=days, wait_seconds=wait)

    [median] = compared("waiting_median")
    [p90] = compared("waiting_p90")

    assert (median.n, median.value) == (13, 100.0)
    assert p90.value == 100.0
    assert [cell.value for cell in compared("waiting_median", by=["day"])] == [2.0, 100.0, 5.0]


def test_the_distribution_counts_each_score() -> None:
    answer("nps", [10] * 6 + [8] * 3 + [0] * 2, channel=Channel.CHAT)
    answer("nps", [10], channel=Channel.PHONE)

    whole = distribution("nps", Asked(), viewer=EVERYBODY)
    by_channel = distribution("nps", Asked(by=("channel",)), viewer=EVERYBODY)

    assert whole == {(): {10: 7, 8: 3, 0: 2}}
    assert by_channel == {("chat",): {10: 6, 8: 3, 0: 2}}  # the phone has too few to be shown


def test_what_is_made_of_several_questions_has_no_distribution() -> None:
    with pytest.raises(IndicatorError, match="not made of the scores of one question"):
        distribution("cxi", Asked(), viewer=EVERYBODY)


def test_a_version_that_never_was_is_refused() -> None:
    with pytest.raises(IndicatorError, match="nps has no version 7; there are: 1"):
        compared("nps", version=7)


def test_worths_are_doubles_and_not_decimals_that_overflow() -> None:
    import duckdb
    import ibis

    from aisance.indicators.readings import double

    third = ibis.to_sql(double(1 / 3).name("v"), dialect="duckdb")

    found = duckdb.connect().execute(f"SELECT sum(v * v * v) FROM ({third}), range(2000000)").fetchall()
    [(total,)] = found
    assert total == pytest.approx(2_000_000 / 27)


def test_more_cells_than_anybody_could_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aisance.indicators.queries.MOST_CELLS", 1)
    answer("nps", [10] * 10, channel=Channel.CHAT)
    answer("nps", [10] * 10, channel=Channel.PHONE)

    with pytest.raises(IndicatorError, match="2 cells are too many, 1 are possible"):
        compared("nps", by=["channel"])
