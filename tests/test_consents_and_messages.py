"""Consent and messages together: what customers say holds for all that is filed and all that waits."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from aisance.consent.contracts import Act, Level
from aisance.consent.guards import take_down
from aisance.consent.models import Entry
from aisance.consent.public import confirmation_link, levels, record
from aisance.consent.tests.test_ledger import BY, NOON, added, yes
from aisance.consent.tests.test_preferences import page, path
from aisance.core import clock
from aisance.core.decisions import Allowed, Refused
from aisance.core.worker import run_until_idle
from aisance.outreach.contracts import MessageChannel, MessageClass, MessageIntent
from aisance.outreach.models import Message
from aisance.outreach.public import propose, reach_of, stopped
from aisance.outreach.services import send_due_messages
from aisance.project.health import Finding, examine


@pytest.fixture
def customer(db: None) -> int:
    return added("helene.garnier")


def question(customer: int, key: str) -> MessageIntent:
    return MessageIntent(key, customer, MessageChannel.NULL, "surveys", "en", "How was it?", "How was it?")


def test_what_was_filed_before_a_stop_does_not_leave_after_it(client: Client, customer: int) -> None:
    assert propose(question(customer, "a")) == Allowed()
    assert propose(question(customer, "b")) == Allowed()
    client.post(page(customer), {"do": "stop"})

    send_due_messages(limit=1)  # the last moment: the worker has heard of nothing yet
    assert Message.objects.get(key="a").reason == "asked_to_stop"
    run_until_idle()

    assert set(Message.objects.values_list("state", "reason")) == {("failed", "asked_to_stop")}
    assert propose(question(customer, "c")) == Refused("asked_to_stop")


def test_a_yes_that_somebody_wrote_down_is_confirmed_by_the_owner_of_the_address(client: Client, customer: int) -> None:
    record([yes(customer, identifier=("email", "helene.garnier@customers.example"))], by=BY)
    run_until_idle()
    mail = Message.objects.get(message_class=MessageClass.SERVICE)
    link = confirmation_link(customer, 1)
    assert link in mail.body
    assert levels([customer]) == {customer: Level.OPTED_IN}

    assert "<form" in client.get(path(link) + "?lang=en").content.decode()
    for _ in range(2):
        assert "Confirmed" in client.post(path(link) + "?lang=en").content.decode()

    assert levels([customer]) == {customer: Level.CONFIRMED}
    assert Entry.objects.filter(act="confirmed").count() == 1


def test_who_wishes_to_hear_once_a_month_gets_one_question_a_month(client: Client, customer: int) -> None:
    with clock.stopped_at(NOON):
        client.post(page(customer), {"do": "choose", "allow": ["surveys email"], "wish": "monthly"})
        assert propose(question(customer, "a")) == Allowed()
        assert propose(question(customer, "b")) == Refused("less_often")
        service = replace(question(customer, "c"), purpose="service", message_class=MessageClass.SERVICE)
        assert propose(service) == Allowed()
    with clock.stopped_at(NOON + timedelta(days=31)):
        assert propose(question(customer, "b")) == Allowed()


def test_a_channel_that_was_switched_off_does_not_reach(client: Client, customer: int) -> None:
    record([yes(customer, "surveys", "sms", act=Act.REFUSED)], by=BY)

    for channel, answer in (
        (MessageChannel.SMS, "asked_to_stop"),
        (MessageChannel.EMAIL, "helene.garnier@customers.example"),
    ):
        assert reach_of([customer], channel, survey="surveys") == {customer: answer}
    assert stopped([customer], "surveys") == set()


def test_the_doctor_names_a_broken_link(customer: int) -> None:
    record([yes(customer), yes(customer, channel="sms")], by=BY)
    take_down()
    assert _ledger().healthy

    with connection.cursor() as cursor:
        cursor.execute("UPDATE consent_entry SET act = 'refused' WHERE position = 2")

    found = _ledger()
    assert found.mend.startswith("Compare it with a backup")
    assert found.seen == "entry 2 does not hold: it was changed"


def _ledger() -> Finding:
    return next(finding for finding in examine() if finding.check == "ledger of consent")
