"""The chosen indicators, large, and the sentence that they make."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Definition, Estimate
from aisance.indicators.dashboard.moves import Move, is_weak, move_of
from aisance.indicators.dashboard.selection import Selection
from aisance.indicators.dashboard.trend import Trend, days_of_indicator, trend_of
from aisance.ui.numbers import shown_difference


@dataclass(frozen=True, slots=True)
class Tile:
    """One chosen indicator: its value now and before, its verdict and its trend."""

    definition: Definition
    now: Estimate
    before: Estimate
    move: Move
    trend: Trend
    weak: bool


def tile_of(definition: Definition, selection: Selection, viewer: Viewer) -> Tile:
    """An indicator now, compared with before, and its trend."""
    days = days_of_indicator(definition, selection, viewer)
    now = days.estimate(selection.start, selection.end, before=selection.before)
    return Tile(
        definition,
        now,
        days.estimate(*selection.before),
        move_of(definition, now),
        trend_of(days, selection),
        is_weak(definition, now),
    )


def tiles(definitions: Sequence[Definition], selection: Selection, viewer: Viewer) -> list[Tile]:
    return [tile_of(definition, selection, viewer) for definition in definitions]


@dataclass(frozen=True, slots=True)
class Headline:
    """The sentence that opens the page, and what follows it."""

    sentence: str
    lede: str


def headline_of(shown: Sequence[Tile]) -> Headline:
    """Says what moved beyond chance, the worst news first; what did not move is named after it."""
    moved = sorted((t for t in shown if t.move.is_established), key=_urgency)
    still = [tile for tile in shown if not tile.move.is_established and tile.now.value is not None]
    if not moved:
        return Headline(_sentence_without_moves(shown, still), _named(still) if len(still) > 1 else "")
    parts = [_said(tile) for tile in moved[:2]]
    sentence = parts[0] if len(parts) == 1 else _("%(first)s; %(second)s") % {"first": parts[0], "second": parts[1]}
    more = [_("Also: %(what)s.") % {"what": _said(tile)} for tile in moved[2:]]
    return Headline(f"{sentence}.", " ".join([*more, _named(still)] if still else more))


def _urgency(tile: Tile) -> tuple[int, float]:
    order = {"worse": 0, "better": 1, "plain": 2, "unsure": 3}
    return order[tile.move.tone], -abs(tile.move.size)


def _sentence_without_moves(shown: Sequence[Tile], still: Sequence[Tile]) -> str:
    if not still:
        return _("Nothing was measured in this period.")
    if all(tile.weak for tile in still):
        return _("Too few answers in this period to conclude.")
    if len(still) < len(shown) or len(shown) == 1:
        return _("No established change.")
    return _("Nothing has moved beyond chance.")


def _said(tile: Tile) -> str:
    words = _("%(name)s is up by %(size)s") if tile.move.mark == "up" else _("%(name)s is down by %(size)s")
    return words % {
        "name": tile.definition.title,
        "size": shown_difference(tile.move.size, tile.definition.unit),
    }


def _named(still: Sequence[Tile]) -> str:
    names = pgettext("between names in a list", ", ").join(str(tile.definition.title) for tile in still)
    return _("No established change: %(names)s.") % {"names": names}
