from dataclasses import dataclass

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
