"""Finds what themes are written about where one line is all that is known of each: no pattern, no example, no label.

A theme that somebody just thought of has a line that says what it is. The texts themselves say the rest: what lies near
a line, by its words and its vector, shows which other words go with it, and these find the texts that the line alone
does not.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aisance.core.later import Later
from aisance.verbatims.encoding.contracts import Rows
from aisance.verbatims.encoding.vectors import unit
from aisance.verbatims.reading.lemmas import lemmas_of
from aisance.verbatims.telling.stopping import is_telling

np: Any = Later("numpy")

STEM = 5
"""Words are compared by so many letters: `booking` and `booked`, `retard` and `retardé`."""
USUAL_WORDS = 50.0
"""Each theme is taken to have been seen with so many words of the usual mixture, so that one text teaches little."""
WORDS_WEIGHT = 0.5
"""What the words of a line count beside its vector; all of 0 to 1 was measured and is nearly as good."""
COLDEST, WARMEST = 1.0, 50.0


@dataclass(frozen=True, slots=True)
class Lines:
    """One line a theme, all in one language, and their centred vectors where there is an encoder."""

    texts: Sequence[str]
    language: str
    rows: Rows = None


def chances_by_lines(lines: Lines, texts: Sequence[str], rows: Rows = None) -> Any:
    """How likely each text is about each theme rather than the others, a row a text that adds up to 1.

    `rows` are the centred vectors of the texts; without them, or those of the lines, words alone are compared. It wants
    two lines at least and a few hundred texts; of fewer it learns little. 8,000 texts take about five seconds.
    """
    words = [_telling(text, lines.language) for text in texts]
    evidence = _by_words([_telling(line, lines.language) for line in lines.texts], words)
    if rows is not None and lines.rows is not None:
        evidence = WORDS_WEIGHT * evidence + _by_vectors(lines.rows, rows)
    first = _softmax(evidence)
    scores = _learned(first, words)
    usual = np.log(first.mean(axis=0))
    return _softmax(scores / _temperature(scores, usual, first) + usual)


def _telling(text: str, language: str) -> list[str]:
    return [word for word in lemmas_of(text, language) if is_telling(word)]


def _by_vectors(lines: Rows, rows: Rows) -> Any:
    """How near each text is to each line; neither what all texts share nor a line near to everything counts."""
    shared = rows.mean(axis=0)
    return _even(unit(rows - shared) @ unit(lines - shared).T)


def _by_words(lines: Sequence[Sequence[str]], texts: Sequence[Sequence[str]]) -> Any:
    """The words of a line that stand in each text, by their rareness, less where several lines have them."""
    said = [{word[:STEM] for word in line} for line in lines]
    held = [{word[:STEM] for word in words} for words in texts]
    lines_with = Counter(word for one in said for word in one)
    texts_with = Counter(word for one in held for word in one)
    weights = {word: np.log(len(texts) / texts_with[word]) / n for word, n in lines_with.items() if texts_with[word]}
    return _even(np.array([[sum(weights[word] for word in one & words) for one in said] for words in held]))


def _even(scores: Any) -> Any:
    """Scores without the mean of their line, with a spread of 1."""
    scores = scores - scores.mean(axis=0)
    return scores / (scores.std() or 1.0)


def _learned(first: Any, texts: Sequence[Sequence[str]]) -> Any:
    """Naive Bayes: the log-likelihood of each text's words under each theme, as the first reading has them."""
    from sklearn.feature_extraction.text import CountVectorizer

    if not any(texts):
        return np.log(first)
    counts = CountVectorizer(analyzer=list, binary=True).fit_transform(texts)
    usual = np.asarray(counts.sum(axis=0)).ravel() / counts.sum()
    seen = counts.T @ first + USUAL_WORDS * usual[:, None]
    return counts @ np.log(seen / seen.sum(axis=0))


def _temperature(scores: Any, usual: Any, first: Any) -> float:
    """Words of a text go together, so that naive Bayes is too sure: by how much, the first reading says.

    The temperature at which the cross-entropy of what was learned to the first reading is least.
    """
    from scipy.optimize import minimize_scalar

    def cross(temperature: float) -> float:
        return -float((first * np.log(_softmax(scores / temperature + usual) + 1e-12)).sum(axis=1).mean())

    return float(minimize_scalar(cross, bounds=(COLDEST, WARMEST), method="bounded").x)


def _softmax(scores: Any) -> Any:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
