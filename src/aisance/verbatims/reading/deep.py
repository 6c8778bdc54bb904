"""The judge of the deep stage: sentence vectors, and heads on them that sentences of the book and others teach.

No label of the source is needed: what is said in one language is carried to the other. A feeling is that of the known
sentences near a clause: those of the book, and what is said to any service, facts without a word of feeling among it.
What the fast stage feels in the words counts beside the vectors, which know what is meant and are blind to a single
"not". A theme that its patterns found stays; one that they did not find is added where the vectors are sure of it.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from aisance.core.later import Later
from aisance.verbatims.encoding.contracts import Encoder, Rows
from aisance.verbatims.encoding.vectors import centred
from aisance.verbatims.reading.book import Book, Example, delivered, said_anywhere, told_anywhere
from aisance.verbatims.reading.feeling import Felt, head_of, likeliest
from aisance.verbatims.reading.judging import Judged, Said, patterns
from aisance.verbatims.reading.nearness import NearHead

np: Any = Later("numpy")

THEME_STRENGTH = 10.0
WORDS_WEIGHT = 0.3
"""What the words of the fast stage weigh beside the vectors; .2 to .35 was measured and is nearly as good."""
ADDED_FROM = 0.40
"""A theme that no pattern found is added from here on; to drop found ones by a low probability made things worse."""


class DeepJudge:
    """Feels and finds by vectors; it takes ten seconds to learn, which is the encoding of sentences.

    `beside` are sentences that belong to no book, with their vectors: they teach the feeling alone.
    """

    def __init__(self, book: Book, encoder: Encoder, beside: tuple[Sequence[Example], Rows] = ((), None)) -> None:
        from sklearn.linear_model import LogisticRegression

        self.book, self.encoder = book, encoder
        self.mark = f"{book.mark} {encoder.mark}"[:60]
        self.means = _means(encoder)
        examples = list(book.examples)
        rows = self.vectors([Said(one.text, one.language) for _code, one in examples])
        self.rows, self.examples = rows, examples
        others, other_rows = beside
        feelings = [int(one.feeling) for one in (*(one for _code, one in examples), *others)]
        self._feeling = NearHead(np.vstack([rows, other_rows]) if others else rows, feelings)
        self._theme: Any = LogisticRegression(C=THEME_STRENGTH, class_weight="balanced", max_iter=500)
        self._theme.fit(rows, [code for code, _one in examples])

    def vectors(self, clauses: Sequence[Said]) -> Rows:
        """The centred unit vectors of clauses."""
        rows = self.encoder.encode([one.text for one in clauses])
        return centred(rows, [one.language for one in clauses], self.means)

    def judged(self, clauses: Sequence[Said], rows: Rows = None) -> list[Judged]:
        """One judgement a clause, in order; `rows` are their vectors where they are known."""
        if not clauses:
            return []
        rows = self.vectors(clauses) if rows is None else rows
        felt = self._felt([one.text for one in clauses], rows)
        chances = self._theme.predict_proba(rows)
        return [
            Judged(feels, self._themes(clause, dict(zip(self._theme.classes_, chance, strict=True))))
            for clause, feels, chance in zip(clauses, felt, chances, strict=True)
        ]

    def _felt(self, texts: Sequence[str], rows: Rows) -> list[Felt]:
        """The feeling by vectors and by words: the weighted geometric mean of what both find likely."""
        chances = self._feeling.chances(rows) ** (1 - WORDS_WEIGHT) * head_of(self.book).chances(texts) ** WORDS_WEIGHT
        return likeliest(chances / chances.sum(axis=1, keepdims=True))

    def themes_at(self, rows: Rows) -> Any:
        """The probability of each theme with examples, a row a vector, and their codes."""
        return self._theme.predict_proba(rows), list(self._theme.classes_)

    def _themes(self, clause: Said, chances: dict[str, float]) -> tuple[str, ...]:
        found = list(patterns(clause, self.book))
        likeliest = max(chances, key=lambda code: chances[code])
        if chances[likeliest] >= ADDED_FROM and likeliest not in found:
            found.append(likeliest)
        return tuple(found)


@lru_cache(maxsize=2)
def _means(encoder: Encoder) -> dict[str, Rows]:
    """What all sentences of a language share: the mean of the delivered book's, which no edit of a book moves."""
    examples = [one for _code, one in delivered().examples]
    rows = encoder.encode([one.text for one in examples])
    languages = np.array([one.language for one in examples])
    return {str(language): rows[languages == language].mean(axis=0) for language in np.unique(languages)}


@lru_cache(maxsize=2)
def _beside(encoder: Encoder) -> tuple[Sequence[Example], Rows]:
    """What is said to any service and its vectors, which are the same for every book."""
    examples = (*said_anywhere(), *told_anywhere())
    rows = encoder.encode([one.text for one in examples])
    return examples, centred(rows, [one.language for one in examples], _means(encoder))


@lru_cache(maxsize=2)
def deep_judge(book: Book, encoder: Encoder) -> DeepJudge:
    """The judge of the deep stage for a book."""
    return DeepJudge(book, encoder, _beside(encoder))
