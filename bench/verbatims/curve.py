"""The curve of learning: how right feelings are after so many corrections. The draw and the seeds are in the row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from aisance.verbatims.encoding.contracts import Encoder, Rows
from aisance.verbatims.encoding.vectors import centred
from aisance.verbatims.learning.linear import Task, learn
from aisance.verbatims.reading.book import delivered
from aisance.verbatims.reading.deep import deep_judge
from bench.rows import Row
from bench.verbatims.right import read_texts, row, taught
from bench.verbatims.sources import reviews, vectors

CURVE = (0, 50, 200, 1_000)
SEEDS = tuple(range(501, 511))
PLEASED = ("False", "True")
THIRDS = f"a third held out, mean and spread over seeds {SEEDS[0]} to {SEEDS[-1]}"


def curve(by: Encoder | None) -> Iterator[Row]:
    """French feeling in two classes after so many corrections, from what the book's sentences say before any.

    People correct what they read. The page of what weighs most leads to the texts that displease with a theme, the
    surest first, each with its buttons: this is the draw that is held to the bar. Beside it stands what the page of
    samples gives to code: texts at random, of which one in fifty is displeased.
    """
    texts = zip(read_texts([text for text, _stars in reviews()], "fr"), reviews(), strict=True)
    kept = [(one.text, stars > 3) for one, (_t, stars) in texts if one.language == "fr" and stars != 3]
    examples = [one for _code, one in delivered().examples if one.feeling]
    words = [*(one.text for one in examples), *(text for text, _good in kept)]
    rows = None
    if by:
        spoken = [one.language for one in examples] + ["fr"] * len(kept)
        rows = centred(vectors(by, words), spoken, deep_judge(delivered(), by).means)
    truth = np.array([*(one.feeling > 0 for one in examples), *(good for _text, good in kept)])
    for stage, own in (("fast", None), ("both", rows)):
        if stage == "both" and own is None:
            continue
        start = Start(words, own, truth, len(examples), _by_the_book(words, own, truth, len(examples)))
        for name, draw in (("corrections", _surest_displeased), ("coded at random", _at_random)):
            for n in CURVE if draw is _surest_displeased else CURVE[1:]:
                bar = 0.92 if n == 50 and draw is _surest_displeased else None
                yield _point(f"after {n:,} {name}, {stage}", start, n, draw, bar)


@dataclass(frozen=True, slots=True)
class Start:
    """The words, their vectors and whether each is pleased; from `first` on they are reviews, before that the book's.

    `odds` are what the book's sentences say of each: logarithms of chances, displeased and pleased.
    """

    words: Sequence[str]
    rows: Rows
    truth: Any
    first: int
    odds: Any


type Draw = Callable[[Start, Any, int, int], list[int]]


def _by_the_book(words: Sequence[str], rows: Rows, truth: Any, first: int) -> Any:
    book = taught(words, rows, range(first), [str(bool(one)) for one in truth])
    return np.log(book.heads["x"].chances(book.features(words, rows)))


def _point(name: str, start: Start, n: int, draw: Draw, bar: float | None) -> Row:
    found = np.array([_after(n, start, draw, seed) for seed in SEEDS])
    (accuracy, even, corrected), spread = found.mean(axis=0), found.std(axis=0, ddof=1)
    about = f"accuracy of two, ±{100 * spread[0]:.1f}; balanced {even:.4f} ±{spread[1]:.4f}; reviews, {THIRDS}"
    if corrected < n:
        about += f"; there are {corrected:.0f} to read"
    return row(name, float(accuracy), bar, round((len(start.truth) - start.first) / 3), about)


def _after(n: int, start: Start, draw: Draw, seed: int) -> tuple[float, float, int]:
    """Accuracy and balanced accuracy on a third of the reviews, after so many corrections in the others."""
    from sklearn.model_selection import train_test_split

    truth, first = start.truth, start.first
    seen, unseen = train_test_split(
        np.arange(first, len(truth)), test_size=1 / 3, random_state=seed, stratify=truth[first:]
    )
    found, some = start.odds[unseen], draw(start, seen, n, seed)
    if some:
        places = [*range(first), *some]
        classes = [str(bool(truth[place])) for place in some]
        task = Task(
            range(first, len(places)), classes, [1.0] * len(some), None, start.odds[some], PLEASED, start.odds[seen]
        )
        own = (None, None) if start.rows is None else (start.rows[places], start.rows[unseen])
        model = learn([start.words[place] for place in places], own[0], {"x": task})
        features = model.features([start.words[place] for place in unseen], own[1], found)
        found = model.heads["x"].chances(features)
    right = (found[:, 1] > found[:, 0]) == truth[unseen]
    even = float(np.mean([right[truth[unseen] == good].mean() for good in (True, False)]))
    return float(right.mean()), even, len(some)


def _surest_displeased(start: Start, seen: Any, n: int, seed: int) -> list[int]:
    """As the list of a theme that displeases has them: those that are surest to, then the others in their order."""
    return [int(place) for place in seen[np.argsort(-start.odds[seen, 0], kind="stable")][:n]]


def _at_random(start: Start, seen: Any, n: int, seed: int) -> list[int]:
    return [int(place) for place in np.random.default_rng(seed).permutation(seen)[:n]]
