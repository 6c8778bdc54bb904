"""Teaches a linear model what people corrected, beside the sentences of the code book."""

from collections.abc import Sequence
from typing import Any

from aisance.core.later import Later
from aisance.verbatims.encoding.contracts import Rows
from aisance.verbatims.learning.judge import FEELING, FEELINGS, THEME, log_odds
from aisance.verbatims.learning.labels import Label, themes_named
from aisance.verbatims.learning.linear import LinearModel, Task, learn
from aisance.verbatims.reading.book import Book
from aisance.verbatims.reading.feeling import Felt
from aisance.verbatims.reading.judging import Judge, Judged, Said

np: Any = Later("numpy")

LABEL_WEIGHT = 2.0
"""What a customer wrote and somebody labelled counts twice, against the weights being small."""
FEWEST_OF_THEME = 8
"""A theme has a head of its own from so many clauses that are about it, and so many that are not."""


def taught(book: Book, judge: Judge, some: Sequence[Label], usual: Sequence[Felt] = ()) -> LinearModel | None:
    """A model that learned from these; null where they say too little for any head.

    What the book says is in the judge, from which a feeling starts; its sentences only tell which words are rare.
    `usual` is what the judge feels in clauses that nobody chose: how frequent a feeling is. Without them the labels are
    taken for such.
    """
    examples = [one for _code, one in book.examples]
    said = [Said(one.text, one.language) for one in examples] + [one.said for one in some]
    vectors = getattr(judge, "vectors", None)
    rows: Rows = vectors(said) if vectors else None
    before = judge.judged([one.said for one in some], None if rows is None else rows[len(examples) :])
    tasks = _feeling(some, before, len(examples), usual) | _themes(some, before, len(examples))
    return learn([one.text for one in said], rows, tasks) if tasks else None


def _feeling(some: Sequence[Label], before: Sequence[Judged], first: int, usual: Sequence[Felt]) -> dict[str, Task]:
    felt = [place for place, one in enumerate(some) if one.feeling is not None]
    if not felt:
        return {}
    odds = log_odds([before[place].felt for place in felt])
    classes = [str(some[place].feeling) for place in felt]
    places = [first + place for place in felt]
    others = log_odds(usual) if usual else None
    return {FEELING: Task(places, classes, [LABEL_WEIGHT] * len(felt), before=odds, names=FEELINGS, usual=others)}


def _themes(some: Sequence[Label], before: Sequence[Judged], first: int) -> dict[str, Task]:
    tasks = {}
    for theme in themes_named(some):
        known = [(place, says) for place, one in enumerate(some) if (says := one.says_of(theme)) is not None]
        yes = sum(says for _place, says in known)
        if min(yes, len(known) - yes) >= FEWEST_OF_THEME:
            places = [first + place for place, _says in known]
            found = [float(theme in before[place].themes) for place, _says in known]
            classes = [str(int(says)) for _place, says in known]
            tasks[f"{THEME}{theme}"] = Task(places, classes, [1.0] * len(known), found)
    return tasks


def rights(judge: Judge, some: Sequence[Label]) -> list[bool]:
    """Label by label, what a judge has right: the feeling of a clause, and each theme that somebody spoke of."""
    judged = judge.judged([one.said for one in some])
    found: list[bool] = []
    for label, one in zip(some, judged, strict=True):
        if label.feeling is not None:
            found.append(int(one.felt.said) == label.feeling)
        found += [(theme in one.themes) == (theme in label.themes) for theme in sorted(label.themes | label.others)]
    return found


def share_right(found: Sequence[bool]) -> float | None:
    """The share that is right; null of none."""
    return float(np.mean(found)) if found else None
