"""Carries stops of before the ledger into it. Kept as it is: a migration runs it, with the tables of its time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from aisance.consent.chain import hash_of, personal_of
from aisance.consent.sealing import FIRST, new_salt, seal
from aisance.core import clock

type Stop = tuple[int, str, datetime, str]
"""A customer, a purpose, when it was said, and how we know."""


def carry_over(apps: Any, stops: Iterable[Stop]) -> None:
    """Write every stop at the end of the ledger, in order; `apps` gives the tables."""
    entries, people = apps.get_model("consent", "Entry"), apps.get_model("consent", "EntryPerson")
    last = entries.objects.order_by("-position").values_list("position", "hash").first()
    position, previous = last or (0, FIRST)
    now = clock.now()
    for customer_id, purpose, at, via in stops:
        position += 1
        person = people(entry_id=position, customer_id=customer_id, proof={"via": via}, salt=new_salt())
        row = entries(
            position=position,
            at=now,
            said_at=at,
            purpose=purpose,
            channel="*",
            act="withdrawn",
            method="transfer",
            actor="system:migration",
            seal=seal(person.salt, personal_of(person)),
            previous_hash=previous,
        )
        previous = row.hash = hash_of(row)
        row.save(force_insert=True)
        person.save(force_insert=True)
