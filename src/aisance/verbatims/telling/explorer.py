"""What is written about: themes with their shares and moves, those who wrote nothing, texts that were not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aisance.core.later import Later
from aisance.core.permissions import Viewer
from aisance.core.statistics import Z95
from aisance.lake import public as lake
from aisance.surveys.public import count_words_after
from aisance.verbatims.contracts import Feeling
from aisance.verbatims.models import Reader, Verbatim
from aisance.verbatims.reading.reading import GENERAL, State
from aisance.verbatims.telling.held import NOTHING, Chosen, Held, Where, held
from aisance.verbatims.telling.scores import CUTS
from aisance.verbatims.telling.shares import Move, Share, move, share
from aisance.verbatims.telling.weighing import NO_WEIGHT, Weight

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Later("numpy")


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme: the texts that mention it, displeased, pleased only; its shares, and how they moved.

    `moved` is the change of the share of all texts that are displeased with it, against as many days before.
    """

    code: str
    depth: int
    texts: int
    bad: int
    good: int
    of_all: Share
    displeased: Share
    bad_of_all: Share
    moved: Move

    @property
    def neither(self) -> int:
        """Texts that mention it with neither feeling."""
        return max(self.texts - self.bad - self.good, 0)


@dataclass(frozen=True, slots=True)
class Silent:
    """Those who gave a score and wrote nothing: how many, their mean v, and that of those who wrote."""

    n: int
    of_all: Share
    v: Weight
    v_of_writers: Weight
    question: str


@dataclass(frozen=True, slots=True)
class Account:
    """All texts of a choice: read, by feeling, set apart by state; and the themes, the most displeasing first."""

    read: int
    feelings: dict[int, int]
    apart: dict[str, int]
    themes: tuple[ThemeRow, ...]
    silent: Silent | None

    @property
    def without_theme(self) -> bool:
        return not self.themes


def account_of(viewer: Viewer, chosen: Chosen) -> Account:
    """What the viewer's units were told in these words, against as many days before."""
    here, there = held(viewer, chosen), held(viewer, chosen.before)
    narrowed = bool(chosen.theme) or chosen.feeling is not None
    return Account(
        here.n,
        {int(feeling): int((here.feeling == feeling).sum()) for feeling in Feeling},
        {} if narrowed or chosen.score is not None else _apart(viewer, chosen),
        theme_rows(here, there),
        None if narrowed else _silent(viewer, chosen, here),
    )


FEW = 100
"""So many texts wait a moment on any day; more say that the reading is behind."""


def waiting_to_be_read() -> int:
    """How many texts the fast stage has still to read, where they are many; 0 otherwise."""
    mark = Reader.objects.values_list("done_up_to", flat=True).first() or 0
    came = count_words_after(mark)
    waiting = came - Verbatim.objects.filter(answer_id__gt=mark).count() if came > FEW else 0
    return waiting if waiting > FEW else 0


def theme_rows(here: Held, there: Held) -> tuple[ThemeRow, ...]:
    """A line a theme, the most displeasing first."""
    rows = [_row(here, there, place) for place in here.themes]
    return tuple(sorted(rows, key=lambda row: (-row.bad, -row.texts, row.code)))


def _row(here: Held, there: Held, place: int) -> ThemeRow:
    texts, bad, good = (int(table[:, place].sum()) for table in (here.told, here.bad, here.good))
    code = here.codes[place]
    now, before = share(bad, here.n), share(int(there.bad[:, place].sum()), there.n)
    return ThemeRow(
        code,
        code.count("."),
        texts,
        bad,
        good,
        share(texts, here.n),
        share(bad, texts),
        now,
        move(now, before),
    )


def _apart(viewer: Viewer, chosen: Chosen) -> dict[str, int]:
    """How many texts were set apart, by state."""
    where = Where.of(viewer, chosen)
    counted = lake.rows("verbatims", lambda t: where(t).group_by("state").agg(n=lambda kept: kept.count()))
    return {state: int(n) for state, n in counted if state != State.READ}


def _silent(viewer: Viewer, chosen: Chosen, here: Held) -> Silent | None:
    """Who answered the question that stands beside most of these texts, and wrote nothing."""
    where = Where.of(viewer, chosen)
    question = _question_of(where)
    answers = lake.numbers("answers", _scores(where, question)) if question else ()
    if not answers:
        return None
    responses, v = (np.asarray(column, dtype=np.int64) for column in answers)
    if chosen.score is not None:
        responses, v = responses[v == chosen.score], v[v == chosen.score]
    texts = lake.numbers("verbatims", lambda t: where(t).select(response=lambda row: row.response_id.fill_null(0)))
    wrote = np.isin(responses, np.asarray(texts[0], dtype=np.int64)) if texts else np.zeros(len(v), dtype=np.bool_)
    n = int((~wrote).sum())
    return Silent(n, share(n, len(v)), mean_of(v[~wrote]), mean_of(v[wrote]), question)


def _question_of(where: Where) -> str:
    """The question whose scores stand beside most of these texts."""
    counted = lake.rows("verbatims", lambda t: where(t).group_by("scored_by").agg(n=lambda kept: kept.count()))
    found = Counter({question: int(n) for question, n in counted if question})
    return found.most_common(1)[0][0] if found else ""


def _scores(where: Where, question: str) -> Any:
    def scores(t: Any) -> Any:
        import ibis

        kept = where(t).filter(lambda row: (row.question == question) & row.scale.isin(list(CUTS)))
        groups = [
            ((kept.scale == scale) & kept.score.between(*bounds), group)
            for scale, (_question, high, low) in CUTS.items()
            for bounds, group in ((high, 1), (low, -1))
        ]
        return kept.select(response=kept.response_id, v=ibis.cases(*groups, else_=0).cast("int64"))

    return scores


def mean_of(v: NDArray[Any]) -> Weight:
    """The mean of scores from -1 to 1, with the interval of a net score (adjusted Wald); nothing of nothing.

    >>> import numpy as np
    >>> found = mean_of(np.array([1] * 45 + [0] * 30 + [-1] * 25))
    >>> f"{found.value:.2f} {found.low:.3f} {found.high:.3f}"
    '0.20 0.038 0.351'
    """
    v = v[~np.isnan(v)] if v.dtype.kind == "f" else v[v != NOTHING]
    if not len(v):
        return NO_WEIGHT
    n, up, down = len(v), int((v > 0).sum()), int((v < 0).sum())
    p, q, m = (up + 0.75) / (n + 3), (down + 0.75) / (n + 3), n + 3
    half = Z95 * float(np.sqrt((p + q - (p - q) ** 2) / m))
    return Weight((up - down) / n, max(p - q - half, -1.0), min(p - q + half, 1.0))


def ranked(rows: Sequence[ThemeRow]) -> list[ThemeRow]:
    """Themes with an object first: what is said in general says what is felt, not what about."""
    return [row for row in rows if row.code != GENERAL]
