"""The only writers of the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from aisance.consent.chain import hash_of, personal_of
from aisance.consent.contracts import EVERY, Act, ConsentChanged, ConsentReason, Method, NewEntry, Recorded
from aisance.consent.models import Entry, EntryPerson, Notice
from aisance.consent.queries import kinds_of_purposes, states_of
from aisance.consent.ready import READY_MADE
from aisance.consent.rules import FROM_FILES, SAYS_NO, SAYS_YES, State, says_nothing_new, stops
from aisance.consent.sealing import FIRST, canonical, digest, new_salt, seal
from aisance.core import audit, clock
from aisance.core.decisions import Refused
from aisance.core.events import emit_all
from aisance.core.permissions import Viewer
from aisance.customers.public import members

LEDGER_LOCK = 7_340_224
"""Any number that no other lock of ours bears."""

OPENS = SAYS_YES | {Act.RESTARTED, Act.RESUMED}
"""What takes back what was said under another record of the same person."""


@dataclass(slots=True)
class _Chain:
    """The end of the chain while a batch is written."""

    position: int
    hash: str


@transaction.atomic
def record(entries: Sequence[NewEntry], *, by: Viewer) -> list[Recorded | Refused]:
    """Write what customers said at the end of the ledger, in order; Refused(ConsentReason) where it says nothing.

    Joins the caller's transaction. Writers go in a row until their transactions end, so that there is one chain. An
    event ConsentChanged follows each entry. What a person allows anew is written under each of their records that
    forbade it, so that it holds, and holds still if the records are told apart.
    """
    kinds = set(kinds_of_purposes())
    _one_at_a_time()
    known = _known_keys(entries)
    chain, found = _end(), list[Recorded | Refused]()
    written: list[tuple[Entry, EntryPerson]] = []
    for entry in entries:
        if entry.key and entry.key in known:
            found.append(Recorded(known[entry.key], is_new=False))
            continue
        problem = _problem(entry, kinds)
        if problem is None:
            place, rows = _written(entry, chain, by)
            written += rows
            known.update({entry.key: place} if entry.key else {})
            found.append(Recorded(place))
        else:
            found.append(Refused(problem))
    _store(written, chain, by)
    return found


def _one_at_a_time() -> None:
    """Wait until no other writer is at the end of the chain. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])


def _known_keys(entries: Iterable[NewEntry]) -> dict[str, int]:
    keys = {entry.key for entry in entries if entry.key}
    rows = EntryPerson.objects.filter(key__in=keys) if keys else EntryPerson.objects.none()
    return dict(rows.values_list("key", "entry_id"))


def _end() -> _Chain:
    last = Entry.objects.order_by("-position").values_list("position", "hash").first()
    return _Chain(*last) if last else _Chain(0, FIRST)


def _problem(entry: NewEntry, purposes: set[str]) -> ConsentReason | None:
    if entry.act in SAYS_YES and EVERY in (entry.purpose, entry.channel):
        return ConsentReason.TOO_WIDE
    # A no is heeded whatever it is about.
    if entry.purpose not in purposes | {EVERY} and entry.act not in SAYS_NO:
        return ConsentReason.UNKNOWN_PURPOSE
    if entry.act == Act.PAUSED and entry.until is None:
        return ConsentReason.NO_END
    if entry.notice is not None and notice_row(entry.purpose, entry.notice) is None:
        return ConsentReason.UNKNOWN_NOTICE
    return None


def notice_row(purpose: str, number: int) -> Notice | None:
    """A version of a notice as it is stored; a ready-made one is stored when it is first used."""
    row = Notice.objects.filter(purpose=purpose, number=number).first()
    card = next((card for card in READY_MADE if (card.code, card.notice) == (purpose, number)), None)
    if row is None and card is not None:
        row = add_notice(purpose, number, dict(card.notice_text), clock.now())
    return row


def add_notice(purpose: str, number: int, text: dict[str, str], at: datetime) -> Notice:
    """Store a version; the words are never changed after."""
    return Notice.objects.create(
        purpose=purpose, number=number, text=text, digest=digest(canonical(text)), created_at=at
    )


def _written(entry: NewEntry, chain: _Chain, by: Viewer) -> tuple[int, list[tuple[Entry, EntryPerson]]]:
    """The rows of one entry: under the record it came for, and under others that it opens again."""
    rows = [_linked(entry, chain, by)]
    place = rows[0][0].position
    if entry.act in OPENS and entry.method not in FROM_FILES:
        others = [row for row in members([entry.customer_id]).get(entry.customer_id, ()) if row != entry.customer_id]
        states = states_of(others)
        shut = [row for row in others if row in states and _is_shut(states[row], entry)]
        rows += [_linked(replace(entry, customer_id=row, key=""), chain, by) for row in shut]
    return place, rows


