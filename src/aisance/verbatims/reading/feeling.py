"""What a clause feels, by a linear head over words and letters: the fast stage, always there.

The head learns from the sentences of the code book and from what is said to any service (`book/feelings.toml`). The
book alone knows too few words of feeling: "the person understood" has "nobody" in French and was taken for blame. What
the head reaches on real texts is measured by `make bench ONLY=verbatims`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aisance.core.later import Later
from aisance.verbatims.contracts import Feeling
from aisance.verbatims.reading.book import Book, Example, said_anywhere
from aisance.verbatims.reading.masking import straight

np: Any = Later("numpy")

STRENGTH = 5.0
"""The inverse of the ridge penalty; the measured optimum is flat between 3 and 30."""
WORDS = r"\b\w+\b|[!?]+"
_DENIAL = re.compile(r"\b(?:pas|jamais|aucun\w*|sans|ni|plus|peu|not|no|never|hardly|without|cannot)\b|n['’]t\b")
_WORD = re.compile(r"\b(?=\w)")
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


def with_denials(clause: str) -> str:
    """The folded words of a clause, those behind a denial marked: what is not clear is another word than what is.

    Pang, Lee and Vaithyanathan, 2002, EMNLP, after Das and Chen; a clause is short enough to be denied to its end.

    >>> with_denials("Ce n'est pas très clair")
    "ce n'est pas non_tres non_clair"
    """
    plain = straight(clause)
    denial = _DENIAL.search(plain)
    return plain[: denial.end()] + _WORD.sub("non_", plain[denial.end() :]) if denial else plain


class FastHead:
    """TF-IDF of words and of letters inside words, and a logistic regression on top, the same for every language."""

    def __init__(self, examples: Sequence[Example]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union

        features = make_union(
            TfidfVectorizer(preprocessor=with_denials, ngram_range=(1, 2), sublinear_tf=True, token_pattern=WORDS),
            TfidfVectorizer(preprocessor=straight, analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
        )
        head = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500)
        self._pipeline: Any = make_pipeline(features, head)
        self._pipeline.fit([one.text for one in examples], [int(one.feeling) for one in examples])

    def felt(self, clauses: Sequence[str]) -> list[Felt]:
        """The feeling of each clause, in order."""
        return likeliest(self.chances(clauses)) if clauses else []

    def chances(self, clauses: Sequence[str]) -> Any:
        """How likely each clause is displeased, neither and pleased, a row a clause."""
        return in_order(self._pipeline.predict_proba(list(clauses)), self._pipeline.classes_)


def in_order(chances: Any, classes: Sequence[Any]) -> Any:
    """Chances in the order of the feelings; a feeling that nothing taught has none."""
    found = np.zeros((len(chances), len(Feeling)))
    found[:, [list(Feeling).index(Feeling(int(one))) for one in classes]] = chances
    return found


def likeliest(chances: Any) -> list[Felt]:
    """The likeliest feeling of each row, and how likely."""
    return [Felt(list(Feeling)[int(row.argmax())], float(row.max())) for row in chances]


@lru_cache(maxsize=4)
def head_of(book: Book) -> FastHead:
    """The head that a book's own sentences teach, with what is said anywhere; it takes a fifth of a second to learn."""
    return FastHead([*(example for _code, example in book.examples), *said_anywhere()])
