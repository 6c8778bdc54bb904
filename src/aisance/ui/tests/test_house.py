from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override


@dataclass(frozen=True)
class Estimate:
    value: float | None
    low: float | None
    high: float | None


NOW = Estimate(0.33, 0.30, 0.36)
BEFORE = Estimate(0.40, 0.37, 0.43)


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_a_range_says_in_words_what_it_draws() -> None:
    with override("en"):
        page = drawn('{% range now "points" name="Net Easy" before=before %}', now=NOW, before=BEFORE)

    assert "<title>Net Easy: +33, interval from +30 to +36; before: +40</title>" in page
    assert 'class="was-dot"' in page


def test_places_are_written_with_a_point_in_french_too() -> None:
    with override("fr"):
        page = drawn('{% range now "points" name="Net Easy" before=before %}', now=NOW, before=BEFORE)

    assert 'cx="29.54%"' in page


def test_a_name_is_escaped() -> None:
    assert "<script>" not in drawn('{% range now "points" name=name %}', now=NOW, name="<script>")


def test_no_value_draws_no_point() -> None:
    page = drawn('{% range now "points" name="NPS" %}', now=Estimate(None, None, None))

    assert 'class="dot"' not in page
    assert "no value" in page


def test_a_verdict_has_a_mark_and_words() -> None:
    page = drawn('{% verdict "worse" "Down by 7 points" "down" %}')

    assert 'class="verdict worse"' in page
    assert "Down by 7 points" in page


def test_a_count_has_the_separators_of_its_reader() -> None:
    with override("fr"):
        assert drawn("{{ n|whole }}", n=2846) == "2\u202f846"


@pytest.mark.parametrize(
    ("form", "english", "french"),
    [
        ("j F Y", "1 January 2026", "1er janvier 2026"),
        ("l j F", "Thursday 1 January", "jeudi 1er janvier"),
        ("j N Y, H:i", "1 Jan. 2026, 08:30", "1er jan. 2026, 08:30"),
        ("DATE_FORMAT", "1 January 2026", "1er janvier 2026"),
        ("j/n", "1/1", "1/1"),
        ("Y-m-d", "2026-01-01", "2026-01-01"),
    ],
)
def test_the_first_of_a_month_is_written_as_its_reader_writes_it(form: str, english: str, french: str) -> None:
    source, moment = f"{{{{ day|date:'{form}' }}}}", datetime(2026, 1, 1, 7, 30, tzinfo=UTC)
    with override("en"):
        assert drawn(source, day=moment) == english
    with override("fr"):
        assert drawn(source, day=moment) == french
        assert "1er" not in drawn(source, day=moment.replace(day=11))
        assert drawn(source, day=None) == ""