def _is_shut(state: State, entry: NewEntry) -> bool:
    """Whether something said under a record forbids what is now allowed."""
    closing = {Act.PAUSED} if entry.act == Act.RESUMED else SAYS_NO | {Act.PAUSED}
    return any(said.act in closing for said in state.values())


def _linked(entry: NewEntry, chain: _Chain, by: Viewer) -> tuple[Entry, EntryPerson]:
    """One entry and its personal part, after the end of the chain, which moves on."""
    kind, value = entry.identifier
    person = EntryPerson(
        entry_id=chain.position + 1,
        customer_id=entry.customer_id,
        kind=kind,
        value=value,
        place=entry.place[:80],
        proof=dict(entry.proof),
        salt=new_salt(),
        key=entry.key,
    )
    row = Entry(
        position=chain.position + 1,
        at=clock.now(),
        said_at=entry.said_at,
        purpose=entry.purpose,
        channel=entry.channel,
        act=entry.act.value,
        method=entry.method.value,
        notice=notice_row(entry.purpose, entry.notice) if entry.notice is not None else None,
        language=entry.language,
        until=entry.until,
        wish=entry.wish,
        actor=actor_of(by),
        seal=seal(person.salt, personal_of(person)),
        previous_hash=chain.hash,
    )
    row.hash = hash_of(row)
    chain.position, chain.hash = row.position, row.hash
    return row, person


def actor_of(by: Viewer) -> str:
    """Who writes, without a name: it stays in the chain for good.

    >>> actor_of(Viewer(kind="person", name="Ada", person_id=12)), actor_of(Viewer(kind="system", name="mail"))
    ('person:12', 'system:mail')
    """
    which = by.person_id or by.key_id or (by.name if by.kind == "system" else "")
    return f"{by.kind}:{which}"[:60]


def _store(written: Sequence[tuple[Entry, EntryPerson]], chain: _Chain, by: Viewer) -> None:
    if not written:
        return
    Entry.objects.bulk_create([row for row, _person in written], batch_size=500)
    EntryPerson.objects.bulk_create([person for _row, person in written], batch_size=500)
    emit_all([_changed(row, person) for row, person in written])
    # The trail knows where the chain ended: a ledger that lost its end does not agree with it.
    changes = {"entries": len(written), "position": chain.position, "hash": chain.hash}
    which = written[0][1].customer_id if len({person.customer_id for _row, person in written}) == 1 else ""
    audit.record(by, "consent.recorded", what="customer", which=which, changes=changes)


def _changed(row: Entry, person: EntryPerson) -> ConsentChanged:
    at = (row.said_at or row.at).isoformat()
    return ConsentChanged(person.customer_id, row.purpose, row.channel, row.act, row.method, row.position, at)


@transaction.atomic
def withdraw(
    customer_id: int, *, by: Viewer, method: Method, purpose: str = EVERY, channel: str = EVERY, via: str = ""
) -> bool:
    """The customer wants nothing more for a purpose, or for any but legal and service ones; false where that is known.

    `via` says how we know, as the key of the message whose link was followed.
    """
    proof = {"via": via} if via else {}
    entry = NewEntry(customer_id, Act.WITHDRAWN, method, purpose, channel, proof=proof)
    _one_at_a_time()
    state = states_of([customer_id]).get(customer_id, {})
    if says_nothing_new(state, entry.act, purpose, channel):
        return False
    record([entry], by=by)
    return True


def withdraw_all(customer_id: int, *, via: str, by: Viewer) -> bool:
    """The customer wants nothing more by any channel, legal and service messages apart; false where that is known."""
    return withdraw(customer_id, by=by, method=Method.REPLY, via=via)


@transaction.atomic
def restart(customer_id: int, *, via: str, by: Viewer, method: Method = Method.REPLY) -> int:
    """The customer takes their stops back; how many stood. Of somebody who never said stop, nothing changes.

    Silence holds again: what needs a consent still needs one.
    """
    rows = members([customer_id]).get(customer_id, (customer_id,))
    standing = sum(len(stops(state)) for state in states_of(rows).values())
    if standing:
        record([NewEntry(customer_id, Act.RESTARTED, method, proof={"via": via})], by=by)
    return standing


def note_ledger_taken(*, rows: int, form: str, by: Viewer) -> None:
    """Write down that somebody took the ledger along, how long it was and as what."""
    audit.record(by, "consent.taken", what="consent", which="", changes={"rows": rows, "format": form})
