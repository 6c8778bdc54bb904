"""The words of verbatims for people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.core.translated import translated
from aisance.verbatims.reading.book import Feeling, delivered
from aisance.verbatims.reading.reading import State

FEELING_NAMES: Mapping[int, Any] = {
    Feeling.BAD: pgettext_lazy("feeling", "Displeased"),
    Feeling.NEITHER: pgettext_lazy("feeling", "Neither"),
    Feeling.GOOD: pgettext_lazy("feeling", "Pleased"),
}
STATE_NAMES: Mapping[str, Any] = {
    State.READ: _("Read"),
    State.EMPTY: _("Nothing but signs that are not shown"),
    State.NO_WORDS: _("No words, perhaps a drawing"),
    State.OTHER_LANGUAGE: _("Neither French nor English"),
    State.SPAM: _("The same words over and over"),
}


def theme_names() -> dict[str, str]:
    """The title of each theme in the reader's language, by its code."""
    return {theme.code: translated(theme.title) for theme in delivered().themes}
