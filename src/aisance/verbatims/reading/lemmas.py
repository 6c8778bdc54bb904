"""Words in their base form, folded, so that `attendais`, `attendu` and `ATTENDRE` are one."""

import re
from functools import lru_cache

from aisance.verbatims.reading.masking import folded

_WORD = re.compile(r"\[[a-z]+\]|[^\W\d_]+(?:['’](?=[^\W\d_]))?|\d+")
_REMEMBERED = 50_000
_DOUBLED = {"cancell": "cancel", "labell": "label", "modell": "model", "signall": "signal", "travell": "travel"}
"""What the list of forms makes of "cancelled" and "travelling": it knows them in American spelling only."""


def words_of(text: str) -> list[str]:
    """The words as written; an elided one keeps its apostrophe, a mask is one word."""
    return _WORD.findall(text)


def lemmas_of(text: str, language: str) -> list[str]:
    """The base form of each word, in order. In a language without a list of forms, the folded words themselves."""
    return [lemma(word.rstrip("'’").casefold(), language) for word in words_of(text)]


@lru_cache(maxsize=_REMEMBERED)
def lemma(word: str, language: str) -> str:
    """The folded base form of one word in small letters.

    >>> lemma("attendais", "fr"), lemma("cancelled", "en")
    ('attendre', 'cancel')
    """
    if language not in {"fr", "en"} or word.startswith("["):
        return folded(word)
    from simplemma import lemmatize

    base = folded(lemmatize(word, lang=language))
    return _DOUBLED.get(base, base) if language == "en" else base
