"""What the pages of profiles write."""

from collections.abc import Mapping

from django import template

from aisance.core.translated import translated

register = template.Library()


@register.filter
def in_my_words(words: Mapping[str, str]) -> str:
    """Words by language in the reader's."""
    return translated(words)
