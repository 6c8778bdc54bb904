"""Reads of the code book: which is in force, its versions, its draft."""

from functools import lru_cache

from django.db.models import QuerySet

from aisance.core.permissions import Viewer
from aisance.verbatims.models import BookVersion
from aisance.verbatims.permissions import EDIT_BOOK
from aisance.verbatims.reading.book import DELIVERED, Book, Entry, delivered, entries_of, of_entries


def _newest_first() -> QuerySet[BookVersion]:
    """The versions that were ever in force, the last one first."""
    return BookVersion.objects.filter(in_force_since__isnull=False).order_by("-in_force_since", "-pk")


def book_in_force() -> Book:
    """The book by which words are read now: the version put in force last, before any the delivered one. One query."""
    found = _newest_first().values_list("pk", "mark").first()
    return delivered() if found is None else _made(*found)


@lru_cache(maxsize=8)
def _made(pk: int, mark: str) -> Book:
    """The book of a version; the mark is part of what is asked for, since it says what the version holds."""
    version = BookVersion.objects.get(pk=pk)
    return book_of(version)


def number_in_force() -> int:
    """The number of the version put in force last; 0 for the delivered book."""
    return _newest_first().values_list("number", flat=True).first() or 0


def entries_in_force() -> list[Entry]:
    """The themes of the book in force as they are written down."""
    newest = _newest_first().first()
    return entries_of(DELIVERED.read_text(encoding="utf-8")) if newest is None else list(newest.themes)


def book_of(version: BookVersion) -> Book:
    """A version as a book."""
    return of_entries(version.themes, "book")


def versions(viewer: Viewer) -> QuerySet[BookVersion]:
    """Every version but the draft, the newest first; none for who may not edit the book."""
    rows = BookVersion.objects.filter(is_draft=False).select_related("made_by").order_by("-number")
    return rows if viewer.holds(EDIT_BOOK) else rows.none()


def draft(viewer: Viewer) -> BookVersion | None:
    """The draft, where there is one."""
    return BookVersion.objects.filter(is_draft=True).first() if viewer.holds(EDIT_BOOK) else None
