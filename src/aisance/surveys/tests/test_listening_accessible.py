"""The pages of links, paper, waves, reviews and holds in a real browser: WCAG 2.2 AA, and no sideways scrolling."""

import re
from dataclasses import replace

import pytest

from aisance.core.clock import stopped_at
from aisance.core.permissions import Role
from aisance.customers.public import find_or_add_customers
from aisance.outreach.public import NewHold, hold
from aisance.surveys.collection.tests.asked import EVERY_KIND, LATER, open_link
from aisance.surveys.gateways.reviews.contracts import ReviewDraft
from aisance.surveys.gateways.reviews.services import new_key, record_reviews
from aisance.surveys.models import OpenLink, ReviewSource
from aisance.surveys.tests.company import BY, HELENE
from aisance.surveys.tests.test_waves import DAY, barometer, wave
from tests.cast import Cast
from tests.test_accessibility import _complaints_about, rendered

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]


def test_the_pages_of_listening_meet_wcag_on_a_phone(cast: Cast) -> None:
    paper = open_link(EVERY_KIND, use=OpenLink.Use.PAPER)
    links = f"/programmes/{paper.programme.code}/links/"
    open_link(EVERY_KIND, code="widget", use=OpenLink.Use.WIDGET, origins=["https://www.example.org"])
    wave(barometer(cast))
    record_reviews([ReviewDraft("stars", "r1", LATER, 4, "public_rating_5", "Quick.", "Zoé", reach=1200)], by=BY)
    new_key(source_id=ReviewSource.objects.get().pk, by=BY)
    [helene] = find_or_add_customers([HELENE], by=BY)
    hold([NewHold(helene or 0, "case", LATER + 700 * DAY, words="Case 12")], by=BY)
    places = (
        *(links, f"{links}new/", f"{links}poster/", f"{links}poster/entry/", f"{links}poster/twice/"),
        *(f"{links}widget/", "/programmes/barometer/", "/programmes/barometer/waves/new/"),
        *("/answers/sources/", "/answers/sources/new/", "/answers/sources/stars/", "/answers/?source=stars"),
        *("/outreach/pressure/holds/", "/outreach/pressure/rules/new?kind=hold"),
    )

    with stopped_at(LATER):
        pages = rendered(cast.client(Role.MANAGER), places, "en")

    assert [page.status for page in pages.values()] == [200] * len(places)
    # The picture of a code is no page of its own.
    pages = {
        at: replace(page, body=re.sub(rb'src="[^"]+qr.svg"', b'src="/static/ui/favicon.svg"', page.body))
        for at, page in pages.items()
    }
    assert _complaints_about(pages, 390, "dark") == ""
