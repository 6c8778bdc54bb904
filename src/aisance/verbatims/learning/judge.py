"""A judge that was taught: the judge of a stage, and above it what people's corrections taught a linear model."""

from collections.abc import Sequence
from typing import Any

from aisance.core.later import Later
from aisance.verbatims.contracts import Feeling
from aisance.verbatims.encoding.contracts import Rows
from aisance.verbatims.learning.linear import Head, LinearModel
from aisance.verbatims.reading.feeling import Felt
from aisance.verbatims.reading.judging import Judge, Judged, Said

np: Any = Later("numpy")

FEELING = "feeling"
THEME = "theme."
EVEN = 0.5


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
        plain = self.model.features(texts, rows)
        felt = _felt(heads[FEELING].chances(plain), heads[FEELING].classes) if FEELING in heads else None
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


def fits(head: Head, name: str, rows: Rows) -> bool:
    """Whether a head was taught with what is at hand: with vectors or without them."""
    from aisance.verbatims.learning.linear import LETTER_PLACES, WORD_PLACES

    size = 0 if rows is None else rows.shape[1]
    return bool(head.weights.shape[1] == WORD_PLACES + LETTER_PLACES + size + name.startswith(THEME))


def _felt(chances: Any, classes: list[str]) -> list[Felt]:
    best = np.argmax(chances, axis=1)
    return [Felt(Feeling(int(classes[place])), float(row[place])) for row, place in zip(chances, best, strict=True)]


def _themes(before: tuple[str, ...], says: dict[str, Any], place: int) -> tuple[str, ...]:
    kept = [code for code in before if code not in says or says[code][place]]
    return (*kept, *(code for code, some in says.items() if some[place] and code not in before))
