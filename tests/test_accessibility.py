"""Pages in a real browser: WCAG 2.2 AA by axe, no sideways scrolling on a phone, nothing that the CSP stops.

The pages are rendered first and served to Chromium from memory, so that no port and no second process is needed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from aisance.core import clock
from aisance.core.permissions import Role, system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers
from aisance.indicators.tests.company import answer, call, lay_vocabulary, together
from aisance.journeys.contracts import Channel
from aisance.surveys.models import Invitation
from aisance.surveys.public import ensure_default_programme
from aisance.surveys.tests.company import NOON, address, invited, running_programme
from tests.browsing import in_browser
from tests.cast import Cast
from tests.standing import standing

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]

ORIGIN = "http://testserver"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

STAFF_PAGES = (
    "/",
    "/?period=12-months",
    "/?period=custom&from=2026-11-10&to=2026-11-01",
    "/indicators/",
    "/indicators/chosen/",
    "/indicators/net_easy/?by=channel",
    "/journeys/map/",
    "/journeys/map/mark/?step=pay",
    "/channels/",
    "/customers/",
    "/programmes/",
    "/programmes/after-a-contact/",
    "/programmes/after-a-contact/edit/",
    "/programmes/after-a-contact/dry-run/",
    "/programmes/new/",
    "/questions/",
    "/answers/",
    "/journeys/",
    "/outgoing/",
    "/outreach/pressure/",
    "/outreach/pressure/rules/new?kind=cap",
    "/nothing-here/",
)
PUBLIC_PAGES = ("/account/login/", "/account/password/reset/")
ADMINISTRATION = ("/administration/", "/administration/units/", "/administration/keys/", "/administration/audit/")

HELENE = CustomerClaim({IdentifierKind.EMAIL: "helene@example.org"}, "Hélène Garnier", "fr")

type Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Rendered:
    """A response, kept for the browser."""

    status: int
    headers: dict[str, str]
    body: bytes


def _lay(cast: Cast) -> None:
    """Figures in every part of the first page."""
    lay_vocabulary()
    ensure_default_programme(by=system_viewer("test"))
    with together():
        for channel, hard in ((Channel.CHAT, 10), (Channel.SMS, 12), (Channel.PHONE, 70), (Channel.SHOP, 3)):
            scores = [1] * (120 - hard if hard > 3 else 5) + [7] * hard
            answer("net_easy", scores, days=10, channel=channel, step="order", reason="bill")
            answer("net_easy", [1] * 120, days=-20, channel=channel, step="pay")
        answer("net_easy", [1] * 40 + [7] * 80, days=11, channel=Channel.PHONE, step="pay")
        said = {"text": "Forty minutes, and nobody knew.", "channel": Channel.PHONE}
        answer("nps", [10, 9, 3], days=20, customer=HELENE, **said)
        call(times=5, days=20, customer=HELENE)


company = standing(_lay, moment=NOW)


@pytest.fixture
def invitation(cast: Cast) -> Invitation:
    """A customer who was asked, and has answered nothing yet."""
    running_programme()
    return invited()


def rendered(client: Client, addresses: tuple[str, ...], language: str) -> dict[str, Rendered]:
    """These pages as the client gets them."""
    client.post("/language", {"language": language})
    pages = {}
    for place in addresses:
        pages[place] = _page(client.get(place))
    return pages


def _page(response: Any) -> Rendered:
    return Rendered(response.status_code, dict(response.headers), response.content)


def static_file(path: str) -> bytes:
    found = finders.find(path.removeprefix("/static/"))
    assert isinstance(found, str), path
    return Path(found).read_bytes()


TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".js": "text/javascript"}


def serve(page: Page, pages: dict[str, Rendered]) -> None:
    def fulfil(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            kind = TYPES[Path(parts.path).suffix]
            route.fulfill(status=200, content_type=kind, body=static_file(parts.path))
            return
        kept = pages[parts.path + (f"?{parts.query}" if parts.query else "")]
        route.fulfill(status=kept.status, headers=kept.headers, body=kept.body)

    page.route("**/*", fulfil)


def complaints(browser: Browser, pages: dict[str, Rendered], *, width: int, scheme: Scheme) -> list[str]:
    """What axe, the width of the page and the console say against each page."""
    # A colour on its way to another is neither: axe met a button in the middle of its fade.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=False, reduced_motion="reduce"
    )
    page = context.new_page()
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if "Security Policy" in message.text else None)
    serve(page, pages)
    for place in pages:
        page.goto(ORIGIN + place)
        found += [f"{place} {width} {scheme}: {problem}" for problem in _problems(page)]
    context.close()
    return found


def _problems(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    # What passes is not asked for: to describe every node of a page takes longer than to judge it.
    options = {"runOnly": {"type": "tag", "values": STANDARD}, "resultTypes": ["violations"]}
    answer: Any = Axe().run(page, options=options).response
    problems = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in answer["violations"]]
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*problems, f"scrolls sideways by {over} px"] if over > 0 else problems


@pytest.mark.parametrize(("language", "width", "scheme"), [("fr", 390, "light"), ("en", 1440, "dark")])
def test_pages_meet_wcag_and_fit_their_screen(company: Cast, language: str, width: int, scheme: Scheme) -> None:
    pages = {
        **rendered(company.client(Role.MANAGER), (*STAFF_PAGES, _page_of_a_person()), language),
        **rendered(company.client(Role.ADMINISTRATOR), ADMINISTRATION, language),
        **rendered(Client(), PUBLIC_PAGES, language),
    }

    assert _complaints_about(pages, width, scheme) == ""


@pytest.mark.parametrize(("language", "width", "scheme"), [("fr", 390, "dark"), ("en", 1440, "light")])
def test_the_pages_of_customers_meet_wcag(invitation: Invitation, language: str, width: int, scheme: Scheme) -> None:
    customer, tongue = Client(), f"?lang={language}"
    questions = tuple(address(invitation, f"{number}/{tongue}") for number in range(1, 5))
    with clock.stopped_at(NOON + timedelta(hours=1)):
        pages = rendered(customer, (*questions, address(invitation, f"stop/{tongue}"), "/a/forged/"), language)
        pages[f"{questions[0]}&score=7"] = _page(customer.get(f"{questions[0]}&score=7"))
        refused = address(invitation, "1/") + f"{tongue}&refused=1"
        pages[refused] = _page(customer.post(refused, {}))
        for question in questions:
            customer.post(question, {"skip": "1"})
        pages |= rendered(customer, (address(invitation, f"thanks/{tongue}"), address(invitation, tongue)), language)

    assert [page.status for page in pages.values()] == [200] * 5 + [404, 200, 422, 200, 200]
    assert _complaints_about(pages, width, scheme) == ""


def _page_of_a_person() -> str:
    """The page of somebody who was in contact and answered."""
    [helene] = find_customers([HELENE])
    return f"/customers/{helene}/"


def _complaints_about(pages: dict[str, Rendered], width: int, scheme: Scheme) -> str:
    return "\n".join(in_browser(lambda browser: complaints(browser, pages, width=width, scheme=scheme)))
