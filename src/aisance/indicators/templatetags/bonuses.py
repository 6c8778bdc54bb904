"""The caution that stands beside a figure by which somebody is paid."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from aisance.core.permissions import NOBODY
from aisance.indicators.bonuses.queries import Caution, caution_beside, there_are_bonuses

register = template.Library()


@register.inclusion_tag("indicators/bonuses/caution.html", takes_context=True)
def bonus_caution(
    context: template.Context, indicator: str, where: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """Says where bonuses depend on this indicator among the units shown; nothing where none do."""
    return {"caution": _caution(context, indicator, where or {})}


@register.inclusion_tag("indicators/bonuses/caution_short.html", takes_context=True)
def bonus_caution_short(
    context: template.Context, indicator: str, where: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """The same in a few words."""
    return {"caution": _caution(context, indicator, where or {})}


def _caution(context: template.Context, indicator: str, where: Mapping[str, Sequence[str]]) -> Caution | None:
    """Pages that show many figures ask once whether there is any bonus at all."""
    request = context.get("request")
    viewer = getattr(request, "viewer", NOBODY)
    if not hasattr(request, "pays_bonuses"):
        setattr(request, "pays_bonuses", there_are_bonuses(viewer))  # noqa: B010  a request has no such field
    return caution_beside(viewer, indicator, where) if getattr(request, "pays_bonuses", True) else None
