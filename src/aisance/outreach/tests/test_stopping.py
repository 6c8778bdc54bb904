"""STOP and START, heard on one channel, hold on every channel."""

import doctest
import threading

import pytest
from django.db import connection, connections, transaction

from aisance.consent.models import Entry, EntryPerson
from aisance.core.decisions import Allowed, Refused
from aisance.core.models import AuditEntry
from aisance.outreach import stop_words
from aisance.outreach.contracts import Heard, MessageChannel, MessageClass, RefusalReason
from aisance.outreach.models import Message, PressureDecision
from aisance.outreach.public import heard, propose, start_again, stop, stopped, weigh
from aisance.outreach.services import send_due_messages
from aisance.outreach.tests.conftest import Intent
from aisance.outreach.tests.test_pressure_ledger import request_of


def test_the_examples_of_stop_words_hold() -> None:
    assert doctest.testmod(stop_words) == (0, 2)


@pytest.mark.parametrize("words", ["STOP", "Arrêt", "arrêtez svp", "Unsubscribe", "STOP\n", "Désabonner", "stop 36200"])
def test_a_stop_word_stops_every_purpose_on_every_channel(intent: Intent, customer: int, words: str) -> None:
    assert heard(customer, words, "sms:1") == Heard.STOP

    assert stopped([customer], "surveys") == stopped([customer], "news") == {customer}
    assert propose(intent()) == Refused(RefusalReason.ASKED_TO_STOP)
    assert propose(intent("b", channel=MessageChannel.NULL, purpose="news")) == Refused(RefusalReason.ASKED_TO_STOP)
    assert not Message.objects.exists()
    assert EntryPerson.objects.get().proof["via"] == "sms:1"


def test_service_and_legal_messages_are_kept(intent: Intent, customer: int) -> None:
    propose(intent("service", purpose="service", channel=MessageChannel.NULL, message_class=MessageClass.SERVICE))
    heard(customer, "STOP", "sms:1")

    legal = intent("legal", purpose="legal", channel=MessageChannel.NULL, message_class=MessageClass.LEGAL)
    assert propose(legal) == Allowed()
    send_due_messages()

    assert set(Message.objects.values_list("key", "state")) == {("service", "sent"), ("legal", "sent")}


def test_what_waits_is_withdrawn_on_every_channel_and_counts_no_more(intent: Intent, customer: int) -> None:
    weigh([request_of(customer, "a"), request_of(customer, "b", 2)])
    propose(intent("a"))
    propose(intent("c", channel=MessageChannel.NULL, purpose="panel"))

    heard(customer, "stop", "sms:1")
    send_due_messages()

    assert set(Message.objects.values_list("state", "reason")) == {("failed", "asked_to_stop")}
    assert set(PressureDecision.objects.values_list("verdict", flat=True)) == {"withdrawn"}
    entry = AuditEntry.objects.get(action="messages.stopped")
    assert entry.changes == {"purpose": "*", "via": "sms:1", "withdrawn": 2}


def test_start_brings_messages_back(intent: Intent, customer: int) -> None:
    stop(customer, "surveys", via="link")
    heard(customer, "STOP", "sms:1")

    assert heard(customer, "start", "sms:2") == Heard.START

    assert stopped([customer], "surveys") == set()
    assert propose(intent()) == Allowed()
    assert AuditEntry.objects.get(action="messages.wanted").changes == {"via": "sms:2", "taken_back": 2}


def test_start_of_somebody_who_never_said_stop_changes_nothing(customer: int) -> None:
    start_again(customer, via="sms:1")

    assert not AuditEntry.objects.filter(action="messages.wanted").exists()


def test_other_words_change_nothing(intent: Intent, customer: int) -> None:
    assert heard(customer, "9, et stop à l’attente au téléphone !", "sms:1") == Heard.OTHER

    assert propose(intent()) == Allowed()
    assert not Entry.objects.exists()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads cannot share a SQLite database in memory")
@pytest.mark.django_db(transaction=True)
def test_a_message_that_is_being_filed_while_the_customer_says_stop_does_not_leave(
    intent: Intent, customer: int
) -> None:
    is_filed, may_end = threading.Event(), threading.Event()

    def file() -> None:
        with transaction.atomic():
            propose(intent("a", channel=MessageChannel.NULL))
            is_filed.set()
            may_end.wait(10)
        connections.close_all()

    def say_stop() -> None:
        heard(customer, "STOP", "sms:1")
        connections.close_all()

    filing, stopping = threading.Thread(target=file), threading.Thread(target=say_stop)
    filing.start()
    is_filed.wait(10)
    stopping.start()
    stopping.join(0.3)
    assert stopping.is_alive()
    may_end.set()
    filing.join(10)
    stopping.join(10)
    send_due_messages()

    assert Message.objects.get().state == "failed"
