"""What a clause feels, by a linear head over words and letters: the fast stage, always there.

The head learns from the sentences of the code book, and from the sentences that people corrected where there are any.
It is as good as those: what it reaches on real texts is measured by `make bench ONLY=verbatims`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aisance.verbatims.contracts import Feeling
from aisance.verbatims.reading.book import Book, Example
from aisance.verbatims.reading.masking import folded

STRENGTH = 10.0
"""The inverse of the ridge penalty; the measured optimum is flat between 1 and 100."""
WORDS = r"\b\w+\b|[!?]+"
SURE = 0.45
"""Under this probability of the likeliest feeling nothing is said: one of three is .33 by chance."""


@dataclass(frozen=True, slots=True)
class Felt:
    """The likeliest feeling and how likely, from 0 to 1."""

    feeling: Feeling
    probability: float

    @property
    def said(self) -> Feeling:
        """The feeling where it is sure enough, else neither."""
        return self.feeling if self.probability >= SURE else Feeling.NEITHER


class FastHead:
    """TF-IDF of words and of letters inside words, and a logistic regression on top, the same for every language."""

    def __init__(self, examples: Sequence[Example]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union

        features = make_union(
            TfidfVectorizer(preprocessor=folded, ngram_range=(1, 2), sublinear_tf=True, token_pattern=WORDS),
            TfidfVectorizer(preprocessor=folded, analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
        )
        head = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500)
        self._pipeline: Any = make_pipeline(features, head)
        self._pipeline.fit([one.text for one in examples], [int(one.feeling) for one in examples])

    def felt(self, clauses: Sequence[str]) -> list[Felt]:
        """The feeling of each clause, in order."""
        if not clauses:
            return []
        chances = self._pipeline.predict_proba(list(clauses))
        classes = [Feeling(int(one)) for one in self._pipeline.classes_]
        return [Felt(classes[int(row.argmax())], float(row.max())) for row in chances]


@lru_cache(maxsize=4)
def head_of(book: Book) -> FastHead:
    """The head that a book's own sentences teach; it takes a fifth of a second to learn."""
    return FastHead([example for _code, example in book.examples])
