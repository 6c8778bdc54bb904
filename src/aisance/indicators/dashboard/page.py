"""The whole first page, read in one go."""

from dataclasses import dataclass
from datetime import datetime

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Definition, Estimate
from aisance.indicators.dashboard.journey import JourneyStrip, main_journey_by_ease
from aisance.indicators.dashboard.moves import is_weak
from aisance.indicators.dashboard.ranking import Ranking, channels_by_ease
from aisance.indicators.dashboard.selection import Selection
from aisance.indicators.dashboard.tiles import Headline, Tile, headline_of, tiles
from aisance.indicators.dashboard.today import Today, today_in
from aisance.indicators.dashboard.trend import filters_of
from aisance.indicators.drift.queries import DriftLine, drifts_unseen
from aisance.indicators.public import definition, estimates
from aisance.indicators.registry.families import Family, families
from aisance.indicators.scorecards import chosen_indicators
from aisance.indicators.units_seen import one_look

EASE = "net_easy"


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What the first page shows, and when it was computed."""

    selection: Selection
    headline: Headline
    tiles: list[Tile]
    ranking: Ranking
    journey: JourneyStrip | None
    today: Today
    computed_at: datetime
    drifts: list[DriftLine]

    @property
    def weeks(self) -> list[tuple[object, list[tuple[Tile, Estimate]]]]:
        """The trends as rows of a table: the first day of each period, and an estimate for each tile."""
        if not self.tiles:
            return []
        starts = self.tiles[0].trend.starts
        return [(start, [(t, t.trend.estimates[i]) for t in self.tiles]) for i, start in enumerate(starts)]


def first_page(selection: Selection, viewer: Viewer) -> FirstPage:
    """Every figure of the page for one selection, in the viewer's units."""
    with one_look():
        return _page(selection, viewer)


def _page(selection: Selection, viewer: Viewer) -> FirstPage:
    names = chosen_indicators(viewer)
    chosen = tiles([definition(name) for name in names], selection, viewer)
    ease = definition(EASE)
    return FirstPage(
        selection,
        headline_of(chosen),
        chosen,
        channels_by_ease(ease, selection, viewer),
        main_journey_by_ease(ease, selection, viewer),
        today_in(selection, viewer),
        clock.now(),
        drifts_unseen(viewer, names),
    )


def is_empty(viewer: Viewer) -> bool:
    """Whether nothing at all was ever measured in the viewer's units."""
    return all(cell.n == 0 for name in (EASE, "offered") for cell in estimates(name, viewer=viewer))


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in the list of all."""

    definition: Definition
    estimate: Estimate
    weak: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A family of indicators with their values."""

    family: Family
    lines: list[Line]


def every_indicator(selection: Selection, viewer: Viewer) -> list[Group]:
    """All indicators with their value in the selection, by family."""
    with one_look():
        return [Group(one, [_line(entry, selection, viewer) for entry in one.members]) for one in families()]


def _line(entry: Definition, selection: Selection, viewer: Viewer) -> Line:
    where = filters_of(entry, selection)
    (estimate,) = estimates(entry.name, viewer=viewer, start=selection.start, end=selection.end, where=where)
    return Line(entry, estimate, is_weak(entry, estimate))
