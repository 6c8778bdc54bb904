"""An advisor's day with the keyboard alone, in a real browser; and its pages against WCAG 2.2 AA."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Queue
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from aisance.cases.contracts import CaseOutcome, CaseStatus
from aisance.cases.desk.templating import set_template
from aisance.cases.gestures.contracts import GestureState
from aisance.cases.gestures.tests.laying import a_kind
from aisance.cases.models import Case, Gesture
from aisance.cases.public import ask_colleague, watch
from aisance.cases.tests.desk import NOW, lay
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.outreach.models import Message
from tests.browsing import beside_the_browser
from tests.cast import BY, Cast
from tests.standing import standing
from tests.test_accessibility import ORIGIN, TYPES, _complaints_about, _page, rendered, static_file

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]

company = standing(lay, moment=NOW, autouse=True)


@dataclass
class Asked:
    """What the browser asks for, and where the answer is put."""

    method: str
    place: str
    body: bytes
    kind: str
    answer: Queue[Any] = field(default_factory=Queue)


def walk(client: Client, steps: Callable[[Page], None]) -> None:
    """Take these steps in a browser whose pages come from this client."""
    asked: Queue[Asked | None] = Queue()

    def walked(browser: Browser) -> None:
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(20_000)
        page.route("**/*", lambda route: _fulfil(route, asked))
        steps(page)

    walking = beside_the_browser(walked)
    walking.add_done_callback(lambda _done: asked.put(None))
    while (one := asked.get(timeout=90)) is not None:
        with clock.stopped_at(NOW):
            one.answer.put(client.generic(one.method, one.place, one.body, content_type=one.kind))
    walking.result()


def _fulfil(route: Route, asked: Queue[Asked | None]) -> None:
    request, parts = route.request, urlsplit(route.request.url)
    if parts.path.startswith("/static/"):
        kind = TYPES["." + parts.path.rsplit(".", 1)[1]]
        return route.fulfill(status=200, content_type=kind, body=static_file(parts.path))
    place = parts.path + (f"?{parts.query}" if parts.query else "")
    one = Asked(request.method, place, request.post_data_buffer or b"", request.headers.get("content-type", ""))
    asked.put(one)
    answer = one.answer.get(timeout=60)
    if answer.status_code == 302:
        # A redirect that is fulfilled here would go to the network: a page tells the browser where to go.
        to = f'<meta http-equiv="refresh" content="0;url={answer.headers["Location"]}">'
        return route.fulfill(status=200, content_type="text/html", body=to)
    return route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)


CASE = re.compile(r"/cases/[0-9A-Z]{6}/")


def press(page: Page, *keys: str) -> None:
    page.wait_for_load_state()  # before, no script hears the keys
    for key in keys:
        page.keyboard.press(key)


HINTS = {
    *("j k", "t", "r", "b", "n", "a", "p", "g", "h", "c", "u", "Ctrl Enter", "Esc", "?"),
}


def lead_to_the_end(page: Page) -> None:
    """A day's case in French: taken, read, a template that must be said for this customer, a call promised, a gesture
    given, closed, and on to the next."""
    page.goto(f"{ORIGIN}/cases/")
    press(page, "t")
    page.wait_for_url(CASE)
    first = page.url
    expect(page.locator("main h1")).to_be_visible()
    press(page, "?")
    hints = {" ".join(one.split()) for one in page.locator(".keys dt").all_inner_texts()}
    said = page.locator(".keys dd").all_inner_texts()
    assert hints == HINTS
    assert {"prendre ce dossier en charge", "répondre", "promettre", "clore le dossier"} <= set(said)

    press(page, "Escape", "b")
    expect(page.locator("#template")).to_be_focused()
    press(page, "ArrowDown", "Tab", "Enter")
    page.wait_for_url(re.compile("template="))
    expect(page.locator("#id_reply-words")).to_be_focused()
    press(page, "Control+Enter")
    expect(page.locator("#reply .errorlist")).to_contain_text("ce qui s’est passé")
    expect(page.locator("#id_reply-words")).to_be_focused()
    press(page, "Control+a")
    page.keyboard.type("Elle est retrouvée, nous vous présentons nos excuses.")
    press(page, "Control+Enter")
    expect(page.locator(".notices")).to_be_visible()

    press(page, "p")
    page.keyboard.type("Rappeler pour confirmer")
    press(page, "Tab")
    page.keyboard.type("11232026")  # the field is the browser's own, whose installation here knows one order alone
    press(page, "ArrowRight")
    page.keyboard.type("0400PM")
    press(page, "Control+Enter")
    expect(page.locator(".promised")).to_contain_text("Rappeler pour confirmer")

    press(page, "g", "Space", "Tab")
    page.keyboard.type("20")
    press(page, "Tab")
    page.keyboard.type("Trois envois pour rien.")
    press(page, "Control+Enter")
    expect(page.locator(".gestures-given")).to_contain_text("Bon d’achat")

    press(page, "c", "Space")
    expect(page.locator("input[value=solved]")).to_be_checked()
    press(page, "Tab", "End", "Control+Enter")
    page.wait_for_url(re.compile(r"/cases/$"))
    press(page, "t")
    page.wait_for_url(lambda url: bool(CASE.search(url)) and url != first)


def test_an_advisor_leads_a_case_to_its_end_in_french_without_a_mouse(cast: Cast) -> None:
    hugo, client = cast.people[Role.ADVISOR], cast.client(Role.ADVISOR)
    a_kind()
    body = "Bonjour {customer}, [ce qui s’est passé]."
    values = {"name": "Excuses", "language": "fr", "outcome": "", "reason_id": None, "subject": "Excuses", "body": body}
    set_template(None, values, by=BY)
    client.post("/language", {"language": "fr"})

    walk(client, lead_to_the_end)

    case, following = Case.objects.filter(owner=hugo).order_by("-closed_at")
    if case.is_open:
        case, following = following, case
    assert (case.status, case.outcome, case.cause_sought) == (CaseStatus.CLOSED, CaseOutcome.SOLVED, True)
    assert (case.promised, case.promised_by, following.is_open) == (
        *("Rappeler pour confirmer", NOW + timedelta(hours=6), True),
    )
    first = Message.objects.filter(customer=case.customer).order_by("pk")[0]
    assert first.body.startswith("Elle est retrouvée, nous vous présentons nos excuses.")
    [given] = Gesture.objects.all()
    assert (given.case, given.state, given.amount_minor) == (case, GestureState.GRANTED, 2_000)


def walk_through_the_queue(page: Page) -> None:
    page.goto(f"{ORIGIN}/cases/?tab=pool")
    press(page, "j", "j", "k")
    expect(page.locator("[data-line]").nth(0)).to_be_focused()
    press(page, "j", "Enter")
    page.wait_for_url(CASE)

    press(page, "u")
    page.wait_for_url(re.compile(r"/cases/$"))
    press(page, "/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("j")
    expect(page.locator("#find")).to_have_value("j")

    press(page, "Escape", "?")
    expect(page.locator("#one-key")).to_be_focused()
    press(page, "Space", "t")
    assert page.url.endswith("/cases/")


def test_the_keys_of_the_queue_lead_to_a_case_and_can_be_switched_off(cast: Cast) -> None:
    walk(cast.client(Role.ADVISOR), walk_through_the_queue)

    assert Case.objects.filter(owner__isnull=False).count() == 0


def test_the_pages_of_the_desk_meet_wcag(cast: Cast) -> None:
    row = Case.objects.get(customer__name="Hélène Garnier")
    body = "Bonjour {customer}, [ce qui s’est passé]."
    values = {"name": "Excuses", "language": "fr", "outcome": "", "reason_id": None, "subject": "", "body": body}
    template = set_template(None, values, by=BY)
    ask_colleague(row.pk, person_id=cast.people[Role.SUPERVISOR].pk, words="Où est sa pièce ?", by=BY)
    watch(row.pk, by=cast.viewer(Role.ADVISOR))
    samira, place = cast.client(Role.SUPERVISOR), f"/cases/{row.number}/"
    with clock.stopped_at(NOW + timedelta(seconds=10)):
        pages = rendered(
            samira,
            ("/cases/?tab=open", f"{place}?template={template.pk}", "/cases/team/", f"/cases/templates/{template.pk}/"),
            "en",
        )
        pages[f"{place}transfer/"] = _page(samira.post(f"{place}transfer/", {"version": 0, "transfer-summary": "No"}))

    assert sorted(page.status for page in pages.values()) == [200] * 4 + [422]
    assert _complaints_about(pages, 390, "light") == ""
    assert _complaints_about(pages, 1280, "dark") == ""
