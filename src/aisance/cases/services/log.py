"""The log of a case: whatever is done writes a line here, in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from aisance.cases.calendars.rules import open_seconds
from aisance.cases.contracts import PRIVATE_KINDS, CaseChanged, CaseRefusedError, EntryKind, StaleCaseError
from aisance.cases.models import Case, CaseEntry
from aisance.cases.queries.hours import calendar_of
from aisance.cases.queries.reading import changed_since
from aisance.cases.rules import FACT
from aisance.core import audit, clock
from aisance.core.events import emit
from aisance.core.permissions import Viewer
from aisance.lake.public import mark_stale

TOUCHES = frozenset(
    {
        *(EntryKind.NOTE, EntryKind.ASKED, EntryKind.MESSAGE_OUT, EntryKind.PROMISE, EntryKind.GESTURE),
        EntryKind.CLOSED,
    }
)
"""What counts as a first touch when a person does it: not taking a case, nor handing it on."""


def locked(case_id: int, version: int | None = None) -> Case:
    """The case, held until the end of the transaction. StaleCaseError where it is not at that version any more."""
    row = Case.objects.select_for_update().filter(pk=case_id).first()
    if row is None:
        raise CaseRefusedError("unknown")
    if version is not None and row.version != version:
        raise StaleCaseError(row.version, changed_since(case_id, version))
    return row


def still_open(row: Case) -> Case:
    """The case, if it is open."""
    if not row.is_open:
        raise CaseRefusedError("closed")
    return row


def write(row: Case, kind: EntryKind, *, by: Viewer, words: str = "", **more: Any) -> CaseEntry:
    """Add a line to the log of a case that is held; `more` are its `data`, `key`, `is_private` and `at`.

    The row bears what it says first; it is saved where this is a first touch.
    """
    now = clock.now()
    if row.first_touched_at is None and kind in TOUCHES and by.person_id:
        _note_first_touch(row, now)
    entry = CaseEntry.objects.create(
        case=row, kind=kind, by_id=by.person_id, words=words, version=row.version, **{"at": now, **more}
    )
    if kind not in {EntryKind.OPENED, EntryKind.CLOSED}:
        emit(CaseChanged(row.pk, entry.pk))
    return entry


def _note_first_touch(row: Case, now: datetime) -> None:
    row.first_touched_at = now
    row.touched_seconds = worked_seconds(row, now)
    row.save(update_fields=["first_touched_at", "touched_seconds"])
    mark_stale(FACT, [row.day])


def worked_seconds(row: Case, until: datetime) -> int:
    """How long a case was open by a moment, in working time of its unit."""
    return int(open_seconds(row.opened_at, until, calendar_of(row.unit_id)))


def save(row: Case, **fields: Any) -> Case:
    """Change a case that is held, which makes it a version newer."""
    for name, value in {**fields, "version": row.version + 1}.items():
        setattr(row, name, value)
    row.save(update_fields=[*fields, "version"])
    return row


def trace(by: Viewer, action: str, row: Case, **changes: Any) -> None:
    """One line of the audit trail about a case."""
    audit.record(by, action, what="case", which=row.number, changes=changes)


@transaction.atomic
def add_entry(
    case_id: int,
    kind: EntryKind,
    *,
    words: str = "",
    data: Mapping[str, Any] | None = None,
    is_private: bool = False,
    key: str = "",
    by: Viewer,
) -> int:
    """Add a line to the log of a case, open or not; its id. The same key again changes nothing."""
    row = locked(case_id)
    known = CaseEntry.objects.filter(key=key).first() if key else None
    if known:
        return known.pk
    private = is_private or kind in PRIVATE_KINDS
    entry = write(row, kind, by=by, words=words, data=dict(data or {}), key=key, is_private=private)
    return entry.pk


@transaction.atomic
def note(case_id: int, words: str, *, by: Viewer, private: bool = True) -> int:
    """Add words for colleagues; the id of the entry."""
    if not words.strip():
        raise CaseRefusedError("no_words")
    row = locked(case_id)
    entry = write(row, EntryKind.NOTE, by=by, words=words.strip(), is_private=private)
    trace(by, "case.noted", row)
    return entry.pk


@transaction.atomic
def ask_colleague(case_id: int, *, person_id: int, words: str, by: Viewer) -> int:
    """Ask a colleague in a case; the id of the entry (`data`: {"person": id})."""
    if not words.strip():
        raise CaseRefusedError("no_words")
    row = still_open(locked(case_id))
    entry = write(row, EntryKind.ASKED, by=by, words=words.strip(), data={"person": person_id}, is_private=True)
    trace(by, "case.asked", row, person=person_id)
    return entry.pk


@transaction.atomic
def answer_colleague(entry_id: int, words: str, *, by: Viewer) -> int:
    """Answer what was asked in an entry; the id of the new entry (`data`: {"asked": entry id})."""
    asked = CaseEntry.objects.filter(pk=entry_id, kind=EntryKind.ASKED).first()
    if asked is None:
        raise CaseRefusedError("unknown")
    if not words.strip():
        raise CaseRefusedError("no_words")
    row = locked(asked.case_id)
    entry = write(row, EntryKind.ANSWERED, by=by, words=words.strip(), data={"asked": entry_id}, is_private=True)
    trace(by, "case.answered", row, asked=entry_id)
    return entry.pk
