"""The pages of what the words tell in a real browser."""

from typing import Literal

import pytest

from aisance.core.permissions import Role
from aisance.verbatims.models import Verbatim
from aisance.verbatims.telling.tests.test_pages import laid
from tests.cast import Cast
from tests.test_accessibility import _complaints_about, rendered

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]

__all__ = ["laid"]
PAGES = ("", "weight/", "score/", "new/", "map/", "periods/", "contradictions/", "search/?q=facture", "billing/")


@pytest.mark.parametrize(("language", "width", "scheme"), [("fr", 390, "dark"), ("en", 1440, "light")])
def test_pages_meet_wcag_and_fit_their_screen(
    cast: Cast, language: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    text = Verbatim.objects.earliest("pk")
    addresses = tuple(f"/words/{page}" for page in (*PAGES, f"text/{text.pk}/", "weight/?kind=nothing"))
    pages = rendered(cast.client(Role.MANAGER), addresses, language)

    assert [page.status for page in pages.values()] == [200] * 10 + [422]
    assert _complaints_about(pages, width, scheme) == ""
