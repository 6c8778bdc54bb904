"""The public pages of testimonials and ideas, and some of staff, in a real browser."""

import pytest
from django.test import Client

from aisance.advocacy.contracts import IdeaStatus
from aisance.advocacy.ideas.services import decide, give_idea
from aisance.advocacy.models import Idea
from aisance.advocacy.promoters.asking import ask
from aisance.advocacy.promoters.tokens import signed
from aisance.advocacy.services import set_switches
from aisance.advocacy.tests.company import company, customer
from aisance.core.permissions import Role
from tests.cast import Cast
from tests.test_accessibility import Scheme, _complaints_about, rendered

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]

__all__ = ["company"]


@pytest.mark.parametrize(("language", "width", "scheme"), [("fr", 390, "dark"), ("en", 1440, "light")])
def test_pages_of_advocacy_meet_wcag_and_fit_their_screen(
    company: Cast, language: str, width: int, scheme: Scheme
) -> None:
    claire = company.viewer(Role.MANAGER)
    set_switches(shows_ideas=True, takes_ideas=True, by=claire)
    idea = give_idea(title="Une application", words="Pour suivre.", unit_id=company.units["lille-a"].pk, by=claire)
    row = Idea.objects.get(pk=idea)
    decide(row=row, title=row.title, status=IdeaStatus.STUDIED, reply="Bientôt.", is_public=True, by=claire)
    asked = ask(customer_id=customer("anna"), unit_id=company.units["lille-a"].pk, by=claire)
    pages = {
        **rendered(Client(), (f"/t/{signed(asked)}/?lang={language}", f"/ideas/?lang={language}"), language),
        **rendered(company.client(Role.MANAGER), ("/promoters/", f"/acting/ideas/{idea}/"), language),
    }

    assert {page.status for page in pages.values()} == {200}
    assert _complaints_about(pages, width, scheme) == ""
