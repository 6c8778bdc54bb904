"""The caution that stands beside a figure by which somebody is paid."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from aisance.core.permissions import NOBODY
from aisance.indicators.bonuses.queries import caution_beside

register = template.Library()


@register.inclusion_tag("indicators/bonuses/caution.html", takes_context=True)
def bonus_caution(
    context: template.Context, indicator: str, where: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """Says where bonuses depend on this indicator among the units shown; nothing where none do."""
    viewer = getattr(context.get("request"), "viewer", NOBODY)
    return {"caution": caution_beside(viewer, indicator, where or {})}
