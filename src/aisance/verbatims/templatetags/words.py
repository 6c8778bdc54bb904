"""The tabs between the pages of what customers write."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from aisance.ui import numbers
from aisance.verbatims.telling.addresses import WORDS
from aisance.verbatims.telling.shares import Move

register = template.Library()
FEWEST_SAID = 5
"""Of fewer sentences about a theme an alpha says nothing."""
NEARLY_NOTHING = 0.0005
"""Half of a tenth of a point."""

TABS = (
    ("theme-list", pgettext_lazy("tab", "Themes")),
    ("words-weight", pgettext_lazy("tab", "What weighs")),
    ("words-score", pgettext_lazy("tab", "With the score")),
    ("words-emerging", pgettext_lazy("tab", "What is new")),
    ("words-contradictions", pgettext_lazy("tab", "Contradictions")),
    ("words-map", pgettext_lazy("tab", "By step")),
    ("words-periods", pgettext_lazy("tab", "Two periods")),
    ("words-search", _("Search")),
)


@register.inclusion_tag("verbatims/tabs.html", takes_context=True)
def words_tabs(context: Context, here: str) -> dict[str, Any]:
    """`{% words_tabs "theme-list" %}`: every page of words under the same filters, the present one marked."""
    given = context["request"].GET
    kept = {name: given[name] for name in WORDS if given.get(name) and name != "theme"}
    ending = f"?{urlencode(kept)}" if kept else ""
    return {"tabs": [(title, reverse(name) + ending, name == here) for name, title in TABS]}


@register.filter
def close_move(value: float | None) -> str:
    """`{{ row.moved.value|close_move }}`: a change of a share in points, to one decimal, without its unit."""
    return numbers.shown(value, "points", more=1)


@register.filter
def move_interval(move: Move) -> str:
    """Its interval, to as many decimals as keep a bound that is not 0 from looking like 0."""
    small = any(bound and abs(bound) < NEARLY_NOTHING for bound in (move.low, move.high))
    return numbers.shown_interval(move.low, move.high, "points", more=2 if small and move.is_established else 1)


@register.filter
def alpha(value: float | None, n: int) -> str:
    """`{{ value|alpha:n }}`: how far two people agree, to two decimals; in words where it says nothing."""
    if value is None:
        return pgettext("agreement", "no value")
    if n < FEWEST_SAID:
        return pgettext("agreement", "too few")
    return floatformat(value, 2).replace("-", "\N{MINUS SIGN}")


@register.filter
def within(bounds: tuple[float, float] | None) -> str:
    """`{{ bounds|within }}`: the interval of an agreement in brackets; empty where there is none."""
    if bounds is None:
        return ""
    low, high = (floatformat(bound, 2).replace("-", "\N{MINUS SIGN}") for bound in bounds)
    return f"[{low}; {high}]" if not get_language().startswith("fr") else f"[{low}{numbers.NARROW}; {high}]"
