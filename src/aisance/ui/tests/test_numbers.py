import pytest
from django.utils.translation import override

from aisance.ui import numbers


@pytest.mark.parametrize(
    ("value", "unit", "english", "french"),
    [
        (0.33, "points", "+33", "+33"),
        (-0.071, "points", "−7", "−7"),
        (0.004, "points", "0", "0"),
        (-0.004, "points", "0", "0"),
        (0.7415, "%", "74.2", "74,2"),
        (0.0, "%", "0.0", "0,0"),
        (176.35, "seconds", "176.4", "176,4"),
        (33066, "calls", "33,066", "33\u202f066"),
        (None, "points", "–", "–"),
    ],
)
def test_a_figure_is_written_as_its_reader_writes(value: float | None, unit: str, english: str, french: str) -> None:
    with override("en"):
        assert numbers.shown(value, unit) == english
    with override("fr"):
        assert numbers.shown(value, unit) == french


@pytest.mark.parametrize(
    ("value", "unit", "english", "french"),
    [
        (0.742, "%", "74.2%", "74,2\u202f%"),
        (-0.12, "points", "−12", "−12"),
        (12.0, "seconds", "12.0\u202fs", "12,0\u202fs"),
    ],
)
def test_a_figure_in_a_sentence_bears_its_unit(value: float | None, unit: str, english: str, french: str) -> None:
    with override("en"):
        assert numbers.shown_with_unit(value, unit) == english
    with override("fr"):
        assert numbers.shown_with_unit(value, unit) == french


def test_no_value_is_said_in_words() -> None:
    with override("en"):
        assert numbers.shown_with_unit(None, "points") == "no value"


def test_halves_are_rounded_away_from_zero_and_not_by_binary_accident() -> None:
    with override("en"):
        assert numbers.shown(0.285, "points") == "+29"
        assert numbers.shown(-0.285, "points") == "−29"
        assert numbers.shown(0.1115, "%") == "11.2"


def test_a_difference_says_its_size() -> None:
    with override("en"):
        assert numbers.shown_difference(-0.07, "points") == "7 points"
        assert numbers.shown_difference(0.01, "points") == "1 point"
        assert numbers.shown_difference(0.032, "%") == "3.2 points"


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [(0.019, "1.9 points", "1,9 point"), (0.02, "2.0 points", "2,0 points"), (0.01, "1.0 point", "1,0 point")],
)
def test_french_says_one_point_up_to_two(value: float, english: str, french: str) -> None:
    with override("en"):
        assert numbers.shown_difference(value, "%") == english
        assert numbers.unit_words("points", value) == english.split()[1]
    with override("fr"):
        assert numbers.shown_difference(value, "%") == french
        assert numbers.unit_words("points", value) == french.split()[1]


def test_an_interval_stands_in_brackets() -> None:
    with override("en"):
        assert numbers.shown_interval(-0.02, 0.36, "points") == "[−2; +36]"
        assert numbers.shown_interval(None, None, "points") == ""
    with override("fr"):
        assert numbers.shown_interval(-0.02, 0.36, "points") == "[−2\u202f; +36]"


def test_the_unit_on_an_axis_is_short() -> None:
    with override("fr"):
        assert [numbers.axis_number(v, u) for v, u in ((0.4, "points"), (0.6, "%"), (1200, "seconds"))] == [
            "+40",
            "60\u202f%",
            "1\u202f200",
        ]
