"""A mailbox on a real IMAP server: fetched once, marked once, and harmless where it does not answer."""

import imaplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aisance.cases.bridges.mail.polling import fetch_mail
from aisance.cases.bridges.tests.letters import mail
from aisance.cases.models import InboundMail
from tests.installation import free_port, wait_for

pytestmark = pytest.mark.usefixtures("company", "mailbox")


def _answers(port: int) -> bool:
    try:
        imaplib.IMAP4("127.0.0.1", port, timeout=2).logout()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """The port of an IMAP server with the mailbox of `demouser`."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "pymap"), "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    with subprocess.Popen([*command, "dict"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for("the IMAP server", lambda: _answers(port), seconds=30)
        yield port
        process.kill()


@contextmanager
def _opened(port: int) -> Iterator[imaplib.IMAP4]:
    """The mailbox, as a colleague opens it for a moment."""
    with imaplib.IMAP4("127.0.0.1", port) as box:
        box.login("demouser", "demopass")
        box.select("INBOX")
        yield box


def _unseen(port: int) -> int:
    with _opened(port) as box:
        return len(box.search(None, "UNSEEN")[1][0].split())


@pytest.fixture
def box(server: int, settings: Any, mailbox: Path) -> Iterator[int]:
    """The port of the mailbox that the settings name, with two mails."""
    url = f"imap://demouser:demopass@127.0.0.1:{server}/INBOX"
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"mail_inbox": url})
    with _opened(server) as box:
        for number in (1, 2):
            box.append("INBOX", "", "", mail(f"number {number}", message_id=f"<m{number}@customers.example>"))
    yield server
    with _opened(server) as box:
        box.store("1:*", "+FLAGS", "\\Deleted")
        box.expunge()


def test_what_waits_is_fetched_once_also_when_we_died_before_we_marked_it(box: int) -> None:
    assert fetch_mail() == 2
    assert fetch_mail() == 0
    assert _unseen(box) == 0

    with _opened(box) as opened:
        opened.store("1:*", "-FLAGS", "\\Seen")  # as if the mark had been lost with us
    assert fetch_mail() == 0

    assert sorted(InboundMail.objects.values_list("words", flat=True)) == ["number 1", "number 2"]
    assert _unseen(box) == 0


@pytest.mark.parametrize(
    "url",
    [
        "imap://demouser:wrong@127.0.0.1:{port}/INBOX",
        "imap://demouser:demopass@127.0.0.1:{port}/No%20such%20folder",
        "imaps://demouser:demopass@127.0.0.1:{port}/INBOX",
        "imap://demouser:demopass@127.0.0.1:1/INBOX",
    ],
)
def test_a_mailbox_that_does_not_let_us_in_is_tried_again_later_and_stays_as_it_is(
    box: int, settings: Any, url: str
) -> None:
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"mail_inbox": url.format(port=box)})

    assert fetch_mail() == 0
    assert InboundMail.objects.count() == 0
    assert _unseen(box) == 2


def test_nothing_is_fetched_where_no_mailbox_is_set() -> None:
    assert fetch_mail() == 0
