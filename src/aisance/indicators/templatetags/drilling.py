"""Figures that lead to the rows they stand on. The context holds `chosen`, what the page shows figures of."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from aisance.core import clock
from aisance.indicators.contracts import Definition, Estimate
from aisance.indicators.dashboard.tiles import Tile
from aisance.indicators.dashboard.trend import Trend
from aisance.indicators.drilling import (
    Behind,
    Chosen,
    Rows,
    answers_to,
    behind,
    contacts_counted,
    rows_behind,
    why_nowhere,
)
from aisance.indicators.journeymap.rules import Source
from aisance.journeys.contracts import Counted
from aisance.ui.dates import date_format

register = template.Library()


def linked(found: Behind, shown: Any) -> SafeString:
    """The figure as it is shown, a link where it leads anywhere; the link's name begins with what is shown."""
    if not found.address:
        return conditional_escape(shown)
    return format_html(
        '<a class="behind" href="{}">{}<span class="sr"> {}</span></a>', found.address, shown, found.words
    )


@register.simple_tag(takes_context=True)
def figure_behind(
    context: dict[str, Any], definition: Definition, estimate: Estimate, shown: Any, name: Any = "", **days: Any
) -> SafeString:
    """A figure that leads to its rows. `start` and `end` are other days than those of the page."""
    chosen: Chosen | None = context.get("chosen")
    if chosen is None:
        return conditional_escape(shown)
    if days:
        chosen = chosen.between(days.get("start"), days.get("end"))
    return linked(behind(definition, estimate, chosen, name=str(name)), shown)


@register.simple_tag
def led_to(found: Behind, shown: Any) -> SafeString:
    """A figure whose rows the view has looked up."""
    return linked(found, shown)


@register.simple_tag(takes_context=True)
def period_behind(
    context: dict[str, Any], trend: Trend, definition: Definition, estimate: Estimate, start: date, shown: Any
) -> SafeString:
    """A figure of one period of a trend, which lasts until the next one begins or the chosen days end."""
    chosen: Chosen | None = context.get("chosen")
    later = [one for one in trend.starts if one > start]
    end = later[0] - timedelta(days=1) if later else chosen and chosen.end
    return figure_behind(context, definition, estimate, shown, start=start, end=end)


@register.simple_tag(takes_context=True)
def answers_behind(
    context: dict[str, Any], n: int, shown: Any, title: Any, name: Any, question: str, scale: str, **cell: str
) -> SafeString:
    """A figure of the answers to one question, in a cell."""
    return _leading(context, answers_to([(question, scale)]), n, shown, f"{title}, {name}", cell)


@register.simple_tag(takes_context=True)
def level_behind(
    context: dict[str, Any], level: int, n: int, shown: Any, title: Any, name: Any, source: Source, **cell: str
) -> SafeString:
    """The answers at one level of effort, read from a question."""
    scores = sorted(score for score, at in source.levels.items() if at == level)
    return _leading(context, answers_to([(source.question, source.scale)], scores), n, shown, f"{title}, {name}", cell)


@register.simple_tag(takes_context=True)
def contacts_behind(context: dict[str, Any], n: int, shown: Any, title: Any, name: Any, **cell: str) -> SafeString:
    """A figure of the contacts that customers began and that are over, in a cell."""
    return _leading(context, contacts_counted(Counted.OVER), n, shown, f"{title}, {name}", cell)


@register.simple_tag(takes_context=True)
def day_behind(context: dict[str, Any], n: int, shown: Any, what: str, days_ago: int) -> SafeString:
    """All `contacts` or all `responses` of today or of a day before."""
    chosen: Chosen | None = context.get("chosen")
    if chosen is None:
        return conditional_escape(shown)
    day = clock.today() - timedelta(days=days_ago)
    rows = contacts_counted() if what == "contacts" else Rows("answer-list", {})
    return linked(rows_behind(rows, n, chosen.between(day, day), title=date_format(day, "j F")), shown)


def _leading(context: dict[str, Any], rows: Rows, n: int, shown: Any, title: str, cell: dict[str, str]) -> SafeString:
    chosen: Chosen | None = context.get("chosen")
    if chosen is None or not n:
        return conditional_escape(shown)
    return linked(rows_behind(rows, n, chosen, title=title, cell=cell), shown)


@register.simple_tag(takes_context=True)
def nothing_behind(context: dict[str, Any], definition: Definition) -> str:
    """Why the figures of an indicator lead nowhere; empty where they lead to their rows."""
    chosen: Chosen | None = context.get("chosen")
    return why_nowhere(definition, chosen) if chosen else ""


@register.simple_tag(takes_context=True)
def nowhere_of(context: dict[str, Any], tiles: Sequence[Tile]) -> list[str]:
    """The same for the chosen indicators, each reason once; and for those that are withheld."""
    chosen: Chosen | None = context.get("chosen")
    if chosen is None:
        return []
    return list(dict.fromkeys(why for tile in tiles if (why := behind(tile.definition, tile.now, chosen).why)))
