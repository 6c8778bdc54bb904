"""The client book: writes, changes and removes notes, and reads them by unit."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.models import Asking, BookNote
from aisance.customers.permissions import READ_BOOK, WRITE_BOOK
from aisance.customers.profile.contracts import Fate, NoteDraft, Way
from aisance.customers.profile.sensitive import sensitive_words


class SensitiveError(ValueError):
    """Words that need a reason to stay; `found` are they."""

    def __init__(self, heard: str) -> None:
        super().__init__("sensitive words without a reason")
        self.found = sensitive_words(heard)


def readers_of(viewer: Viewer) -> Q:
    """The notes that somebody may read: of the units they answer for, and of those that these belong to.

    A note for a centre is read by its teams; a note for a team is not read by the next one.
    """
    scope = viewer.scope(READ_BOOK)
    above = {path for prefix in scope.paths for path in _path_and_above(prefix)}
    return scope.rows("unit") | Q(unit__path__in=above)


def _path_and_above(path: str) -> list[str]:
    """A unit's path and those of the units it belongs to: /1/4/9/ lies in /1/4/ and in /1/."""
    parts = path.strip("/").split("/")
    return [f"/{'/'.join(parts[:count])}/" for count in range(1, len(parts) + 1) if parts[0]]


def notes_about(viewer: Viewer, customer_ids: Collection[int]) -> QuerySet[BookNote]:
    """The notes in force about one person that the viewer may read, the latest first."""
    rows = BookNote.objects.filter(readers_of(viewer), customer_id__in=customer_ids)
    return _in_force(rows).select_related("unit").order_by("-written_at", "-pk")


def _in_force(rows: QuerySet[BookNote]) -> QuerySet[BookNote]:
    return rows.filter(replaced_at__isnull=True, expires_at__gt=clock.now())


def note_seen(viewer: Viewer, note_id: int) -> BookNote | None:
    """A note in force that the viewer may read; null also where there is none."""
    rows = BookNote.objects.filter(readers_of(viewer), pk=note_id)
    return _in_force(rows).select_related("unit").first()


def may_change(viewer: Viewer, note: BookNote) -> bool:
    """Its author may, and whoever writes in its unit or answers for it; each version names who wrote it."""
    is_author = viewer.person_id is not None and viewer.person_id == note.author_id
    return viewer.holds(WRITE_BOOK) and (is_author or viewer.scope(WRITE_BOOK).covers(note.unit.path or ""))


def versions_before(note: BookNote) -> list[BookNote]:
    """What a note said before, the latest first."""
    root = note.first_id or note.pk
    rows = BookNote.objects.filter(Q(pk=root) | Q(first_id=root), replaced_at__isnull=False)
    return list(rows.order_by("-number"))


def confirmed_notes(viewer: Viewer) -> QuerySet[BookNote]:
    """The notes in force whose sensitive words an author confirmed, the latest first."""
    rows = BookNote.objects.filter(readers_of(viewer)).exclude(confirmed_because="")
    return _in_force(rows).select_related("unit").order_by("-written_at", "-pk")


@transaction.atomic
def write_note(*, customer_id: int, draft: NoteDraft, by: Viewer) -> int:
    """Write a note; its id. Raises SensitiveError where it holds sensitive words and no reason why they stay."""
    note = _written(customer_id, draft, clock.now(), by)
    contact = f"note:{note.pk}"
    words = {"way": Way.LISTENING, "fate": Fate.HEARD, "at": note.written_at, "by": note.author}
    Asking.objects.create(customer_id=customer_id, field=None, contact=contact, **words)
    audit.record(by, "note.written", what="note", which=note.pk, changes=_trace(note))
    return note.pk


def _written(
    customer_id: int, draft: NoteDraft, written_at: datetime, by: Viewer, first: BookNote | None = None, number: int = 1
) -> BookNote:
    kinds = sorted({found.kind for found in sensitive_words(draft.heard)})
    if kinds and not draft.because.strip():
        raise SensitiveError(draft.heard)
    return BookNote.objects.create(
        customer_id=customer_id,
        unit_id=draft.unit_id,
        first=first,
        number=number,
        heard=draft.heard,
        subject=draft.subject,
        purpose=draft.purpose,
        author=by.name[:150],
        author_id=by.person_id,
        written_at=written_at,
        expires_at=_end(draft.keep_days, written_at, first),
        sensitive=kinds,
        confirmed_because=draft.because.strip()[:300] if kinds else "",
    )


def _end(keep_days: int, written_at: datetime, first: BookNote | None) -> datetime:
    """When a note goes: counted from its first version, so that a change never prolongs it beyond what is set."""
    since = first.written_at if first else written_at
    return max(since + timedelta(days=keep_days), written_at + timedelta(days=1))


def _trace(note: BookNote) -> dict[str, object]:
    """What the trail keeps of a note: everything but its words."""
    return {
        "customer": note.customer_id,
        "unit": note.unit_id,
        "purpose": note.purpose,
        "sensitive": list(note.sensitive),
    }


@transaction.atomic
def change_note(*, note_id: int, draft: NoteDraft, by: Viewer) -> int:
    """Write the next version of a note; its id. Raises SensitiveError as `write_note`, LookupError where it is gone."""
    note = _locked(note_id)
    now = clock.now()
    first_id = note.first_id or note.pk
    BookNote.objects.filter(pk=note.pk).update(replaced_at=now)
    first = note if note.first_id is None else BookNote.objects.get(pk=first_id)
    later = _written(note.customer_id, draft, now, by, first=first, number=note.number + 1)
    audit.record(by, "note.changed", what="note", which=first_id, changes=_trace(later))
    return later.pk


@transaction.atomic
def remove_note(*, note_id: int, is_wish: bool, by: Viewer) -> None:
    """Remove a note with all its versions; the trail keeps that it was there, and none of its words.

    `is_wish` says that the customer wanted it gone, which counts as a refusal. Raises LookupError where it is gone.
    """
    note = _locked(note_id)
    first_id = note.first_id or note.pk
    if is_wish:
        line = Asking.objects.filter(customer_id=note.customer_id, contact=f"note:{first_id}")
        line.update(fate=Fate.REFUSED)
    audit.record(by, "note.removed", what="note", which=first_id, changes={**_trace(note), "wish": is_wish})
    BookNote.objects.filter(pk=first_id).delete()


def _locked(note_id: int) -> BookNote:
    note = BookNote.objects.select_for_update().filter(pk=note_id, replaced_at__isnull=True).first()
    if note is None:
        raise LookupError(note_id)
    return note


@transaction.atomic
def remove_expired_notes() -> int:
    """Remove the notes whose time is over, with all their versions; how many versions went."""
    over = BookNote.objects.filter(expires_at__lte=clock.now(), replaced_at__isnull=True)
    roots = {first or pk for pk, first in over.values_list("pk", "first_id")}
    removed, _rows = BookNote.objects.filter(Q(pk__in=roots) | Q(first_id__in=roots)).delete()
    return removed


def notes_held(customer_ids: Sequence[int]) -> QuerySet[BookNote]:
    """Every version of every note about one person, for them to read: oldest first."""
    rows = BookNote.objects.filter(customer_id__in=customer_ids)
    return rows.select_related("unit").order_by("written_at", "pk")
