"""What leaves, what is refused, what is tried again, against a real mail server."""

import ssl
import subprocess
from datetime import timedelta
from email import message_from_bytes, policy
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from pytest_django.fixtures import Settings

from aisance.consent.public import one_click_link, preference_link
from aisance.core import clock
from aisance.core.decisions import Allowed, Refused
from aisance.core.models import AuditEntry, Event
from aisance.core.permissions import Role
from aisance.outreach.contracts import MessageChannel, MessageClass, RefusalReason
from aisance.outreach.models import Message
from aisance.outreach.public import propose
from aisance.outreach.services import send_due_messages
from aisance.outreach.tests.conftest import NOON, Intent
from tests.cast import Cast
from tests.smtp import SmtpServer, serve_mail

pytestmark = pytest.mark.usefixtures("_noon")


def told() -> list[dict[str, str]]:
    return [event.payload for event in Event.objects.filter(name="MessageHandled").order_by("pk")]


def test_a_message_arrives_as_written_with_the_headers_of_a_decent_machine(
    intent: Intent, smtp_server: SmtpServer, settings: Settings
) -> None:
    propose(intent(unsubscribe_url="https://ease.example.org/stop/" + "t" * 200))

    assert send_due_messages() == 1

    [mail] = smtp_server.received
    words, _blank, below = mail.get_content().rpartition("\n\n")
    assert words == "Bonjour,\n\nÉtait-ce facile ? https://ease.example.org/a/x?b=1&c=2"
    assert below.splitlines()[1] == preference_link(Message.objects.get().customer_id, "fr")
    assert mail.get_content_type() == "text/plain"
    assert mail["Subject"] == "Votre appel d’hier"
    assert mail["To"] == "ana@customers.example"
    assert mail["From"] == settings.ENVIRONMENT.mail_from
    assert mail["Date"].datetime == NOON
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fr"
    assert mail["List-Unsubscribe"] == "<https://ease.example.org/stop/" + "t" * 200 + ">"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Message-ID"] == Message.objects.get().message_id
    assert Message.objects.get().state == "sent"
    assert told() == [{"key": "surveys.invitation:1", "state": "sent", "reason": ""}]


