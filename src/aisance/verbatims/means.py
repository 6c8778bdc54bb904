"""By what words are read now: the book in force, the learned model in force, and the encoder where there is one."""

from dataclasses import dataclass
from functools import lru_cache

from aisance.verbatims.codebook.queries import book_in_force
from aisance.verbatims.encoding.choosing import encoder
from aisance.verbatims.encoding.contracts import Encoder
from aisance.verbatims.learning.judge import LearnedJudge
from aisance.verbatims.learning.linear import LinearModel
from aisance.verbatims.learning.queries import model_in_force, weights_of
from aisance.verbatims.reading.book import Book
from aisance.verbatims.reading.deep import deep_judge
from aisance.verbatims.reading.judging import Judge, fast_judge


@dataclass(frozen=True, slots=True)
class Means:
    """The book, the number of the learned model (0: none), and the judge of each stage that is made when asked for."""

    book: Book
    model: int = 0

    @property
    def fast(self) -> Judge:
        """The judge of the fast stage."""
        return self._taught(fast_judge(self.book))

    def deep(self, by: Encoder) -> Judge:
        """The judge of the deep stage; it takes seconds to make the first time."""
        return self._taught(deep_judge(self.book, by))

    @property
    def best(self) -> Judge:
        """The deepest judge that there is here."""
        found = encoder()
        return self.deep(found) if found else self.fast

    def _taught(self, judge: Judge) -> Judge:
        return LearnedJudge(judge, _loaded(self.model)) if self.model else judge


@lru_cache(maxsize=4)
def _loaded(number: int) -> LinearModel:
    return LinearModel.from_bytes(weights_of(number))


def means_in_force() -> Means:
    """What reads now. Two queries."""
    return Means(book_in_force(), model_in_force())
