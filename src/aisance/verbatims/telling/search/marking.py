"""Marks in a text the words that answer a question."""

import re
from collections.abc import Collection

from aisance.verbatims.telling.search.words import forms_of, number_of

_WORD = re.compile(r"[^\W\d_]+")


def marked(text: str, language: str, numbers: Collection[int]) -> list[tuple[bool, str]]:
    """A text cut into pieces, true for the words whose number is wanted.

    >>> marked("Deux factures fausses", "fr", [number_of("facture")])
    [(False, 'Deux '), (True, 'factures'), (False, ' fausses')]
    """
    pieces: list[tuple[bool, str]] = []
    last = 0
    for found in _WORD.finditer(text):
        word = found.group().casefold()
        if any(number_of(form) in numbers for form in forms_of(word, (language,))):
            pieces += [(False, text[last : found.start()]), (True, found.group())]
            last = found.end()
    return [piece for piece in [*pieces, (False, text[last:])] if piece[1]]
