"""Where other domains show blocks on a page."""

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from aisance.ui.blocks import blocks_at

register = template.Library()


@register.simple_tag(takes_context=True)
def blocks(context: Context, place: str, which: int) -> SafeString:
    """`{% blocks "customer" customer.id %}`: what other domains say of this customer to whoever is looking."""
    request = context["request"]
    drawn = [
        render_to_string(name, {**words, "request": request}) for name, words in blocks_at(place, request.viewer, which)
    ]
    return mark_safe("".join(drawn))  # noqa: S308  each piece is a template's own output
