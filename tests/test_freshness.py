"""An answer counts on the first page by itself, a moment after it was given."""

import re
import urllib.parse
import urllib.request
from datetime import UTC, datetime, timedelta

from tests.installation import Installation, wait_for
from tests.smtp import SmtpServer

SIGNED_IN = """
from django.test import Client
from aisance.accounts.models import Person
client = Client(SERVER_NAME="localhost")
client.force_login(Person.objects.get(email="claire@orvane.example"))
print("; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items()))
"""

IMPORTED = "source,external_id,answered_at,question,score\n" + "".join(
    f"before,{number},{(datetime.now(UTC) - timedelta(days=1)).isoformat()},net_easy,1\n" for number in range(40)
)


def _link(smtp_server: SmtpServer) -> str:
    message = wait_for("the mail", lambda: smtp_server.received[0] if smtp_server.received else None)
    found = re.search(r"http://\S+/a/\S+?/(?=\s)", message.get_content())
    assert found, message.get_content()
    return found.group()


def _counted(installation: Installation, cookie: str) -> int:
    """How many answers on ease the first page counts."""
    request = urllib.request.Request(f"{installation.url}/", headers={"Cookie": cookie, "Accept-Language": "en"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        page = answer.read().decode()
    found = re.search(r'<li class="tile.*?Net Easy.*?class="n">n = (\d+)<', page, re.DOTALL)
    return int(found.group(1)) if found else 0


def test_an_answer_given_on_the_web_counts_on_the_first_page_by_itself(
    installation: Installation, smtp_server: SmtpServer
) -> None:
    (installation.home / "before.csv").write_text(IMPORTED)
    done = installation.aisance("import", "responses", str(installation.home / "before.csv"))
    assert done.returncode == 0, done.stderr
    cookie = installation.python(SIGNED_IN).strip()
    installation.serve()
    wait_for("the imported answers", lambda: _counted(installation, cookie) == 40)
    contact = {"source": "switch", "external_id": "1", "channel": "phone", "unit": "lille", "outcome": "answered"}
    started = {"started_at": (datetime.now(UTC) - timedelta(minutes=6)).isoformat(), "handling_seconds": 240}
    status, told = installation.call(
        "POST", "/interactions", {**contact, **started, "customer": {"email": "ines@mail.example"}}
    )
    assert status == 201, told

    answer = urllib.parse.urlencode({"score": "7"}).encode()
    # What says that it is a script is set apart, and counts in no figure.
    given = urllib.request.Request(
        f"{_link(smtp_server)}1/", answer, {"User-Agent": "Mozilla/5.0 (Android 16; Mobile)"}
    )
    with urllib.request.urlopen(given, timeout=60) as page:
        assert page.status == 200

    wait_for("the answer on the first page", lambda: _counted(installation, cookie) == 41)
