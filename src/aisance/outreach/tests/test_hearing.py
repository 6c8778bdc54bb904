"""What phones say and what centres report, over SMPP."""

from datetime import timedelta
from threading import Event as Pause

import pytest
from pytest_django.fixtures import Settings

from aisance.consent.models import EntryPerson
from aisance.core import clock
from aisance.core.models import Event
from aisance.core.permissions import Role
from aisance.outreach.channels.sms.lengths import Alphabet, encode
from aisance.outreach.models import InboundMessage, Message
from aisance.outreach.public import stopped
from aisance.outreach.services import send_due_messages
from aisance.outreach.services.hearing import hear_texts
from aisance.outreach.tests.conftest import NOON, Intent
from aisance.outreach.tests.test_smpp import PHONE, centre, file, reader
from tests.cast import Cast
from tests.smpp import SmsCentre

__all__ = ["centre", "reader"]

pytestmark = pytest.mark.usefixtures("_noon")


def hear(wanted: int = 1) -> int:
    """Listen until so much was heard; what a wire carries takes a moment."""
    found = 0
    for _ in range(500):
        found += hear_texts()
        if found >= wanted:
            return found
        Pause().wait(0.01)  # for another thread's bytes
    return found


def told() -> list[dict[str, object]]:
    return [event.payload for event in Event.objects.filter(name="WordsReceived").order_by("pk")]


def test_words_are_stored_told_of_with_the_message_they_answer_and_then_acknowledged(
    intent: Intent, reader: int, centre: SmsCentre
) -> None:
    message = file(intent, reader)
    send_due_messages()

    number = centre.say(PHONE, encode("9 très bien", Alphabet.GSM))
    assert hear() == 1

    assert told() == [
        {
            "customer_id": reader,
            "channel": "sms",
            "text": "9 très bien",
            "message_key": "sms:1",
            "at": NOON.isoformat(),
        }
    ]
    row = InboundMessage.objects.get()
    assert (row.address, row.recipient, row.customer_id, row.answers) == (PHONE, "38000", reader, message)
    centre.wait_for(lambda: centre.acknowledged == [number])


@pytest.mark.parametrize(
    ("coding", "octets", "words"),
    [
        (0, encode("€ [5]", Alphabet.GSM), "€ [5]"),
        (8, "Vous êtes 👍".encode("utf-16-be"), "Vous êtes 👍"),
        (3, "déjà".encode("latin-1"), "déjà"),
        (1, b"plain", "plain"),
    ],
)
def test_each_alphabet_of_a_phone_is_read(
    reader: int, centre: SmsCentre, coding: int, octets: bytes, words: str
) -> None:
    hear_texts()
    centre.say(PHONE, octets, coding=coding)
    hear()

    assert InboundMessage.objects.get().text == words
    assert told()[0]["message_key"] == ""


def test_pictures_are_acknowledged_and_forgotten(reader: int, centre: SmsCentre) -> None:
    hear_texts()
    number = centre.say(PHONE, b"\x00\x01", coding=4)
    hear()

    assert not InboundMessage.objects.exists()
    centre.wait_for(lambda: centre.acknowledged == [number])


def test_parts_that_come_in_any_order_are_one_text(reader: int, centre: SmsCentre) -> None:
    hear_texts()
    centre.say(PHONE, bytes([5, 0, 3, 77, 2, 2]) + b"and the end", esm_class=0x40)
    hear()
    assert told() == []
    centre.say(PHONE, bytes([6, 8, 4, 0, 77, 2, 1]) + b"of another", esm_class=0x40)
    centre.say("+33600000000", bytes([5, 0, 3, 77, 2, 1]) + b"somebody else's ", esm_class=0x40)
    centre.say(PHONE, bytes([5, 0, 3, 77, 2, 1]) + b"The beginning ", esm_class=0x40)
    hear(3)

    assert [event["text"] for event in told()] == ["The beginning and the end"]


def test_a_text_that_is_brought_twice_is_heard_once(reader: int, centre: SmsCentre) -> None:
    hear_texts()
    centre.say(PHONE, b"9")
    hear()
    centre._sequence -= 1
    centre.say(PHONE, b"9")
    hear()

    assert len(told()) == 1
    centre.wait_for(lambda: len(centre.acknowledged) == 2)


