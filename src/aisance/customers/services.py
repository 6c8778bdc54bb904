"""The only writers of customers."""

from collections.abc import Collection, Mapping, Sequence

from django.db import connection, transaction

from aisance.core import audit, clock
from aisance.core.bulk import insert_rows, rows_among, stored_moment
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim
from aisance.customers.identity.claiming import RECORD, Claiming, to_be_named
from aisance.customers.identity.groups import put_into_companies
from aisance.customers.identity.judging import ADDING_LOCK, take_turns
from aisance.customers.identity.judging import write as judge
from aisance.customers.identity.known_placeholders import nobodys_keys
from aisance.customers.identity.records import own_key, owners_of_records, told, write_records
from aisance.customers.models import Customer, Identifier
from aisance.customers.queries import Key, claim_keys, names_of, owners
from aisance.customers.rules import MAX_NAME
from aisance.customers.search.services import note_changed

__all__ = ["ADDING_LOCK", "find_or_add_customers"]


def find_or_add_customers(
    claims: Sequence[CustomerClaim], *, by: Viewer, import_run: int | None = None
) -> list[int | None]:
    """The customer's id for each claim, in order, adding those not known; null for a claim that names nobody.

    Claims are taken in order, as if each had come alone: the first identifier that is known decides, new identifiers
    go to that customer, identifiers of another customer stay theirs, and the two are judged (see `Claiming`). A blank
    name or language is filled in, never replaced; a segment follows the last claim that names one. What a claim brings
    is kept as a source record. Identifiers must be valid (see `normalised`), else ValueError. A few queries for the
    whole batch. The id is that of the row the claim came to, which `members` and `current` lead on from.
    """
    given = list(zip(claims, map(claim_keys, claims), strict=True))
    with transaction.atomic():
        nobodys = nobodys_keys({key for _claim, keys in given for key in keys})
        wanted = [(claim, _deciding(claim, [key for key in keys if key not in nobodys])) for claim, keys in given]
        keys = {key for _claim, some in wanted for key in some}
        known = _owners(keys)
        if len(known) < len(keys):
            take_turns()
            known |= _owners(keys - known.keys())
        claiming = Claiming(known, names_of(to_be_named(wanted, known)))
        found = [claiming.resolve(claim, some) for claim, some in wanted]
        added = _add_newcomers(claiming)
        ids = [added[-who - 1] if who is not None and who < 0 else who for who in found]
        _keep_and_judge(given, ids, claiming, added, by, import_run)
        _fill_blanks(claims, ids, newcomers=dict(zip(added, claiming.newcomers, strict=True)))
        _move({pk: claim.segment for claim, pk in zip(claims, ids, strict=True) if pk is not None and claim.segment})
        _tell(claiming, by)
    return ids


def _deciding(claim: CustomerClaim, keys: list[Key]) -> list[Key]:
    """The keys that decide who a claim is: its identifiers, then its source's own key."""
    own = own_key(claim)
    return [*keys, (RECORD, "\0".join(own))] if own else keys


def _owners(keys: Collection[Key]) -> dict[Key, int]:
    by_record = owners_of_records([_cut(value) for kind, value in keys if kind == RECORD])
    found = owners(key for key in keys if key[0] != RECORD)
    return found | {(RECORD, "\0".join(key)): pk for key, pk in by_record.items()}


def _cut(value: str) -> tuple[str, str]:
    source, _mark, key = value.partition("\0")
    return source, key


def _keep_and_judge(
    given: Sequence[tuple[CustomerClaim, list[Key]]],
    ids: Sequence[int | None],
    claiming: Claiming,
    added: Sequence[int],
    by: Viewer,
    import_run: int | None,
) -> None:
    """Keep what claims that bring something said, and judge those of whom one claim named several."""
    new_ids = {-place: pk for place, pk in enumerate(added, start=1)}
    richer = {new_ids.get(who, who) for who in claiming.gained.values()}
    said = [
        (claim, told(claim, keys), pk)
        for (claim, keys), pk in zip(given, ids, strict=True)
        if pk is not None and (claim.fields or claim.source or pk in richer)
    ]
    write_records(said, import_run=import_run)
    put_into_companies([(claim, pk) for claim, _content, pk in said], by=by)
    if claiming.shared:
        take_turns()
        judge(list(claiming.judgements(new_ids)), by=by)


def _add_newcomers(claiming: Claiming) -> list[int]:
    """Write the newcomers and the identifiers gained; returns the newcomers' ids in order."""
    now = stored_moment(clock.now())
    rows = [(claim.name or _whole_name(claim), claim.language, claim.segment, now) for claim in claiming.newcomers]
    columns = ("name", "language", "segment", "created_at")
    added = [pk for (pk,) in insert_rows(Customer._meta.db_table, columns, rows, ending="RETURNING id")]
    gained = [
        (kind, value, added[-who - 1] if who < 0 else who, now)
        for (kind, value), who in claiming.gained.items()
        if kind != RECORD
    ]
    insert_rows(Identifier._meta.db_table, ("kind", "value", "customer_id", "added_at"), gained)
    note_changed(sorted({*added, *(customer_id for _kind, _value, customer_id, _at in gained)}))
    return added


def _whole_name(claim: CustomerClaim) -> str:
    """The name that a claim gives in two fields."""
    return f"{claim.fields.get('given_name', '')} {claim.fields.get('family_name', '')}".strip()[:MAX_NAME]


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
        take_turns()  # before any row is locked, or two who join and fill would wait in a circle
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
        take_turns()
        with connection.cursor() as cursor:
            update = f"UPDATE {table} SET segment = %s WHERE id = %s"  # noqa: S608  names of ours
            cursor.executemany(update, [(segment, pk) for pk, segment in moved])


def _tell(claiming: Claiming, by: Viewer) -> None:
    counts = {
        "customers": len(claiming.newcomers),
        "identifiers": len(claiming.gained),
        "contested": claiming.contested,
    }
    if any(counts.values()):
        audit.record(by, "customers.added", what="customer", which="", changes=counts)
