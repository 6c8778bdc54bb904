"""The ledger: a chain that only grows, and what it comes to for a person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from aisance.consent.contracts import Act, ConsentReason, ContactAsk, Level, Method, NewEntry, Recorded
from aisance.consent.guards import put_up
from aisance.consent.models import Entry, EntryPerson, Notice
from aisance.consent.public import levels, may_contact, record, restart, wishes, withdraw, withdraw_all
from aisance.core import clock
from aisance.core.decisions import Allowed, Refused
from aisance.core.models import AuditEntry, Event
from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers, same

BY = system_viewer("test")
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def added(name: str) -> int:
    claim = CustomerClaim({IdentifierKind.EMAIL: f"{name}@customers.example"}, language="fr")
    [customer_id] = find_or_add_customers([claim], by=BY)
    assert customer_id
    return customer_id


@pytest.fixture
def customer(db: None) -> int:
    return added("ana")


def asked(customer_id: int, purpose: str = "news", channel: str = "email", **more: str) -> Allowed | Refused:
    [answer] = may_contact([ContactAsk(customer_id, purpose, channel, **more)])
    return answer


def yes(customer_id: int, purpose: str = "news", channel: str = "email", **more: object) -> NewEntry:
    given = {"act": Act.GRANTED, "method": Method.FORM, **more}
    return NewEntry(customer_id, purpose=purpose, channel=channel, **given)  # type: ignore[arg-type]  # of the test


def test_silence_means_no_for_marketing_and_yes_for_all_else(customer: int) -> None:
    assert asked(customer, "news") == Refused(ConsentReason.NO_CONSENT)
    assert asked(customer, "surveys") == asked(customer, "service") == asked(customer, "legal") == Allowed()
    assert asked(customer, "astrology") == Refused(ConsentReason.UNKNOWN_PURPOSE)
    assert asked(customer, "astrology", kind="survey") == Allowed()


def test_a_grant_holds_for_its_purpose_channel_and_address_only(customer: int) -> None:
    record([yes(customer, identifier=("email", "ana@customers.example"))], by=BY)

    assert asked(customer, address="ana@customers.example") == Allowed()
    assert asked(customer, address="ana@work.example") == Refused(ConsentReason.OTHER_ADDRESS)
    assert asked(customer, channel="sms") == Refused(ConsentReason.NO_CONSENT)


def test_a_grant_for_every_channel_is_refused(customer: int) -> None:
    assert record([yes(customer, channel="*")], by=BY) == [Refused(ConsentReason.TOO_WIDE)]
    assert not Entry.objects.exists()


def test_a_stop_ends_everything_but_legal_and_service_messages(customer: int) -> None:
    record([yes(customer)], by=BY)

    assert withdraw_all(customer, via="sms:1", by=BY)
    assert not withdraw_all(customer, via="sms:2", by=BY)

    assert asked(customer, "news") == asked(customer, "surveys", "sms") == Refused(ConsentReason.WITHDRAWN)
    assert asked(customer, "service") == asked(customer, "legal") == Allowed()


def test_a_withdrawal_of_a_purpose_holds_on_every_channel_until_one_is_granted_again(customer: int) -> None:
    withdraw(customer, by=BY, method=Method.PREFERENCES, purpose="surveys")
    record([yes(customer, "surveys", "email")], by=BY)

    assert asked(customer, "surveys", "email") == Allowed()
    assert asked(customer, "surveys", "sms") == Refused(ConsentReason.WITHDRAWN)


def test_to_start_again_brings_silence_back_and_no_marketing(customer: int) -> None:
    record([yes(customer)], by=BY)
    withdraw_all(customer, via="sms:1", by=BY)

    assert restart(customer, via="sms:2", by=BY) == 1
    assert restart(customer, via="sms:3", by=BY) == 0

    assert asked(customer, "surveys") == Allowed()
    assert asked(customer, "news") == Refused(ConsentReason.WITHDRAWN)


def test_a_file_fills_a_gap_and_never_overrules_a_no(customer: int) -> None:
    other = added("bea")
    withdraw(customer, by=BY, method=Method.PREFERENCES, purpose="news")

    record([yes(pk, method=Method.IMPORT) for pk in (customer, other)], by=BY)

    assert asked(customer) == Refused(ConsentReason.WITHDRAWN)
    assert asked(other) == Allowed()


def test_an_old_no_from_a_file_does_not_undo_a_newer_yes(customer: int) -> None:
    record([yes(customer)], by=BY)
    long_ago, soon = clock.now() - timedelta(days=900), clock.now() + timedelta(minutes=1)

    record([yes(customer, act=Act.WITHDRAWN, method=Method.IMPORT, said_at=long_ago)], by=BY)
    assert asked(customer) == Allowed()

    record([yes(customer, act=Act.WITHDRAWN, method=Method.IMPORT, said_at=soon)], by=BY)
    assert asked(customer) == Refused(ConsentReason.WITHDRAWN)


def test_a_merge_takes_the_most_restrictive_and_a_new_yes_holds_for_the_whole_person(customer: int) -> None:
    other = added("bea")
    record([yes(customer)], by=BY)
    withdraw(other, by=BY, method=Method.REPLY, purpose="news")
    same(customer, other, by=BY, reason="test")

    assert asked(customer) == asked(other) == Refused(ConsentReason.WITHDRAWN)

    record([yes(customer, method=Method.PREFERENCES)], by=BY)
    assert asked(customer) == asked(other) == Allowed()


def test_a_pause_ends_by_itself(customer: int) -> None:
    with clock.stopped_at(NOON):
        record([NewEntry(customer, Act.PAUSED, Method.PREFERENCES, until=NOON + timedelta(days=30))], by=BY)
        assert asked(customer, "surveys") == Refused(ConsentReason.PAUSED)
        assert asked(customer, "service") == Allowed()
    with clock.stopped_at(NOON + timedelta(days=30)):
        assert asked(customer, "surveys") == Allowed()


def test_levels_and_wishes(customer: int) -> None:
    other = added("bea")
    record([yes(customer), NewEntry(customer, Act.WISHED, Method.PREFERENCES, wish="monthly")], by=BY)
    assert levels([customer, other]) == {customer: Level.OPTED_IN, other: Level.IDENTIFIED}
    assert wishes([customer, other]) == {customer: timedelta(days=30)}

    record([yes(customer, act=Act.CONFIRMED, method=Method.CONFIRMATION)], by=BY)
    assert levels([customer]) == {customer: Level.CONFIRMED}


def test_a_key_is_recorded_once_and_a_ready_made_notice_is_stored_when_it_is_first_used(customer: int) -> None:
    first = record([yes(customer, key="form:1", notice=1, language="fr")], by=BY)
    again = record([yes(customer, key="form:1", notice=1, language="fr")], by=BY)

    assert (first, again) == ([Recorded(1)], [Recorded(1, is_new=False)])
    assert Notice.objects.get().text["fr"].startswith("J’accepte")
    assert record([yes(customer, notice=7)], by=BY) == [Refused(ConsentReason.UNKNOWN_NOTICE)]


def test_entries_are_chained_told_of_and_on_the_trail(customer: int) -> None:
    record([yes(customer), yes(customer, channel="sms")], by=BY)

    first, second = Entry.objects.order_by("position")
    assert (first.position, first.previous_hash, second.previous_hash) == (1, "0" * 64, first.hash)
    assert [event.payload["position"] for event in Event.objects.filter(name="ConsentChanged")] == [1, 2]
    trail = AuditEntry.objects.get(action="consent.recorded").changes
    assert trail == {"entries": 2, "position": 2, "hash": second.hash}


@pytest.mark.parametrize("statement", ["UPDATE consent_entry SET act = 'refused'", "DELETE FROM consent_entry"])
def test_the_database_itself_keeps_the_ledger(customer: int, statement: str) -> None:
    record([yes(customer)], by=BY)
    put_up()

    with pytest.raises(DatabaseError, match="ledger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(TypeError):
        Entry.objects.filter(act="granted").update(act="refused")
    with pytest.raises(TypeError):
        Entry.objects.get().delete()

    assert Entry.objects.get().act == "granted"
    assert EntryPerson.objects.get().customer_id == customer
