"""The texts of a choice as arrays: a row a text, a column a theme. Two readings of the store, remembered by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aisance.accounts.public import units_in
from aisance.core.later import Later
from aisance.core.permissions import Viewer
from aisance.lake import public as lake
from aisance.verbatims.permissions import VIEW_WORDS
from aisance.verbatims.reading.reading import State
from aisance.verbatims.telling.themes import theme_codes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Later("numpy")

type Flags = NDArray[np.bool_]
type Floats = NDArray[np.float64]
type Whole = NDArray[np.int64]

NOTHING = -9_000_000
"""What stands in an array of whole numbers where there is no value."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which words: days, both included, a kind of programme (hot and cold are never one figure), where, and how felt.

    `feeling` is that of the text as a whole, `score` the group of the score beside it: 1, 0 or -1.
    """

    start: date
    end: date
    kind: str
    unit: str = ""
    channel: str = ""
    language: str = ""
    step: str = ""
    reason: str = ""
    theme: str = ""
    feeling: int | None = None
    score: int | None = None

    @property
    def before(self) -> Chosen:
        """The same number of days just before."""
        return self.before_times(1)

    def before_times(self, times: int) -> Chosen:
        """So many times as many days just before."""
        days = times * ((self.end - self.start).days + 1)
        return self.on(self.start - timedelta(days=days), self.start - timedelta(days=1))

    def on(self, start: date, end: date) -> Chosen:
        """The same on other days."""
        return replace(self, start=start, end=end)


@dataclass(frozen=True)
class Held:
    """Texts that were read: arrays of one length, and tables of texts by themes.

    `v` and `seconds` are not a number where there is no score, or the time of the contact is not known.
    """

    ids: Whole
    responses: Whole
    feeling: Whole
    v: Floats
    seconds: Floats
    bad: Flags
    good: Flags
    told: Flags
    codes: tuple[str, ...]

    @property
    def n(self) -> int:
        return len(self.ids)

    @cached_property
    def themes(self) -> list[int]:
        """The places of themes that are mentioned at all."""
        return [int(place) for place in np.flatnonzero(self.told.any(axis=0))]

    def kept(self, rows: Flags) -> Held:
        """Only these rows."""
        return Held(
            self.ids[rows], self.responses[rows], self.feeling[rows], self.v[rows], self.seconds[rows],
            self.bad[rows], self.good[rows], self.told[rows], self.codes,
        )  # fmt: skip


def held(viewer: Viewer, chosen: Chosen) -> Held:
    """The texts of a choice in the viewer's units."""
    where = Where.of(viewer, chosen)
    texts = lake.numbers("verbatims", _texts(where)) or (np.zeros(0, dtype=np.int64),) * 5
    ids, responses, feeling, v, seconds = (np.asarray(column, dtype=np.int64) for column in texts)
    order = np.argsort(ids)
    ids = ids[order]
    codes = theme_codes()
    bad, good, told = _tables(ids, codes, lake.numbers("mentions", _mentions(where, codes)))
    everything = Held(
        ids, responses[order], feeling[order], _real(v[order]), _real(seconds[order]), bad, good, told, codes
    )
    return _narrowed(everything, chosen)


def _real(column: Whole) -> Floats:
    return np.where(column == NOTHING, np.nan, column.astype(np.float64))


def _tables(ids: Whole, codes: Sequence[str], mentions: tuple[Any, ...]) -> tuple[Flags, Flags, Flags]:
    """Displeased, pleased only, and mentioned at all: texts by themes."""
    bad, good, told = (np.zeros((len(ids), len(codes)), dtype=np.bool_) for _ in range(3))
    if mentions and len(ids):
        of, theme, feeling = (np.asarray(column, dtype=np.int64) for column in mentions)
        row = np.minimum(np.searchsorted(ids, of), len(ids) - 1)
        known = (ids[row] == of) & (theme >= 0)
        row, theme, feeling = row[known], theme[known], feeling[known]
        told[row, theme] = True
        bad[row[feeling < 0], theme[feeling < 0]] = True
        good[row[feeling > 0], theme[feeling > 0]] = True
    return bad, good & ~bad, told


def _narrowed(found: Held, chosen: Chosen) -> Held:
    rows = np.ones(found.n, dtype=np.bool_)
    if chosen.feeling is not None:
        rows &= found.feeling == chosen.feeling
    if chosen.score is not None:
        rows &= found.v == chosen.score
    if chosen.theme in found.codes:
        rows &= found.told[:, found.codes.index(chosen.theme)]
    return found if rows.all() else found.kept(rows)


@dataclass(frozen=True, slots=True)
class Where:
    """The conditions of a choice as numbers, equal by value."""

    start: date
    end: date
    kind: str
    units: tuple[int, ...]
    channel: str
    language: str
    steps: tuple[int, ...] | None
    reasons: tuple[int, ...] | None

    @classmethod
    def of(cls, viewer: Viewer, chosen: Chosen) -> Where:
        from aisance.verbatims.telling.places import reason_ids, step_ids

        return cls(
            chosen.start, chosen.end, chosen.kind, tuple(units_seen(viewer, chosen.unit)), chosen.channel,
            chosen.language, step_ids(chosen.step), reason_ids(chosen.reason),
        )  # fmt: skip

    def __call__(self, t: Any) -> Any:
        """The rows of a fact that they keep."""
        import ibis

        conditions = [
            t.month >= self.start.year * 100 + self.start.month,
            t.month <= self.end.year * 100 + self.end.month,
            (t.day >= ibis.literal(self.start)) & (t.day <= ibis.literal(self.end)),
            t.kind == self.kind,
            t.unit_id.isin(self.units or (0,)),
        ]
        for column, kept in (("step_id", self.steps), ("reason_id", self.reasons)):
            if kept is not None:
                conditions.append(t[column].isin(kept or (0,)))
        for column, wanted in (("channel", self.channel), ("language", self.language)):
            if wanted:
                conditions.append(t[column] == wanted)
        return t.filter(*conditions)


def _texts(where: Where) -> Any:
    def texts(t: Any) -> Any:
        kept = where(t).filter(lambda row: row.state == State.READ.value)
        return kept.select(
            id=kept.id,
            response_id=kept.response_id.fill_null(NOTHING),
            feeling=kept.feeling.cast("int64").fill_null(NOTHING),
            v=kept.v.cast("int64").fill_null(NOTHING),
            seconds=kept.handling_seconds.cast("int64").fill_null(NOTHING),
        )

    return texts


def _mentions(where: Where, codes: Sequence[str]) -> Any:
    def mentions(t: Any) -> Any:
        import ibis

        kept = where(t)
        place = ibis.cases(*[(kept.theme == code, place) for place, code in enumerate(codes)], else_=-1)
        return kept.select(of=kept.verbatim_id, theme=place.cast("int64"), feeling=kept.feeling.cast("int64"))

    return mentions


def units_seen(viewer: Viewer, code: str = "") -> list[int]:
    """The ids of the viewer's units, those at and below one where its code is given."""
    units = units_in(viewer.scope(VIEW_WORDS))
    path = next((unit.path for unit in units if unit.code == code), "") if code else "/"
    return [unit.id for unit in units if path and unit.path.startswith(path)]
