"""What happened meanwhile, for the trends of the first page."""

from collections.abc import Sequence
from datetime import date, timedelta

from django import template

from aisance.core.permissions import NOBODY
from aisance.indicators.annotations import Annotation, annotations_between

register = template.Library()


@register.simple_tag(takes_context=True)
def annotations_along(context: template.Context, starts: Sequence[date], end: date) -> list[Annotation]:
    """What happened from the first of these periods to the last day, as far as the reader may know of it."""
    request = context.get("request")
    viewer = getattr(request, "viewer", NOBODY)
    return annotations_between(viewer, starts[0], end) if starts else []


@register.simple_tag
def annotation_places(found: Sequence[Annotation], starts: Sequence[date]) -> list[str]:
    """Where they stand along a sparkline of these periods, in per cent of its width."""
    return [place_along(one.day, starts) for one in found]


def place_along(day: date, starts: Sequence[date], *, end: float = 96.0) -> str:
    """The place of a day between the points of a line in equal steps.

    >>> place_along(date(2026, 11, 9), [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)])
    '48.0%'
    """
    step = end / max(len(starts) - 1, 1)
    index = max((i for i, start in enumerate(starts) if start <= day), default=0)
    later = starts[index + 1] if index + 1 < len(starts) else starts[index] + timedelta(days=7)
    share = min(max((day - starts[index]) / (later - starts[index]), 0.0), 1.0)
    return f"{round(min((index + share) * step, end), 1)}%"
