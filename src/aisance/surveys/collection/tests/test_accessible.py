"""The customers' pages of every kind of item in a real browser: WCAG 2.2 AA by axe, on a phone, in three languages."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser

from aisance.core.clock import stopped_at
from aisance.core.permissions import Role
from aisance.surveys.collection.tests.asked import EVERY_KIND, LATER, WHOLE, address, invited_to, open_link
from aisance.surveys.collection.tests.test_apart import by_link
from aisance.surveys.models import OpenLink
from aisance.surveys.tests.company import NOON
from tests.browsing import in_browser
from tests.cast import Cast
from tests.test_accessibility import ORIGIN, Rendered, Scheme, complaints, rendered, serve

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]

KINDS = [
    *EVERY_KIND,
    {**EVERY_KIND[6], "code": "must", "required": True, "help": {"en": "In all.", "fr": "En tout.", "ar": "In all."}},
]


def _pages(link: str, language: str) -> dict[str, Rendered]:
    tongue = f"?lang={language}"
    client = Client()
    pages: dict[str, Rendered] = {}

    def keep(name: str, response: Any) -> None:
        pages[name] = Rendered(response.status_code, dict(response.headers), response.content)

    with stopped_at(LATER):
        for place in [*(f"{n}/" for n in range(1, 14)), "all/", "stop/"]:
            keep(link + place + tongue, client.get(link + place + tongue))
        for n in (3, 7):
            keep(f"{link}{n}/{tongue}&refused=1", client.post(f"{link}{n}/{tongue}&refused=1", {"value": "?"}))
        wrong = {**WHOLE, "nps.score": "99", "must.value": "x"}
        keep(f"{link}all/{tongue}&refused=1", client.post(f"{link}all/{tongue}&refused=1", wrong))
        keep(f"/l/tablet/{tongue}", client.get(f"/l/tablet/{tongue}"))
    return pages


def _complaints(pages: dict[str, Rendered], width: int, scheme: Scheme, folder: str) -> str:
    def look(browser: Browser) -> list[str]:
        if folder:
            page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
            serve(page, pages)
            for number, place in enumerate(pages):
                page.goto(ORIGIN + place)
                page.screenshot(path=Path(folder) / f"{width}-{scheme}-{number:02}.png", full_page=True)
        return complaints(browser, pages, width=width, scheme=scheme)

    return "\n".join(in_browser(look))


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("fr", 390, "light"), ("en", 1024, "dark"), ("ar", 390, "dark")]
)
def test_every_kind_of_item_meets_wcag(cast: Cast, language: str, width: int, scheme: Scheme) -> None:
    open_link(KINDS, code="tablet", use=OpenLink.Use.KIOSK)
    pages = _pages(address(invited_to(KINDS)), language)

    assert [page.status for page in pages.values()] == [200] * 15 + [422] * 3 + [200]
    assert _complaints(pages, width, scheme, os.environ.get("PICTURES_OF_ITEMS", "")) == ""


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_the_page_of_answers_set_apart_meets_wcag(cast: Cast, width: int, scheme: Scheme) -> None:
    open_link(EVERY_KIND)
    for number in range(3):
        by_link(1, **{"more.text": "Forty minutes, and nobody knew. " * 6, "website": "x" * number})
    manager = cast.client(Role.MANAGER)
    with stopped_at(LATER):
        pages = rendered(manager, ("/answers/apart/", "/answers/apart/?why=burst", "/answers/"), "en")

    assert [page.status for page in pages.values()] == [200] * 3
    assert _complaints(pages, width, scheme, os.environ.get("PICTURES_OF_ITEMS", "")) == ""


@pytest.mark.parametrize("place", [*(f"{n}/" for n in range(1, 14)), "all/"])
def test_every_screen_stays_under_30_kb_without_a_script(cast: Cast, place: str) -> None:
    invitation = invited_to(KINDS)

    with stopped_at(NOON + timedelta(hours=1)):
        page = Client().get(address(invitation, f"{place}?lang=fr")).content.decode()

    parts = [part for part in page.split('"') if part.startswith("/static/")]
    sizes = [Path(str(finders.find(part.removeprefix("/static/")))).stat().st_size for part in parts]
    assert len(page.encode()) + sum(sizes) < 30_000
    assert "<script" not in page
