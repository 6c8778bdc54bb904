"""The widget in a real browser, on a page of another origin, against a running server."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import in_browser
from tests.installation import Installation, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MADE = """
import json
from aisance.accounts.public import root_unit
from aisance.core import clock
from aisance.surveys.models import OpenLink, Programme
programme = Programme.objects.get(state="running")
OpenLink.objects.create(
    programme=programme, code="corner", name="Shop", use="widget", unit_id=root_unit().id, channel="chat",
    origins=["ORIGIN"], created_at=clock.now(),
)
"""
LOOK = """
import json
from aisance.surveys.models import Response
rows = [[r.collected_by, r.channel, r.completed_at is not None] for r in Response.objects.all()]
print(json.dumps(rows))
"""
COLOUR = "node => getComputedStyle(node).backgroundColor"


@dataclass
class Site:
    """A company's web site on a port of its own."""

    port: int
    page: str = ""

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    held = Site(0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = held.page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield held
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def corner(installation_of_module: Installation, site: Site) -> Installation:
    installation = installation_of_module
    installation.python(MADE.replace("ORIGIN", site.origin))
    installation.serve()
    script = f'<script src="{installation.url}/static/surveys/widget-1.js" data-link="corner" data-after="chat-ended" '
    site.page = f'<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>{script} defer></script></html>'
    return installation


def _end_chat(page: Page, site: Site) -> None:
    page.goto(site.origin)
    page.evaluate("window.dispatchEvent(new Event('chat-ended'))")


def test_an_answer_from_a_page_of_another_origin_arrives_and_the_browser_is_asked_once(
    corner: Installation, site: Site
) -> None:
    def look(browser: Browser) -> None:
        page = browser.new_page()
        _end_chat(page, site)
        page.wait_for_selector("iframe[title='Your opinion']")
        frame = page.frame_locator("iframe")
        frame.get_by_role("radio").first.press("Space")  # a click may fall beside it while the frame takes its size
        frame.get_by_role("button", name="Send").click()
        frame.get_by_text("Thank you. Your answer has arrived.").wait_for()
        assert frame.get_by_text("You may close this page.").count() == 0
        page.keyboard.press("Escape") if page.evaluate("document.activeElement.tagName") == "BODY" else None
        page.get_by_role("button", name="Close").click()
        assert page.locator("iframe").count() == 0

        _end_chat(page, site)
        assert page.evaluate("aisance.ask()") is False
        assert page.locator("iframe").count() == 0
        assert page.context.cookies() == []

    in_browser(look)
    rows = wait_for("the response", lambda: json.loads(corner.python(LOOK)))
    assert rows == [["widget", "chat", True]]


@pytest.mark.parametrize("wanted", ["light", "dark"])
@pytest.mark.parametrize("around", ["light", "dark"])
def test_the_bar_has_the_colour_of_the_question_below_it(
    corner: Installation, site: Site, wanted: Literal["light", "dark"], around: str
) -> None:
    def look(browser: Browser) -> None:
        page = browser.new_page(color_scheme=wanted)
        page.goto(site.origin)
        page.add_style_tag(content=f":root {{ color-scheme: {around} }}")
        page.evaluate("aisance.ask()")
        question = page.frame_locator("iframe").locator("body")
        bar = page.locator("section[aria-label='Your opinion']")
        assert bar.evaluate(COLOUR) == question.evaluate(COLOUR)

    in_browser(look)


@pytest.mark.parametrize("sign", ["globalPrivacyControl", "doNotTrack"])
def test_whoever_asks_not_to_be_tracked_is_left_alone(corner: Installation, site: Site, sign: str) -> None:
    value = "true" if sign == "globalPrivacyControl" else "'1'"

    def look(browser: Browser) -> None:
        page = browser.new_page()
        page.add_init_script(f"Object.defineProperty(navigator, '{sign}', {{get: () => {value}}})")
        _end_chat(page, site)
        assert page.evaluate("aisance.ask()") is False
        assert (page.locator("iframe").count(), page.evaluate("localStorage.length")) == (0, 0)

    in_browser(look)


def test_a_site_that_the_link_does_not_name_shows_nothing(corner: Installation, site: Site) -> None:
    def look(browser: Browser) -> None:
        page = browser.new_page()
        page.goto(site.origin.replace("localhost", "127.0.0.1"))
        assert page.evaluate("aisance.ask()") is False
        page.evaluate(f"document.body.innerHTML = '<iframe src=\"{corner.url}/l/corner/\"></iframe>'")
        page.wait_for_timeout(500)
        assert page.frames[-1].url == "chrome-error://chromewebdata/"

    in_browser(look)


@pytest.mark.sqlite_only
def test_the_script_is_small_and_leans_on_nothing() -> None:
    script = (Path(__file__).parents[2] / "static" / "surveys" / "widget-1.js").read_text()

    assert len(script.encode()) < 5_000
    assert not any(word in script for word in ("import ", "require(", "document.cookie", "innerHTML", "eval("))
