"""The pages of boards in a real browser: WCAG 2.2 AA, no sideways scrolling on a phone, nothing that the CSP stops."""

from datetime import date

import pytest
from django.urls import reverse

from aisance.boards.contracts import MarkKind
from aisance.boards.models import Part
from aisance.boards.services import add_time_mark, subscribe
from aisance.boards.tests.test_boards import board_of, company
from aisance.boards.tests.test_pages import ALL
from aisance.core.permissions import Role
from tests.cast import Cast
from tests.test_accessibility import Scheme, _complaints_about, rendered

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]

__all__ = ["company"]


@pytest.mark.parametrize(("language", "width", "scheme"), [("fr", 390, "light"), ("en", 1440, "dark")])
def test_the_pages_of_boards_meet_wcag_and_fit_their_screen(
    company: Cast, language: str, width: int, scheme: Scheme
) -> None:
    claire = company.viewer(Role.MANAGER)
    board = board_of(company, *ALL)
    subscribe(board_id=board, weekday=1, by=claire)
    add_time_mark(
        day=date(2026, 11, 10),
        until=date(2026, 11, 12),
        kind=MarkKind.STRIKE,
        words={"fr": "Grève"},
        unit="orvane",
        by=claire,
    )
    part = Part.objects.filter(kind="breakdown").get()
    places = (
        reverse("board-list"),
        reverse("board-new"),
        reverse("board", args=[board]),
        reverse("board-edit", args=[board]),
        reverse("part-add", args=[board, "table"]),
        reverse("part-edit", args=[board, part.pk]),
        reverse("selection-compare"),
        reverse("selection-compare") + "?indicator=nps&a_unit=lille&b_unit=namur&b_from=2026-10-26&b_to=2026-11-22",
        reverse("time-line"),
        reverse("reports"),
    )

    assert _complaints_about(rendered(company.client(Role.MANAGER), places, language), width, scheme) == ""
