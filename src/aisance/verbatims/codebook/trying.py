"""What a change of a theme would gain and lose, on the words that customers wrote last."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from aisance.core.permissions import Viewer
from aisance.verbatims.models import Verbatim
from aisance.verbatims.permissions import EDIT_BOOK
from aisance.verbatims.reading.book import Book, Entry, of_entries
from aisance.verbatims.reading.clauses import Clause, clauses_of
from aisance.verbatims.reading.finding import themes_by_pattern
from aisance.verbatims.reading.lemmas import lemmas_of
from aisance.verbatims.reading.reading import State

SAMPLE = 5_000
SHOWN = 20
PATIENCE_SECONDS = 4.0
"""Nobody waits longer for a page; what was read by then is what is said."""
AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Found:
    """One text that the change gains or loses, in three pieces around the clause."""

    verbatim_id: int
    language: str
    before: str
    clause: str
    after: str


@dataclass(frozen=True, slots=True)
class Tried:
    """Of the `read` newest texts, how many the theme has before and after; the first of those gained and lost."""

    read: int
    texts_before: int
    texts_after: int
    gained: int
    lost: int
    gained_texts: tuple[Found, ...]
    lost_texts: tuple[Found, ...]


def try_theme(viewer: Viewer, now: Book, entry: Entry) -> Tried:
    """What the patterns of a theme find in place of those the book has now; a theme that is new had none."""
    code = entry["code"]
    mine = Book(tuple(theme for theme in now.themes if theme.code == code), now.mark)
    changed = of_entries([{**entry, "code": code.rpartition(".")[2]}], "tried")
    rows = Verbatim.objects.filter(viewer.scope(EDIT_BOOK).rows("answer__response__unit"), state=State.READ).order_by(
        "-pk"
    )
    found = _Tally()
    end = time.monotonic() + PATIENCE_SECONDS
    for start in range(0, SAMPLE, AT_ONCE):
        some = list(rows.values_list("pk", "text", "language")[start : start + AT_ONCE])
        for pk, text, language in some:
            found.take(pk, text, language, mine, changed)
        if len(some) < AT_ONCE or time.monotonic() > end:
            break
    return found.told()


class _Tally:
    def __init__(self) -> None:
        self.read = self.before = self.after = 0
        self.gained: list[tuple[int, str, str, Clause]] = []
        self.lost: list[tuple[int, str, str, Clause]] = []

    def take(self, pk: int, text: str, language: str, now: Book, changed: Book) -> None:
        self.read += 1
        clauses = [(clause, lemmas_of(clause.text, language)) for clause in clauses_of(text, language)]
        was = [clause for clause, lemmas in clauses if themes_by_pattern(lemmas, language, now)]
        will = [clause for clause, lemmas in clauses if themes_by_pattern(lemmas, language, changed)]
        self.before += bool(was)
        self.after += bool(will)
        if will and not was:
            self.gained.append((pk, language, text, will[0]))
        if was and not will:
            self.lost.append((pk, language, text, was[0]))

    def told(self) -> Tried:
        return Tried(
            *(self.read, self.before, self.after, len(self.gained), len(self.lost)),
            *(_shown(self.gained), _shown(self.lost)),
        )


def _shown(found: Sequence[tuple[int, str, str, Clause]]) -> tuple[Found, ...]:
    """The first of them, each said in other words."""
    different = {row[3].text: row for row in reversed(found)}
    return tuple(
        Found(pk, language, text[: one.start], one.text, text[one.start + len(one.text) :])
        for pk, language, text, one in list(different.values())[::-1][:SHOWN]
    )
