"""Any two selections against each other: verdicts, refusals."""

import pytest
from django.urls import reverse

from aisance.boards.tests.test_boards import company
from aisance.core.permissions import Role
from aisance.indicators.tests.company import answer
from tests.cast import Cast

__all__ = ["company"]

DAYS = {f"{side}_{word}": day for side in "ab" for word, day in (("from", "2026-11-01"), ("to", "2026-11-22"))}


def page_of(cast: Cast, *, role: Role = Role.MANAGER, **words: str) -> tuple[int, str]:
    answer = cast.client(role).get(reverse("selection-compare"), {"indicator": "nps", **DAYS, **words})
    return answer.status_code, answer.content.decode()


def test_two_units_are_compared_over_the_same_days(company: Cast) -> None:
    status, page = page_of(company, a_unit="lille-a", a_channel="phone", b_unit="namur-a", b_channel="phone")

    assert status == 200
    assert "A is higher than B by 25 points; the difference exceeds chance." in page
    assert "+25 points" in page
    assert page.count("See the 120 answers behind Net Promoter Score") == 2


def test_the_other_way_round_says_the_opposite(company: Cast) -> None:
    status, page = page_of(company, a_unit="namur-a", b_unit="lille-a", b_channel="phone")

    assert status == 200
    assert "A is lower than B by 25 points" in page
    assert "−25 points" in page


@pytest.mark.parametrize(
    "words",
    [{}, {"a_unit": "lille-a"}, {"a_unit": "france", "b_unit": "lille-a"}, {"a_channel": "phone", "b_unit": "lille"}],
)
def test_selections_that_share_answers_are_refused_with_the_reason(company: Cast, words: dict[str, str]) -> None:
    status, page = page_of(company, role=Role.MANAGER, **words)

    assert status == 422
    assert "A and B share answers: both hold those of 1 November to 22 November 2026" in page
    assert "exceeds chance" not in page


def test_a_reversed_period_is_refused(company: Cast) -> None:
    status, page = page_of(company, b_to="2026-10-01")

    assert status == 422
    assert "The last day lies before the first." in page


def test_selections_with_unlike_filters_are_compared_and_the_difference_is_said(company: Cast) -> None:
    answer("nps", [0] * 60 + [7] * 60, unit="lille-b", step="pay", days=-40)

    status, page = page_of(company, a_channel="phone", b_step="pay", b_from="2026-09-01", b_to="2026-09-30")

    assert status == 200
    assert "A is higher than B by 88 points; the difference exceeds chance." in page
    assert "A keeps Phone and B keeps Pay: the difference may come from either choice, or from the days." in page


def test_a_median_of_unlike_selections_is_refused_with_what_to_do(company: Cast) -> None:
    september = ("2026-09-01", "2026-09-30")

    status, page = page_of(
        company, indicator="waiting_median", a_channel="phone", b_step="pay", b_from=september[0], b_to=september[1]
    )

    assert status == 422
    assert "Choose something for the same filters on both sides." in page


def test_a_side_with_nothing_says_so(company: Cast) -> None:
    status, page = page_of(company, b_from="2026-01-01", b_to="2026-01-31")

    assert status == 200
    assert "One of the two has no value" in page


def test_a_unit_of_others_is_not_offered(company: Cast) -> None:
    status, page = page_of(company, role=Role.SUPERVISOR, a_unit="namur")

    assert status == 422
    assert "namur is not one of the available choices" in page
