"""A judge that was taught: the judge of a stage, and above it what people's corrections taught a linear model."""

from collections.abc import Sequence
from typing import Any

from aisance.core.later import Later
from aisance.verbatims.contracts import Feeling
from aisance.verbatims.encoding.contracts import Rows
from aisance.verbatims.learning.linear import LETTER_PLACES, WORD_PLACES, Head, LinearModel
from aisance.verbatims.reading.feeling import Felt
from aisance.verbatims.reading.judging import Judge, Judged, Said

np: Any = Later("numpy")

FEELING = "feeling"
THEME = "theme."
FEELINGS = ("-1", "0", "1")
EVEN = 0.5
LEAST = 1e-4
"""No probability of a judge is taken for less."""


class LearnedJudge:
    """The feeling is the model's; a theme that the model knows is where the model says so, others stay as they were.

    A model that learned with vectors reads without them too, with less to go by: the fast stage then leaves feelings as
    they are, and the deep one, which follows, takes the model's.
    """

    def __init__(self, judge: Judge, model: LinearModel) -> None:
        self.judge, self.model = judge, model
        self.mark = judge.mark

    def judged(self, clauses: Sequence[Said], rows: Rows = None) -> list[Judged]:
        """One judgement a clause, in order."""
        vectors = getattr(self.judge, "vectors", None)
        if rows is None and vectors is not None and clauses:
            rows = vectors(clauses)
        before = self.judge.judged(clauses, rows)
        heads = {name: head for name, head in self.model.heads.items() if fits(head, name, rows)}
        if not clauses or not heads:
            return before
        return self._above(before, [one.text for one in clauses], rows, heads)

    def _above(self, before: list[Judged], texts: list[str], rows: Rows, heads: dict[str, Head]) -> list[Judged]:
        felt = self._felt(heads[FEELING], before, texts, rows) if FEELING in heads else None
        themes = {}
        for name, head in heads.items():
            if name.startswith(THEME):
                code = name.removeprefix(THEME)
                found = [float(code in one.themes) for one in before]
                themes[code] = head.chances(self.model.features(texts, rows, found))[:, 1] > EVEN
        return [
            Judged(felt[place] if felt else one.felt, _themes(one.themes, themes, place))
            for place, one in enumerate(before)
        ]

    def _felt(self, head: Head, before: list[Judged], texts: list[str], rows: Rows) -> list[Felt]:
        odds = log_odds([one.felt for one in before]) if _beside(head, rows) else None
        chances = head.chances(self.model.features(texts, rows, odds))
        best = np.argmax(chances, axis=1)
        return [Felt(Feeling(int(head.classes[p])), float(row[p])) for row, p in zip(chances, best, strict=True)]


def fits(head: Head, name: str, rows: Rows) -> bool:
    """Whether a head was taught with what is at hand: with vectors or without them.

    A feeling that was taught before judges were started from has nothing beside its vectors, and reads as it did.
    """
    return _beside(head, rows) in ((1,) if name.startswith(THEME) else (0, len(FEELINGS)))


def _beside(head: Head, rows: Rows) -> int:
    """How many features a head has beside words, letters and vectors."""
    return int(head.weights.shape[1] - WORD_PLACES - LETTER_PLACES - (0 if rows is None else rows.shape[1]))


def log_odds(felt: Sequence[Felt]) -> Any:
    """What a judge says of feelings as logarithms of probabilities: those not said share what is left.

    >>> [[round(float(one), 3) for one in row] for row in log_odds([Felt(Feeling.GOOD, 0.8)])]
    [[-2.303, -2.303, -0.223]]
    """
    odds = np.array([[(1 - one.probability) / 2] * len(FEELINGS) for one in felt]).reshape(len(felt), -1)
    for row, one in zip(odds, felt, strict=True):
        row[FEELINGS.index(str(int(one.feeling)))] = one.probability
    return np.log(np.maximum(odds, LEAST))


def _themes(before: tuple[str, ...], says: dict[str, Any], place: int) -> tuple[str, ...]:
    kept = [code for code in before if code not in says or says[code][place]]
    return (*kept, *(code for code, some in says.items() if some[place] and code not in before))
