"""The tabs between the pages of what customers write."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.verbatims.telling.addresses import WORDS

register = template.Library()

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
