"""Themes over journey steps, and themes of two periods side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aisance.core.permissions import Viewer
from aisance.lake import public as lake
from aisance.verbatims.reading.reading import State
from aisance.verbatims.telling.held import Chosen, Held, Where, held
from aisance.verbatims.telling.places import step_names
from aisance.verbatims.telling.shares import Move, Share, move, share
from aisance.verbatims.telling.themes import theme_codes


@dataclass(frozen=True, slots=True)
class MapRow:
    """One theme over the steps: of the texts of each step, the share that is displeased with it."""

    code: str
    cells: tuple[Share, ...]
    texts: int


@dataclass(frozen=True, slots=True)
class StepMap:
    """Themes, the most displeasing first, over the steps in their order; `texts` are those of each step."""

    steps: tuple[tuple[int, str], ...]
    texts: tuple[int, ...]
    rows: tuple[MapRow, ...]

    @property
    def most(self) -> float:
        """The largest share of all cells."""
        return max((cell.value or 0.0 for row in self.rows for cell in row.cells), default=0.0)


def step_map(viewer: Viewer, chosen: Chosen) -> StepMap:
    """The map of a choice. Two readings of the store."""
    where = Where.of(viewer, chosen)
    texts = {step: int(n) for step, n in lake.rows("verbatims", _by_step(where)) if step}
    bad = {(theme, step): int(n) for theme, step, n in lake.rows("mentions", _bad_by_step(where)) if step}
    steps = tuple((step, name) for step, name in step_names().items() if texts.get(step))
    rows = [_map_row(code, steps, texts, bad) for code in theme_codes()]
    found = sorted((row for row in rows if row.texts), key=lambda row: (-row.texts, row.code))
    return StepMap(steps, tuple(texts[step] for step, _name in steps), tuple(found))


def _map_row(
    code: str, steps: Sequence[tuple[int, str]], texts: dict[int, int], bad: dict[tuple[str, int], int]
) -> MapRow:
    cells = tuple(share(bad.get((code, step), 0), texts[step]) for step, _name in steps)
    return MapRow(code, cells, sum(bad.get((code, step), 0) for step, _name in steps))


def _by_step(where: Where) -> Any:
    def texts(t: Any) -> Any:
        kept = where(t).filter(lambda row: row.state == State.READ.value)
        return kept.group_by("step_id").agg(n=kept.count())

    return texts


def _bad_by_step(where: Where) -> Any:
    def bad(t: Any) -> Any:
        kept = where(t).filter(lambda row: row.feeling < 0)
        return kept.group_by(["theme", "step_id"]).agg(n=kept.verbatim_id.nunique())

    return bad


@dataclass(frozen=True, slots=True)
class Beside:
    """One theme in two periods: of all texts of each, the share that mentions it, and that is displeased with it."""

    code: str
    told: tuple[Share, Share]
    told_moved: Move
    bad: tuple[Share, Share]
    bad_moved: Move


def side_by_side(viewer: Viewer, one: Chosen, other: Chosen) -> tuple[Held, Held, tuple[Beside, ...]]:
    """Both periods, and every theme that either mentions, the greatest move of displeasure first."""
    here, there = held(viewer, one), held(viewer, other)
    places = sorted({*here.themes, *there.themes})
    rows = [_beside(here, there, place) for place in places]
    return here, there, tuple(sorted(rows, key=lambda row: (-abs(row.bad_moved.value or 0.0), row.code)))


def _beside(here: Held, there: Held, place: int) -> Beside:
    told = share(int(here.told[:, place].sum()), here.n), share(int(there.told[:, place].sum()), there.n)
    bad = share(int(here.bad[:, place].sum()), here.n), share(int(there.bad[:, place].sum()), there.n)
    return Beside(here.codes[place], told, move(*told), bad, move(*bad))
