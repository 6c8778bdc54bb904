"""The loop, end to end: a contact by API, a mail, a phone, four answers, and the figure moves as it must."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import in_browser
from tests.installation import PASSWORD, Installation, wait_for
from tests.smtp import SmtpServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _answers_of_before(path: Path) -> Path:
    """100 answers of yesterday: 60 easy, 20 in between, 20 difficult. Net Easy +40."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    rows = ["source,external_id,answered_at,question,score"]
    for number in range(100):
        score = 1 if number < 60 else 4 if number < 80 else 7
        rows.append(f"before,{number},{yesterday},net_easy,{score}")
    path.write_text("\n".join(rows))
    return path


def _contact(number: int = 1) -> dict[str, Any]:
    started = datetime.now(UTC) - timedelta(minutes=6)
    return {
        "source": "switch",
        "external_id": f"call-{number}",
        "channel": "phone",
        "customer": {"email": f"customer{number}@mail.example", "name": "Inès Martin"},
        "unit": "lille",
        "language": "en",
        "started_at": started.isoformat(),
        "wait_seconds": 30,
        "handling_seconds": 240,
        "outcome": "answered",
    }


def _net_easy(installation: Installation) -> tuple[int, float]:
    status, body = installation.call("GET", "/indicators/net_easy")
    assert status == 200
    return body["rows"][0]["n"], round(body["rows"][0]["value"] or 0.0, 9)


def _link(message: EmailMessage) -> str:
    found = re.search(r"http://\S+/a/\S+?/(?=\s)", message.get_content())
    assert found, message.get_content()
    return found.group()


def _sign_in(page: Page, installation: Installation) -> None:
    page.goto(f"{installation.url}/account/login/")
    page.get_by_label("mail").first.fill("claire@orvane.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main button[type=submit], main button").first.click()
    page.wait_for_url(f"{installation.url}/")


def _tile(page: Page, installation: Installation) -> tuple[str, str]:
    """The value and the n that the first page shows for Net Easy; behind the value stands where it leads, unseen."""
    page.goto(f"{installation.url}/")
    tile = page.locator(".tile", has_text="Net Easy").first
    return tile.locator(".value").inner_text().splitlines()[0].strip(), tile.locator(".n").inner_text().strip()


def test_an_answer_on_a_phone_moves_the_first_page_by_the_expected_amount(
    installation: Installation, smtp_server: SmtpServer
) -> None:
    in_browser(lambda browser: _a_contact_is_asked_and_answers(browser, installation, smtp_server))


def _a_contact_is_asked_and_answers(browser: Browser, installation: Installation, smtp_server: SmtpServer) -> None:
    done = installation.aisance("import", "responses", str(_answers_of_before(installation.home / "before.csv")))
    assert done.returncode == 0, done.stderr
    installation.serve()
    wait_for("the imported answers", lambda: _net_easy(installation) == (100, 0.4))
    desk = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    _sign_in(desk, installation)
    assert _tile(desk, installation) == ("+40", "n = 100")

    status, _ = installation.call("POST", "/interactions", _contact())
    assert status == 201
    message = wait_for("the mail", lambda: smtp_server.received[0] if smtp_server.received else None)
    _answer_on_a_phone(browser, _link(message))

    wait_for("the answer in the figure", lambda: _net_easy(installation)[0] == 101, seconds=15)
    assert _net_easy(installation) == (101, round((60 - 21) / 101, 9))
    assert _tile(desk, installation) == ("+39", "n = 101")
    assert len(smtp_server.received) == 1


def _answer_on_a_phone(browser: Browser, link: str) -> None:
    """Extremely difficult, 3 of 10, not resolved, and why."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, java_script_enabled=False
    )
    phone = context.new_page()
    phone.goto(link)
    for choice in ("7", "3", "0"):
        phone.locator(f".pick:has(input[value='{choice}'])").tap()
        phone.locator(".ask-go button.primary").tap()
    phone.locator("textarea").fill("Forty minutes on hold, then <b>cut off</b>.")
    phone.locator(".ask-go button.primary").tap()
    expect(phone.locator("h1")).to_contain_text("Thank you")
    context.close()


def test_a_score_link_opens_the_page_with_the_score_chosen_and_records_nothing(
    installation: Installation, smtp_server: SmtpServer
) -> None:
    installation.serve()
    installation.call("POST", "/interactions", _contact())
    message = wait_for("the mail", lambda: smtp_server.received[0] if smtp_server.received else None)
    scored = re.search(r"http://\S+score=2", message.get_content())
    assert scored
    link = scored.group()

    def opened(browser: Browser) -> bool:
        phone = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        for _ in range(10):
            phone.goto(link)
        return phone.locator("input[value='2']").is_checked()

    assert in_browser(opened)
    assert (
        installation.python("from aisance.surveys.models import Answer; print(Answer.objects.count())").strip() == "0"
    )
