"""What users write in several languages, with an explicit fallback."""

from collections.abc import Mapping

from django.utils.translation import get_language

LANGUAGES = ("fr", "en")


def translated(text: Mapping[str, str], language: str | None = None) -> str:
    """The text in a language, else in English, else in any language it has, else the empty string.

    `text` maps a language code (`fr`, `en`, `nl-be`) to words; a regional code falls back to its language first.
    """
    wanted = (language or get_language() or "en").lower()
    for code in (wanted, wanted.split("-")[0], "en", *text):
        if text.get(code):
            return text[code]
    return ""
