"""The pages of data protection in a real browser: WCAG 2.2 AA by axe, on a phone and on a desk."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from aisance.consent.models import Request
from aisance.consent.rights.services.handing import hand_over
from aisance.consent.rights.services.requests import prove_identity, take_request
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from tests.cast import BY, Cast
from tests.test_accessibility import Rendered, Scheme, _complaints_about, rendered

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]

DESK: tuple[int, Scheme] = (1440, "light")
PHONE: tuple[int, Scheme] = (390, "dark")


def _requests() -> dict[str, Request]:
    claim = CustomerClaim({IdentifierKind.EMAIL: "anna@example.org"}, name="Anna Masson")
    anna = find_or_add_customers([claim], by=BY)[0]
    found = {}
    for kind in ("access", "correction", "erasure"):
        found[kind] = take_request(
            kind=kind, customer_id=anna, via="email", received_on=date(2026, 11, 20), said="Please.", by=BY
        )
        prove_identity(found[kind], "address", by=BY)
    return found


def _pages(cast: Cast) -> dict[str, Rendered]:
    requests = _requests()
    token = hand_over(requests["access"], by=BY).token
    details = [reverse("request-detail", args=[row.pk]) for row in requests.values()]
    staff = (
        *(reverse(name) for name in ("request-list", "request-new", "processing-register")),
        reverse("retention") + "?try=1",
        *details,
        reverse("request-dossier", args=[requests["access"].pk]),
    )
    pages = rendered(cast.client(Role.DATA_PROTECTION), staff, "en")
    return pages | rendered(Client(), (reverse("handover", args=[token]),), "en")


def test_the_pages_of_data_protection_meet_wcag_and_fit_their_screen(cast: Cast) -> None:
    pages = _pages(cast)

    assert {page.status for page in pages.values()} == {200}
    assert _complaints_about(pages, *PHONE) == ""
    assert _complaints_about(dict(list(pages.items())[-4:]), *DESK) == ""
