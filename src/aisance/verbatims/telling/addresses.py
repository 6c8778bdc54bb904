"""A choice of words as it stands in an address, and where its figures lead."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from aisance.surveys.public import question_of
from aisance.verbatims.telling.held import Chosen

WORDS = ("start", "end", "kind", "unit", "channel", "language", "step", "reason", "theme", "feeling", "score")


def address(chosen: Chosen, **other: Any) -> dict[str, str]:
    """The words of an address that choose the same; `other` stands in place of some."""
    given = {name: getattr(chosen, name) for name in WORDS} | other
    return {name: str(value) for name, value in given.items() if value not in (None, "")}


def theme_url(code: str, chosen: Chosen, **other: Any) -> str:
    """The page of a theme under the same choice."""
    return f"{reverse('theme-detail', args=[code])}?{urlencode(address(chosen, **{'theme': '', **other}))}"


def texts_url(chosen: Chosen, **other: Any) -> str:
    """The texts themselves, under the same choice."""
    return f"{reverse('words-search')}?{urlencode(address(chosen, **other))}"


def question_name(code: str) -> str:
    """The name of a question in the reader's language."""
    card = question_of(code)
    return card.name if card else code
