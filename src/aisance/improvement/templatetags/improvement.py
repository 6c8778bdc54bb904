"""How amounts, moves of a count and places of a drawing are written on the pages of improvement."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aisance.improvement.wording import SQUARE_NAMES
from aisance.ui.numbers import NO_VALUE, axis_number, number, shown_with_unit, unit_words

register = template.Library()

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


@register.filter
def amount(value: Decimal | None, currency: str) -> str:
    """A whole amount with its currency; a dash where there is none: `{{ cause.cost|amount:"EUR" }}`."""
    if value is None:
        return NO_VALUE
    return f"{number(float(value))}\u00a0{SIGNS.get(currency, currency)}"


@register.filter
def exact_amount(value: Decimal | None, currency: str) -> str:
    """The same to the hundredth, for what a minute costs."""
    if value is None:
        return NO_VALUE
    return f"{number(float(value), 2)}\u00a0{SIGNS.get(currency, currency)}"


@register.filter
def moved(change: float | None) -> str:
    """By what part a count moved, with its sign."""
    if change is None:
        return ""
    words = shown_with_unit(abs(change), "%")
    return _("%(part)s more") % {"part": words} if change > 0 else _("%(part)s fewer") % {"part": words}


@register.filter
def place(value: float | None) -> str:
    """A place on a drawing, in per cent; never with the reader's comma."""
    return "" if value is None else f"{value}%"


@register.filter
def plain(value: float) -> str:
    """A number of a drawing; never with the reader's comma."""
    return str(value)


@register.filter
def square_words(square: Any) -> str:
    """What to do about a reason, in words."""
    return str(SQUARE_NAMES[square]) if square else ""


@register.simple_tag
def theme_name(names: Mapping[str, str], code: str) -> str:
    """The title of a theme; its code where the book has it no more."""
    return names.get(code, code)


@register.simple_tag
def querystring_of(request: HttpRequest, word: str, value: str) -> str:
    """The words of this address with one of them changed."""
    words = request.GET.copy()
    words[word] = value
    words.pop("format", None)
    return words.urlencode()


@register.simple_tag
def signed(value: float, unit: str) -> str:
    """A difference with its sign, in points for a share too: −4.2."""
    scale, decimals = (100, 1) if unit in ("points", "%") else (1, 1)
    return number(value * scale, decimals, signed=True)


@register.simple_tag
def axis_tick(value: float, unit: str) -> str:
    """The number of a tick on an axis of differences: round, with its sign, in points for a share too."""
    return axis_number(value, "points" if unit == "%" else unit)


@register.simple_tag
def signed_interval(figure: Any, unit: str) -> str:
    """The interval of a difference."""
    separator = "\u202f; " if (get_language() or "en").startswith("fr") else "; "
    return f"[{signed(figure.low, unit)}{separator}{signed(figure.high, unit)}]"


@register.simple_tag
def difference_unit(unit: str) -> str:
    """What a difference of this unit is told in: shares and net scores differ by points."""
    return unit_words("points" if unit == "%" else unit)
