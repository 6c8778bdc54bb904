"""The page of preferences and those of staff in a real browser."""

from typing import Literal

import pytest
from django.test import Client

from aisance.consent.public import preference_link, record
from aisance.consent.tests.test_ledger import BY, added, yes
from aisance.consent.tests.test_preferences import path
from aisance.core.permissions import Role
from tests.cast import Cast
from tests.test_accessibility import _complaints_about, rendered

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(("language", "width", "scheme"), [("fr", 390, "dark"), ("en", 1440, "light")])
def test_pages_meet_wcag_and_fit_their_screen(
    cast: Cast, language: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    customer = added("ana")
    record([yes(customer, notice=1, language="fr")], by=BY)
    own = path(preference_link(customer, language))
    stop = own.partition("?")[0] + f"stop/?lang={language}"
    staff = ("/consent/", "/consent/purposes/", "/consent/purposes/news/", f"/customers/{customer}/consent/")
    pages = {
        **rendered(Client(), (own, stop), language),
        **rendered(cast.client(Role.MANAGER), (*staff, f"/customers/{customer}/"), language),
    }

    assert {page.status for page in pages.values()} == {200}
    assert _complaints_about(pages, width, scheme) == ""
