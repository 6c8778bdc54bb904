"""Texts that leave over SMPP, against a centre that speaks the protocol on the wire."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from aisance.core import clock
from aisance.core.models import Event
from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.outreach.channels import patience
from aisance.outreach.channels.sms.session import leave
from aisance.outreach.contracts import MessageChannel
from aisance.outreach.models import Message
from aisance.outreach.public import propose
from aisance.outreach.services import send_due_messages
from aisance.outreach.tests.conftest import NOON, Intent
from tests.smpp import SmsCentre, sms_centre

pytestmark = pytest.mark.usefixtures("_noon")

PHONE = "+33612345678"


@pytest.fixture
def reader(db: None) -> int:
    claim = CustomerClaim({IdentifierKind.PHONE: PHONE}, "Ana Pereira", "fr")
    [customer_id] = find_or_add_customers([claim], by=system_viewer("test"))
    assert customer_id
    return customer_id


@pytest.fixture
def centre(settings: Settings, tmp_path: Path) -> Iterator[SmsCentre]:
    patience._silent.clear()
    with sms_centre() as running:
        settings.SMS = {"url": running.url, "sender": "38000", "folder": tmp_path, "timeout": 0.5}
        yield running
        leave()


def file(intent: Intent, reader: int, key: str = "sms:1", body: str = "Facile ? De 0 a 10.") -> Message:
    propose(intent(key, customer_id=reader, channel=MessageChannel.SMS, body=body))
    return Message.objects.get(key=key)


def test_a_text_arrives_as_written_and_keeps_the_centres_name_for_it(
    intent: Intent, reader: int, centre: SmsCentre
) -> None:
    message = file(intent, reader)

    assert send_due_messages() == 1

    [taken] = centre.taken
    assert (taken.sender, taken.sender_kind, taken.to) == ("38000", 3, "33612345678")
    assert (taken.words, taken.coding, taken.esm_class, taken.wants_receipt) == ("Facile ? De 0 a 10.", 0, 0, 1)
    assert centre.binds == [("aisance", "secret")]
    message.refresh_from_db()
    assert (message.state, message.provider_name, message.address) == ("sent", "1", PHONE)


def test_a_batch_and_the_next_leave_by_one_session(intent: Intent, reader: int, centre: SmsCentre) -> None:
    for number in range(3):
        file(intent, reader, f"sms:{number}")
    send_due_messages()
    file(intent, reader, "sms:later")
    send_due_messages()

    assert len(centre.taken) == 4
    assert len(centre.binds) == 1


def test_a_long_text_leaves_in_segments_that_a_phone_joins(intent: Intent, reader: int, centre: SmsCentre) -> None:
    body = "a" * 200 + "b" * 150
    file(intent, reader, body=body)
    send_due_messages()

    assert [len(taken.body) for taken in centre.taken] == [6 + 153, 6 + 153, 6 + 44]
    assert "".join(taken.words for taken in centre.taken) == body
    headers = [tuple(taken.body[:6]) for taken in centre.taken]
    series = headers[0][3]
    assert headers == [(5, 0, 3, series, 3, number) for number in (1, 2, 3)]
    assert [taken.wants_receipt for taken in centre.taken] == [1, 0, 0]


def test_a_letter_beyond_the_small_alphabet_makes_the_text_ucs2(intent: Intent, reader: int, centre: SmsCentre) -> None:
    file(intent, reader, body="Vous êtes là ?")
    send_due_messages()

    assert (centre.taken[0].coding, centre.taken[0].words) == (8, "Vous êtes là ?")


def test_a_wrong_number_is_refused_for_good_and_gets_nothing_more(
    intent: Intent, reader: int, centre: SmsCentre
) -> None:
    centre.statuses = [0x0B]
    message = file(intent, reader)
    send_due_messages()

    message.refresh_from_db()
    assert (message.state, message.reason) == ("failed", "SMPP 0x0B Invalid Destination Address")
    later = intent("sms:2", customer_id=reader, channel=MessageChannel.SMS)
    assert str(getattr(propose(later), "reason", "")) == "bounced"


def test_a_centre_that_is_throttling_gets_the_rest_later_and_no_attempt_is_counted(
    intent: Intent, reader: int, centre: SmsCentre
) -> None:
    centre.statuses = [0, 0x58]
    for number in range(4):
        file(intent, reader, f"sms:{number}")

    assert send_due_messages() == 2
    assert send_due_messages() == 0  # it rests
    states = Message.objects.order_by("pk").values_list("state", "attempts", "claimed_until")
    assert list(states) == [("sent", 0, None), *[("pending", 0, None)] * 3]
    with clock.stopped_at(NOON + timedelta(seconds=10)):
        assert send_due_messages() == 3

    assert len(centre.taken) == 4
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_a_later_segment_that_is_throttled_is_asked_again_at_once(
    intent: Intent, reader: int, centre: SmsCentre
) -> None:
    centre.statuses = [0, 0x58, 0x58]
    message = file(intent, reader, body="a" * 200)
    send_due_messages()

    message.refresh_from_db()
    assert message.state == "sent"
    assert "".join(taken.words for taken in centre.taken) == "a" * 200


def test_a_fault_of_ours_keeps_the_message(intent: Intent, reader: int, centre: SmsCentre) -> None:
    centre.statuses = [0x0A]
    message = file(intent, reader)
    send_due_messages()

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("pending", 1)


@pytest.mark.parametrize(("closes", "mute", "arrivals"), [("before", False, 0), ("after", False, 1), ("", True, 1)])
def test_a_line_that_breaks_after_the_hand_over_is_never_tried_again(
    intent: Intent, reader: int, centre: SmsCentre, closes: str, mute: bool, arrivals: int
) -> None:
    centre.closes, centre.mute = closes, mute
    message = file(intent, reader)
    send_due_messages()
    centre.closes, centre.mute = "", False
    with clock.stopped_at(NOON + timedelta(days=1)):
        assert send_due_messages() == 0

    message.refresh_from_db()
    assert message.state == "unacknowledged"
    assert len(centre.taken) == arrivals


def test_a_centre_that_hung_up_in_between_is_called_again_and_nothing_is_in_doubt(
    intent: Intent, reader: int, centre: SmsCentre
) -> None:
    file(intent, reader, "sms:1")
    send_due_messages()
    centre.hang_up()
    file(intent, reader, "sms:2")
    send_due_messages()
    with clock.stopped_at(NOON + timedelta(minutes=1)):
        send_due_messages()

    assert len(centre.taken) == 2
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert len(centre.binds) == 2


@pytest.mark.parametrize("fault", ["down", "password"])
def test_a_centre_that_does_not_let_us_in_costs_no_message_an_attempt(
    intent: Intent, reader: int, centre: SmsCentre, settings: Settings, fault: str
) -> None:
    url = "smpp://aisance:secret@127.0.0.1:1" if fault == "down" else centre.url.replace("secret", "wrong")
    settings.SMS = {**settings.SMS, "url": url}
    message = file(intent, reader)

    assert send_due_messages() == 0

    message.refresh_from_db()
    assert (message.state, message.attempts, message.claimed_until) == ("pending", 0, None)


def test_mail_leaves_though_the_sms_centre_is_down(
    intent: Intent, reader: int, centre: SmsCentre, settings: Settings, customer: int
) -> None:
    settings.SMS = {**settings.SMS, "url": "smpp://aisance:secret@127.0.0.1:1"}
    file(intent, reader)
    propose(intent("mail:1"))

    assert send_due_messages() == 1

    assert Message.objects.get(key="mail:1").state == "sent"
    assert [event.payload["key"] for event in Event.objects.filter(name="MessageHandled")] == ["mail:1"]


def test_leaving_says_goodbye(intent: Intent, reader: int, centre: SmsCentre) -> None:
    file(intent, reader)
    send_due_messages()

    leave()

    centre.wait_for(lambda: centre.unbound == 1)
