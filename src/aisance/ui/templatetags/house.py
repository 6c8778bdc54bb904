"""The template tags of the house, available in every template."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from django import template
from django.http import QueryDict
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from aisance.ui import dates, numbers
from aisance.ui.drawings import Axis, spark, tight_axis

register = template.Library()

FORMAT_NAMES = {"csv": "CSV", "xlsx": "XLSX", "parquet": "Parquet"}


class Interval(Protocol):
    """Anything with a value and its interval; all three may be null."""

    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, form: str | None = None) -> str:
    """In the place of Django's filter of this name, by which the first of a month is "1 janvier" in French too."""
    return dates.date_format(value, form) if isinstance(value, dt.date) else ""


@register.filter
def figure(value: float | None, unit: str) -> str:
    """`{{ estimate.value|figure:"points" }}`: the value without its unit, a dash where there is none."""
    return numbers.shown(value, unit)


@register.filter
def figure_with_unit(value: float | None, unit: str) -> str:
    """The value as in a sentence; "no value" where there is none."""
    return numbers.shown_with_unit(value, unit)


@register.filter
def difference(value: float, unit: str) -> str:
    """The size of a difference with its unit, without its sign."""
    return numbers.shown_difference(value, unit)


@register.filter
def unit_words(unit: str, value: float | None = None) -> str:
    """What stands beside a value of this unit."""
    return numbers.unit_words(unit, value)


@register.filter
def whole(value: float | None) -> str:
    """A count with the reader's separators; a dash where it is not known."""
    return numbers.NO_VALUE if value is None else numbers.number(value)


@register.filter
def interval(estimate: Interval, unit: str) -> str:
    """The interval of an estimate in brackets; empty where there is none."""
    return numbers.shown_interval(estimate.low, estimate.high, unit)


@register.filter
def close_figure(value: float | None, unit: str) -> str:
    """The value with its unit and one more decimal, where one looks closely: 17.86%."""
    return numbers.shown_with_unit(value, unit, more=1)


@register.filter
def close_interval(estimate: Interval, unit: str) -> str:
    """The interval of an estimate in brackets, with one more decimal."""
    return numbers.shown_interval(estimate.low, estimate.high, unit, more=1)


@register.inclusion_tag("ui/verdict.html")
def verdict(tone: str, words: Any, mark: str = "same") -> dict[str, Any]:
    """A mark and words. Tone: better, worse, unsure, attention or plain; mark: up, down, same or alert."""
    return {"tone": tone, "words": words, "mark": mark}


@register.inclusion_tag("ui/range.html", name="range")
def range_drawing(
    now: Interval, unit: str, name: str = "", before: Interval | None = None, weak: bool = False
) -> dict[str, Any]:
    """A point in its range; hollow above it the period before. Says in words what it draws."""
    bounds = [now.low, now.value, now.high]
    if before:
        bounds += [before.low, before.value, before.high]
    axis = tight_axis(bounds)
    return {
        "name": name,
        "unit": unit,
        "weak": weak,
        "now": _placed(now, axis),
        "before": _placed(before, axis) if before else None,
    }


@register.simple_tag
def range_row(estimate: Interval, axis: Axis, weak: bool = False) -> SafeString:
    """A point in its range on an axis shared by the rows of a table; hidden from readers of the cells.

    Written here and not in a template: a page has hundreds of them, and a template of its own each takes half its time.
    """
    now, zero = _placed(estimate, axis), _zero(axis)
    low, value, high = now["low_at"], now["value_at"], now["high_at"]
    cut = f'<line class="zero" x1="{zero}" x2="{zero}" y1="-7" y2="37"/>' if zero else ""
    span = f'<line class="span" x1="{low}" x2="{high}" y1="15" y2="15"/>' if low else ""
    dot = f'<circle class="dot" cx="{value}" cy="15" r="4.5"/>' if value else ""
    drawn = f'<svg class="range{" weak" if weak else ""}" height="30" aria-hidden="true">{cut}{span}{dot}</svg>'
    return mark_safe(drawn)  # noqa: S308  made of our own numbers only


@register.inclusion_tag("ui/range_column.html")
def range_column(estimate: Interval, axis: Axis, weak: bool = False) -> dict[str, Any]:
    """The same standing upright, for the columns of a journey."""
    upright = Axis(axis.low, axis.high, 94.0, 6.0)
    return {"now": _placed(estimate, upright), "zero": _zero(upright), "weak": weak}


@register.inclusion_tag("ui/range_axis.html")
def range_axis(axis: Axis, unit: str) -> dict[str, Any]:
    """The numbers of a shared axis, for the head of its column; every other one where they would touch."""
    ticks = axis.ticks
    every = 1 if len(ticks) <= 4 else 2
    first = ticks.index(0.0) % every if 0.0 in ticks else 0  # 0 is always among those that stay
    return {"ticks": [(_percent(axis.at(tick)), numbers.axis_number(tick, unit)) for tick in ticks[first::every]]}


@register.inclusion_tag("ui/sparkline.html")
def sparkline(
    values: Sequence[float | None], unit: str, name: str = "", cut: int | None = None, marks: Sequence[str] = ()
) -> dict[str, Any]:
    """A line through a series, the last point marked; `cut` is the index at which this period begins.

    `marks` are the places, such as "48.0%", of what happened meanwhile.
    """
    known = [value for value in values if value is not None]
    line = spark(values, cut=cut)
    return {
        "path": line.path,
        "x": _percent(line.x),
        "y": str(line.y),
        "cut": _percent(line.cut),
        "marks": marks,
        "name": name,
        "unit": unit,
        "count": len(values),
        "first": known[0] if known else None,
        "last": known[-1] if known else None,
    }


@register.inclusion_tag("ui/download.html", takes_context=True)
def download(context: Context, of: Any = "", table: str = "", address: str = "", label: str = "") -> dict[str, Any]:
    """The rows of this page as a file, under the same filters: the menu of formats.

    Where the page has several tables, `table` is the word of this one and `of` its name; where two stand side by side,
    `label` says to every eye what each gives. `address` is that of the CSV where another page gives the files; those of
    the other formats differ in their last letters.
    """
    return {"of": of, "label": label, "links": _links(context["request"].GET, table, address.removesuffix("csv"))}


def _links(query: QueryDict, table: str, stem: str) -> list[tuple[str, str]]:
    """The formats with their addresses: those of another page's files, else of this page under the same filters."""
    if stem:
        return [(name, f"{stem}{form}") for form, name in FORMAT_NAMES.items()]
    words = query.copy()
    words.pop("page", None)
    if table:
        words["table"] = table
    return [(name, f"?{_with(words, form)}") for form, name in FORMAT_NAMES.items()]


def _with(words: QueryDict, form: str) -> str:
    asked = words.copy()
    asked["format"] = form
    return asked.urlencode()


def _placed(estimate: Interval, axis: Axis) -> dict[str, Any]:
    """An estimate with the places of its value and bounds on an axis; null places where there is no value."""
    places = {
        f"{part}_at": None if (value := getattr(estimate, part)) is None else _percent(axis.at(value))
        for part in ("low", "value", "high")
    }
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high, **places}


def _zero(axis: Axis) -> str | None:
    return _percent(axis.at(0.0)) if axis.holds(0.0) else None


def _percent(place: float | None) -> str | None:
    # Text, since a template would write the number with the reader's decimal comma.
    return None if place is None else f"{place}%"
