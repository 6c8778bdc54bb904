"""The loop by text message through a real gateway: Debian's kannel, with its fake SMS centre behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.outreach.contracts import MessageChannel, MessageIntent
from aisance.outreach.models import InboundMessage, Message
from aisance.outreach.public import propose, stopped
from aisance.outreach.services import send_due_messages
from tests.kannel import Kannel, Relay, is_there, kannel, relay

pytestmark = [
    pytest.mark.skipif(not is_there(), reason="kannel is not installed; scripts/debian-packages.sh does it"),
    pytest.mark.xdist_group("kannel"),
]

PHONE, OTHER = "+33612345678", "+33612345679"


@pytest.fixture
def hooks() -> Iterator[Relay]:
    with relay() as running:
        yield running


@pytest.fixture
def gateway(tmp_path: Path, settings: LazySettings, hooks: Relay, says: str) -> Iterator[Kannel]:
    with kannel(tmp_path, hooks.url, f"{PHONE[1:]} 38000 text {says}") as running:
        settings.SMS = {
            "url": f"http://127.0.0.1:{running.sendsms}/cgi-bin/sendsms",
            "sender": "38000",
            "folder": tmp_path,
            "secret": "hush",
            "http": {
                "method": "GET",
                "style": "query",
                "accepted": "^(0|3):",
                "fields": {
                    "username": "aisance",
                    "password": "secret",
                    "from": "{sender}",
                    "to": "{to}",
                    "text": "{text}",
                    "coding": "{coding}",
                    "charset": "UTF-8",
                    "dlr-mask": "31",
                    "dlr-url": f"{hooks.url}receipt/?id={{reference}}&status=%d",
                },
            },
        }
        yield running


def customer(phone: str) -> int:
    [found] = find_or_add_customers([CustomerClaim({IdentifierKind.PHONE: phone})], by=system_viewer("test"))
    assert found
    return found


def file(key: str, phone: str, words: str) -> None:
    propose(MessageIntent(key, customer(phone), MessageChannel.SMS, "surveys", "fr", "Facile ?", words))


@pytest.mark.django_db
@pytest.mark.parametrize("says", ["9 très bien"])
def test_texts_arrive_and_receipts_and_answers_come_back(gateway: Kannel, hooks: Relay) -> None:
    file("sms:1", PHONE, "Était-ce facile ? 0 à 10. STOP")
    file("sms:2", OTHER, "Vous êtes là ?")

    assert send_due_messages() == 2

    gateway.wait_for(lambda: len(gateway.arrived()) == 2)
    assert [line.split(" ", 3)[:2] for line in gateway.arrived()] == [["38000", PHONE], ["38000", OTHER]]
    gateway.wait_for(lambda: arrivals(hooks) == 2)
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    gateway.wait_for(lambda: words(hooks) == ["9 très bien"])
    assert InboundMessage.objects.get().customer_id == customer(PHONE)


@pytest.mark.django_db
@pytest.mark.parametrize("says", ["STOP"])
def test_stop_makes_the_whole_way(gateway: Kannel, hooks: Relay) -> None:
    reader = customer(PHONE)

    gateway.wait_for(lambda: words(hooks) == ["STOP"])

    assert stopped([reader], "surveys") == {reader}


def arrivals(hooks: Relay) -> int:
    hooks.hand_on()
    return Message.objects.filter(receipt="arrived").count()


def words(hooks: Relay) -> list[str]:
    hooks.hand_on()
    return list(InboundMessage.objects.values_list("text", flat=True))
