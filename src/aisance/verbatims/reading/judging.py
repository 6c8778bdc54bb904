"""What a clause feels and is about: the contract of a judge, and the judge of the fast stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from aisance.verbatims.encoding.contracts import Rows
from aisance.verbatims.reading.book import Book
from aisance.verbatims.reading.feeling import Felt, head_of
from aisance.verbatims.reading.finding import themes_by_pattern
from aisance.verbatims.reading.lemmas import lemmas_of


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one clause and their language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What a clause feels, and the codes of the themes it is about, the general one among them."""

    felt: Felt
    themes: tuple[str, ...]


class Judge(Protocol):
    """Reads clauses by themselves; `mark` says by what, in at most 60 letters."""

    mark: str

    def judged(self, clauses: Sequence[Said], rows: Rows = None) -> list[Judged]:
        """One judgement a clause, in order; `rows` are their vectors, which a judge of the fast stage needs not."""
        ...


class FastJudge:
    """Themes by the book's patterns, feeling by the head its sentences taught: always there."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.mark = book.mark

    def judged(self, clauses: Sequence[Said], rows: Rows = None) -> list[Judged]:
        """One judgement a clause, in order."""
        felt = head_of(self.book).felt([one.text for one in clauses])
        return [Judged(feels, patterns(one, self.book)) for one, feels in zip(clauses, felt, strict=True)]


def patterns(clause: Said, book: Book) -> tuple[str, ...]:
    """The codes that a book's patterns find in a clause."""
    return themes_by_pattern(lemmas_of(clause.text, clause.language), clause.language, book)


@lru_cache(maxsize=4)
def fast_judge(book: Book) -> FastJudge:
    """The judge of the fast stage for a book."""
    return FastJudge(book)
