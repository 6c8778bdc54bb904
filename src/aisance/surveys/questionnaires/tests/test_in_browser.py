"""The editor in a real browser: WCAG 2.2 AA, no sideways scrolling, and a phone that follows what is typed."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Route

from aisance.core.permissions import Role, system_viewer
from aisance.surveys.questionnaires.contracts import Condition, Content, Item, Option, ShowIf, Test
from aisance.surveys.questionnaires.services import create_questionnaire
from tests.browsing import in_browser
from tests.cast import Cast
from tests.test_accessibility import ORIGIN, TYPES, Scheme, _complaints_about, rendered, static_file

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.sqlite_only,
    pytest.mark.xdist_group("browser"),
]

LOW = ShowIf((Condition("answer:nps", Test.AT_MOST, (6,)),))
OPTIONS = (Option("bill", {"en": "The bill", "ar": "الفاتورة"}), Option("net", {"en": "The network"}))
ITEMS = (
    Item("nps", "nps", {"en": "Would you recommend us?", "fr": "Nous recommanderiez-vous ?", "ar": "هل توصي بنا؟"}),
    Item("topic", "single", {"en": "Was it quick and easy?"}, options=OPTIONS, show_if=LOW),
    Item("rows", "matrix", {"en": "How was each?"}, scale="csat_5", options=OPTIONS),
    Item("order", "ranking", {"en": "What matters?"}, options=OPTIONS[:1]),
    Item("ok", "consent", {"en": "May we quote you?"}),
)
PAGES = (
    "/questionnaires/",
    "/questionnaires/new/",
    "/questionnaires/import/",
    "/questionnaires/short/",
    "/questionnaires/short/frame/",
    "/questionnaires/short/items/topic/",
    "/questionnaires/short/items/rows/",
    "/questionnaires/short/words/ar/",
    "/questionnaires/short/versions/1/",
    "/questionnaires/short/phone/",
    "/questionnaires/short/phone/?v=1",
    *(f"/questionnaires/short/phone/?item={item.code}" for item in ITEMS),
    "/questionnaires/short/phone/?item=nps&lang=ar",
    "/questionnaires/short/phone/?item=topic&lang=ar",
)


@pytest.fixture
def client(cast: Cast) -> Client:
    content = Content({"en": "Short", "fr": "Court", "ar": ""}, "en", ITEMS)
    create_questionnaire(content=content, unit_id=cast.units["orvane"].pk, by=system_viewer("test"))
    return cast.client(Role.MANAGER)


@pytest.mark.parametrize(("language", "width", "scheme"), [("fr", 390, "light"), ("en", 1440, "dark")])
def test_the_editor_meets_wcag_and_fits_its_screen(client: Client, language: str, width: int, scheme: Scheme) -> None:
    pages = rendered(client, PAGES, language)

    assert {page.status for page in pages.values()} == {200}
    assert _complaints_about(pages, width, scheme) == ""


ITEM, PHONE = "/questionnaires/short/items/nps/", "/questionnaires/short/phone/?item=nps"
TYPED = "Would you praise us?"


@pytest.mark.parametrize("with_script", [True, False])
def test_the_phone_follows_what_is_typed(client: Client, with_script: bool) -> None:
    pages = rendered(client, (ITEM, PHONE), "en")
    follows = client.post(PHONE, {"wording_en": TYPED})
    posted: list[str] = []

    def fulfil(route: Route) -> None:
        parts, request = urlsplit(route.request.url), route.request
        if parts.path.startswith("/static/"):
            kind = TYPES["." + parts.path.rpartition(".")[2]]
            route.fulfill(status=200, content_type=kind, body=static_file(parts.path))
        elif request.method == "POST":
            posted.append((request.post_data_buffer or b"").decode())
            route.fulfill(status=follows.status_code, headers=dict(follows.headers), body=follows.content)
        else:
            kept = pages[f"{parts.path}?{parts.query}" if parts.query else parts.path]
            route.fulfill(status=kept.status, headers=kept.headers, body=kept.body)

    def typed(browser: Browser) -> tuple[bool, str]:
        page = browser.new_context(java_script_enabled=with_script).new_page()
        page.route("**/*", fulfil)
        page.goto(ORIGIN + ITEM)
        page.fill("[name=wording_en]", TYPED)
        refresh = page.locator("[data-refresh]")
        if not with_script:
            refresh.click()
        page.frame_locator("#phone").get_by_text(TYPED).wait_for()
        return not refresh.is_visible(), page.url

    assert in_browser(typed) == (with_script, ORIGIN + ITEM)
    assert all("praise" in body for body in posted)
    assert len(posted) == 1