def test_what_may_be_stopped_is_stopped_by_a_click_and_what_may_not_has_no_such_header(
    intent: Intent, smtp_server: SmtpServer, customer: int
) -> None:
    propose(intent(unsubscribe_url=""))
    propose(intent("service", purpose="service", unsubscribe_url="", message_class=MessageClass.SERVICE))
    send_due_messages()

    question, service = smtp_server.received
    assert question["List-Unsubscribe"] == f"<{one_click_link(customer, 'surveys')}>"
    assert question["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert service["List-Unsubscribe"] is service["List-Unsubscribe-Post"] is None


def test_a_long_subject_arrives_as_written_in_lines_of_the_usual_length(
    intent: Intent, smtp_server: SmtpServer
) -> None:
    subject = "Était-ce aisé ? " * 12
    propose(intent(subject=subject.strip()))
    send_due_messages()

    [mail] = smtp_server.received
    assert mail["Subject"] == subject.strip()
    assert max(len(line) for line in smtp_server.raw[0].splitlines()) <= 78


def test_lines_that_begin_with_a_dot_arrive_whole(intent: Intent, smtp_server: SmtpServer) -> None:
    propose(intent(body="one\n.\n..two\n.three\n"))
    send_due_messages()

    assert smtp_server.received[0].get_content().startswith("one\n.\n..two\n.three\n")


def test_what_was_sent_is_not_sent_again(intent: Intent, smtp_server: SmtpServer) -> None:
    propose(intent())
    send_due_messages()

    propose(intent())
    assert send_due_messages() == 0

    assert len(smtp_server.received) == 1


def test_a_batch_leaves_by_one_connection(intent: Intent, smtp_server: SmtpServer) -> None:
    for number in range(5):
        propose(intent(f"k:{number}"))

    assert send_due_messages() == 5

    assert smtp_server.connections == 1
    assert len(set(smtp_server.ids())) == 5


@pytest.mark.parametrize("field", ["subject", "unsubscribe_url", "language"])
def test_a_line_break_in_a_header_is_refused_and_nothing_leaves(
    intent: Intent, smtp_server: SmtpServer, field: str
) -> None:
    propose(intent("bad", **{field: "x\r\nY: z"}))
    propose(intent("good"))

    send_due_messages()

    assert smtp_server.ids() == [Message.objects.get(key="good").message_id]
    assert told()[0] == {"key": "bad", "state": "failed", "reason": "unfit_header"}


def test_an_address_that_is_two_is_refused_and_nothing_leaves(intent: Intent, smtp_server: SmtpServer) -> None:
    propose(intent())
    Message.objects.update(address="a@customers.example, b@customers.example")

    send_due_messages()

    assert smtp_server.received == []
    assert told() == [{"key": "surveys.invitation:1", "state": "failed", "reason": "unfit_header"}]


@pytest.mark.parametrize("stage", ["rcpt", "end"])
def test_a_refusal_for_good_fails_in_the_servers_words_without_the_address(
    intent: Intent, smtp_server: SmtpServer, stage: str
) -> None:
    smtp_server.answers[stage] = "550 5.7.1 <ana@customers.example> does not like us"
    propose(intent("refused"))

    send_due_messages()
    smtp_server.answers.clear()
    propose(intent("next"))
    send_due_messages()

    assert smtp_server.ids() == [Message.objects.get(key="next").message_id]
    assert told()[0] == {"key": "refused", "state": "failed", "reason": "550 5.7.1 … does not like us"}


@pytest.mark.parametrize("stage", ["rcpt", "end"])
def test_an_address_that_does_not_exist_gets_nothing_more_until_somebody_says_that_it_does(
    intent: Intent, smtp_server: SmtpServer, cast: Cast, stage: str
) -> None:
    smtp_server.answers[stage] = "550 5.1.1 <ana@customers.example> unknown here"
    propose(intent("refused"))
    send_due_messages()
    smtp_server.answers.clear()

    assert propose(intent("next")) == Refused(RefusalReason.BOUNCED)

    assert told() == [{"key": "refused", "state": "failed", "reason": "550 5.1.1 … unknown here"}]
    assert AuditEntry.objects.get(action="address.dead").changes["words"] == "550 5.1.1 … unknown here"
    cast.client(Role.MANAGER).post(f"/outgoing/{Message.objects.get().pk}/retry/")
    assert propose(intent("next")) == Allowed()
    assert send_due_messages() == 2


def test_what_waits_for_an_address_that_does_not_exist_does_not_leave(intent: Intent, smtp_server: SmtpServer) -> None:
    smtp_server.answers["rcpt"] = "550 5.1.1 unknown here"
    propose(intent("first"))
    propose(intent("second"))

    send_due_messages(limit=1)
    smtp_server.answers.clear()
    send_due_messages()

    assert smtp_server.received == []
    assert [(event["key"], event["reason"]) for event in told()] == [
        ("first", "550 5.1.1 unknown here"),
        ("second", "bounced"),
    ]


@pytest.mark.parametrize("stage", ["mail", "rcpt", "end"])
def test_a_refusal_for_now_is_tried_again_with_growing_pauses_and_given_up_after_a_day(
    intent: Intent, smtp_server: SmtpServer, stage: str
) -> None:
    smtp_server.answers[stage] = "451 4.7.1 come back later"
    propose(intent())
    waited = []
    while Message.objects.get().state == "pending":
        due = Message.objects.get().next_try_at
        with clock.stopped_at(due - timedelta(seconds=1)):
            assert send_due_messages() == 0
        with clock.stopped_at(due):
            assert send_due_messages() == 1
        waited.append(due)

    pauses = [(b - a) / timedelta(minutes=1) for a, b in pairwise(waited)]
    assert pauses == [1, 4, 16, 64, 256, 1024]
    assert smtp_server.received == []
    assert told() == [{"key": "surveys.invitation:1", "state": "failed", "reason": "451 4.7.1 come back later"}]


def test_a_refused_sender_is_our_mistake_and_keeps_the_message(intent: Intent, smtp_server: SmtpServer) -> None:
    smtp_server.answers["mail"] = "550 not you"
    propose(intent())

    send_due_messages()

    message = Message.objects.get()
    assert (message.state, message.attempts, message.reason) == ("pending", 1, "550 not you")


def test_a_server_that_is_down_costs_no_message_an_attempt(
    intent: Intent, smtp_server: SmtpServer, settings: Settings
) -> None:
    for number in range(3):
        propose(intent(f"k:{number}"))
    settings.MAILERS = smtp_server.mailers(port=1)

    assert send_due_messages() == 0

    for message in Message.objects.all():
        assert (message.state, message.attempts, message.claimed_until) == ("pending", 0, None)
        assert message.next_try_at == NOON
    settings.MAILERS = smtp_server.mailers()
    assert send_due_messages() == 3


def test_a_silent_server_is_left_alone_for_a_while(intent: Intent, smtp_server: SmtpServer) -> None:
    smtp_server.closes = "connect"
    propose(intent())
    send_due_messages()
    asked = smtp_server.connections

    send_due_messages()
    assert smtp_server.connections == asked
    smtp_server.closes = None
    with clock.stopped_at(NOON + timedelta(minutes=2)):
        assert send_due_messages() == 1

    assert Message.objects.get().state == "sent"


@pytest.mark.parametrize("fault", ["hangs", "closes"])
@pytest.mark.parametrize("stage", ["mail", "rcpt"])
def test_a_line_that_breaks_before_the_end_leaves_the_message_for_later(
    intent: Intent, smtp_server: SmtpServer, settings: Settings, fault: str, stage: str
) -> None:
    settings.MAILERS = smtp_server.mailers(timeout=0.3)
    setattr(smtp_server, fault, stage)
    propose(intent("first"))
    propose(intent("second"))

    send_due_messages()
    assert Message.objects.filter(state="pending", attempts=0, claimed_until=None).count() == 2
    setattr(smtp_server, fault, None)
    with clock.stopped_at(NOON + timedelta(minutes=1)):
        send_due_messages()

    assert sorted(smtp_server.ids()) == sorted(Message.objects.values_list("message_id", flat=True))
    assert [event["state"] for event in told()] == ["sent", "sent"]


@pytest.mark.parametrize("fault", ["hangs", "closes"])
@pytest.mark.parametrize("keeps", [True, False])
def test_a_line_that_breaks_after_the_end_is_never_tried_again(
    intent: Intent, smtp_server: SmtpServer, settings: Settings, fault: str, keeps: bool
) -> None:
    settings.MAILERS = smtp_server.mailers(timeout=0.3)
    smtp_server.keeps = keeps
    setattr(smtp_server, fault, "end")
    propose(intent())

    send_due_messages()
    setattr(smtp_server, fault, None)
    with clock.stopped_at(NOON + timedelta(days=1)):
        assert send_due_messages() == 0

    assert len(smtp_server.received) == int(keeps)
    assert Message.objects.get().state == "unacknowledged"
    assert [event["state"] for event in told()] == ["unacknowledged"]


def test_a_message_claimed_by_a_dead_worker_leaves_when_the_lease_is_over(
    intent: Intent, smtp_server: SmtpServer
) -> None:
    propose(intent())
    Message.objects.update(claimed_until=NOON + timedelta(seconds=60))

    assert send_due_messages() == 0
    with clock.stopped_at(NOON + timedelta(seconds=60)):
        assert send_due_messages() == 1

    assert len(smtp_server.received) == 1


def test_a_message_handed_over_by_a_dead_worker_counts_as_sent(intent: Intent, smtp_server: SmtpServer) -> None:
    propose(intent())
    Message.objects.update(state="handed_over", claimed_until=NOON + timedelta(seconds=60))

    assert send_due_messages() == 0
    with clock.stopped_at(NOON + timedelta(seconds=60)):
        assert send_due_messages() == 1

    assert smtp_server.received == []
    assert told() == [{"key": "surveys.invitation:1", "state": "unacknowledged", "reason": "receipt_lost"}]


def test_the_null_channel_sends_nowhere_and_says_sent(intent: Intent, smtp_server: SmtpServer) -> None:
    propose(intent(channel=MessageChannel.NULL))

    assert send_due_messages() == 1

    assert smtp_server.received == []
    assert told() == [{"key": "surveys.invitation:1", "state": "sent", "reason": ""}]


def test_mail_to_a_folder_is_one_file_a_message_and_the_same_file_again(
    intent: Intent, settings: Settings, tmp_path: Path
) -> None:
    folder = {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": str(tmp_path)}}
    settings.MAILERS = {"default": folder}
    propose(intent())
    send_due_messages()
    [file] = tmp_path.iterdir()
    first = file.read_bytes()

    Message.objects.update(state="pending", settled_at=None)  # as if killed between the file and the commit
    send_due_messages()

    assert [entry.name for entry in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == first
    mail = message_from_bytes(first, policy=policy.default)
    assert f"<{file.stem}@127.0.0.1>" == mail["Message-ID"]


def test_any_other_backend_is_tried_once(intent: Intent, mailoutbox: list[EmailMessage]) -> None:
    propose(intent())

    assert send_due_messages() == 1

    assert [mail.to for mail in mailoutbox] == [["ana@customers.example"]]
    assert Message.objects.get().state == "sent"


def test_mail_leaves_over_tls_too(
    intent: Intent, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    extra = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make.split(), *extra], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    propose(intent())

    for server in serve_mail(context):
        settings.MAILERS = server.mailers(use_ssl=True)
        send_due_messages()

        assert len(server.received) == 1
    assert Message.objects.get().state == "sent"
