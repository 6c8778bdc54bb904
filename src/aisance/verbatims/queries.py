"""What customers write about: counts from the store, and the words behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.core.statistics import wilson
from aisance.lake import public as lake
from aisance.verbatims.models import Mention
from aisance.verbatims.permissions import VIEW_WORDS
from aisance.verbatims.reading.book import Feeling, delivered
from aisance.verbatims.reading.reading import State


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which words: days, both included, a kind of programme (hot and cold are never one figure), and where."""

    start: date
    end: date
    kind: str
    unit: str = ""
    channel: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of n, from 0 to 1, with Wilson's 95 % interval; null without any."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def share(part: int, n: int) -> Share:
    """`part` of `n`. No rows: no value."""
    bounds = wilson(part, n)
    if not n or bounds is None:
        return Share(None, None, None, n)
    return Share(part / n, *bounds, n)


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme: how many texts mention it, how many of them displeased, pleased, both among these, and its shares."""

    code: str
    depth: int
    texts: int
    bad: int
    good: int
    of_all: Share
    displeased: Share

    @property
    def neither(self) -> int:
        """Texts that mention it with neither feeling alone."""
        return max(self.texts - self.bad - self.good, 0)


@dataclass(frozen=True, slots=True)
class Account:
    """All texts of a choice: read, by feeling, set apart by state; and the themes, the most displeasing first."""

    read: int
    feelings: dict[int, int]
    apart: dict[str, int]
    themes: tuple[ThemeRow, ...]


def account_of(viewer: Viewer, chosen: Chosen) -> Account:
    """What the viewer's units were told in these words. Two readings of the store."""
    units = units_seen(viewer, chosen.unit)
    states = lake.rows(
        "verbatims", lambda t: _kept(t, chosen, units).group_by(["state", "feeling"]).agg(n=lambda kept: kept.count())
    )
    read = sum(n for state, _feeling, n in states if state == State.READ)
    feelings = {
        feeling.value: sum(n for state, felt, n in states if state == State.READ and felt == feeling)
        for feeling in Feeling
    }
    apart: dict[str, int] = {}
    for state, _feeling, n in states:
        if state != State.READ:
            apart[state] = apart.get(state, 0) + n
    return Account(read, feelings, apart, _themes(chosen, units, read))


def _themes(chosen: Chosen, units: Sequence[int], read: int) -> tuple[ThemeRow, ...]:
    counted = lake.rows("mentions", lambda t: _counted(_kept(t, chosen, units)))
    rows = [_row(code, texts, bad, good, read) for code, texts, bad, good in counted]
    return tuple(sorted(rows, key=lambda row: (-row.bad, -row.texts, row.code)))


def _counted(t: Any) -> Any:
    """A line a theme: the texts that mention it, and those that do with one feeling only."""
    one = t.group_by(["theme", "verbatim_id"]).agg(worst=t.feeling.min(), best=t.feeling.max())
    return one.group_by("theme").agg(
        texts=one.count(), bad=(one.worst < 0).sum(), good=((one.best > 0) & (one.worst >= 0)).sum()
    )


def _row(code: str, texts: int, bad: int, good: int, read: int) -> ThemeRow:
    return ThemeRow(
        code, code.count("."), int(texts), int(bad), int(good), share(int(texts), read), share(int(bad), int(texts))
    )


def _kept(t: Any, chosen: Chosen, units: Sequence[int]) -> Any:
    """The rows of a choice in these units."""
    import ibis

    kept = t.filter(
        (t.day >= ibis.literal(chosen.start)) & (t.day <= ibis.literal(chosen.end)),
        t.kind == chosen.kind,
        t.unit_id.isin(list(units) or [0]),
    )
    for column in ("channel", "language"):
        if wanted := getattr(chosen, column):
            kept = kept.filter(kept[column] == wanted)
    return kept


def units_seen(viewer: Viewer, code: str = "") -> list[int]:
    """The ids of the viewer's units, those at and below one where its code is given."""
    units = units_in(viewer.scope(VIEW_WORDS))
    path = next((unit.path for unit in units if unit.code == code), "") if code else "/"
    return [unit.id for unit in units if path and unit.path.startswith(path)]


def mentions_of(viewer: Viewer, chosen: Chosen, theme: str, feeling: int | None = None) -> QuerySet[Mention]:
    """The mentions of a theme that the viewer may read, the surest of their feeling first."""
    rows = Mention.objects.filter(
        viewer.scope(VIEW_WORDS).rows("verbatim__answer__response__unit"),
        theme=theme,
        day__gte=chosen.start,
        day__lte=chosen.end,
        verbatim__answer__response__kind=chosen.kind,
        verbatim__answer__response__set_apart="",
        verbatim__answer__response__unit_id__in=units_seen(viewer, chosen.unit),
    )
    if chosen.channel:
        rows = rows.filter(verbatim__answer__response__channel=chosen.channel)
    if chosen.language:
        rows = rows.filter(verbatim__language=chosen.language)
    if feeling is not None:
        rows = rows.filter(feeling=feeling)
    return rows.select_related("verbatim__answer__response__unit").order_by("-probability", "-pk")


def known_theme(code: str) -> bool:
    """Whether the book has it."""
    return code in delivered()
