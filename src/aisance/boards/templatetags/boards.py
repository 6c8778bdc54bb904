"""What the templates of boards draw with."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aisance.boards.reading.board import PartReading
from aisance.boards.reading.cells import Cell
from aisance.boards.reading.shapes import Bar, Place, Point, RankingShape, TrendShape
from aisance.indicators.contracts import Comparison
from aisance.indicators.public import Behind
from aisance.ui import numbers

register = template.Library()


@register.filter
def percent(place: float | None) -> str:
    """A place as SVG wants it; text, since a template would write the reader's decimal comma."""
    return "" if place is None else f"{place}%"


@register.filter
def y_ticks(shape: TrendShape, unit: str) -> list[tuple[str, str]]:
    """The places and words of a trend's axis, upright."""
    return [(f"{shape.axis.at(tick)}%", numbers.axis_number(tick, unit)) for tick in shape.axis.ticks]


@register.filter
def trend_path(shape: TrendShape) -> str:
    """The line of a trend in a box of 100 x 100; a period without a value breaks it."""
    words, broken = [], True
    for point in shape.points:
        value = point.cell.estimate.value
        if value is not None:
            words.append(f"{'M' if broken else 'L'}{point.at} {shape.axis.at(value)}")
        broken = value is None
    return " ".join(words)


@register.filter
def placed(shape: TrendShape, point: Point) -> dict[str, str]:
    """Where a point and its bounds stand; empty where there is no value."""
    estimate = point.cell.estimate
    bounds = {"value": estimate.value, "low": estimate.low, "high": estimate.high}
    places = {name: "" if value is None else f"{shape.axis.at(value)}%" for name, value in bounds.items()}
    return {"x": f"{point.at}%", **places}


@register.simple_tag
def trend_title(entry: PartReading) -> str:
    """The drawing in one sentence."""
    shape, definition = entry.shape, entry.definition
    assert isinstance(shape, TrendShape)
    assert definition is not None
    known = [point for point in shape.points if point.cell.estimate.value is not None]
    if not known:
        return _("%(name)s: no value in any period") % {"name": entry.title}
    first, last = known[0].cell.estimate.value, known[-1].cell.estimate.value
    return _("%(name)s: from %(first)s to %(last)s") % {
        "name": entry.title,
        "first": numbers.shown_with_unit(first, definition.unit),
        "last": numbers.shown_with_unit(last, definition.unit),
    }


@register.simple_tag
def value_of(cell: Cell, unit: str) -> SafeString:
    """The value with its unit, leading to its rows or else to its cells; in words where it is withheld or none."""
    if cell.withheld:
        return format_html('<span class="dim">{}</span>', _("withheld"))
    return leading(cell, numbers.shown_with_unit(cell.estimate.value, unit))


@register.simple_tag
def leading(cell: Cell, shown: str) -> SafeString:
    """A figure that leads to its rows, or else to its cells. What it leads to is part of its name."""
    if cell.behind.address:
        return _link(cell.behind.address, shown, cell.behind.words)
    if cell.figures and cell.estimate.value is not None:
        return _link(cell.figures, shown, _("See its cells"))
    return format_html("{}", shown)


@register.simple_tag
def leading_to(behind: Behind, shown: str) -> SafeString:
    """The same for what has no cells of its own."""
    return _link(behind.address, shown, behind.words) if behind.address else format_html("{}", shown)


def _link(address: str, shown: str, words: str) -> SafeString:
    return format_html('<a class="behind" href="{}">{}<span class="sr"> {}</span></a>', address, shown, words)


@register.simple_tag
def share_interval(bar: Bar) -> str:
    """The interval of a share in brackets."""
    return numbers.shown_interval(bar.low, bar.high, "%")


@register.simple_tag
def signed_difference(value: float, unit: str) -> str:
    """A difference with its sign; one that rounds to nothing has none."""
    size = numbers.shown_difference(value, unit)
    if not any(digit in size for digit in "123456789"):
        return size
    return (numbers.MINUS if value < 0 else "+") + size


@register.simple_tag
def difference_interval(compare: Comparison, unit: str) -> str:
    """The interval of a difference in brackets, each bound with its sign."""
    return numbers.shown_interval(compare.low, compare.high, unit, more=1)


@register.simple_tag
def p_value(value: float) -> str:
    """A p-value; a very small one as less than 0.0001."""
    return f"< {numbers.number(0.0001, 4)}" if value < 0.0001 else numbers.number(value, 4)


@register.simple_tag
def named(cell: Cell) -> SafeString:
    """The name of a cell, leading to its figures."""
    if not cell.figures:
        return format_html("{}", cell.name)
    return format_html('<a href="{}">{}</a>', cell.figures, cell.name)


@register.inclusion_tag("boards/drill.html")
def drill(cell: Cell) -> dict[str, Any]:
    """Where a figure leads."""
    return {"cell": cell}


@register.simple_tag(takes_context=True)
def places_shown(context: Context, shape: RankingShape, part_id: int) -> list[Place | None]:
    """The rows of a ranking: both ends of a long one, all where `?all=` names this part."""
    asked = context["request"].GET.get("all") == str(part_id)
    return list(shape.places) if asked else shape.ends
