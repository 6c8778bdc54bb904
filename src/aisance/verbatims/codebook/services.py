"""The only writers of the code book: a draft, which is edited, and versions, which are put in force."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.verbatims.models import BookVersion
from aisance.verbatims.reading.book import DELIVERED, Entry, entries_of, of_entries

NAME = "book"


def _next_number() -> int:
    newest = BookVersion.objects.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def _ensure_first() -> None:
    """Keep the delivered book as the first version, so that there is one to come back to."""
    if BookVersion.objects.exists():
        return
    entries, now = entries_of(DELIVERED.read_text(encoding="utf-8")), clock.now()
    mark = of_entries(entries, NAME).mark
    BookVersion.objects.create(number=1, themes=entries, mark=mark, note="", made_at=now, in_force_since=now)


@transaction.atomic
def open_draft(*, by: Viewer) -> BookVersion:
    """The draft; where there is none, one that begins as the book in force."""
    _ensure_first()
    held = BookVersion.objects.select_for_update().filter(is_draft=True).first()
    if held is not None:
        return held
    force = BookVersion.objects.filter(in_force_since__isnull=False).order_by("-in_force_since", "-pk").first()
    assert force is not None  # the first version is in force since it exists
    made = BookVersion.objects.create(
        number=_next_number(),
        is_draft=True,
        themes=force.themes,
        mark=force.mark,
        made_by_id=by.person_id,
        made_at=clock.now(),
    )
    audit.record(by, "book.draft_opened", what="code book", which=made.number)
    return made


@transaction.atomic
def save_theme(entry: Entry, *, by: Viewer) -> BookVersion:
    """Write a theme into the draft: in place of the one with its code, or below its parent. Raises ValueError."""
    held = open_draft(by=by)
    themes = list(held.themes)
    places = [place for place, one in enumerate(themes) if one["code"] == entry["code"]]
    if places:
        themes[places[0]] = entry
    else:
        themes.insert(_place_of_new(themes, entry["code"]), entry)
    return _kept(held, themes, "book.theme_saved", entry["code"], by)


def _place_of_new(themes: Sequence[Entry], code: str) -> int:
    """Behind the last theme of its parent; at the end where it has none."""
    parent = code.rpartition(".")[0]
    family = [place for place, one in enumerate(themes) if parent and f"{one['code']}.".startswith(f"{parent}.")]
    return family[-1] + 1 if family else len(themes)


@transaction.atomic
def remove_theme(code: str, *, by: Viewer) -> BookVersion:
    """Take a theme, and those below it, out of the draft. Raises ValueError where nothing would be left."""
    held = open_draft(by=by)
    themes = [one for one in held.themes if not f"{one['code']}.".startswith(f"{code}.")]
    if not themes:
        raise ValueError("A book has at least one theme.")
    return _kept(held, themes, "book.theme_removed", code, by)


def _kept(held: BookVersion, themes: list[Any], action: str, code: str, by: Viewer) -> BookVersion:
    held.mark = of_entries(themes, NAME).mark
    held.themes = themes
    held.save(update_fields=["themes", "mark"])
    audit.record(by, action, what="code book", which=held.number, changes={"code": [None, code]})
    return held


@transaction.atomic
def publish(note: str, *, by: Viewer) -> BookVersion | None:
    """Put the draft in force; the worker then reads the past again. Null where there is no draft."""
    held = BookVersion.objects.select_for_update().filter(is_draft=True).first()
    if held is None:
        return None
    held.is_draft, held.note, held.in_force_since, held.made_by_id = False, note, clock.now(), by.person_id
    held.save(update_fields=["is_draft", "note", "in_force_since", "made_by"])
    audit.record(by, "book.published", what="code book", which=held.number)
    return held


@transaction.atomic
def discard_draft(*, by: Viewer) -> bool:
    """Throw the draft away; whether there was one."""
    number = BookVersion.objects.filter(is_draft=True).values_list("number", flat=True).first()
    if number is None:
        return False
    BookVersion.objects.filter(is_draft=True).delete()
    audit.record(by, "book.draft_discarded", what="code book", which=number)
    return True


@transaction.atomic
def put_in_force(number: int, *, by: Viewer) -> bool:
    """Go back to a version, or forward again; whether there is such a version."""
    held = BookVersion.objects.select_for_update().filter(number=number, is_draft=False)
    if not held.update(in_force_since=clock.now()):
        return False
    audit.record(by, "book.put_in_force", what="code book", which=number)
    return True
