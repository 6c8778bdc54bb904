"""Whoever tampers with the ledger is found out, by name of the link."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from aisance.consent.contracts import Act, Method, NewEntry
from aisance.consent.guards import take_down
from aisance.consent.models import Entry, EntryPerson
from aisance.consent.public import record
from aisance.consent.services import withdraw
from aisance.consent.tests.test_ledger import BY, added, yes
from aisance.consent.verifying import verify


@pytest.fixture
def ledger(db: None) -> list[int]:
    """Three entries of two customers, one with a notice."""
    ana, bea = added("ana"), added("bea")
    record([yes(ana, notice=1, language="fr", proof={"call": "812"})], by=BY)
    withdraw(bea, by=BY, method=Method.REPLY, via="sms:1")
    record([NewEntry(ana, Act.WISHED, Method.PREFERENCES, wish="monthly")], by=BY)
    take_down()
    return [ana, bea]


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "position", "why"),
    [
        ("UPDATE consent_entry SET act = 'refused' WHERE position = 2", 2, "it was changed"),
        ("UPDATE consent_entryperson SET value = 'x@y.example' WHERE entry_id = 1", 1, "whom it is about"),
        ('UPDATE consent_notice SET text = \'{"fr": "Oui."}\'', 1, "the words of its notice"),
        ("DELETE FROM consent_entry WHERE position = 2", 2, "it is missing"),
        ("DELETE FROM consent_entry WHERE position = 3", 3, "another end"),
    ],
)
def test_a_broken_link_is_named(ledger: list[int], statement: str, position: int, why: str) -> None:
    assert verify().broken_at is None
    if statement.startswith("DELETE"):
        run(statement.replace("consent_entry WHERE position", "consent_entryperson WHERE entry_id"))

    run(statement)

    found = verify()
    assert found.broken_at == position
    assert why in found.why


def test_an_erasure_takes_the_person_out_and_leaves_the_chain(ledger: list[int]) -> None:
    EntryPerson.objects.filter(customer_id=ledger[0]).delete()

    found = verify()
    assert (found.entries, found.erased, found.broken_at) == (3, 2, None)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads cannot share a SQLite database in memory")
@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain() -> None:
    customers = [added(name) for name in ("ana", "bea", "eva", "ida")]

    def say(customer: int) -> Callable[[], None]:
        def run() -> None:
            for _ in range(5):
                record([yes(customer), yes(customer, channel="sms")], by=BY)
            connections.close_all()

        return run

    threads = [threading.Thread(target=say(customer)) for customer in customers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert Entry.objects.count() == 40
    assert verify().broken_at is None
