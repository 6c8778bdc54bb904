"""Words asked for, and what is said where they make no sense."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aisance.indicators.asking import DIMENSIONS, WORDS, asked_in_words
from aisance.indicators.contracts import Asked, IndicatorError
from aisance.indicators.periods import previous_period
from aisance.indicators.registry import BUILT_IN, definition

NPS = definition("nps")


def test_words_become_a_question() -> None:
    words = {
        "by": ["channel,step", "channel"],
        "from": ["2026-11-01"],
        "to": ["2026-11-30"],
        "compare": ["previous"],
        "within": ["30"],
        "channel": ["phone,chat"],
        "unit": [""],
    }

    assert asked_in_words(NPS, words) == Asked(
        by=("channel", "step"),
        start=date(2026, 11, 1),
        end=date(2026, 11, 30),
        compare=(date(2026, 10, 1), date(2026, 10, 31)),
        where={"channel": ("phone", "chat")},
        within_seconds=30,
    )


def test_another_period_may_be_named() -> None:
    asked = asked_in_words(NPS, {"from": ["2026-02-01"], "compare": ["2026-01-01..2026-01-31"]})

    assert asked.compare == (date(2026, 1, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("words", "field", "message"),
    [
        ({"chanel": ["phone"]}, "parameter", "parameter: “chanel” is not known; possible: by, from, to,"),
        ({"by": ["color"]}, "by", "by: “color” is not known; possible: channel, step, reason, unit,"),
        ({"from": ["yesterday"]}, "from", "from: “yesterday” is not a day such as 2026-11-22."),
        ({"to": ["0001-01-01"]}, "to", "to: “0001-01-01” is not a day such as 2026-11-22."),
        ({"from": ["2026-02-01", "2026-02-02"]}, "from", "from: one value is possible, not several."),
        (
            {"from": ["2026-02-02"], "to": ["2026-02-01"]},
            "to",
            "to: the period ends on 2026-02-01, before it begins on 2026-02-02.",
        ),
        (
            {"compare": ["2026-02-02..2026-02-01"]},
            "compare",
            "compare: the period ends on 2026-02-01, before it begins",
        ),
        ({"compare": ["previous"]}, "compare", "compare: “previous” needs a period, with from and to."),
        (
            {"compare": ["2026-01-01..2026-01-31"]},
            "compare",
            "compare: the period from 2026-01-01 to 2026-01-31 shares days with the one asked for; narrow either.",
        ),
        ({"compare": ["before"]}, "compare", "compare: “before” is not known; possible: previous, FROM..TO."),
        (
            {"compare": ["2026-02-01..2026-02-02"], "by": ["day"]},
            "compare",
            "compare: two periods have no day in common; leave it out of by.",
        ),
        ({"within": ["-1"]}, "within", "within: “-1” is not a whole number from 0 to 86400."),
        ({"within": ["90000"]}, "within", "within: “90000” is not a whole number from 0 to 86400."),
        ({"days": ["0"]}, "days", "days: “0” is not a whole number from 1 to 90."),
        ({"adjust": ["bonferroni"]}, "adjust", "adjust: “bonferroni” is not known; possible: holm, bh, none."),
        ({"against": ["phone"]}, "against", "against: “phone” is not known; possible: channel:CODE,"),
        ({"against": ["shoe:9"]}, "against", "against: “shoe” is not known; possible: channel, step,"),
        ({"against": ["channel:chat"], "by": ["channel"]}, "against", "against: the channel is what the cells are cut"),
        ({"cluster": ["household"]}, "cluster", "cluster: “household” is not known; possible: customer."),
        ({"population": ["9"], "by": ["unit"]}, "population", "population: its size is that of the whole selection"),
        ({"channel": ["pho\x00ne"]}, "channel", "channel: “'pho\\x00ne'” is not known."),
    ],
)
def test_what_is_wrong_is_named_with_what_is_possible(words: dict[str, list[str]], field: str, message: str) -> None:
    with pytest.raises(IndicatorError) as problem:
        asked_in_words(NPS, words)

    assert problem.value.field == field
    assert str(problem.value).startswith(message)


def test_what_does_not_apply_to_an_indicator_is_refused() -> None:
    with pytest.raises(IndicatorError, match="no mean of answers"):
        asked_in_words(definition("waiting_median"), {"cluster": ["customer"]})
    with pytest.raises(IndicatorError, match="possible: unit, month"):
        asked_in_words(definition("customer_orientation"), {"by": ["advisor"]})


def test_an_unknown_indicator_is_refused_with_the_names_of_all(db: None) -> None:
    with pytest.raises(IndicatorError) as problem:
        definition("happiness")

    assert problem.value.possible == tuple(BUILT_IN)


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2024, 2, 1), date(2024, 2, 29), (date(2024, 1, 1), date(2024, 1, 31))),
        (date(2026, 11, 22), date(2026, 11, 22), (date(2026, 11, 21), date(2026, 11, 21))),
        (date(2026, 11, 1), date(2026, 11, 29), (date(2026, 10, 3), date(2026, 10, 31))),
    ],
)
def test_the_period_before_is_as_long_and_whole_months_stay_whole(
    start: date, end: date, before: tuple[date, date]
) -> None:
    assert previous_period(start, end) == before


@given(st.dictionaries(st.sampled_from(WORDS), st.lists(st.text(max_size=12), max_size=3)))
def test_any_words_give_a_question_or_say_what_is_wrong(words: dict[str, list[str]]) -> None:
    said = Asked()
    try:
        said = asked_in_words(NPS, words)
    except IndicatorError as problem:
        message, field = str(problem), problem.field
    else:
        message, field = "understood", "by"

    assert set(said.by) <= set(DIMENSIONS)
    assert message
    assert field
