"""Which of the languages in use a text is written in."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

UNDETERMINED = ""
FEWEST_WORDS = 3
"""Under so many words nothing is said: two words in the wrong language are read as wrong as they are short."""

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_MASK = re.compile(r"\[[a-z]+\]")
_ARABIC_OR_HEBREW = re.compile("[\u0590-\u08ff]")
_LONG_ENOUGH = 600


def language_of(text: str, languages: Sequence[str] = ("fr", "en"), *, hint: str = "") -> str:
    """The code of the language, or the empty string where it cannot be told.

    `hint` is what else is known, as the language in which the question was put: it stands for texts of one or two
    words, never against a text that is long enough to speak for itself. Masks are not words.
    """
    words = _LETTERS.findall(_MASK.sub(" ", text[:_LONG_ENOUGH]))
    if len(words) < FEWEST_WORDS or _ARABIC_OR_HEBREW.search(text[:_LONG_ENOUGH]):
        return hint if words and hint in languages and not _ARABIC_OR_HEBREW.search(text) else UNDETERMINED
    code, _ = _identifier(tuple(languages)).classify(" ".join(words).casefold())
    return str(code)


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    """The model of py3langid, which comes with its package, among these languages only. Loading it takes .2 s."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(languages))
    return identifier
