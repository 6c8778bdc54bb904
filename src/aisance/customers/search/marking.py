"""Showing somebody found with what was looked for marked, so that one sees why they are there."""

import re
from collections.abc import Iterable, Iterator, Sequence

import phonenumbers

from aisance.customers.contracts import CustomerCard, IdentifierKind
from aisance.customers.search.contracts import Piece, Pieces, ShownCard
from aisance.customers.search.rules import PHONE_MARK, SITE_MARK, Sought, folded, is_slip, sought

_WORD = re.compile(r"[^\W\d_]+|\d+")

type Span = tuple[int, int]


def marked_card(card: CustomerCard, text: str) -> ShownCard:
    """The name and the identifiers of a customer, marked where this text was found in them; unmarked without a text."""
    what = sought(text)
    name = card.name and _marked_words(card.name, what.words)
    return ShownCard(name or (), tuple((kind, _marked_value(kind, value, what)) for kind, value in card.identifiers))


def _marked_value(kind: IdentifierKind, value: str, what: Sought) -> Pieces:
    if kind is IdentifierKind.PHONE:
        return _marked_phone(value, what.phone)
    if what.whole and value.casefold() == what.whole.casefold():
        return (Piece(value, matched=True),)
    if kind is IdentifierKind.EXTERNAL:
        return (Piece(value),)
    site = next((word for word in what.words if word[0] == SITE_MARK), "")
    at = value.find(site) if site else -1
    behind = [(at, at + len(site))] if at >= 0 else []
    return _cut(value, [*_spans(value.partition(SITE_MARK)[0], what.words), *behind])


def _marked_phone(value: str, ending: str) -> Pieces:
    """A number in its groups, its last digits marked as far as they were typed."""
    shown = phonenumbers.format_number(phonenumbers.parse(value), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    digits = [place for place, letter in enumerate(shown) if letter.isdigit()]
    typed = ending.removeprefix(PHONE_MARK)
    if not typed or not "".join(shown[place] for place in digits)[::-1].startswith(typed):
        return (Piece(shown),)
    return _cut(shown, [(digits[-len(typed)], len(shown))])


def _marked_words(text: str, words: Sequence[str]) -> Pieces:
    return _cut(text, _spans(text, words))


def _spans(text: str, words: Sequence[str]) -> Iterator[Span]:
    """The places in a text that were meant: the letters with which a word begins, else the word that was meant."""
    for found in _WORD.finditer(text):
        length = max((_letters_meant(found[0], word) for word in words), default=0)
        if length:
            yield found.start(), found.start() + length


def _letters_meant(shown: str, typed: str) -> int:
    """How many of a word's letters stand for what was typed; 0 for none.

    >>> _letters_meant("Hélène", "hel"), _letters_meant("Garnier", "garneir"), _letters_meant("Dupont", "hel")
    (3, 7, 0)
    """
    plain = folded(shown)
    if plain.startswith(typed):
        return next(count for count in range(1, len(shown) + 1) if len(folded(shown[:count])) >= len(typed))
    meant = min(len(typed), len(plain)) >= 4 and is_slip(typed, plain)
    return len(shown) if meant or (len(typed) >= 3 and typed in plain) else 0


def _cut(text: str, spans: Iterable[Span]) -> Pieces:
    """The text in pieces, those between the given places marked; places are in order and do not overlap."""
    pieces: list[Piece] = []
    at = 0
    for start, end in spans:
        pieces += [Piece(text[at:start]), Piece(text[start:end], matched=True)]
        at = end
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text)
