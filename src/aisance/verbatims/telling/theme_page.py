"""One theme: its weeks, where it is heard, and the words that go with it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.journeys.public import channel_names
from aisance.lake import public as lake
from aisance.verbatims.models import Mention
from aisance.verbatims.permissions import VIEW_WORDS
from aisance.verbatims.reading.reading import State
from aisance.verbatims.telling.emerging import Body, Term, emerging
from aisance.verbatims.telling.held import Chosen, Where, held
from aisance.verbatims.telling.places import reason_names, step_names
from aisance.verbatims.telling.search.words import telling_numbers
from aisance.verbatims.telling.shares import Share, share

WEEKS = 26
LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Point:
    """One week: its first day, the share of texts that are displeased with the theme."""

    week: date
    share: Share


@dataclass(frozen=True, slots=True)
class Place:
    """One channel, step, reason or unit: how many of its texts mention the theme, and how many are displeased."""

    name: str
    texts: Share
    bad: Share


def series_of(viewer: Viewer, chosen: Chosen, theme: str) -> list[Point]:
    """The last half year by week, up to the last day chosen; weeks begin on Mondays."""
    last = chosen.end - timedelta(days=chosen.end.weekday())
    weeks = [last - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    where = Where.of(viewer, chosen.on(weeks[0], chosen.end))
    texts, bad = _by_week("verbatims", _read(where)), _by_week("mentions", _displeased(where, theme))
    return [Point(week, share(bad[week], texts[week])) for week in weeks]


def periods_of(viewer: Viewer, chosen: Chosen, theme: str) -> tuple[Share, Share]:
    """The share of all texts that are displeased with the theme: in these days, and in as many before."""
    now, before = (held(viewer, days) for days in (chosen, chosen.before))
    place = now.codes.index(theme)
    return share(int(now.bad[:, place].sum()), now.n), share(int(before.bad[:, place].sum()), before.n)


def _by_week(fact: str, rows: Any) -> Counter[date]:
    found: Counter[date] = Counter()
    for day, n in lake.rows(fact, rows):
        found[day - timedelta(days=day.weekday())] += int(n)
    return found


def _read(where: Where) -> Any:
    def read(t: Any) -> Any:
        kept = where(t).filter(lambda row: row.state == State.READ.value)
        return kept.group_by("day").agg(n=kept.count())

    return read


def _displeased(where: Where, theme: str) -> Any:
    def displeased(t: Any) -> Any:
        kept = where(t).filter(lambda row: (row.theme == theme) & (row.feeling < 0))
        return kept.group_by("day").agg(n=kept.verbatim_id.nunique())

    return displeased


DIMENSIONS = ("channel", "step_id", "reason_id", "unit_id")


def places_of(viewer: Viewer, chosen: Chosen, theme: str) -> dict[str, list[Place]]:
    """By dimension, where the theme is heard, the most displeased first. Two readings of the store a dimension."""
    where = Where.of(viewer, chosen)
    return {dimension: _places(where, theme, dimension, _names(viewer, dimension)) for dimension in DIMENSIONS}


def _names(viewer: Viewer, dimension: str) -> dict[Any, str]:
    if dimension == "channel":
        return dict(channel_names())
    if dimension == "unit_id":
        return {unit.id: unit.name for unit in units_in(viewer.scope(VIEW_WORDS))}
    return dict(step_names() if dimension == "step_id" else reason_names())


def _places(where: Where, theme: str, dimension: str, names: dict[Any, str]) -> list[Place]:
    def texts(t: Any) -> Any:
        kept = where(t).filter(lambda row: row.state == State.READ.value)
        return kept.group_by(dimension).agg(n=kept.count())

    def mentions(t: Any) -> Any:
        kept = where(t).filter(lambda row: row.theme == theme)
        bad = kept.verbatim_id.nunique(where=kept.feeling < 0)
        return kept.group_by(dimension).agg(n=kept.verbatim_id.nunique(), bad=bad)

    whole = {key: int(n) for key, n in lake.rows("verbatims", texts)}
    found = [
        Place(names[key], share(int(n), whole.get(key, 0)), share(int(bad), whole.get(key, 0)))
        for key, n, bad in lake.rows("mentions", mentions)
        if key in names and whole.get(key, 0) >= int(n)
    ]
    return sorted(found, key=lambda place: (-(place.bad.value or 0.0), place.name))


def words_with(theme: QuerySet[Mention], others: QuerySet[Mention], most: int = 12) -> list[Term]:
    """The words that stand in the clauses of a theme more often than in those of others, source by source."""
    return emerging(_bodies(theme), _bodies(others), most=most)


def _bodies(found: QuerySet[Mention]) -> dict[str, Body]:
    counts: dict[str, Counter[str]] = {}
    texts: Counter[str] = Counter()
    for row in found.order_by("-day", "-pk")[:LOOKED_AT]:
        language = row.verbatim.language
        texts[language] += 1
        counts.setdefault(language, Counter()).update(_telling(row))
    return {language: Body(texts[language], counts[language]) for language in texts}


def _telling(row: Mention) -> set[str]:
    clause = row.verbatim.text[row.start : row.end]
    return set(telling_numbers(clause, row.verbatim.language).values())
