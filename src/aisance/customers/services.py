"""The only writers of customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from aisance.core import audit, clock
from aisance.core.bulk import insert_rows, rows_among, stored_moment
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim
from aisance.customers.models import Customer, Identifier
from aisance.customers.queries import Key, claim_keys, owners
from aisance.customers.search.services import note_changed

ADDING_LOCK = 7_201_001
"""The number of the lock under which PostgreSQL adds customers; SQLite has one writer anyway."""


@dataclass(slots=True)
class _Resolution:
    """Who the claims are, worked out one after the other as if each had come alone.

    `owner` maps every identifier to a customer: an id, or minus the place (from 1) of a newcomer. `gained` are the
    identifiers to add; `contested` counts those that a claim named and that belong to somebody else.
    """

    owner: dict[Key, int]
    newcomers: list[CustomerClaim] = field(default_factory=list)
    gained: dict[Key, int] = field(default_factory=dict)
    contested: int = 0

    def resolve(self, claim: CustomerClaim, keys: Sequence[Key]) -> int | None:
        """The customer whom the claim names: the first identifier known decides."""
        if not keys:
            return None
        who = next((self.owner[key] for key in keys if key in self.owner), None)
        if who is None:
            self.newcomers.append(claim)
            who = -len(self.newcomers)
        for key in keys:
            if key not in self.owner:
                self.owner[key] = self.gained[key] = who
            self.contested += self.owner[key] != who
        return who


def find_or_add_customers(claims: Sequence[CustomerClaim], *, by: Viewer) -> list[int | None]:
    """The customer's id for each claim, in order, adding those not known; null for a claim without identifiers.

    Claims are taken in order, as if each had come alone: the first identifier that is known decides, new identifiers
    go to that customer, identifiers of another customer stay theirs. A blank name or language is filled in, never
    replaced; a segment follows the last claim that names one. Identifiers must be valid (see `normalised`), else
    ValueError. A few queries for the whole batch.
    """
    wanted = [claim_keys(claim) for claim in claims]
    keys = {key for some in wanted for key in some}
    with transaction.atomic():
        known = owners(keys)
        if len(known) < len(keys):
            _take_turns()
            known |= owners(keys - known.keys())
        resolution = _Resolution(known)
        found = [resolution.resolve(claim, some) for claim, some in zip(claims, wanted, strict=True)]
        added = _add_newcomers(resolution)
        ids = [added[-who - 1] if who is not None and who < 0 else who for who in found]
        _fill_blanks(claims, ids, newcomers=dict(zip(added, resolution.newcomers, strict=True)))
        _move({pk: claim.segment for claim, pk in zip(claims, ids, strict=True) if pk is not None and claim.segment})
        _tell(resolution, by)
    return ids


def _take_turns() -> None:
    """Wait until no other transaction is adding customers, so that the same newcomer is never added twice."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADDING_LOCK])


def _add_newcomers(resolution: _Resolution) -> list[int]:
    """Write the newcomers and the identifiers gained; returns the newcomers' ids in order."""
    now = stored_moment(clock.now())
    rows = [(claim.name, claim.language, claim.segment, now) for claim in resolution.newcomers]
    columns = ("name", "language", "segment", "created_at")
    added = [pk for (pk,) in insert_rows(Customer._meta.db_table, columns, rows, ending="RETURNING id")]
    gained = [
        (kind, value, added[-who - 1] if who < 0 else who, now) for (kind, value), who in resolution.gained.items()
    ]
    insert_rows(Identifier._meta.db_table, ("kind", "value", "customer_id", "added_at"), gained)
    note_changed(sorted({*added, *(customer_id for _kind, _value, customer_id, _at in gained)}))
    return added


def _fill_blanks(
    claims: Sequence[CustomerClaim], ids: Sequence[int | None], *, newcomers: Mapping[int, CustomerClaim]
) -> None:
    """Give customers without a name or a language the first one that a claim brings."""
    brought: dict[str, dict[int, str]] = {"name": {}, "language": {}}
    for claim, pk in zip(claims, ids, strict=True):
        newcomer = newcomers.get(pk or 0)
        if pk is not None and claim is not newcomer:
            for column, words in (("name", claim.name), ("language", claim.language)):
                if words and not (newcomer and getattr(newcomer, column)):
                    brought[column].setdefault(pk, words)
    for column, words_by_id in brought.items():
        _fill(column, words_by_id)


def _fill(column: str, words: Mapping[int, str]) -> None:
    """Write words where a column is blank; in the order of ids, so that two batches never wait in a circle."""
    table = Customer._meta.db_table
    blank = sorted(pk for (pk,) in rows_among(f"SELECT id FROM {table} WHERE {column} = '' AND id", words))  # noqa: S608  names of ours
    if blank:
        with connection.cursor() as cursor:
            update = f"UPDATE {table} SET {column} = %s WHERE id = %s AND {column} = ''"  # noqa: S608  names of ours
            cursor.executemany(update, [(words[pk], pk) for pk in blank])
        if column == "name":
            note_changed(blank)


def _move(segments: Mapping[int, str]) -> None:
    """Put customers into the segment that was told last; in the order of ids, as above."""
    if not segments:
        return
    table = Customer._meta.db_table
    held = rows_among(f"SELECT id, segment FROM {table} WHERE id", segments)  # noqa: S608  names of ours
    moved = sorted((pk, segments[pk]) for pk, segment in held if segment != segments[pk])
    if moved:
        with connection.cursor() as cursor:
            update = f"UPDATE {table} SET segment = %s WHERE id = %s"  # noqa: S608  names of ours
            cursor.executemany(update, [(segment, pk) for pk, segment in moved])


def _tell(resolution: _Resolution, by: Viewer) -> None:
    counts = {
        "customers": len(resolution.newcomers),
        "identifiers": len(resolution.gained),
        "contested": resolution.contested,
    }
    if any(counts.values()):
        audit.record(by, "customers.added", what="customer", which="", changes=counts)
