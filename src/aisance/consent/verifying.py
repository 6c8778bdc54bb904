"""Verifies the chain of the ledger from its first entry to its last, and names the first link that is broken."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aisance.consent.chain import hash_of, seal_of
from aisance.consent.models import Entry, EntryPerson, Notice
from aisance.consent.sealing import FIRST, canonical, digest
from aisance.core.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Verified:
    """How long the chain is, how it ends, of how many entries the person was erased, and what is broken, in words.

    `broken_at` is the position of the first link that does not hold; null where all do.
    """

    entries: int
    head: str
    erased: int
    broken_at: int | None = None
    why: str = ""


def verify() -> Verified:
    """Read the whole ledger once. 100,000 entries take a few seconds."""
    changed = _changed_notices()
    expected, previous, erased = 1, FIRST, 0
    for entry in _entries():
        person: EntryPerson | None = getattr(entry, "person", None)
        why = _fault(entry, expected, previous) or _fault_of_person(entry, person)
        if not why and entry.notice_id in changed:
            why = _("the words of its notice were changed")
        if why:
            return Verified(expected - 1, previous, erased, expected, why)
        erased += person is None
        expected, previous = entry.position + 1, entry.hash
    return _with_the_end(Verified(expected - 1, previous, erased))


def _entries() -> Iterator[Entry]:
    rows = Entry.objects.select_related("notice", "person").order_by("position")
    found: Iterator[Entry] = rows.iterator(chunk_size=2_000)
    return found


def _fault(entry: Entry, expected: int, previous: str) -> str:
    if entry.position != expected:
        return _("it is missing")
    if entry.previous_hash != previous:
        return _("it does not follow the one before it")
    return "" if entry.hash == hash_of(entry) else _("it was changed")


def _fault_of_person(entry: Entry, person: EntryPerson | None) -> str:
    if person is None:
        return ""
    return "" if seal_of(person) == entry.seal else _("whom it is about, or its proof, was changed")


def _changed_notices() -> set[int]:
    return {row.pk for row in Notice.objects.all() if digest(canonical(row.text)) != row.digest}


def _with_the_end(found: Verified) -> Verified:
    """The audit trail knows how the chain ended when it was last written: who cuts the end off is found out."""
    last = AuditEntry.objects.filter(action="consent.recorded").order_by("-pk").first()
    if last is None:
        return found
    position = int(last.changes.get("position", 0))
    known = Entry.objects.filter(position=position).values_list("hash", flat=True).first()
    if known == last.changes.get("hash"):
        return found
    why = _("the audit trail knows another end of the ledger")
    return Verified(found.entries, found.head, found.erased, position, why)
