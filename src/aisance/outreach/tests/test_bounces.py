"""Mails that came back."""

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest

from aisance.consent.models import Entry
from aisance.core.models import AuditEntry
from aisance.outreach.models import DeadAddress, Message
from aisance.outreach.public import import_bounces, propose
from aisance.outreach.services import send_due_messages
from aisance.outreach.tests.conftest import Intent
from tests.smtp import SmtpServer

pytestmark = pytest.mark.usefixtures("_noon")


@pytest.fixture
def sent(intent: Intent, smtp_server: SmtpServer) -> bytes:
    """A mail of ours as it left."""
    propose(intent())
    send_due_messages()
    return smtp_server.raw[0]


def report(kind: str, fields: str, original: bytes, *, whole: bool = True) -> bytes:
    """A report as mail servers write it."""
    boundary = "=_report"
    held = original if whole else original.split(b"\r\n\r\n")[0]
    parts = [
        f"--{boundary}\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n".encode(),
        f"--{boundary}\r\nContent-Type: message/{kind}\r\n\r\n".encode() + fields.encode() + b"\r\n",
        f"--{boundary}\r\nContent-Type: {'message/rfc822' if whole else 'text/rfc822-headers'}\r\n\r\n".encode() + held,
        f"\r\n--{boundary}--\r\n".encode(),
    ]
    head = (
        "From: MAILER-DAEMON@customers.example\r\nTo: aisance@localhost\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="{boundary}"\r\n\r\n'
    )
    return head.encode() + b"".join(parts)


def bounce(original: bytes, status: str = "5.1.1", action: str = "failed", *, whole: bool = True) -> bytes:
    fields = (
        "Reporting-MTA: dns; mx.customers.example\r\n\r\n"
        f"Final-Recipient: rfc822; Ana@customers.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} <ana@customers.example>: nobody\r\n"
    )
    return report("delivery-status", fields, original, whole=whole)


def complaint(original: bytes, kind: str = "abuse") -> bytes:
    fields = f"Feedback-Type: {kind}\r\nUser-Agent: Provider/1\r\nVersion: 1\r\n"
    return report("feedback-report", fields, original)


def take(tmp_path: Path, *mails: bytes) -> dict[str, int]:
    for number, mail in enumerate(mails):
        (tmp_path / f"{number}.eml").write_bytes(mail)
    return dict(import_bounces(tmp_path))


@pytest.mark.parametrize("whole", [True, False])
def test_a_hard_bounce_marks_the_address_and_twice_changes_nothing(
    sent: bytes, tmp_path: Path, intent: Intent, whole: bool
) -> None:
    mail = bounce(sent, whole=whole)

    assert take(tmp_path, mail, mail) == {"dead": 2}

    mark = DeadAddress.objects.get()
    assert (mark.address, mark.words) == ("ana@customers.example", "5.1.1 smtp; 550 5.1.1 …: nobody")
    assert Message.objects.get().receipt == "lost"
    assert str(getattr(propose(intent("next")), "reason", "")) == "bounced"
    assert AuditEntry.objects.filter(action="address.dead").count() == 1


@pytest.mark.parametrize(
    ("status", "action", "fate", "receipt"),
    [("5.7.1", "failed", "lost", "lost"), ("4.4.1", "delayed", "other", ""), ("2.0.0", "delivered", "other", "")],
)
def test_a_bounce_that_is_not_about_the_address_marks_nothing(
    sent: bytes, tmp_path: Path, status: str, action: str, fate: str, receipt: str
) -> None:
    assert take(tmp_path, bounce(sent, status, action)) == {fate: 1}

    assert not DeadAddress.objects.exists()
    assert Message.objects.get().receipt == receipt


def test_a_complaint_is_a_stop_though_the_address_is_blotted_out(sent: bytes, tmp_path: Path, intent: Intent) -> None:
    blotted = sent.replace(b"ana@customers.example", b"redacted@example.org")

    assert take(tmp_path, complaint(blotted)) == {"complaint": 1}

    assert Entry.objects.get().purpose == "surveys"
    assert Message.objects.get().receipt == "complaint"
    assert str(getattr(propose(intent("next")), "reason", "")) == "asked_to_stop"


def test_a_report_that_knows_only_the_name_of_a_mail_is_strange(sent: bytes, tmp_path: Path) -> None:
    made_up = EmailMessage()
    made_up["Message-ID"] = Message.objects.get().message_id
    made_up["To"] = "somebody@example.org"
    guessed = bounce(made_up.as_bytes()).replace(b"Ana@customers.example", b"somebody@example.org")

    assert take(tmp_path, guessed, complaint(made_up.as_bytes()), bounce(b"Message-ID: <x@y>\r\n\r\n")) == {
        "strange": 3
    }

    assert not DeadAddress.objects.exists()
    assert not Entry.objects.exists()


def test_other_mails_are_left_alone(sent: bytes, tmp_path: Path) -> None:
    assert take(tmp_path, sent, b"", b"\xff\xfe nonsense", complaint(sent, "not-spam")) == {"other": 4}

    assert Message.objects.get().receipt == ""


def test_a_maildir_an_mbox_and_one_file_are_read(sent: bytes, tmp_path: Path) -> None:
    folder = mailbox.Maildir(tmp_path / "maildir", create=True)
    folder.add(bounce(sent))
    box = mailbox.mbox(tmp_path / "mbox")
    box.add(bounce(sent))
    box.close()
    (tmp_path / "one").write_bytes(bounce(sent))

    for place in ("maildir", "mbox", "one"):
        assert dict(import_bounces(tmp_path / place)) == {"dead": 1}