def test_stop_stops_every_channel_within_the_second_and_is_no_answer(
    intent: Intent, reader: int, centre: SmsCentre
) -> None:
    file(intent, reader)
    send_due_messages()
    file(intent, reader, "sms:2")

    centre.say(PHONE, b" Stop.")
    hear()

    assert stopped([reader], "surveys") == {reader}
    assert EntryPerson.objects.get().proof["via"] == f"sms:{InboundMessage.objects.get().pk}"
    assert Message.objects.get(key="sms:2").reason == "asked_to_stop"
    assert told() == []


def test_words_of_nobody_we_know_are_kept_and_told_to_nobody(db: None, centre: SmsCentre) -> None:
    hear_texts()
    centre.say("+33699999999", b"Hello?")
    hear()

    assert InboundMessage.objects.get().customer is None
    assert told() == []


@pytest.mark.parametrize("hexadecimal", [False, True])
@pytest.mark.parametrize(("state", "receipt"), [("DELIVRD", "arrived"), ("UNDELIV", "lost"), ("ENROUTE", "")])
def test_receipts_are_taken_in_however_the_centre_writes_its_names(
    intent: Intent, reader: int, centre: SmsCentre, state: str, receipt: str, hexadecimal: bool
) -> None:
    centre.hexadecimal = hexadecimal
    for number in range(12):
        file(intent, reader, f"sms:{number}")
    send_due_messages()

    centre.tell_fate(11, PHONE, state)
    hear()

    row = Message.objects.get(key="sms:10")
    assert (row.receipt, row.receipt_at) == ((receipt, NOON) if receipt else ("", None))
    assert not Message.objects.exclude(pk=row.pk).exclude(receipt="").exists()


def test_that_it_arrived_is_the_last_word(intent: Intent, reader: int, centre: SmsCentre) -> None:
    message = file(intent, reader)
    send_due_messages()
    centre.tell_fate(1, PHONE, "DELIVRD")
    centre.tell_fate(1, PHONE, "EXPIRED")
    hear(2)

    message.refresh_from_db()
    assert message.receipt == "arrived"


def test_a_centre_that_asks_is_answered_and_words_between_two_answers_are_kept(
    intent: Intent, reader: int, centre: SmsCentre
) -> None:
    hear_texts()
    centre.ask()
    centre.say(PHONE, b"7")
    file(intent, reader)
    send_due_messages()  # reads past the question and the words, to its own answer
    hear()

    centre.wait_for(lambda: centre.asked == 1)
    assert [event["text"] for event in told()] == ["7"]


def test_without_smpp_nothing_is_listened_to(db: None, settings: Settings) -> None:
    settings.SMS = {**settings.SMS, "url": ""}

    assert hear_texts() == 0


def test_a_centre_that_is_down_is_called_again_after_a_while(reader: int, centre: SmsCentre) -> None:
    hear_texts()
    centre.hang_up()
    for _ in range(3):
        hear_texts()
    assert len(centre.binds) <= 2
    with clock.stopped_at(NOON + timedelta(minutes=2)):
        hear_texts()
        centre.say(PHONE, b"8")
        hear()

    assert [event["text"] for event in told()] == ["8"]


def test_the_page_of_a_text_shows_its_length_its_receipt_and_what_came_back(
    cast: Cast, intent: Intent, reader: int, centre: SmsCentre
) -> None:
    message = file(intent, reader, body="Vous êtes là ?")
    send_due_messages()
    centre.tell_fate(1, PHONE, "DELIVRD")
    centre.say(PHONE, b"9 <b>merci</b>")
    hear(2)

    page = " ".join(cast.client(Role.MANAGER).get(f"/outgoing/{message.pk}/").content.decode().split())
    listed = cast.client(Role.MANAGER).get("/outgoing/").content.decode()

    assert "1 segment, 14 of 70 characters" in page
    assert "“ê” is not in the alphabet" in page
    assert "Arrived" in page
    assert "9 &lt;b&gt;merci&lt;/b&gt;" in page
    assert "Text message" in listed
    assert "Arrived" in listed
